"""Paths of what changed: in a release, between two releases, and in derived tables."""

from collections.abc import Callable
from typing import Annotated, Any

from litestar import Response, get
from msgspec import Meta, Struct, defstruct

from api.answering import Asking, archive_of, listed
from api.envelope import Links, ListMeta
from api.errors import from_faults
from api.operations import list_operation
from api.parameters import RELEASE, Parameter, known_names, list_parameters
from api.places import Place
from api.query_string import read_pairs
from api.reading import Asked, Reading, asked_of, unknown_release
from dataset.errors import ReleaseError
from dataset.queries.changes import CHANGES, DERIVED_CHANGES, derived_difference_of, difference_of
from dataset.queries.collection import Collection
from dataset.store.archive import ALIASES
from dataset.versions import version_key
from schemas.ids import ReleaseVersion


class DifferenceMeta(ListMeta, kw_only=True, rename={"from_": "from"}):
    """What a difference rests on."""

    from_: Annotated[ReleaseVersion, Meta(description="Release that is compared.")]
    to: Annotated[ReleaseVersion, Meta(description="Release that it is compared with: `new` is what this one has.")]


def _page(name: str, collection: Collection, meta: type[ListMeta], doc: str) -> type[Struct]:
    many = list[collection.row]  # type: ignore[name-defined]
    return defstruct(
        name,
        [
            ("data", Annotated[many, Meta(description="Changes in the order asked.")]),
            ("meta", Annotated[meta, Meta(description="What the answer rests on.")]),
            ("links", Annotated[Links, Meta(description="Addresses of the answer.")]),
        ],
        kw_only=True,
        namespace={"__doc__": doc},
        module=__name__,
    )


ChangePage = _page("ChangePage", CHANGES, ListMeta, "A page of what a release changed.")
DifferencePage = _page("DifferencePage", CHANGES, DifferenceMeta, "A page of what differs between two releases.")
DerivedDifferencePage = _page(
    "DerivedDifferencePage", DERIVED_CHANGES, DifferenceMeta, "A page of what derived tables have otherwise."
)

_SCHEMA = {"type": "string", "pattern": RELEASE, "maxLength": 20}
VERSION = ("A version, or an alias: " + ", ".join(ALIASES) + ".", _SCHEMA)
ENDS = (
    Parameter("from", "Release that is compared: a version or an alias.", _SCHEMA, required=True),
    Parameter("to", "Release that it is compared with, the earlier or the later one.", _SCHEMA, required=True),
)


@get(
    "/v1/releases/{version:str}/changes",
    operation_class=list_operation(CHANGES, ChangePage, path={"version": VERSION}, tag="releases"),
    operation_id="listChanges",
    sync_to_thread=True,
)
def list_changes(request: Asking) -> Response[bytes]:
    """What a release changed in records, by field, each with the reason."""
    archive, written = archive_of(request), str(request.path_params["version"])
    version = archive.resolve(written)
    if version is None:
        raise unknown_release(written, archive, "version")
    asked = _asked(request, CHANGES, written)
    place = Place(
        path=f"/v1/releases/{written}/changes",
        cite_path=f"/v1/releases/{asked.release}/changes",
        written=[],
        pinned=[],
        store=lambda: archive.store(asked.release),
    )
    return listed(request, asked, CHANGES, ChangePage, place)


@get(
    "/v1/diff",
    operation_class=list_operation(CHANGES, DifferencePage, tag="releases", further=ENDS),
    operation_id="getDifference",
    sync_to_thread=True,
)
def get_difference(request: Asking) -> Response[bytes]:
    """What differs in records between any two releases, by field, with the reasons that the releases gave."""
    return _difference(request, "/v1/diff", difference_of, DifferencePage)


@get(
    "/v1/diff/derived",
    operation_class=list_operation(DERIVED_CHANGES, DerivedDifferencePage, tag="releases", further=ENDS),
    operation_id="getDerivedDifference",
    sync_to_thread=True,
)
def get_derived_difference(request: Asking) -> Response[bytes]:
    """What derived tables have otherwise in any two releases, by row: because of records, of time, or of rules."""
    return _difference(request, "/v1/diff/derived", derived_difference_of, DerivedDifferencePage)


def _difference(
    request: Asking, path: str, collection_of: Callable[[str, str], Collection], page: type[Struct]
) -> Response[bytes]:
    archive = archive_of(request)
    ends, old, new = _ends(request, collection_of("", ""))
    collection = collection_of(old, new)
    asked = _asked(request, collection, new, pinned=not ALIASES.keys() & set(ends.values()))
    place = Place(
        path=path,
        cite_path=path,
        written=list(ends.items()),
        pinned=[("from", old), ("to", new)],
        store=lambda: archive.difference(old, new, derived=path.endswith("derived")),
        meta=DifferenceMeta,
        said={"from_": old, "to": new},
    )
    return listed(request, asked, collection, page, place)


def _ends(request: Asking, collection: Collection) -> tuple[dict[str, str], str, str]:
    """The two releases as written, and their versions. Raises `ProblemError` with every fault of the question."""
    archive = archive_of(request)
    known = known_names([*ENDS, *list_parameters(collection)], collection.filters)
    pairs, faults = read_pairs(request.scope["query_string"], known)
    reading = Reading(pairs, faults)
    found: dict[str, str | None] = {}
    for end in ENDS:
        text = pairs.get(end.name)
        if text is None:
            if not any(fault.parameter == end.name for fault in faults):
                reading.fault(end.name, "missing: name a release, by its version or an alias", archive.latest)
            continue
        if text not in ALIASES:
            try:
                version_key(text)
            except ReleaseError:
                reading.fault(end.name, f"neither a version such as 2026.11.0 nor {' nor '.join(ALIASES)}")
                continue
        found[end.name] = archive.resolve(text)
    if faults:
        raise from_faults(faults)
    for name, version in found.items():
        if version is None:
            raise unknown_release(pairs[name], archive, name)
    return {end.name: pairs[end.name] for end in ENDS}, str(found["from"]), str(found["to"])


def _asked(request: Asking, collection: Collection, release: str, *, pinned: bool | None = None) -> Asked:
    """What is asked of a list whose release the path or other parameters say."""
    ends: Any = ENDS if pinned is not None else ()
    known = known_names([*ends, *list_parameters(collection)], collection.filters)
    pairs, faults = read_pairs(request.scope["query_string"], known)
    pairs = {name: text for name, text in pairs.items() if name not in {end.name for end in ends}}
    reading = Reading(pairs, faults, release=release)
    asked = asked_of(reading, collection, archive_of(request), request.headers.get("accept"))
    if pinned is not None:
        asked.pinned = pinned
    return asked
