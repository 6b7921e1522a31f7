"""Claim: something that somebody said."""

from typing import Annotated

from msgspec import Meta, Struct

from schemas.annotations import described, term_of
from schemas.event import TimeUtc
from schemas.evidence import Accept, Evidence, KnownOn
from schemas.ids import ClaimId, EntityId, EventId, LanguageCode, RecordId, SubjectId
from schemas.record import Versioned
from schemas.scalars import PartialDate
from schemas.value import Value
from schemas.vocabulary.claims import (
    CLAIM_KIND,
    CLAIM_LINK,
    CLAIM_STATUS,
    COMPARISON_RELATION,
    CONDITION_STATE,
    DUE_KIND,
    OUTCOME,
    TIER,
    VENUE,
)
from schemas.vocabulary.entities import SECTOR, TOPIC
from schemas.vocabulary.metrics import BASIS, METRIC, SCOPE

QUOTE_WORDS = 25
"""Longest quote, in words."""


class Speaker(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """Who said it, and for whom."""

    entity: Annotated[EntityId, described("The speaker.")]
    on_behalf_of: Annotated[EntityId | None, described("For whom the speaker spoke; null where for itself.")] = None


class Quote(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """The speaker's own words, 25 at most."""

    text: Annotated[Annotated[str, Meta(min_length=2)], described("The words, in the language given.")]
    language: Annotated[LanguageCode, described("Language of the words, ISO 639-1.")]
    translated: Annotated[bool, described("True where the source itself gives them in translation.")] = False


class Comparison(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """How the subject compares with another entity on the metric."""

    to: Annotated[EntityId, described("What it is compared with.")]
    relation: Annotated[Annotated[str, term_of(COMPARISON_RELATION)], described("How it compares.")]
    factor: Annotated[float | None, described("Subject over other, where stated; 0.1 is a tenth.")] = None


class Due(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """When something is owed or expected."""

    date: Annotated[PartialDate | None, described("When; null where the words name no date.")] = None
    kind: Annotated[Annotated[str, term_of(DUE_KIND)], described("How the date binds.")]
    text: Annotated[str | None, described("The words used.", example="later this summer")] = None


class ConditionState(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """What became of a condition."""

    state: Annotated[Annotated[str, term_of(CONDITION_STATE)], described("The state.")]
    event: Annotated[EventId | None, described("The event that shows it.")] = None
    evidence: Annotated[list[Evidence], described("Evidence, where no event shows it.")] = []
    known_on: KnownOn


class Condition(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """Something on which the claim was made to depend."""

    text: Annotated[str, described("The condition, in our own words.")]
    states: Annotated[list[ConditionState], described("What became of it.")] = []


class ClaimLink(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """How the claim stands to another. Known from the later of its two ends."""

    relation: Annotated[Annotated[str, term_of(CLAIM_LINK)], described("The relation.")]
    target: Annotated[ClaimId, described("The other claim.")]
    known_on: KnownOn


class Resolution(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """How the claim was settled, by whom and on what evidence; several may stand side by side."""

    outcome: Annotated[Annotated[str, term_of(OUTCOME)], described("The outcome.")]
    on: Annotated[PartialDate | None, described("When it came about: the day of delivery for `kept` and `late`.")] = (
        None
    )
    event: Annotated[EventId | None, described("The event that settled it.")] = None
    value: Annotated[Value | None, described("The figure that came about.")] = None
    by: Annotated[EntityId | None, described("Who judged; null for the editors of this dataset.")] = None
    note: Annotated[str | None, described("How the judgement was reached, in our own words.")] = None
    evidence: Annotated[list[Evidence], described("Sources for it.")] = []
    known_on: KnownOn


class Claim(Versioned, kw_only=True, forbid_unknown_fields=True):
    """Something that somebody said, as it was said on its day."""

    id: Annotated[ClaimId, described("Stable id.", derived=True, example="c_openai-open-model-later-this-summer")]
    kind: Annotated[Annotated[str, term_of(CLAIM_KIND)], described("What sort of statement it is.")]
    speakers: Annotated[list[Speaker], described("Who said it; may be empty.")] = []
    attribution: Annotated[
        str | None,
        described("Chain of attribution, where the speaker is not named.", example="two people familiar, via Reuters"),
    ] = None
    obligors: Annotated[list[EntityId], described("Who owes a commitment, target, guidance or obligation.")] = []
    subject: Annotated[
        SubjectId | None, described("Entity or event it is about; null for a claim on a topic at large.")
    ] = None
    subject_explicit: Annotated[bool, described("False where a reader has to infer the subject.")] = True
    inference: Annotated[str | None, described("Why that subject was inferred.")] = None
    metric: Annotated[Annotated[str, term_of(METRIC)] | None, described("What its figure measures.")] = None
    scope: Annotated[
        Annotated[str, term_of(SCOPE)] | None, described("What its figure takes in; null without a metric.")
    ] = None
    statement: Annotated[
        Annotated[str, Meta(min_length=8, max_length=600)], described("What was said, in our own words.")
    ]
    quote: Annotated[Quote | None, described("The speaker's own words, 25 at most.")] = None
    value: Annotated[Value | None, described("The figure.")] = None
    comparison: Annotated[Comparison | None, described("Comparison with another entity.")] = None
    basis: Annotated[Annotated[str, term_of(BASIS)] | None, described("What the figure rests on.")] = None
    period: Annotated[PartialDate | None, described("Time the figure is for.")] = None
    asserted: Annotated[PartialDate, described("When it was said.")]
    time_utc: Annotated[TimeUtc | None, described("Moment it was said; orders claims of one day.")] = None
    venue: Annotated[
        Annotated[str, term_of(VENUE)] | None, described("Where it was said; a public one makes it known on its day.")
    ] = None
    due: Annotated[Due | None, described("When it is owed or expected.")] = None
    conditions: Annotated[list[Condition], described("What it was made to depend on.")] = []
    probability: Annotated[
        Annotated[float, Meta(ge=0, le=1)] | None, described("Chance that the speaker gave, 0 to 1.")
    ] = None
    links: Annotated[list[ClaimLink], described("How it stands to other claims.")] = []
    resolutions: Annotated[list[Resolution], described("How it was settled.")] = []
    topics: Annotated[list[Annotated[str, term_of(TOPIC)]], described("What it is about.")] = []
    sectors: Annotated[list[Annotated[str, term_of(SECTOR)]], described("Parts of the economy concerned.")] = []
    evidence: Annotated[list[Evidence], described("Sources.")]
    editor_preference: Annotated[
        str | None, described("Why the editors prefer this figure among those for one event.")
    ] = None
    tier: Annotated[Annotated[str, term_of(TIER)], described("How the record came in.")] = "curated"
    distinct_from: Annotated[list[RecordId], described("Records it resembles and is not.", curation=True)] = []
    accept: Annotated[list[Accept], described("Warnings that may stand.", curation=True)] = []
    known_on: KnownOn


class ClaimAsKnown(Claim, kw_only=True, forbid_unknown_fields=True):
    """A claim as known on a day: parts known later are left out, and its state is the one of that day."""

    status: Annotated[Annotated[str, term_of(CLAIM_STATUS)], described("State as known on the day.")]
    is_disputed: Annotated[bool, described("Whether a source or claim known on the day disputes it.")]
    decided_by: Annotated[
        list[RecordId], described("Records that decided the state, where others than the claim itself.")
    ]
    evidence_later: Annotated[bool, described("True where all supporting evidence became known only later.")]
