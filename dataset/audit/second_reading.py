"""The second reading: a sample of curated records compared field by field with their sources, and the rates of error."""

import math
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Literal, get_args

import msgspec
from msgspec import Struct

from dataset.errors import DatasetError
from schemas.ids import RecordId

READINGS = Path(__file__).parent / "second_reading.jsonl"
"""A line for each field that was compared, in the order of record, kind and field."""

Kind = Literal["date", "number", "participant", "speaker", "due", "wording"]
KINDS: tuple[str, ...] = get_args(Kind)

LEAST_CHECKED = 300
"""Fields of each kind that are wanted, or all where there are fewer."""

_Z = 1.959963984540054
"""Standard normal quantile of 0.975."""


class Reading(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True, omit_defaults=True):
    """One field of one record beside what a source says. Judged before anything was mended."""

    record: RecordId
    kind: Kind
    field: str
    verdict: Literal["right", "wrong", "not_reached"]
    """`not_reached`: no page that tells the field came up; it counts for no rate."""
    was: str | None = None
    """What the record said, where that was wrong."""
    is_: str | None = msgspec.field(name="is", default=None)
    """What the source says, or `unsupported`."""
    source: str | None = None
    """Address of the page it was compared with."""
    note: str | None = None
    gone: str | None = None
    """Why the record is no longer there, where it is not."""
    round: int = 1
    """Which sample it belongs to: a kind that is mended throughout is sampled once more."""

    @property
    def is_too_wide(self) -> bool:
        """Whether the record was not contrary to the source, but less exact; its note begins so."""
        return self.verdict == "wrong" and (self.note or "").lower().startswith("too wide")


class Tally(Struct, frozen=True):
    """One kind of field in one sample."""

    round: int
    kind: str
    checked: int
    wrong: int
    too_wide: int
    """How many of the wrong ones were only less exact than the source."""
    not_reached: int

    @property
    def rate(self) -> float | None:
        """Share that was wrong; null where nothing was checked."""
        return self.wrong / self.checked if self.checked else None

    @property
    def interval(self) -> tuple[float, float] | None:
        """Wilson's interval of 95 %."""
        return wilson(self.wrong, self.checked) if self.checked else None


def wilson(wrong: int, checked: int) -> tuple[float, float]:
    """Bounds of the share behind `wrong` of `checked`, of which there is one at least."""
    share, spread = wrong / checked, _Z * _Z / checked
    middle = share + spread / 2
    half = _Z * math.sqrt(share * (1 - share) / checked + spread / (4 * checked))
    return max((middle - half) / (1 + spread), 0.0), min((middle + half) / (1 + spread), 1.0)


def read(path: Path = READINGS) -> list[Reading]:
    """Every reading. Raises `DatasetError` naming each line that is none."""
    found, faults = [], []
    for n, line in enumerate(path.read_bytes().splitlines(), 1):
        try:
            one = msgspec.json.decode(line, type=Reading)
        except msgspec.DecodeError as error:
            faults.append(f"{path}:{n}: {error}")
            continue
        faults += [f"{path}:{n}: {fault}" for fault in _faults(one)]
        found.append(one)
    if faults:
        raise DatasetError("\n".join(faults))
    return found


def _faults(one: Reading) -> Iterator[str]:
    if one.verdict == "wrong" and not one.is_:
        yield "a wrong field without what the source says: write `is`"
    if one.verdict != "not_reached" and one.is_ != "unsupported" and not (one.source or "").startswith("http"):
        yield "a verdict without the page it rests on: write `source`"


def tallies(readings: Iterable[Reading]) -> list[Tally]:
    """Every kind of every sample that was read, in the order of samples and kinds."""
    groups: dict[tuple[int, str], list[Reading]] = {}
    for one in readings:
        groups.setdefault((one.round, one.kind), []).append(one)
    return [
        Tally(
            round=round_,
            kind=kind,
            checked=sum(one.verdict != "not_reached" for one in found),
            wrong=sum(one.verdict == "wrong" for one in found),
            too_wide=sum(one.is_too_wide for one in found),
            not_reached=sum(one.verdict == "not_reached" for one in found),
        )
        for (round_, kind), found in sorted(groups.items(), key=lambda group: (group[0][0], KINDS.index(group[0][1])))
    ]
