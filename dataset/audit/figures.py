"""What an audit says: goals and sections, in one form for the terminal, for JSON and for the docs."""

from datetime import date

from msgspec import Struct

Cell = str | int | float | date | None


class Section(Struct, frozen=True):
    """A table of counts with the rule by which it was counted."""

    key: str
    title: str
    says: str
    """What is counted and how, in a sentence or two."""
    columns: tuple[str, ...]
    """Names of the columns; those that end in `share` hold ratios from 0 to 1."""
    rows: list[tuple[Cell, ...]]


class GoalResult(Struct, frozen=True):
    """A goal beside what the release has."""

    key: str
    says: str
    wanted: float
    had: float
    in_all: float
    """The same with what was there before the baseline; equal to `had` where the goal is on the whole release."""
    is_share: bool
    short_by: float
    """Zero where the goal is met."""
    short_because: str | None
    """Why it falls short, where it does and a reason is declared."""

    @property
    def met(self) -> bool:
        """Whether nothing is missing."""
        return self.short_by == 0


class Audit(Struct, frozen=True):
    """The audit of one release."""

    release: str
    data_date: date
    baseline: str | None
    """Release over and above which goals count; null where none stands beside this one."""
    goals: list[GoalResult]
    sections: list[Section]


def shown(value: Cell, column: str = "") -> str:
    """A cell as people read it."""
    if value is None:
        return ""
    if isinstance(value, float):
        return f"{value:.1%}" if column.endswith("share") else f"{value:,.10g}"
    return f"{value:,}" if isinstance(value, int) else str(value)
