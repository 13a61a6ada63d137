"""What is open in the editor: the document, what is selected, which frame, what is viewed. No screen is needed."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path

from graph_core.editor._signal import Signal
from graph_core.editor.document import Change, Document
from graph_core.editor.evaluator import Evaluator
from graph_core.editor.layout import arrange, needs_layout
from graph_core.editor.log import Log
from graph_core.editor.playback import Playback
from graph_core.editor.renders import RenderQueue
from graph_core.editor.settings import Settings
from graph_core.editor.sound import open_speakers
from graph_core.errors import ProjectVersionError
from graph_core.graph import Graph
from graph_core.plugins import Registry
from graph_core.project import Project
from graph_core.values import FrameRange

__all__ = ["Selection", "Session", "Timeline", "Viewed"]


class Selection:
    """The selected nodes, in the order they were selected; the last one is the active one.

    Attributes:
        names: Node names.
        changed: Emitted when the selection has changed.
    """

    def __init__(self) -> None:
        """Select nothing."""
        self.names: tuple[str, ...] = ()
        self.changed: Signal[[]] = Signal()

    @property
    def active(self) -> str | None:
        """The node whose knobs are shown."""
        return self.names[-1] if self.names else None

    def set(self, names: Iterable[str]) -> None:
        """Select these nodes and no others."""
        wanted = tuple(dict.fromkeys(names))
        if wanted != self.names:
            self.names = wanted
            self.changed()

    def toggle(self, name: str) -> None:
        """Select a node, or take it out of the selection."""
        without = tuple(other for other in self.names if other != name)
        self.set(without if name in self.names else (*self.names, name))

    def __contains__(self, name: object) -> bool:
        """Return whether a node is selected."""
        return name in self.names


class Timeline:
    """Where we are in the shot.

    Attributes:
        frame: The frame that is shown.
        limits: From the in point to the out point, or None for the whole shot.
        is_dragging: The frame field is being scrubbed or a knob dragged: drafts will do.
        changed: Emitted when frame or limits have changed.
    """

    def __init__(self) -> None:
        """Begin at frame 1."""
        self.frame = 1
        self.limits: FrameRange | None = None
        self.is_dragging = False
        self.changed: Signal[[]] = Signal()

    def go_to(self, frame: int) -> None:
        """Show another frame."""
        if frame != self.frame:
            self.frame = frame
            self.changed()

    def limit(self, limits: FrameRange | None) -> None:
        """Set in and out point."""
        if limits != self.limits:
            self.limits = limits
            self.changed()


class Viewed:
    """Which outputs the viewer can show: the numbered slots, and which of them are picture A and B.

    Attributes:
        slots: Output (`"node"` or `"node.port"`) by slot number, 1 to 9.
        a, b: Slot numbers; `b` is None when nothing is compared.
        scale: Resolution of what is shown, as a share of the full one.
        changed: Emitted when something else is to be shown.
    """

    def __init__(self) -> None:
        """View nothing."""
        self.slots: dict[int, str] = {}
        self.a = 1
        self.b: int | None = None
        self.scale = 1.0
        self.changed: Signal[[]] = Signal()

    def view(self, slot: int, target: str) -> None:
        """Put an output into a slot and show it."""
        self.slots[slot] = target
        self.show(slot)

    def show(self, slot: int) -> None:
        """Show a slot that has an output; if it was compared with, it changes places with what was shown."""
        if slot in self.slots:
            if slot == self.b:
                self.b = self.a
            self.a = slot
            self.changed()

    def compare(self, slot: int | None) -> None:
        """Compare with another slot, or with none."""
        self.b = slot
        self.changed()

    def show_at(self, scale: float) -> None:
        """Show everything at a share of its resolution."""
        if scale != self.scale:
            self.scale = scale
            self.changed()

    def target(self, slot: int | None) -> str | None:
        """Return the output in a slot."""
        return self.slots.get(slot) if slot is not None else None

    def follow(self, graph: Graph) -> None:
        """Forget outputs of nodes that are gone."""
        for slot, target in list(self.slots.items()):
            if target.partition(".")[0] not in graph:
                del self.slots[slot]


class Session:
    """Everything that is open.

    Attributes:
        registry: The nodes there are.
        settings: What the person has chosen, kept between sessions.
        log: What happened, for the log panel.
        document: The project being edited.
        selection, timeline, viewed: See their classes.
        evaluator: Computes what is viewed, on threads of its own.
        playback: Plays what is viewed, with its sound.
        renders: Renders nodes that write, on a thread of its own.
        opened: Emitted when another document has been opened.
    """

    def __init__(
        self, registry: Registry, settings: Settings, evaluator: Evaluator, renders: RenderQueue, log: Log
    ) -> None:
        """Begin with an empty project."""
        self.registry = registry
        self.settings = settings
        self.evaluator = evaluator
        self.playback = Playback(evaluator, lambda: open_speakers(log.warning))
        self.renders = renders
        self.log = log
        self.selection = Selection()
        self.timeline = Timeline()
        self.viewed = Viewed()
        self.opened: Signal[[]] = Signal()
        self.edited: Signal[[Change]] = Signal()
        self.document = Document(Project(Graph(registry)))
        self.document.changed.connect(self._follow)

    def new(self) -> None:
        """Open an empty project."""
        self.take(Project(Graph(self.registry)))

    def open(self, path: Path) -> None:
        """Open a project file; one by a newer release opens read-only.

        Raises:
            GraphCoreError: If it cannot be read; what was open stays open.
        """
        try:
            project, is_newer = Project.load(path, self.registry), False
        except ProjectVersionError:
            project, is_newer = Project.load(path, self.registry, newer=True), True
        self.take(project, is_read_only=is_newer)
        self.settings.remember_project(path)

    def take(self, project: Project, *, is_read_only: bool = False, is_unsaved: bool = False) -> None:
        """Edit a project from now on; one whose file says nothing about places is laid out.

        Args:
            project: The project.
            is_read_only: It may be looked at only.
            is_unsaved: Its file does not hold it, as after a recovery.
        """
        for problem in project.problems:
            self.log.problem(problem)
        if needs_layout(project.graph):
            arrange(project)
        self.evaluator.forget()
        self.document = document = Document(project, is_read_only=is_read_only)
        if is_unsaved:
            document.mark_unsaved()
        document.changed.connect(self._follow)
        self.selection.set(())
        self.viewed.slots.clear()
        self.viewed.b = None
        self.timeline.limits = None
        self.timeline.frame = document.project.shot.frames.first
        self.opened()

    def _follow(self, change: Change) -> None:
        graph = self.document.graph
        self.viewed.follow(graph)
        self.selection.set(name for name in self.selection.names if name in graph)
        self.edited(change)

    def renew_engines(self) -> None:
        """Compute and render as the settings say from now on."""
        self.playback.stop()
        self.evaluator.renew()
        self.renders.renew()
        self.viewed.changed()

    def close(self) -> None:
        """Stop the threads and keep the settings."""
        self.playback.close()
        self.evaluator.close()
        self.renders.close()
        self.settings.save()
