"""Vocabularies of entities and sources, and of what records are about."""

from schemas.vocabulary.terms import vocabulary

ENTITY_KIND = vocabulary(
    "entity_kind",
    "What sort of thing it is.",
    organization="A company, authority, court, publisher, university or group.",
    person="A person in a public role.",
    model="One trained model.",
    model_family="Models that share a name and a maker.",
    product="A product or service.",
    chip="A chip or system of chips.",
    site="A data centre, cluster or plant.",
    programme="A programme, project or initiative.",
    law="A law, order, treaty or code.",
    case="A court case or investigation.",
    agreement="A contract or declaration.",
    benchmark="A test of models.",
)

ENTITY_RELATION = vocabulary(
    "entity_relation",
    "How an entity stands to another.",
    works_for="Holds a role there.",
    subsidiary_of="Belongs to it.",
    made_by="Was made by it.",
    successor_of="Took its place.",
    member_of="Is a member or part of it.",
    party_to="Is a party to it.",
    invested_in="Holds a stake in it.",
    operated_by="Is run by it.",
)

SOURCE_KIND = vocabulary(
    "source_kind",
    "What sort of source it is.",
    primary="The page, post or document of the one who acts or speaks.",
    press="A news report or magazine.",
    filing="A document filed with an authority.",
    regulator="An authority's own page or document.",
    court="A court's document.",
    paper="A paper or technical report.",
    dataset="A published data set.",
    social="A post on a social network.",
    transcript="A transcript of what was said.",
    aggregator="A page that collects what others reported.",
    machine_written="A page written by a machine, or that reads like one.",
)

PRIMARY_SOURCE_KINDS = ("primary", "filing", "regulator", "court", "paper", "dataset", "social", "transcript")
"""Kinds that count as a primary source."""

WEAK_SOURCE_KINDS = ("aggregator", "machine_written")
"""Kinds that alone make a record no more than a candidate."""

PUBLISHED_BASIS = vocabulary(
    "published_basis",
    "How the day of publication is known.",
    stated="The page states it.",
    url="The address holds it.",
    inferred="The wording tells it.",
    dataset="A data set that cites the page tells it.",
)

TOPIC = vocabulary(
    "topic",
    "What a record is about.",
    open_weights="Models whose weights can be downloaded.",
    open_versus_proprietary="The tension between open and closed development.",
    data_sovereignty="Control over where data lie and who reads them.",
    vendor_dependence="Dependence on one supplier.",
    compliance="Keeping to rules.",
    responsible_development="Development that answers for its effects.",
    accessibility="Who can get and use it.",
    sustainability="Lasting economic or environmental viability.",
    energy="Power and its supply.",
    competition="Rivalry between firms.",
    geopolitics="Rivalry and dealings between states.",
    export_controls="Limits on exports of technology.",
    training_cost="What training costs.",
    efficiency="More from less compute.",
    compute="Chips, clusters and data centres.",
    capital_expenditure="Money put into equipment.",
    company_finances="Revenue, costs, losses and valuation.",
    business_model="How money is earned.",
    corporate_structure="Ownership, control and legal form.",
    reasoning_models="Models that work through steps before they answer.",
    multimodal="Models of more than text.",
    image_generation="Models that make pictures.",
    video_generation="Models that make video.",
    voice="Speech in and out.",
    agents="Systems that act by themselves.",
    coding="Programs written with models.",
    robotics="Machines that move.",
    autonomous_vehicles="Vehicles that drive themselves.",
    search="Finding on the web.",
    consumer_apps="Apps for everybody.",
    enterprise_use="Use in firms.",
    model_access="Interfaces, limits and terms of use.",
    distillation="Training on another model's output.",
    safety="Dangers of models and safeguards.",
    frontier_risk="Severe dangers of the most capable models.",
    child_safety="Protection of minors.",
    mental_health="Effects on the mind.",
    security="Attacks and weaknesses.",
    privacy="Personal data.",
    copyright="Works of others in training and output.",
    deepfakes="Pictures, voices and video that deceive.",
    disinformation="False content at scale.",
    governance="Rules and institutions.",
    antitrust="Competition law.",
    elections="Votes.",
    defence="Military use.",
    jobs="Work and employment.",
    education="Learning and teaching.",
    science="Use in research.",
    health="Medicine and care.",
    agi="Artificial general intelligence and beyond.",
    benchmarks="Measuring models.",
    market_reaction="Share prices and investors.",
    talent="People and who employs them.",
    advertising="Advertising.",
)

SECTOR = vocabulary(
    "sector",
    "Part of the economy concerned.",
    technology="Software, hardware and services.",
    semiconductors="Chips and their making.",
    health="Health care.",
    finance="Banks, insurance and markets.",
    public_administration="Administrations.",
    defence="Armed forces and suppliers.",
    education="Schools and universities.",
    media="News, publishing, film and music.",
    energy="Power and fuels.",
    transport="Vehicles and logistics.",
    manufacturing="Industry.",
    retail="Trade.",
    legal_services="Law.",
    telecommunications="Networks.",
)

LIST_GAP = vocabulary(
    "list_gap",
    "Why no record tells an item of a list that is complete.",
    none_made="Nothing was said or done: no public statement exists.",
    not_reached="There is, or may be, a public statement; no source for it was reached.",
)
