"""Hosts of one publisher beside its main domain: sister domains, and servers of others from which it serves its pages."""

from urllib.parse import urlsplit

FURTHER_HOSTS: dict[str, tuple[str, ...]] = {
    "aesopacademy.org": ("aesopacademy-org.pages.dev",),
    "alston.com": ("alstonprivacy.com", "alstontrade.com"),
    "anthropic.com": ("claude.com",),
    "aoshearman.com": ("allenovery.com",),
    "bbc.com": ("bbci.co.uk",),
    "businessinsider.com": ("businessinsider.de", "businessinsider.in", "businessinsider.nl"),
    "chinadaily.com.cn": ("chinadailyasia.com",),
    "ctol.digital": ("ctol-fr.com",),
    "dailyjournal.com": ("dailyjournal-prod.herokuapp.com",),
    "express-gazette.com": ("express-gazette--express-gazette.us-central1.hosted.app",),
    "github.com": ("github.blog", "raw.githubusercontent.com"),
    "gmteight.com": ("gmt8press.com",),
    "google.com": ("ai.google.dev",),
    "inkl.com": ("d33gy59ovltp76.cloudfront.net",),
    "insideglobaltech.com": ("covingtonblogs.com",),
    "interconnects.ai": ("natolambert.substack.com",),
    "kleineanfragen.de": ("kleineanfragen.org",),
    "liberation.fr": ("libe.io",),
    "longbridge.com": ("longbridge.cn", "lbkrs.com", "longportapp.com"),
    "meta.com": ("about.fb.com", "d18rn0p25nwr6d.cloudfront.net"),
    "metr.org": ("evals.alignment.org",),
    "mexc.com": ("mexc.fm", "mexc.us"),
    "multistate.us": ("multistate.ai",),
    "particle.news": ("particlenews.pages.dev",),
    "ppc.land": ("ppcland.cdn.mymagic.page",),
    "prnewswire.com": ("prnewswire.co.uk",),
    "punjabkesari.in": ("punjabkesari.com",),
    "recordofrecord.com": ("recordofrecord.pages.dev",),
    "reportify.ai": ("reportify.cn",),
    "resultsense.com": ("resultsense-website-5ok.pages.dev",),
    "robot.tv": ("robottv-news.pages.dev",),
    "scmp.com": ("i-scmp.com",),
    "tag24.com": ("tag24.de",),
    "the-decoder.com": ("the-decoder.de",),
    "theleaflet.in": ("leaflet.mithilastack.com",),
    "thenationalnews.com": ("thenational-the-national-prod.web.arc-cdn.net",),
    "trtworld.com": ("trt.global",),
    "unusualwhales.com": ("unusual-whales.ghost.io",),
    "vdocuments.pub": ("vdocuments.net",),
    "wiggin.co.uk": ("wiggin.eu",),
}
"""By main domain. A copy on somebody else's site is no further host: that site is its publisher."""


def host_of(url: str) -> str:
    """The host of an address, in lower case and without `www.`."""
    return (urlsplit(url).hostname or "").removeprefix("www.").rstrip(".")


def stands_under(host: str, domain: str) -> bool:
    """Whether a host is the main domain of a publisher, one of its further hosts, or below either."""
    return any(host == one or host.endswith(f".{one}") for one in (domain, *FURTHER_HOSTS.get(domain, ())))
