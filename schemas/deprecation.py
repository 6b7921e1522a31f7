"""What is on its way out: declared here for paths, and on the field itself for fields; told in answers, contract and docs."""

from datetime import date

from msgspec import Struct


class Deprecation(Struct, frozen=True, kw_only=True):
    """Something that is still there and should not be used any more."""

    since: date
    """Day from which it should not be used."""
    gone: date | None = None
    """First day on which it may no longer be there; null where that is not settled."""
    instead: str
    """What to use instead, in a sentence."""

    @property
    def text(self) -> str:
        """All of it in words."""
        until = f", gone from {self.gone} on" if self.gone else ""
        return f"Deprecated since {self.since}{until}. {self.instead}"


OPERATIONS: dict[str, Deprecation] = {}
"""Paths on their way out, by the name of the operation in the contract. None is now."""
