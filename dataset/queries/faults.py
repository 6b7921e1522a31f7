"""What is wrong with a question, told for people: every fault of it at once."""

import difflib
from collections.abc import Iterable

from msgspec import Struct


class Fault(Struct, frozen=True):
    """One fault: the parameter that has it, why it is one, and what was probably meant."""

    parameter: str
    reason: str
    suggestion: str | None = None
    pointer: str | None = None
    """JSON Pointer to the place within the parameter, where its value is JSON."""


class AskError(Exception):
    """A question that cannot be answered as asked."""

    def __init__(self, faults: list[Fault]) -> None:
        super().__init__("; ".join(f"{fault.parameter}: {fault.reason}" for fault in faults))
        self.faults = faults


class NotVisibleError(LookupError):
    """No such record, or none known on the day asked: the two are told apart by nothing."""


class MovedError(LookupError):
    """A record that was merged into another one."""

    def __init__(self, id_: str, successor: str) -> None:
        super().__init__(id_)
        self.id, self.successor = id_, successor


class GoneError(LookupError):
    """A record that was deleted, or split into several."""

    def __init__(self, id_: str, reason: str, note: str | None, release: str, successors: list[str]) -> None:
        super().__init__(id_)
        self.id, self.reason, self.note, self.release, self.successors = id_, reason, note, release, successors


class WithheldError(LookupError):
    """A record, or a file that holds one, that is not shown any more."""

    def __init__(self, what: str, reason: str, replacement: str | None) -> None:
        super().__init__(what)
        self.what, self.reason, self.replacement = what, reason, replacement


def nearest(word: str, known: Iterable[str]) -> str | None:
    """The known word most like the one given, where one is like it. Only for parameter names and closed terms: names
    and ids of records would give away what became known later."""
    found = difflib.get_close_matches(word[:200], list(known), 1, cutoff=0.6)
    return found[0] if found else None
