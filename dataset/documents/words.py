"""What every document says of the dataset in the same words."""

TITLE = "OnRecord: what the AI industry did, said and promised"

ABSTRACT = (
    "A public, sourced, versioned dataset of AI-industry events and claims: promises followed through every revision to "
    "their outcome, conflicting figures side by side, and what the world knew on any day."
)

KEYWORDS = ("artificial intelligence", "events", "claims", "promises")

AUTHORS = "OnRecord contributors"

LICENCE_URLS = {"CC-BY-4.0": "https://creativecommons.org/licenses/by/4.0/"}
"""Address of a licence by its SPDX id."""

ATTRIBUTION = (
    "Records of tier `imported` are made from data of others, changed into records of this dataset: Epoch AI, "
    '"Data on AI Models", "Data on AI Companies", "GPU Clusters", "Frontier Data Centers" and "Machine Learning Hardware", '
    "epoch.ai/data, CC BY 4.0; and models.dev contributors, models.dev, MIT."
)
"""Whom those name who reuse imported records, as LICENSE-DATA says."""

LIMITS = (
    "The dataset is selected, not sampled: it holds what its curators and sources took up. That something is missing does "
    "not mean that it did not happen, and counts rank nobody.",
    "Years before 2019 hold few events and hardly a claim, and most sources are in English.",
    "Records of tier `candidate` rest on weak sources alone (aggregators, machine-written pages).",
    "Records of tier `imported` follow the data sets that they come from; they were not read one by one.",
    "An allegation, rumour or estimate is what somebody said, not what is so.",
    "`known_on` rests on days of publication, which some pages do not state (`sources.published_basis`).",
    "Money is never converted, and figures of different scope or basis are not the same figure.",
)
"""What a reader must know before counting."""
