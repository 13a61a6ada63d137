"""The node reference, read from the nodes themselves."""

from __future__ import annotations

import inspect
import re
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from graph_core.node import Node, ParamSpec, type_name

__all__ = ["Page", "Row", "as_markdown", "as_text", "page_of", "section", "value_words"]

_MODES = {"value": "", "window": "with its neighbouring frames", "stream": "every frame in order"}


@dataclass(frozen=True, slots=True)
class Row:
    """A port or a knob as the reference shows it.

    Attributes:
        name: Its name.
        kind: What it takes or gives.
        default: For a knob.
        limits: For a knob: the range or the choices, with the unit.
        help: What it is for.
    """

    name: str
    kind: str
    help: str
    default: str = ""
    limits: str = ""


@dataclass(frozen=True, slots=True)
class Page:
    """Everything the reference says of a node."""

    id: str
    name: str
    version: int
    title: str
    text: str
    inputs: tuple[Row, ...]
    outputs: tuple[Row, ...]
    knobs: tuple[Row, ...]
    notes: tuple[str, ...]


def page_of(cls: type[Node]) -> Page:
    """Read a node's page from its class and docstrings."""
    title, _, text = inspect.cleandoc(cls.__doc__ or "").partition("\n")
    return Page(
        cls.id,
        cls.__name__,
        cls.version,
        title,
        text.strip(),
        _inputs(cls),
        _outputs(cls),
        tuple(Row(spec.name, spec.kind, spec.help, _default(spec), _limits(spec)) for spec in cls.params.values()),
        _notes(cls),
    )


def _inputs(cls: type[Node]) -> tuple[Row, ...]:
    helps = {entry.arg_name: _plain(entry.description) for entry in _docstring(cls).params}
    rows = []
    for port in cls.signature.inputs:
        extra = [word for word in (_MODES[port.mode], "optional" if port.optional else "") if word]
        extra += ["any number"] if port.variadic else []
        kind = type_name(port.type) + (f" ({', '.join(extra)})" if extra else "")
        rows.append(Row(port.name, kind, helps.get(port.name, helps.get(f"*{port.name}", ""))))
    return tuple(rows)


def _outputs(cls: type[Node]) -> tuple[Row, ...]:
    import docstring_parser

    returns = _docstring(cls).returns
    whole = _plain(returns.description if returns else "")
    if cls.signature.bundle is None:
        return tuple(Row(port.name, type_name(port.type), whole) for port in cls.signature.outputs)
    fields = docstring_parser.parse(cls.signature.bundle.__doc__ or "", docstring_parser.DocstringStyle.GOOGLE).params
    helps = {entry.arg_name: _plain(entry.description) for entry in fields}
    return tuple(
        Row(port.name, type_name(port.type), helps.get(port.name, "" if helps or at else whole))
        for at, port in enumerate(cls.signature.outputs)
    )


def _docstring(cls: type[Node]) -> Any:
    import docstring_parser

    process: Any = cls.process  # type: ignore[attr-defined]
    return docstring_parser.parse(process.__doc__ or "", docstring_parser.DocstringStyle.GOOGLE)


def _plain(text: str | None) -> str:
    return re.sub(r"\s+", " ", text or "").strip()


def value_words(value: Any) -> str:
    """Write a knob's value as `--set` reads it.

    >>> value_words(0.5), value_words(True), value_words((1.0, 2.0)), value_words("a b")
    ('0.5', 'true', '1, 2', 'a b')
    """
    if isinstance(value, bool):
        return str(value).lower()
    if isinstance(value, tuple):
        return ", ".join(value_words(part) for part in value)
    return f"{value:g}" if isinstance(value, float) else str(value)


def _default(spec: ParamSpec) -> str:
    return value_words(spec.default)


def _limits(spec: ParamSpec) -> str:
    if spec.kind == "choice":
        return ", ".join(spec.choices)
    if spec.kind not in ("int", "float"):
        return spec.unit
    words = [] if spec.low is None and spec.high is None else [spec.limits]
    if spec.soft_low is not None or spec.soft_high is not None:
        low = spec.low if spec.soft_low is None else spec.soft_low
        high = spec.high if spec.soft_high is None else spec.soft_high
        words.append(f"usually {'' if low is None else f'{low:g}'} to {'' if high is None else f'{high:g}'}".strip())
    return ", ".join(words) + (f" {spec.unit}" if spec.unit else "")


def _notes(cls: type[Node]) -> tuple[str, ...]:
    says = {
        "generated": "What it makes could be taken for recorded; the credentials say that it is generated.",
        "edited": "It changes what people look or sound like; the credentials say so.",
    }
    notes = [says[cls.synthesis]] if cls.synthesis else []
    if cls.side_effects:
        notes.append("It writes files; it runs whenever it is asked for.")
    return tuple(notes)


def as_text(page: Page) -> str:
    """Write a page for the terminal."""
    lines = [f"{page.id}, version {page.version}", page.title]
    lines += ["", page.text] if page.text else []
    for heading, rows in (("Inputs", page.inputs), ("Outputs", page.outputs), ("Knobs", page.knobs)):
        if not rows:
            continue
        lines += ["", heading]
        for row in rows:
            what = f"{row.kind}, default {row.default or 'empty'}" if heading == "Knobs" else row.kind
            lines.append(f"  {row.name}: {what}{f'; {row.limits}' if row.limits.strip() else ''}")
            lines += [f"      {row.help}"] if row.help else []
    lines += ["", *page.notes] if page.notes else []
    return "\n".join(lines)


def as_markdown(pages: Iterable[Page], preface: str) -> str:
    """Write the whole reference: a table of contents by category, then one section for each node."""
    pages = sorted(pages, key=lambda page: page.id)
    categories: dict[str, list[Page]] = {}
    for page in pages:
        categories.setdefault(page.id.partition(".")[0], []).append(page)
    parts = [preface]
    for category, members in categories.items():
        parts.append(f"- **{category}**: " + ", ".join(f"[{page.id}](#{_anchor(page.id)})" for page in members))
    body = "\n\n".join(section(page) for page in pages)
    return f"{parts[0]}\n\n" + "\n".join(parts[1:]) + f"\n\n{body}\n"


def _anchor(node_id: str) -> str:
    return node_id.replace(".", "")


def section(page: Page) -> str:
    """Write one page as Markdown."""
    parts = [f"## {page.id}", page.title]
    parts += [page.text] if page.text else []
    ports = [("in", row) for row in page.inputs] + [("out", row) for row in page.outputs]
    if ports:
        parts.append(
            _table(("Port", "", "Type", ""), [(f"`{row.name}`", way, row.kind, row.help) for way, row in ports])
        )
    if page.knobs:
        rows = [
            (f"`{row.name}`", row.kind, f"`{row.default}`" if row.default else "", row.limits, row.help)
            for row in page.knobs
        ]
        parts.append(_table(("Knob", "Kind", "Default", "Takes", ""), rows))
    parts += page.notes
    return "\n\n".join(parts)


def _table(head: tuple[str, ...], rows: Iterable[tuple[str, ...]]) -> str:
    lines = [head, ("---",) * len(head), *rows]
    return "\n".join(f"| {' | '.join(cell.replace('|', chr(92) + '|') for cell in line)} |" for line in lines)
