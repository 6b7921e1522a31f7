"""An audit as Markdown whose columns are aligned, so that it reads in a terminal as well as in the docs."""

from collections.abc import Sequence

from dataset.audit.figures import Audit, Cell, GoalResult, Section, shown


def table(columns: Sequence[str], rows: Sequence[Sequence[Cell]]) -> list[str]:
    """Lines of a table, columns named in words, numbers to the right; the last column is not padded."""
    cells = [
        [shown(value, name).replace("|", "\\|").replace("\n", " ") for name, value in zip(columns, row, strict=True)]
        for row in rows
    ]
    named = [name.replace("_", " ") for name in columns]
    right = [any(isinstance(row[n], int | float) for row in rows) for n in range(len(columns))]
    widths = [max(map(len, column)) for column in zip(named, *cells, strict=True)]
    widths[-1] = max(len(named[-1]), 3) if not right[-1] else widths[-1]
    ruler = ["-" * (max(width, 3) - to_right) + ":" * to_right for width, to_right in zip(widths, right, strict=True)]

    def line(parts: Sequence[str]) -> str:
        padded = [
            part.rjust(max(width, 3)) if to_right else part.ljust(max(width, 3))
            for part, width, to_right in zip(parts, widths, right, strict=True)
        ]
        return f"| {' | '.join(padded)} |"

    return [line(named), line(ruler), *map(line, cells)]


def _goal(one: GoalResult) -> tuple[Cell, ...]:
    numbers = (one.wanted, one.had, one.in_all, one.short_by)
    told = [shown(number, "share" if one.is_share else "") for number in numbers]
    return (one.says, *told[:3], told[3] if one.short_by else "", one.short_because)


def goals(audit: Audit) -> list[str]:
    """Lines of the table of goals."""
    over = f"over {audit.baseline}" if audit.baseline else "had"
    return table(("goal", "wanted", over, "in all", "short by", "because"), [_goal(one) for one in audit.goals])


def section(one: Section) -> list[str]:
    """Lines of a section: its title, its rule and its table."""
    return [f"## {one.title}", "", one.says, "", *(table(one.columns, one.rows) if one.rows else ["None."]), ""]


def page(audit: Audit) -> str:
    """The whole audit."""
    short = [one for one in audit.goals if not one.met]
    counted = f"over and above release {audit.baseline}" if audit.baseline else "in all"
    lines = [
        f"# What release {audit.release} holds",
        "",
        f"Counted up to {audit.data_date} by `onrecord audit`. Candidates, which rest on weak sources alone, count for nothing but",
        "where they are named.",
        "",
        "## Goals",
        "",
        f"Curated records are counted {counted}; {len(audit.goals) - len(short)} of {len(audit.goals)} goals are met.",
        "",
        *goals(audit),
        "",
        *(line for one in audit.sections for line in section(one)),
    ]
    return "\n".join(lines)
