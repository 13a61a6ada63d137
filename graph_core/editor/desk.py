"""What panels share: the session, the actions, the mouse, and how to speak to the person."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Protocol

from graph_core.editor._background import foreseen
from graph_core.editor.actions import Actions
from graph_core.editor.session import Session
from graph_core.editor.surface import Pointer
from graph_core.editor.theme import Theme

if TYPE_CHECKING:
    from collections.abc import Iterator

    from graph_core.editor.dialogs import Box

__all__ = ["Desk", "Panel", "PickFile"]


class Panel(Protocol):
    """A part of the window.

    Attributes:
        name: What the key map calls it; actions with this panel need the mouse over it.
    """

    name: str

    def build(self, parent: int | str) -> None:
        """Make the items inside a DearPyGui container."""

    def resize(self, width: int, height: int) -> None:
        """Take the size of the container."""

    def update(self) -> None:
        """Bring the items up to date; called every turn of the loop, so it is quick when nothing has changed."""


class PickFile(Protocol):
    """Lets the person choose a file."""

    def __call__(
        self,
        title: str,
        on_picked: Callable[[Path], object],
        *,
        kinds: Sequence[str] = (),
        save: bool = False,
        start: Path | None = None,
    ) -> object:
        """Open the dialog.

        Args:
            title: What the file is for.
            on_picked: Called with the file, unless the person changes their mind.
            kinds: Endings such as ".json" of the files to offer; all when empty.
            save: The file is to be written and need not exist.
            start: The folder or file to begin at.
        """


class Desk:
    """What every panel is given.

    Attributes:
        session: What is open.
        actions: The table of actions; panels add theirs when they are made.
        pointer: Hands the mouse to surfaces.
        theme: Colours, fonts and sizes.
        notify: Shows a line in the status bar for a while.
        pick_file: Lets the person choose a file; set by the dialogs.
        pick_point: Calls a function with the next place clicked in the viewer's picture; set by the viewer.
        boxes: Dialogs that are open, the latest last.
        show_curves: Shows the curve editor with the curve of a node's knob; set by the window.
    """

    def __init__(self, session: Session, pointer: Pointer, theme: Theme) -> None:
        """Gather what there is."""
        self.session = session
        self.actions = Actions()
        self.pointer = pointer
        self.theme = theme
        self.notify: Callable[[str], None] = session.log.note
        self.pick_file: PickFile | None = None
        self.pick_point: Callable[[Callable[[float, float], object]], object] | None = None
        self.show_curves: Callable[[str, str], object] | None = None
        self.boxes: list[Box] = []
        self._later: list[Callable[[], object]] = []

    def later(self, call: Callable[[], object]) -> None:
        """Do something in the next turn of the loop, as when an item would delete itself in its own callback."""
        self._later.append(call)

    def run_later(self) -> None:
        """Do what was put off."""
        waiting, self._later = self._later, []
        for call in waiting:
            with self.telling():
                call()

    @contextmanager
    def telling(self) -> Iterator[None]:
        """Tell the person of an error inside the block, in the log and the status bar, instead of raising it."""
        try:
            yield
        except Exception as found:
            # Work that is not saved is worth more than a clean end: whatever happens, the window stays.
            error = foreseen(found)
            self.session.log.problem(error)
            self.notify(f"{error.message} {error.hint}".strip())
