"""Paths of vocabularies."""

from litestar import Response, get

from api.answering import Asking
from api.envelope import VocabularyEntry, VocabularyItem, VocabularyList
from api.errors import ProblemError, ProblemPart
from api.operations import plain_operation
from api.plain_answering import plain_answer
from dataset.queries.faults import nearest
from schemas.vocabulary import VOCABULARIES, Vocabulary

NAME = {"type": "string", "pattern": "^[a-z_]{1,60}$"}


def _entry(vocabulary: Vocabulary) -> VocabularyEntry:
    return VocabularyEntry(
        name=vocabulary.name, definition=vocabulary.definition, terms=list(vocabulary.terms.values())
    )


@get(
    "/v1/vocabularies",
    operation_class=plain_operation(VocabularyList, "The closed vocabularies with their terms."),
    operation_id="listVocabularies",
    sync_to_thread=True,
)
def list_vocabularies(request: Asking) -> Response[bytes]:
    """The closed vocabularies, each term with its meaning."""
    return plain_answer(request, VocabularyList, [_entry(one) for one in VOCABULARIES.values()], "/v1/vocabularies")


@get(
    "/v1/vocabularies/{name:str}",
    operation_class=plain_operation(
        VocabularyItem, "The vocabulary with its terms.", path={"name": ("Name of the vocabulary.", NAME)}
    ),
    operation_id="getVocabulary",
    sync_to_thread=True,
)
def get_vocabulary(request: Asking) -> Response[bytes]:
    """One closed vocabulary."""
    name = str(request.path_params["name"])
    if name not in VOCABULARIES:
        part = ProblemPart(
            "there is no such vocabulary: /v1/vocabularies lists them", "name", nearest(name, VOCABULARIES)
        )
        raise ProblemError("not_found", f"There is no vocabulary {name[:60]}.", [part])
    return plain_answer(request, VocabularyItem, _entry(VOCABULARIES[name]), f"/v1/vocabularies/{name}")
