"""Vocabularies of events: types in categories, stages, roles, links."""

from schemas.vocabulary.terms import Term, Vocabulary, vocabulary

EVENT_CATEGORY = vocabulary(
    "event_category",
    "The fifteen groups of event types.",
    release="Models, products and features reach users or are shown.",
    research="Papers, results and data sets are published.",
    benchmark="Models are measured and ranked.",
    adoption="Use by people, firms and administrations.",
    plan="Plans, targets and policies are stated, moved or given up.",
    funding="Capital is raised, results are reported, capital markets react.",
    deal="Firms buy, join, license or supply one another.",
    leadership="Organisations are founded, led and reshaped.",
    labour="Jobs are cut, filled or bargained over.",
    infrastructure="Data centres, clusters, chips and services run, open or fail.",
    pricing="Prices and plans change.",
    regulation="Laws and rules are proposed, passed, applied.",
    legal="Courts and prosecutors act.",
    safety="Harm, misuse, tests and safeguards.",
    deprecation="Models and services are retired.",
)

_PUBLIC = True
_REPORTED = False

_TYPES: dict[str, list[tuple[str, bool, str]]] = {
    "release": [
        ("release_announced", _PUBLIC, "A model or product is announced for later."),
        ("model_release", _PUBLIC, "A model becomes usable, as a service or as weights."),
        ("preview_release", _PUBLIC, "A limited or early version becomes usable."),
        ("product_launch", _PUBLIC, "A product built on models becomes usable."),
        ("feature_launch", _PUBLIC, "A feature is added to a product."),
        ("general_availability", _PUBLIC, "A limited version becomes open to all."),
        ("rollback", _PUBLIC, "A release is taken back."),
    ],
    "research": [
        ("paper_published", _PUBLIC, "A paper or technical report is published."),
        ("dataset_released", _PUBLIC, "A data set for training or testing is published."),
        ("result_announced", _PUBLIC, "A research result is announced without a paper."),
    ],
    "benchmark": [
        ("benchmark_released", _PUBLIC, "A benchmark is published."),
        ("benchmark_result", _PUBLIC, "A result on a benchmark is published."),
    ],
    "adoption": [
        ("usage_milestone", _REPORTED, "Use passes a mark that somebody reports."),
        ("ranking_milestone", _PUBLIC, "A place in a public ranking or chart."),
        ("deployment", _REPORTED, "An organisation starts to use a model or product."),
        ("usage_restriction", _PUBLIC, "An organisation or authority bars the use of a model or product."),
    ],
    "plan": [
        ("plan_announced", _PUBLIC, "A plan or target is stated in public."),
        ("plan_reported", _REPORTED, "A plan that was not public is reported."),
        ("postponement", _PUBLIC, "A date that was given is moved."),
        ("cancellation", _PUBLIC, "A plan is given up."),
        ("policy_change", _PUBLIC, "An organisation changes a rule of its own."),
        ("public_statement", _PUBLIC, "A speech, letter, hearing or question hour that matters by itself."),
    ],
    "funding": [
        ("funding_round", _REPORTED, "Equity is raised."),
        ("debt_financing", _REPORTED, "Debt is raised."),
        ("grant_awarded", _PUBLIC, "Public or philanthropic money is given."),
        ("tender_offer", _REPORTED, "Existing shares are sold at a set price."),
        ("listing", _PUBLIC, "Shares are listed, or a listing is filed for in public."),
        ("results_reported", _PUBLIC, "A company publishes its results."),
        ("finances_reported", _REPORTED, "Figures that a company did not publish are reported."),
        ("market_reaction", _PUBLIC, "Prices of listed shares move on AI news."),
    ],
    "deal": [
        ("acquisition", _PUBLIC, "A company or its assets are bought."),
        ("investment", _PUBLIC, "A company takes a stake in another."),
        ("partnership", _PUBLIC, "Organisations agree to work together."),
        ("supply_agreement", _PUBLIC, "Compute, power, chips or data are contracted."),
        ("licensing_agreement", _PUBLIC, "Content, technology or people are licensed."),
        ("divestiture", _PUBLIC, "A stake or business is sold or spun out."),
    ],
    "leadership": [
        ("founding", _REPORTED, "An organisation or unit is founded."),
        ("appointment", _PUBLIC, "Somebody takes a role."),
        ("departure", _PUBLIC, "Somebody leaves a role."),
        ("board_change", _PUBLIC, "A board changes."),
        ("restructuring", _PUBLIC, "Ownership, legal form or units change."),
    ],
    "labour": [
        ("layoff", _REPORTED, "Jobs are cut."),
        ("hiring_drive", _REPORTED, "Many people are hired or hiring is changed."),
        ("labour_dispute", _PUBLIC, "Workers strike, protest or file complaints."),
        ("labour_agreement", _PUBLIC, "Workers and employers agree on the use of AI."),
    ],
    "infrastructure": [
        ("site_announced", _PUBLIC, "A data centre or plant is announced."),
        ("construction_started", _REPORTED, "Building begins."),
        ("site_operational", _REPORTED, "A data centre, cluster or plant starts to work."),
        ("chip_released", _PUBLIC, "A chip or system is announced or shipped."),
        ("outage", _PUBLIC, "A service fails for many users."),
    ],
    "pricing": [
        ("price_change", _PUBLIC, "A price changes."),
        ("plan_introduced", _PUBLIC, "A new paid or free plan is offered."),
    ],
    "regulation": [
        ("law_proposed", _PUBLIC, "A law is proposed or put to a vote."),
        ("law_adopted", _PUBLIC, "A law is passed, signed or published."),
        ("law_applied", _PUBLIC, "A law or part of it starts to apply, or its date is moved."),
        ("law_vetoed", _PUBLIC, "A bill is vetoed or fails."),
        ("executive_action", _PUBLIC, "A government orders, revokes or instructs."),
        ("guidance_issued", _PUBLIC, "An authority publishes guidance, a code or a standard."),
        ("export_control", _PUBLIC, "Exports of technology are limited or freed."),
        ("summit", _PUBLIC, "Governments meet and declare."),
    ],
    "legal": [
        ("lawsuit_filed", _PUBLIC, "A suit or complaint is filed."),
        ("lawsuit_withdrawn", _PUBLIC, "A suit or complaint is withdrawn."),
        ("ruling", _PUBLIC, "A court or authority decides."),
        ("settlement", _PUBLIC, "Parties settle."),
        ("investigation_opened", _PUBLIC, "An authority says it investigates."),
        ("fine_imposed", _PUBLIC, "An authority imposes a penalty."),
        ("order_issued", _PUBLIC, "An authority orders something to stop or be done."),
    ],
    "safety": [
        ("incident", _REPORTED, "Harm or near harm in which AI played a part."),
        ("vulnerability_found", _REPORTED, "A weakness or exposure is found."),
        ("leak", _REPORTED, "Weights, code or documents get out against their owner's will."),
        ("misuse_reported", _REPORTED, "Misuse of a model is reported."),
        ("safety_evaluation", _PUBLIC, "A model is tested for dangers and the result published."),
        ("safety_policy", _PUBLIC, "A safeguard or safety policy is published or changed."),
    ],
    "deprecation": [
        ("deprecation_announced", _PUBLIC, "A model or service is announced to end."),
        ("shutdown", _PUBLIC, "A model or service ends."),
    ],
}

