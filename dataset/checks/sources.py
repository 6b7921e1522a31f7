"""Sources: one for each page, filed under the publisher of its site, read after it was published."""

from dataset.checks.addresses import page_of, tracking_parameters, without_tracking
from dataset.checks.findings import Findings
from dataset.checks.hosts import host_of, stands_under


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


def publishers(findings: Findings) -> None:
    """Every page is filed under the publisher on whose site it stands."""
    records = findings.records
    for source in records.sources.values():
        if not source.url:
            continue
        host = host_of(source.url)
        if not source.publisher:
            if not records.marks.files.get(source.id, "").endswith(".jsonl"):  # a data set cites pages of any site
                findings.add(
                    "missing_publisher",
                    (source.id,),
                    f"`{source.id}` stands on {host} and names no publisher",
                    f"name the entity whose site {host} is",
                )
            continue
        publisher = records.entities.get(source.publisher)
        domain = publisher.external_ids.domain if publisher and publisher.external_ids else None
        if domain and not stands_under(host, domain.lower()):
            findings.add(
                "foreign_publisher",
                (source.id, "publisher"),
                f"`{source.id}` stands on {host}, not on {domain} of `{source.publisher}`",
                f"name the entity whose site {host} is as publisher, and `{source.publisher}` as `author` if it wrote it",
                needs=[(source.id, "url")],
            )
