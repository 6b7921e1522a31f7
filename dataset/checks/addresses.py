"""Addresses of sources: one form for each page, so that one page is one source."""

from urllib.parse import parse_qsl, urlencode, urlsplit, urlunsplit

_TRACKING_STARTS = ("utm_", "guce_", "at_", "ns_", "mc_", "_hs", "pk_", "hsa_")
_TRACKING = {
    *("fbclid", "gclid", "dclid", "msclkid", "yclid", "twclid", "ttclid", "li_fat_id", "igshid", "igsh", "gad_source"),
    *("guccounter", "cmpid", "cmp", "ref_src", "ref_url", "smid", "smtyp", "taid", "trk", "trkinfo", "sr_share"),
    *(
        "unlocked_article_code",
        "mkt_tok",
        "ncid",
        "vero_id",
        "wickedid",
        "_ga",
        "ocid",
        "cvid",
        "s_cid",
        "__twitter_impression",
    ),
}
_TRACKING_AT = {"x.com": {"s", "t"}, "twitter.com": {"s", "t"}, "youtube.com": {"si", "feature"}, "youtu.be": {"si"}}
_SAME_HOST = {"twitter.com": "x.com", "mobile.twitter.com": "x.com", "m.youtube.com": "youtube.com"}


def _host(netloc: str) -> str:
    return netloc.lower().removeprefix("www.").removesuffix(":443").removesuffix(":80")


def _tracks(host: str, name: str) -> bool:
    name = name.lower()
    return name.startswith(_TRACKING_STARTS) or name in _TRACKING or name in _TRACKING_AT.get(host, ())


def tracking_parameters(url: str) -> list[str]:
    """Names of the parameters of an address that only follow the reader, and `:~:text` marks."""
    parts = urlsplit(url)
    names = [name for name, _ in parse_qsl(parts.query, keep_blank_values=True) if _tracks(_host(parts.netloc), name)]
    return names + ([":~:"] if ":~:" in parts.fragment else [])


def without_tracking(url: str) -> str:
    """The address without what only follows the reader; everything else as it was."""
    parts = urlsplit(url)
    host = _host(parts.netloc)
    kept = "&".join(part for part in parts.query.split("&") if part and not _tracks(host, part.partition("=")[0]))
    return urlunsplit((parts.scheme, parts.netloc, parts.path, kept, parts.fragment.partition(":~:")[0]))


def page_of(url: str) -> str:
    """One text for all addresses of a page: scheme, `www.`, case of the host, order of parameters, tracking, anchor
    and a closing slash do not count. For comparing only, never to be opened."""
    parts = urlsplit(without_tracking(url))
    host = _host(parts.netloc)
    host = _SAME_HOST.get(host, host)
    path, query = parts.path.rstrip("/"), sorted(parse_qsl(parts.query, keep_blank_values=True))
    if host == "youtu.be":
        host, path, query = "youtube.com", "/watch", sorted([*query, ("v", path.lstrip("/"))])
    anchor = f"#{parts.fragment}" if parts.fragment.startswith(("!", "/")) else ""  # pages drawn by script
    return f"{host}{path}?{urlencode(query)}{anchor}"
