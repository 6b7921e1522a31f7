"""Sources: one for each page, with an address or a citation, read after it was published."""

from dataset.checks.addresses import page_of, tracking_parameters, without_tracking
from dataset.checks.findings import Findings


def sources(findings: Findings) -> None:
    """Every source by itself, and against the ones before it."""
    first: dict[str, str] = {}
    for source in findings.records.sources.values():
        at = (source.id, "url")
        if not source.url and not source.citation:
            findings.add(
                "missing_url",
                at,
                f"`{source.id}` has neither an address nor a citation",
                "add `url`, or `citation` for what has no address",
                needs=[(source.id, "citation")],
            )
        if source.url and (tracking := tracking_parameters(source.url)):
            findings.add(
                "tracking_parameter",
                at,
                f"the address of `{source.id}` carries {', '.join(tracking)}",
                "write the canonical address",
                nearest=without_tracking(source.url),
            )
        cited = " ".join((source.citation or "").lower().split())  # tells editions behind one address apart
        page = f"{page_of(source.url)} {cited}".strip() if source.url else cited
        if page and page in first:
            other = first[page]
            findings.add(
                "same_source_twice",
                at if source.url else (source.id, "citation"),
                f"`{source.id}` is the same page as `{other}` ({findings.where(other)})",
                f"cite `{other}` and remove this declaration",
                nearest=other,
            )
        elif page:
            first[page] = source.id
        if source.published and source.published.earliest and source.published.earliest > source.accessed:
            findings.add(
                "published_after_accessed",
                (source.id, "published"),
                f"`{source.id}` was published {source.published.edtf}, after it was read on {source.accessed}",
                "correct `published` or `accessed`",
                needs=[(source.id, "accessed")],
            )
