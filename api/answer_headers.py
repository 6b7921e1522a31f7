"""Headers of answers, and the validator that stands for all that an answer depends on."""

from api.caching import MOVING, PINNED, VARY, etag_of
from api.envelope import Links
from api.reading import Asked
from dataset.store.archive import Archive
from dataset.versions import software_version


def validator(archive: Archive, asked: Asked, links: Links, encoding: str | None) -> str:
    """The ETag of an answer: known before the question is put to the store."""
    manifest = archive.manifests[asked.release]
    content = "".join(file.content_sha256 for file in manifest.tables)
    return etag_of(
        content,
        archive.withdrawn.digest(*archive.versions),
        asked.release,
        software_version(),
        links.self_,
        links.cite,
        links.report or "",
        encoding or "identity",
    )


def answer_headers(asked: Asked, links: Links, etag: str) -> dict[str, str]:
    """Headers of an answer."""
    found = {
        "ETag": etag,
        "Cache-Control": PINNED if asked.pinned else MOVING,
        "Vary": VARY,
        "Dataset-Release": asked.release,
    }
    if asked.posted:  # caches go by addresses; this answer is kept under the one that cites it
        del found["ETag"]
        found["Cache-Control"] = "no-store"
    if asked.posted or not asked.pinned:
        found["Content-Location"] = links.cite
    if links.next:
        found["Link"] = f'<{links.next}>; rel="next"'
    return found


def row_headers(asked: Asked, links: Links, etag: str, name: str) -> dict[str, str]:
    """Headers of an answer that has no place for links and has to be saved under a name."""
    headers = answer_headers(asked, links, etag)
    following = [headers["Link"]] if "Link" in headers else []
    headers["Link"] = ", ".join([*following, f'<{links.cite}>; rel="cite-as"'])
    headers["Content-Disposition"] = f'attachment; filename="{name}"'
    return headers
