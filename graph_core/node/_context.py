"""What the engine lends a node while it works on a frame."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from fractions import Fraction
from typing import TYPE_CHECKING, Any, Protocol, TypeVar

from graph_core.errors import Cancelled, DeclarationError
from graph_core.values import FrameRange

if TYPE_CHECKING:
    import torch

__all__ = ["Ancestor", "Context", "Format", "ModelStore", "Request", "Shot"]

T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class Format:
    """Resolution and pixel aspect of the project's pictures."""

    width: int
    height: int
    pixel_aspect: float = 1.0

    def __str__(self) -> str:
        """Write as `1280x720`."""
        return f"{self.width}x{self.height}"


@dataclass(frozen=True, slots=True)
class Shot:
    """What every node of a project shares.

    Attributes:
        format: The project's resolution.
        fps: Frames per second.
        frames: From the first frame of the shot to its last.
    """

    format: Format
    fps: Fraction
    frames: FrameRange


@dataclass(frozen=True, slots=True)
class Request:
    """What somebody asked to have rendered, for nodes that write.

    Attributes:
        frames: From the first frame to the last, those written by an earlier render included.
        is_continued: Whether the frames an interrupted render has written are to be kept.
    """

    frames: FrameRange
    is_continued: bool = False


@dataclass(frozen=True, slots=True)
class Ancestor:
    """A node whose result went into what is being written, for provenance.

    Attributes:
        name: Its name in the project.
        id: Its node id.
        version: Its node version.
        synthesis: "generated", "edited" or "" as its class declares.
        title: First line of its docstring.
        files: Absolute paths of media it read.
        models: Trained weights it used, each as its name and digest: `tiny-depth/1 sha256:0f3a…`.
    """

    name: str
    id: str
    version: int
    synthesis: str
    title: str
    files: tuple[str, ...] = ()
    models: tuple[str, ...] = ()


class ModelStore(Protocol):
    """Where model nodes get their loaded networks."""

    def get(self, weights: Any, build: Callable[[], Any]) -> Any:
        """Return `build()` with the weights loaded, on the context's device; loaded once."""


def _nothing(*arguments: Any) -> None:
    """Take a report nobody asked for."""


class Context:
    """The engine's side of a call to `process`.

    A node says in its declaration what its pixels depend on (`uses=("frame", "format", "fps", "range")`);
    what it did not name it may not read, for the cache would not know.

    Attributes:
        device: Torch device to work on, such as "cpu" or "cuda:1".
        models: Loaded networks, shared by all nodes.
        node: Name of this node in the project, for messages.
        ancestors: For a node that writes: the nodes whose results went into it, sources first.
        request: For a node that writes: what is being rendered; None outside a render.
    """

    __slots__ = (
        "_dtype",
        "_frame",
        "_is_cancelled",
        "_progress",
        "_report",
        "_resource",
        "_shot",
        "_uses",
        "ancestors",
        "device",
        "models",
        "node",
        "request",
    )

    def __init__(
        self,
        shot: Shot,
        *,
        uses: frozenset[str] = frozenset(("frame", "format", "fps", "range")),
        frame: int | None = None,
        node: str = "",
        device: str = "cpu",
        dtype: str = "float32",
        models: ModelStore | None = None,
        resource: Callable[[str, Callable[[], Any]], Any] | None = None,
        report: Callable[[str], None] = _nothing,
        progress: Callable[[float, str], None] = _nothing,
        is_cancelled: Callable[[], bool] = lambda: False,
        ancestors: tuple[Ancestor, ...] = (),
        request: Request | None = None,
    ) -> None:
        """Gather what one call may use; tests make one with just a `Shot`."""
        self._shot = shot
        self._uses = uses
        self._frame = frame
        self._dtype = dtype
        self._resource = resource
        self._report = report
        self._progress = progress
        self._is_cancelled = is_cancelled
        self.node = node
        self.device = device
        self.models = models
        self.ancestors = ancestors
        self.request = request

    def _declared(self, name: str) -> None:
        if name not in self._uses:
            raise DeclarationError(
                f"Node {self.node} reads ctx.{'frames' if name == 'range' else name} without saying so.",
                hint=f'add uses=("{name}",) to its class',
            )

    @property
    def frame(self) -> int:
        """The frame being made; needs `uses=("frame",)`."""
        self._declared("frame")
        return self._shot.frames.first if self._frame is None else self._frame

    @property
    def format(self) -> Format:
        """The project's format; needs `uses=("format",)`."""
        self._declared("format")
        return self._shot.format

    @property
    def fps(self) -> Fraction:
        """The project's rate; needs `uses=("fps",)`."""
        self._declared("fps")
        return self._shot.fps

    @property
    def frames(self) -> FrameRange:
        """The shot's frames; needs `uses=("range",)`."""
        self._declared("range")
        return self._shot.frames

    @property
    def dtype(self) -> torch.dtype:
        """Floating-point type for pictures on the device."""
        import torch

        return torch.float16 if self._dtype == "float16" else torch.float32

    def resource(self, name: str, make: Callable[[], T]) -> T:
        """Return an open thing (a decoder, a session) that the engine keeps for this node and closes in the end.

        Args:
            name: Tells apart several of one node; it should name all that `make` depends on.
            make: Opens it, the first time. If it has a `close()`, the engine calls it.
        """
        if self._resource is None:
            return make()
        kept: T = self._resource(name, make)
        return kept

    def report(self, message: str) -> None:
        """Tell the artist something about this frame that is not an error, such as "no face"."""
        self._report(message)

    def progress(self, share: float, text: str = "") -> None:
        """Say how much of a long piece of work is done, 0 to 1."""
        self._progress(share, text)

    def check_cancelled(self) -> None:
        """Stop here if the artist cancelled; call it in long loops.

        Raises:
            Cancelled: If they did.
        """
        if self._is_cancelled():
            raise Cancelled(f"Node {self.node} was stopped.")
