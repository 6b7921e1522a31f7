"""The order in which a question meets its rows: that of `sort`, or that of a sample."""

from dataset.queries.fields import Kind
from dataset.queries.order import Key, keys
from dataset.queries.question import Question
from dataset.queries.sql import Bound


def order_of(question: Question, bound: Bound) -> list[Key]:
    """Keys of the rows. A sample goes by a hash of seed and id, and by nothing else: the same release, day and seed give
    the same rows, a larger sample holds the smaller one, and no record tells of one that is not visible."""
    if question.sample is None:
        return keys(question.collection.fields, question.sort)
    seed = bound.bind(str(question.sample.seed))
    by_id = keys(question.collection.fields, [])
    return [Key(f"md5({seed} || '~' || k.id)", False, Kind.text, "id"), *by_id]
