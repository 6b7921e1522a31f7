"""SQL text and its bound values, gathered side by side: no value is ever written into the text."""

from datetime import date
from typing import Any


class Bound:
    """Values bound to one statement under names of their own; `known_at` is always among them."""

    def __init__(self, known_at: date) -> None:
        self.values: dict[str, Any] = {"known_at": known_at}

    def bind(self, value: Any) -> str:
        """Name under which a value stands in the statement."""
        name = f"p{len(self.values)}"
        self.values[name] = value
        return f"${name}"


def quoted(*path: str) -> str:
    """A column, or a field inside one. Paths come from the declared Structs, never from a question."""
    return ".".join(f'"{part}"' for part in path)
