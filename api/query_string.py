"""The query string, read strictly: what a framework would let pass is told instead."""

import re
from collections.abc import Iterator, Mapping
from urllib.parse import unquote_to_bytes

from dataset.queries.faults import Fault, nearest

_BROKEN_ESCAPE = re.compile(rb"%(?![0-9A-Fa-f]{2})")

Pairs = dict[str, str]


def _decoded(raw: bytes) -> str:
    if _BROKEN_ESCAPE.search(raw):
        raise ValueError("an incomplete % escape")
    try:
        return unquote_to_bytes(raw.replace(b"+", b" ")).decode("utf-8")
    except UnicodeDecodeError:
        raise ValueError("bytes that are not UTF-8") from None


def _parts(raw: bytes) -> Iterator[tuple[bytes, bytes]]:
    for part in filter(None, raw.split(b"&")):
        name, _, text = part.partition(b"=")
        yield name, text


def read_pairs(raw: bytes, known: Mapping[str, bool]) -> tuple[Pairs, list[Fault]]:
    """Known parameters with their texts, and a fault for each that is unknown, repeated or not decodable.

    `known` tells of each whether it takes a list: such a one may be given once for each of its values, as many clients
    do, and is then read as if they stood in one, parted by commas."""
    pairs: Pairs = {}
    faults: list[Fault] = []
    for raw_name, raw_text in _parts(raw):
        try:
            name = _decoded(raw_name)
        except ValueError as error:
            faults.append(Fault(raw_name.decode("latin-1")[:60], f"the name holds {error}"))
            continue
        if name not in known:
            faults.append(Fault(name[:120], "there is no such parameter here", nearest(name, known)))
        elif name in pairs and not known[name]:
            faults.append(Fault(name, "given more than once; several values stand in one `__in`, parted by commas"))
        else:
            before = f"{pairs[name]}," if name in pairs else ""
            pairs[name] = before
            try:
                pairs[name] = before + _decoded(raw_text)
            except ValueError as error:
                faults.append(Fault(name, f"the value holds {error}"))
    faulty = {fault.parameter for fault in faults}
    return {name: text for name, text in pairs.items() if name not in faulty}, faults
