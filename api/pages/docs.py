"""The contract as one page for people: no scripts, nothing fetched from elsewhere."""

import json
from collections.abc import Iterator
from html import escape
from typing import Any

from markdown_it import MarkdownIt

_STYLE = """
:root{color-scheme:light dark;--soft:#8883;--link:#0b57d0}
@media (prefers-color-scheme:dark){:root{--link:#8ab4f8}}
body{font:16px/1.5 system-ui,sans-serif;max-width:70rem;margin:0 auto;padding:1rem}
code,pre{font:14px/1.45 ui-monospace,monospace}
pre{overflow:auto;max-height:32rem;background:var(--soft);padding:.8rem;border-radius:.4rem}
a{color:var(--link)}summary{cursor:pointer;padding:.3rem 0}
section>details{border-top:1px solid var(--soft)}
table{border-collapse:collapse;width:100%;display:block;overflow:auto}
td,th{text-align:left;vertical-align:top;padding:.25rem .6rem .25rem 0;border-top:1px solid var(--soft)}
h2{margin-top:2.5rem}nav a{margin-right:1rem}
"""


def docs_page(spec: dict[str, Any]) -> bytes:
    """The page as HTML."""
    info = spec["info"]
    tags = [tag["name"] for tag in spec["tags"]]
    parts = [
        "<!doctype html><html lang=en><meta charset=utf-8><meta name=viewport content='width=device-width'>",
        f"<title>{escape(info['title'])}</title><style>{_STYLE}</style>",
        f"<h1>{escape(info['title'])}</h1><p>{escape(info['summary'])}</p>",
        str(MarkdownIt().render(info["description"])),
        "<p>The contract: <a href='/openapi.yaml'>openapi.yaml</a>, <a href='/openapi.json'>openapi.json</a>.</p>",
        "<nav>" + "".join(f"<a href='#{tag}'>{tag}</a>" for tag in tags) + "</nav>",
        *(_section(spec, tag) for tag in spec["tags"]),
        _problems(spec),
        "</html>",
    ]
    return "\n".join(parts).encode()


def _text(text: str) -> str:
    """Words with `code` in them."""
    pieces = escape(text, quote=False).split("`")
    return "".join(f"<code>{piece}</code>" if number % 2 else piece for number, piece in enumerate(pieces))


def _section(spec: dict[str, Any], tag: dict[str, str]) -> str:
    operations = [
        _operation(path, operation)
        for path, methods in spec["paths"].items()
        for operation in methods.values()
        if tag["name"] in operation["tags"]
    ]
    return (
        f"<section id='{tag['name']}'><h2>{tag['name'].capitalize()}</h2><p>{_text(tag['description'])}</p>"
        + "".join(operations)
        + "</section>"
    )


def _operation(path: str, operation: dict[str, Any]) -> str:
    parameters = operation.get("parameters", [])
    target = path
    for parameter in parameters:
        if parameter["in"] == "path":
            target = target.replace(f"{{{parameter['name']}}}", str(parameter.get("example", "")))
    example = operation["responses"]["200"].get("content", {}).get("application/json", {}).get("example")
    shown = f"<pre>{escape(json.dumps(example, indent=2, ensure_ascii=False))}</pre>" if example else ""
    answers = ", ".join(operation["responses"])
    return (
        f"<details id='{operation['operationId']}'><summary><code>GET {escape(path)}</code> "
        f"{_text(operation['summary'])}</summary>{_notice(operation)}"
        f"<p>Try <a href='{escape(target)}'><code>{escape(target)}</code></a>. Answers: {answers}.</p>"
        f"{_table(parameters)}{shown}</details>"
    )


def _notice(operation: dict[str, Any]) -> str:
    return f"<p>{_text(operation['description'])}</p>" if operation.get("deprecated") else ""


def _table(parameters: list[dict[str, Any]]) -> str:
    if not parameters:
        return ""
    return "<table><tr><th>parameter<th>meaning<th>example</tr>" + "".join(_rows(parameters)) + "</table>"


def _rows(parameters: list[dict[str, Any]]) -> Iterator[str]:
    for parameter in parameters:
        example = parameter.get("example", "")
        text = ",".join(map(str, example)) if isinstance(example, list) else str(example)
        where = "" if parameter["in"] == "query" else f" ({parameter['in']})"
        yield (
            f"<tr><td><code>{escape(parameter['name'])}</code>{where}<td>{_text(parameter['description'])}"
            f"<td><code>{escape(text[:60])}</code></tr>"
        )


def _problems(spec: dict[str, Any]) -> str:
    rows = "".join(
        f"<tr><td>{status}<td>{_text(response['description'])}</tr>"
        for status, response in spec["components"]["responses"].items()
    )
    return f"<section id='problems'><h2>Other answers</h2><table>{rows}</table></section>"
