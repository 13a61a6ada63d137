"""Every error Semblance raises on purpose, each with a hint that says what to do.

```
GraphCoreError              message, hint
├─ DeclarationError         a Node class is written wrong
├─ PluginError
│  ├─ PluginLoadError       could not be imported; the others still load
│  └─ DuplicateNodeError    two plugins claim one id
├─ ProjectError             file: path, position
│  ├─ ProjectFormatError
│  └─ ProjectVersionError   written by a newer release
├─ GraphError               structure: node, port
│  ├─ UnknownNodeError      names the plugin to install; the node survives as a placeholder
│  ├─ LinkError
│  ├─ CycleError            lists the nodes of the loop
│  └─ MissingInputError
├─ ParamError               knob, value, allowed range
├─ CredentialsError         Content Credentials could not be written or read
├─ ScreenError              the editor cannot open a window here
├─ ExecutionError           node, frame; `__cause__` is the original
│  ├─ MediaError            file, frame
│  ├─ WeightsError          absent, checksum, licence not accepted
│  └─ DeviceMemoryError     needed, free, largest holders
└─ Cancelled                the artist stopped it; not shown as a failure
```
"""

from __future__ import annotations

import difflib
from collections.abc import Iterable
from pathlib import Path

__all__ = [
    "Cancelled",
    "CredentialsError",
    "CycleError",
    "DeclarationError",
    "DeviceMemoryError",
    "DuplicateNodeError",
    "ExecutionError",
    "GraphCoreError",
    "GraphError",
    "LinkError",
    "MediaError",
    "MissingInputError",
    "ParamError",
    "PluginError",
    "PluginLoadError",
    "ProjectError",
    "ProjectFormatError",
    "ProjectVersionError",
    "ScreenError",
    "UnknownNodeError",
    "WeightsError",
    "closest",
]


def closest(word: str, known: Iterable[str]) -> str:
    """Return a "did you mean" hint for a misspelt word, or an empty string.

    >>> closest("color.grad", ["color.grade", "filter.blur"])
    'did you mean color.grade?'
    >>> closest("zzz", ["color.grade"])
    ''
    """
    matches = difflib.get_close_matches(word, list(known), n=3, cutoff=0.6)
    return f"did you mean {' or '.join(matches)}?" if matches else ""


class GraphCoreError(Exception):
    """Something a person can put right.

    Args:
        message: What went wrong and where, in one sentence.
        hint: What to do about it.
        node: Name of the node in the project, when one is to blame.
        port: Port of that node.
        param: Knob of that node.
        frame: Frame being worked on.
        file: File being read or written.
    """

    def __init__(
        self,
        message: str,
        *,
        hint: str = "",
        node: str | None = None,
        port: str | None = None,
        param: str | None = None,
        frame: int | None = None,
        file: Path | str | None = None,
    ) -> None:
        super().__init__(message)
        self.message = message
        self.hint = hint
        self.node = node
        self.port = port
        self.param = param
        self.frame = frame
        self.file = file

    def __str__(self) -> str:
        """Message and, on a second line, the hint."""
        return f"{self.message}\nhint: {self.hint}" if self.hint else self.message


class DeclarationError(GraphCoreError):
    """A Node class is written wrong; raised while the class is created."""


class PluginError(GraphCoreError):
    """A plugin misbehaves."""


class PluginLoadError(PluginError):
    """A plugin could not be imported; the others still load."""


class DuplicateNodeError(PluginError):
    """Two plugins claim one node id."""


class ProjectError(GraphCoreError):
    """A project file cannot be used."""


class ProjectFormatError(ProjectError):
    """The file is not a valid project."""


class ProjectVersionError(ProjectError):
    """The file was written by a newer release."""


class GraphError(GraphCoreError):
    """The graph's structure is wrong."""


class UnknownNodeError(GraphError):
    """No installed plugin declares this node id, or no node has this name."""


class LinkError(GraphError):
    """Two ports cannot be linked."""


class CycleError(GraphError):
    """A link would feed a node its own output."""


class MissingInputError(GraphError):
    """A required input is not connected."""


class ParamError(GraphCoreError):
    """A knob was given a value it does not take."""


class CredentialsError(GraphCoreError):
    """Content Credentials could not be written or read."""


class ScreenError(GraphCoreError):
    """The editor cannot open a window on this machine."""


class ExecutionError(GraphCoreError):
    """A node failed on a frame; `__cause__` is the original error."""


class MediaError(ExecutionError):
    """A media file could not be read or written."""


class WeightsError(ExecutionError):
    """Model weights are absent, altered or not licensed for this use."""


class DeviceMemoryError(ExecutionError):
    """The device has too little memory even for one frame."""


class Cancelled(GraphCoreError):  # noqa: N818 - not an error: the artist asked for it
    """The artist stopped the work."""
