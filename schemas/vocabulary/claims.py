"""Vocabularies of claims: kinds, links, values, dues, outcomes, venues."""

from schemas.vocabulary.terms import Term, Vocabulary, vocabulary

CLAIM_KIND = vocabulary(
    "claim_kind",
    "What sort of statement it is.",
    measurement="A figure that the speaker counted or reports as fact.",
    estimate="A figure that the speaker inferred.",
    forecast="What the speaker expects to happen, without owing it.",
    commitment="What the speaker says will be done and can do.",
    target="What the speaker aims at.",
    guidance="What a company tells investors to expect of its own figures.",
    obligation="What a law, authority or court demands.",
    characterization="A judgement or description without a figure.",
    admission="A statement against the speaker's own interest.",
    allegation="Something held against somebody and not established.",
    denial="A statement that something said is not so.",
    rumour="Told by people who are not named or do not speak for those concerned.",
)

PROMISE_KINDS = ("commitment", "target", "guidance", "obligation")
"""Kinds that are followed through their revisions to an outcome."""

DUE_BEARING_KINDS = (*PROMISE_KINDS, "forecast")
"""Kinds whose due date, once past, makes them overdue."""

CLAIM_LINK = vocabulary(
    "claim_link",
    "How a claim stands to another.",
    supports="Gives it independent support.",
    contradicts="Says otherwise.",
    repeats="Says it again on the strength of it; no independent support.",
    revises="Replaces it, by the same obligor or authority.",
    denies="Says that it is not so.",
    withdraws="Takes it back, by the same obligor or authority.",
)

CLAIM_STATUS = vocabulary(
    "claim_status",
    "The state of a claim as known on a day.",
    open_="Neither resolved, revised nor past its due date.",
    overdue="Past the last day of its due date without a resolution; time alone gives no more than this.",
    kept="Done in time.",
    late="Done after its due date.",
    partial="Done in part.",
    broken="Not done, and settled.",
    true="The forecast or statement came true.",
    false="The forecast or statement did not come true.",
    resolved_value="Settled by a figure that stands beside the one claimed.",
    revised="Replaced by a later claim.",
    withdrawn="Taken back.",
    void="Its condition failed, so that nothing is owed.",
    unresolvable="Cannot be settled from what is public.",
)

OUTCOME = vocabulary(
    "outcome",
    "How a claim was settled.",
    kept="Done in time.",
    late="Done after its due date.",
    partial="Done in part.",
    broken="Not done, and settled.",
    true="Came true.",
    false="Did not come true.",
    value="Settled by the figure in `value`.",
    withdrawn="Given up as seen by others; where the obligor says so, a `withdraws` link stands instead.",
    void="Its condition failed, so that nothing is owed.",
    unresolvable="Cannot be settled from what is public.",
)

BOUND = vocabulary(
    "bound",
    "What the numbers of a value say.",
    exact="Low, best and high are one number.",
    about="Low, best and high are one number, taken as ten per cent either way where compared.",
    at_least="Only low is given.",
    at_most="Only high is given.",
    range="Low and high are given; best only where the source states it.",
)

VALUE_STATE = vocabulary(
    "value_state",
    "Why a number is missing.",
    unknown="Nobody outside knows it.",
    undisclosed="Those who know it say that they do not tell.",
    not_applicable="There is none.",
)

COMPARISON_RELATION = vocabulary(
    "comparison_relation",
    "How the subject compares.",
    about_equal="About the same.",
    higher="Higher, more or dearer.",
    lower="Lower, less or cheaper.",
    better="Better by the measure that the statement names.",
    worse="Worse by the measure that the statement names.",
)

DUE_KIND = vocabulary(
    "due_kind",
    "How a due date binds.",
    by="At any time up to its last day.",
    in_="Within it.",
    not_before="Not earlier than its first day.",
)

CONDITION_STATE = vocabulary(
    "condition_state", "What became of a condition.", met="It came about.", failed="It cannot come about any more."
)

_VENUES: list[tuple[str, bool, str]] = [
    ("post", True, "A post on a public network or a company's or person's own page."),
    ("press_release", True, "A press release or official announcement."),
    ("interview", True, "An interview, podcast or question hour."),
    ("speech", True, "A speech, keynote or panel."),
    ("call", True, "A call with investors or analysts."),
    ("filing", True, "A document filed with an authority or court."),
    ("testimony", True, "Sworn or parliamentary testimony."),
    ("paper", True, "A paper, technical report or model card."),
    ("law", True, "The text of a law, order or ruling."),
    ("report", True, "A published study, analysis or article in which the speaker speaks for itself."),
    ("press_report", False, "A news report that tells what was said or found elsewhere."),
    ("internal", False, "A memo, mail or meeting that was not public."),
]

VENUE = Vocabulary(
    name="venue",
    definition="Where it was said; a public one makes a claim known on the day of `asserted`.",
    terms={name: Term(name=name, definition=definition, public=public) for name, public, definition in _VENUES},
)

STANCE = vocabulary(
    "stance",
    "What a source does for a record.",
    supports="It says what the record says.",
    disputes="It says that the record is wrong.",
    mentions="It speaks of it without settling anything.",
)

TIER = vocabulary(
    "tier",
    "How the record came in.",
    curated="Written by a curator from sources that were read.",
    imported="Taken over from a published data set.",
    candidate="Rests on weak sources alone; left out of lists unless asked for.",
)
