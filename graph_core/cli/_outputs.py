"""What a render has written, for its summary."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path

from graph_core.errors import CredentialsError
from graph_core.graph import Graph, GraphNode

_NUMBER = re.compile(r"%0?(\d*)d|(#+)")


@dataclass(frozen=True, slots=True)
class Output:
    """What one node has written.

    Attributes:
        node: Its name.
        path: The file, or the pattern of a sequence.
        count: Number of files.
        size_bytes: Size of all of them.
        credentials: "valid", "altered", "none" or "unreadable"; of a sequence, that of the last file.
        trust: Who vouches for the signer: "trusted", "development" or "unknown".
    """

    node: str
    path: str
    count: int
    size_bytes: int
    credentials: str
    trust: str


def path_knob(node: GraphNode) -> str | None:
    """Return the knob of a node that says where it writes."""
    if node.cls is None:
        return None
    return next((name for name, spec in node.cls.params.items() if spec.kind == "path" and spec.writes), None)


def writers(graph: Graph) -> list[GraphNode]:
    """Return the nodes that write a file and are not switched off."""
    return [
        node
        for node in graph
        if node.cls is not None and node.cls.side_effects and path_knob(node) and not node.disabled
    ]


def outputs(graph: Graph, names: Iterable[str], frames: Iterable[int]) -> Iterator[Output]:
    """Look at the files that nodes wrote.

    Args:
        graph: The project's graph.
        names: Nodes that ran.
        frames: Frames that were asked for.
    """
    for node in writers(graph):
        knob = path_knob(node)
        if node.name not in names or knob is None:
            continue
        pattern = str(graph.param(node.name, knob))
        paths = dict.fromkeys(Path(_at(pattern, frame)) for frame in frames)
        files = [path for path in paths if path.is_file()]
        if files:
            size = sum(file.stat().st_size for file in files)
            yield Output(node.name, pattern, len(files), size, *_credentials(files[-1]))


def _credentials(file: Path) -> tuple[str, str]:
    from graph_core.credentials import verify

    try:
        found = verify(file)
    except CredentialsError:
        return "unreadable", "unknown"
    return found.state, found.trust


def _at(pattern: str, frame: int) -> str:
    """Put a frame number into a pattern.

    >>> _at("shot.%04d.exr", 7), _at("shot.####.png", 1001), _at("shot.mov", 1001)
    ('shot.0007.exr', 'shot.1001.png', 'shot.mov')
    """
    return _NUMBER.sub(lambda match: f"{frame:0{match[1] or len(match[2] or '')}d}", pattern)