EVENT_TYPE = Vocabulary(
    name="event_type",
    definition="What happened, each type in one category.",
    terms={
        name: Term(name=name, definition=definition, category=category, public=public)
        for category, types in _TYPES.items()
        for name, public, definition in types
    },
)

EVENT_STAGE = vocabulary(
    "event_stage",
    "How far the event had come, as its earliest evidence says.",
    rumoured="Reported by people who do not speak for those concerned.",
    announced="Said by those concerned, not yet done.",
    occurred="It happened; an announcement counts as an event that occurred where the announcement itself is recorded.",
)

EVENT_STATUS = vocabulary(
    "event_status",
    "The state of an event as known on a day.",
    rumoured="Only rumoured.",
    announced="Announced, not yet done.",
    occurred="It happened.",
    cancelled="It had not happened, and another event reverses it.",
    reversed="It happened, and another event reverses it.",
)

PARTICIPANT_ROLE = vocabulary(
    "participant_role",
    "What an entity did in an event.",
    announcer="Made it public.",
    developer="Makes the model, product or research.",
    provider="Offers a service, capacity or content.",
    supplier="Delivers hardware, power or data.",
    customer="Buys or uses.",
    operator="Runs a site or service.",
    owner="Owns what the event is about.",
    product="The model, product, chip or site the event is about.",
    investor="Gives capital.",
    recipient="Receives capital, money or a grant.",
    acquirer="Buys a company or its assets.",
    target="Is bought, attacked or taken over.",
    partner="Takes part in an agreement on equal terms.",
    employer="Employs those concerned.",
    appointee="Takes a role.",
    departing="Leaves a role.",
    founder="Founds an organisation.",
    organizer="Holds a meeting or ranking.",
    plaintiff="Brings a case.",
    defendant="Answers a case.",
    court="Decides a case.",
    regulator="Applies or enforces a rule.",
    legislator="Proposes or passes a rule.",
    regulated="Has to follow a rule or order.",
    affected="Bears the effect.",
    author="Wrote a paper, letter or report.",
    reporter="Found and reported what was not public.",
    speaker="Spoke in public.",
    competitor="Is set against the main participant.",
)

EVENT_LINK = vocabulary(
    "event_link",
    "How an event stands to another.",
    part_of="Is a part of it.",
    responds_to="Answers it or was set off by it.",
    follows="Comes after it in one story.",
    reverses="Undoes or cancels it.",
    completes="Does what the other announced.",
)
