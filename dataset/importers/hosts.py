"""What an address tells of its page: what sort of source it is, in which language, since when it can be there."""

import re
from datetime import date
from urllib.parse import urlsplit

_KINDS: dict[str, str] = {
    "arxiv.org biorxiv.org medrxiv.org chemrxiv.org semanticscholar.org openreview.net aclanthology.org aclweb.org": "paper",
    "nature.com science.org sciencemag.org cell.com pnas.org plos.org acm.org ieeexplore.ieee.org springer.com": "paper",
    "sciencedirect.com oup.com wiley.com acs.org neurips.cc nips.cc mlr.press jmlr.org thecvf.com aaai.org": "paper",
    "ijcai.org ncbi.nlm.nih.gov doi.org researchsquare.com citeseerx.ist.psu.edu iclr.cc mit.edu nber.org": "paper",
    "mdpi.com frontiersin.org tandfonline.com royalsocietypublishing.org cv-foundation.org researchgate.net": "paper",
    "isca-speech.org computer.org ssrn.com hal.science usenix.org frontiers.org hotchips.org": "paper",
    "top500.org": "dataset",
    "x.com twitter.com linkedin.com reddit.com threads.net weibo.com zhihu.com": "social",
    "sec.gov hkexnews.hk": "filing",
    "wikipedia.org wikichip.org wikiwand.com techpowerup.com technical.city crunchbase.com aibase.com": "aggregator",
    "opentools.ai baxtel.com": "aggregator",
    "nytimes.com wsj.com ft.com reuters.com bloomberg.com theinformation.com cnbc.com theverge.com wired.com": "press",
    "techcrunch.com businessinsider.com forbes.com venturebeat.com axios.com time.com engadget.com zdnet.com": "press",
    "theregister.com tomshardware.com anandtech.com nextplatform.com hpcwire.com datacenterdynamics.com": "press",
    "semianalysis.com servethehome.com arstechnica.com technologyreview.com theatlantic.com fortune.com": "press",
    "observer.com inc.com bdtechtalks.com marketwatch.com yahoo.com scmp.com nikkei.com chosun.com kedglobal.com": "press",
    "bbc.com bbc.co.uk theguardian.com trendforce.com digitimes.com capacitymedia.com insidehpc.com": "press",
    "pcgamer.com pcgamesn.com tomsguide.com wccftech.com develop3d.com videocardz.net videocardz.com": "press",
    "stdaily.com sohu.com 163.com zhidx.com leiphone.com 36kr.com technode.com kr-asia.com chinadaily.com.cn": "press",
    "qq.com gizmochina.com tmtpost.com stcn.com baidu.com spectrum.ieee.org ithome.com pandaily.com": "press",
    "dwarkeshpatel.com youtube.com interconnects.ai substack.com medium.com marketingweek.com sifted.eu": "press",
    "dcd.com datacenterknowledge.com crn.in crn.com itbrief.asia thequantuminsider.com marketscale.com": "press",
    "finance.yahoo.com investing.com seekingalpha.com swissinfo.ch lightreading.com eetimes.com": "press",
}
_BY_HOST = {host: kind for hosts, kind in _KINDS.items() for host in hosts.split()}

_ENDINGS = {"cn": "zh", "tw": "zh", "jp": "ja", "kr": "ko", "ru": "ru", "fr": "fr", "de": "de"}
_TONGUES = {
    "baidu.com",
    "qq.com",
    "sohu.com",
    "163.com",
    "zhidx.com",
    "leiphone.com",
    "36kr.com",
    "zhihu.com",
    "csdn.net",
}

_ARCHIVED = re.compile(r"https?://web\.archive\.org/web/(\d{14})[a-z_]*/(https?:/+.+)")
_DATED = (
    re.compile(r"arxiv\.org/(?:abs|pdf|html)/(?P<y>\d{2})(?P<m>0[1-9]|1[0-2])\.\d{4,5}"),
    re.compile(r"10\.1101/(?P<y>20\d{2})\.(?P<m>0[1-9]|1[0-2])\.(?P<d>[0-3]\d)\."),
    re.compile(r"/(?P<y>20[012]\d)[/-](?P<m>0[1-9]|1[0-2]|[1-9])[/-](?P<d>[0-3]?\d)(?:[/-]|$)"),
    re.compile(r"/(?P<y>20[012]\d)/(?P<m>0[1-9]|1[0-2])/"),
)


def host_of(url: str) -> str:
    """The host of an address, in lower case and without `www.`."""
    return urlsplit(url).netloc.lower().removeprefix("www.").partition(":")[0]


def _along(host: str, known: dict[str, str]) -> str | None:
    """What is known of a host or of one it stands under."""
    while "." in host:
        if host in known:
            return known[host]
        host = host.partition(".")[2]
    return None


def kind_of(url: str) -> str | None:
    """What sort of source stands at an address, where its host tells."""
    return _along(host_of(url), _BY_HOST)


def language_of(url: str, title: str = "") -> str:
    """The language of a page as its title or address suggests it; English where nothing speaks against it."""
    if re.search(r"[\u3040-\u30ff]", title):
        return "ja"
    if re.search(r"[\uac00-\ud7af]", title):
        return "ko"
    if re.search(r"[\u4e00-\u9fff]", title):
        return "zh"
    host = host_of(url)
    english = re.search(r"(^|[/._-])(en|english|eng)([/._-]|$)", url.lower())
    if english or title:
        return "en"
    return "zh" if any(host.endswith(one) for one in _TONGUES) else _ENDINGS.get(host.rpartition(".")[2], "en")


def unarchived(url: str) -> tuple[str, str | None]:
    """The address of a page, and that of its archived copy where the address given is one."""
    found = _ARCHIVED.fullmatch(url)
    if not found:
        return url, None
    inner = re.sub(r"^(https?):/+", r"\1://", found.group(2))
    return inner, url


def published_of(url: str) -> str | None:
    """The day or month of publication that an address holds."""
    for form in _DATED:
        found = form.search(url)
        if not found:
            continue
        parts = found.groupdict()
        year, month = int(parts["y"]) + (2000 if len(parts["y"]) == 2 else 0), int(parts["m"])
        try:
            if parts.get("d"):
                return date(year, month, int(parts["d"])).isoformat()
            return f"{year}-{month:02d}" if 1991 <= year <= 2100 else None
        except ValueError:
            continue
    return None
