"""What a node's declaration says about it in words: its help, and the help of its ports."""

from __future__ import annotations

import inspect
import re
from collections.abc import Mapping

from graph_core.node import Node

__all__ = ["class_help", "port_help"]


def class_help(cls: type[Node]) -> str:
    """Return what a class's docstring says after its first line, a line for each paragraph."""
    rest = inspect.cleandoc(cls.__doc__ or "").partition("\n")[2]
    paragraphs = re.split(r"\n\s*\n", rest.strip())
    return "\n\n".join(re.sub(r"\s*\n\s*", " ", paragraph) for paragraph in paragraphs)


def port_help(cls: type[Node]) -> Mapping[str, str]:
    """Return what the docstring of `process` says about the inputs, by their names."""
    import docstring_parser

    process = getattr(cls, "process", None)
    parsed = docstring_parser.parse(process.__doc__ or "", docstring_parser.DocstringStyle.GOOGLE)
    return {entry.arg_name.lstrip("*"): re.sub(r"\s+", " ", entry.description or "").strip() for entry in parsed.params}
