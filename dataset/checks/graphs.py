"""Circles in what points from record to record."""

from collections.abc import Mapping, Sequence


def circles(points_to: Mapping[str, Sequence[str]]) -> list[list[str]]:
    """Each circle once, beginning with the record that comes first in `points_to`; records that only lead into a
    circle are not part of it. At most one circle through each closing link."""
    found: list[list[str]] = []
    done: set[str] = set()
    for start in points_to:
        if start in done:
            continue
        path: list[str] = []
        on_path: dict[str, int] = {}
        stack: list[tuple[str, int]] = [(start, 0)]
        while stack:  # depth first without recursion: a chain may be long
            node, turn = stack.pop()
            if turn == 0:
                if node in on_path or node in done:
                    continue
                on_path[node] = len(path)
                path.append(node)
            targets = points_to.get(node, ())
            if turn < len(targets):
                stack.append((node, turn + 1))
                target = targets[turn]
                if target in on_path:
                    circle = path[on_path[target] :]
                    first = min(range(len(circle)), key=lambda n: list(points_to).index(circle[n]))
                    found.append(circle[first:] + circle[:first])
                elif target not in done:
                    stack.append((target, 0))
            else:
                done.add(node)
                path.pop()
                del on_path[node]
    return found
