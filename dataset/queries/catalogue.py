"""All collections, in the order in which they are shown."""

from dataset.queries.claims import CLAIMS
from dataset.queries.contradictions import CONTRADICTIONS
from dataset.queries.entities import ENTITIES
from dataset.queries.events import EVENTS
from dataset.queries.promises import PROMISES
from dataset.queries.scorecards import SCORECARDS
from dataset.queries.sources import SOURCES

COLLECTIONS = (EVENTS, CLAIMS, ENTITIES, SOURCES, PROMISES, SCORECARDS, CONTRADICTIONS)
