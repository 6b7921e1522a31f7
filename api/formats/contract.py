"""What the contract says of formats: every media type of an answer, with its schema and a real example."""

from collections.abc import Callable, Mapping
from typing import Annotated, Any
from urllib.parse import urlencode

import msgspec
from msgspec import Meta, Struct

from api.citing import CslEntry
from api.formats.catalogue import BIBTEX, CSL_JSON, CSV, JSON, NDJSON, Format
from api.formats.parts import part_struct
from api.in_process import Reply
from dataset.queries.collection import Collection
from dataset.queries.projecting import is_tabular

FORM: dict[str, Any] = {"format": JSON.name, "sample": 10, "seed": 7}
"""Examples of parameters that say of which form the answer is."""

EXAMPLES = (NDJSON, CSV, BIBTEX, CSL_JSON)
"""Formats in which an answer is shown beside JSON: those that are text."""


_PARTS: dict[type[Struct], type[Struct]] = {}
"""Pages of answers with `fields`, each made once: several operations answer with one."""


def pages_of(page: type[Struct], collection: Collection) -> list[type[Struct]]:
    """The page of whole rows, and the one of answers with `fields` where rows have fields to choose from."""
    if not is_tabular(collection.row):
        return [page]
    if page not in _PARTS:
        _PARTS[page] = _part_page(page, collection)
    return [page, _PARTS[page]]


def _part_page(page: type[Struct], collection: Collection) -> type[Struct]:
    about = Meta(description=f"Those fields of {collection.name} that were asked, in the order asked.")
    made: list[Any] = []
    for one in msgspec.structs.fields(page):
        kind: Any = one.type
        if one.name == "data":
            kind = Annotated[list[part_struct(collection.row, keeps=("id",))], about]  # type: ignore[misc]
        made.append((one.name, kind) if one.required else (one.name, kind, one.default))
    return msgspec.defstruct(
        f"{page.__name__.removesuffix('Page')}PartPage",
        made,
        kw_only=True,
        namespace={"__doc__": f"A page of {collection.name} with those fields alone that `fields` asked for."},
        module=__name__,
    )


def _ref(kind: type[Struct]) -> dict[str, Any]:
    return {"$ref": f"#/components/schemas/{kind.__name__}"}


def _citations() -> dict[str, Any]:
    return {
        BIBTEX.media_type: {"schema": {"type": "string", "description": BIBTEX.about}},
        CSL_JSON.media_type: {
            "schema": {"type": "array", "description": CSL_JSON.about, "items": _ref(CslEntry), "minItems": 1}
        },
    }


def list_content(offered: Mapping[str, Format], pages: list[type[Struct]]) -> dict[str, Any]:
    """Media types of a list in the formats offered; `pages` are its Structs as JSON."""
    refs = [_ref(one) for one in pages]
    found: dict[str, Any] = {JSON.media_type: {"schema": refs[0] if len(refs) == 1 else {"anyOf": refs}}}
    for one in offered.values():
        if one.rows and one.text:
            found[one.media_type] = {"schema": {"type": "string", "description": one.about}}
        elif one.rows:
            found[one.media_type] = {"x-rows": f"{one.about} The same rows as in JSON."}
    return found | (_citations() if BIBTEX.name in offered else {})


def item_content(answer: type[Struct]) -> dict[str, Any]:
    """Media types of a single record."""
    return {JSON.media_type: {"schema": _ref(answer)}} | _citations()


def put_examples(content: Mapping[str, Any], target: str, query: Mapping[str, Any], ask: Callable[..., Reply]) -> None:
    """Put a real answer to a question beside each further media type that is text; a citation is of all its pages."""
    for form in EXAMPLES:
        if form.media_type in content:
            asked = {name: value for name, value in query.items() if form.rows or name != "limit"}
            text = ask(f"{target}?{urlencode({**asked, 'format': form.name})}").body.decode()
            content[form.media_type]["example"] = msgspec.json.decode(text) if form is CSL_JSON else text
