"""The canvas panel: mouse and drawing around the stage."""

from __future__ import annotations

import time

import dearpygui.dearpygui as dpg

from graph_core.editor.actions import Chord
from graph_core.editor.canvas._actions import add_actions
from graph_core.editor.canvas._appearance import Appearance
from graph_core.editor.canvas._asking import Asking
from graph_core.editor.canvas._drawing import Drawing, LinkStyle
from graph_core.editor.canvas._hints import Paragraph, hint_of, misfit_of
from graph_core.editor.canvas._linking import LinkDrag
from graph_core.editor.canvas._looks import mixed
from graph_core.editor.canvas._minimap import Minimap
from graph_core.editor.canvas._moving import Move
from graph_core.editor.canvas._note import Notes
from graph_core.editor.canvas._overlay import Overlay
from graph_core.editor.canvas._ruler import Ruler
from graph_core.editor.canvas._scene import BackdropHit, LinkHit, LinkLine, NodeHit
from graph_core.editor.canvas._stage import Stage
from graph_core.editor.desk import Desk
from graph_core.editor.layout import Position
from graph_core.editor.probe import Rect
from graph_core.editor.surface import LEFT, MIDDLE, RIGHT, Mouse, Surface

__all__ = ["CanvasPanel"]

_HINT_AFTER_S = 0.45
_INVITATION = "Press Tab or right-click to add a node"
_HIDDEN = LinkStyle((0, 0, 0, 0))


class CanvasPanel:
    """The node graph.

    Attributes:
        stage: The canvas without its drawing.
        minimap: The map in its corner.
    """

    name = "canvas"

    def __init__(self, desk: Desk) -> None:
        """Make the panel; `build` makes its items."""
        self._desk = desk
        session = desk.session
        self.stage = Stage(session.document, session.selection, desk.theme.scale)
        self._appearance = Appearance(session, self.stage.scene, desk.theme.type_color)
        self._revision = 0
        self._drawn: object = None
        self._hinted: object = None
        self._at = self._still_since = time.monotonic()
        self._mouse: Position = (0.0, 0.0)
        self._is_on_map = False
        self._is_new = True
        self._is_space_down = self._is_space_used = False
        self._asking = Asking(desk, self)
        add_actions(desk, self, self._asking)
        session.opened.connect(self._open)
        session.edited.connect(self.stage.follow)
        self.stage.rebuilt.connect(self._take_in)
        self.stage.dropped.connect(lambda end, place: self._asking.add_node(place, end))
        self.stage.refused.connect(self._asking.tell_refusal)

    def build(self, parent: int | str) -> None:
        """Make the items inside a DearPyGui container."""
        self._surface = surface = Surface(self._desk.pointer, parent)
        theme, drawing = self._desk.theme, surface.drawing
        ruler = Ruler(theme)
        self._drawing = Drawing(drawing, theme, ruler)
        self._overlay = Overlay(drawing, theme)
        self.minimap = Minimap(drawing, theme)
        self._notes, self._note = Notes(theme, ruler), dpg.add_draw_node(parent=drawing)
        self._invitation = dpg.draw_text(
            (0, 0), _INVITATION, size=theme.px(16), color=theme.faint, parent=drawing, show=False
        )
        surface.on_press, surface.on_move = self._press, self._move
        surface.on_release, surface.on_double, surface.on_wheel = self._release, self._double, self._wheel

    def resize(self, width: int, height: int) -> None:
        """Take the size of the container."""
        self._surface.resize(width, height)
        self.stage.view.size = (float(width), float(height))
        self._drawn = None

    def places(self) -> dict[str, Rect]:
        """Return where nodes and ports are in the window."""
        left, top = self._surface.origin
        view, found = self.stage.view, {}
        width, height = view.size
        found["corner"] = (left + 12, top + height - 40, 20.0, 20.0)
        for box in self.stage.scene.boxes.values():
            x, y = view.to_surface(box.left, box.top)
            found[f"node {box.name}"] = (left + x, top + y, box.width * view.scale, box.height * view.scale)
            for is_input, port in box.ports:
                x, y = view.to_surface(*box.port(is_input, port))
                found[f"{'input' if is_input else 'output'} {box.name}.{port}"] = (left + x - 3, top + y - 3, 6.0, 6.0)
        return {name: box for name, box in found.items() if box[0] < left + width and box[1] < top + height}

    @property
    def mouse(self) -> Position:
        """The place on the canvas under the mouse, or in the middle while the mouse is elsewhere."""
        width, height = self.stage.view.size
        x, y = self._mouse if self._surface.is_hovered else (width / 2, height / 2)
        return self.stage.view.to_canvas(x, y)

    def in_window(self, x: float, y: float) -> Position:
        """Return where a place of the canvas is in the window, in px."""
        left, top = self._surface.origin
        x, y = self.stage.view.to_surface(x, y)
        return (left + x, top + y)

    def frame(self, names: tuple[str, ...] | None = None, *, at_once: bool = False) -> None:
        """Show some nodes whole, or all."""
        bounds = self.stage.scene.bounds(names or None)
        if bounds is not None:
            margin = 40.0 if names else 60.0
            self.stage.view.frame(bounds.grown(margin), at_once=at_once)

    def hold_space(self) -> None:
        """Begin to pan with the left button: Space is down over the canvas."""
        self._is_space_down, self._is_space_used = True, False

    def let_go(self) -> None:
        """Take back what the mouse is doing, or select nothing."""
        if not self.stage.cancel():
            self.stage.backdrops = frozenset()
            self._desk.session.selection.set(())
        self._revision += 1

    # In every turn of the loop

    def update(self) -> None:
        """Bring the drawing up to date."""
        now = time.monotonic()
        self.stage.view.advance(now - self._at)
        self._at = now
        if self._is_new and self.stage.view.size[0] > 100:
            self._is_new = False
            self.frame(at_once=True)
        self._follow_space()
        self._revision += self._appearance.follow()
        self._draw()
        self._overlay.update(self.stage)
        self._show_note(now)
        self.minimap.update(self.stage, self._appearance, self._revision)

    def _draw(self) -> None:
        stage, view = self.stage, self.stage.view
        gesture = stage.gesture
        hovered = stage.hovered.target if isinstance(stage.hovered, LinkHit) and gesture is None else ""
        onto = gesture.onto if isinstance(gesture, Move) else ""
        picked = gesture.picked if isinstance(gesture, LinkDrag) and gesture.has_moved else ""
        stamp = (self._revision, view.corner, view.scale, hovered, onto, picked)

        def style(line: LinkLine) -> LinkStyle:
            if line.target == picked:
                return _HIDDEN
            if line.target in (hovered, onto):
                return LinkStyle(self._desk.theme.accent if onto else self._desk.theme.text, is_lit=True)
            return self._style(line)

        if stamp != self._drawn:
            self._drawn = stamp
            stage.scene.moved.clear()
            self._drawing.update(stage.scene, view, self._appearance.of, style)
            self._invite()
        elif gesture is not None:
            self._drawing.follow_moves(stage.scene, view, style)

    def _style(self, line: LinkLine) -> LinkStyle:
        """Return how a link looks: those of selected nodes stand out a little."""
        theme, selection = self._desk.theme, self._desk.session.selection
        color = theme.type_color(line.kind)
        if line.node in selection or line.source.node in selection:
            return LinkStyle(mixed(color, theme.text, 0.25))
        return LinkStyle(mixed(theme.background, color, 0.75))

    def _invite(self) -> None:
        width, height = self.stage.view.size
        place = (width / 2 - self._desk.theme.px(130), height / 2 - self._desk.theme.px(10))
        is_empty = not self.stage.scene.boxes and not self.stage.scene.backdrops
        dpg.configure_item(self._invitation, pos=place, show=is_empty)

    def _show_note(self, now: float) -> None:
        """Show what there is to tell of the thing under the mouse."""
        paragraphs: list[Paragraph] = []
        session, gesture = self._desk.session, self.stage.gesture
        is_still = now - self._still_since > _HINT_AFTER_S
        if isinstance(gesture, LinkDrag) and gesture.has_moved:
            paragraphs = misfit_of(session.document.graph, gesture)
        elif gesture is None and self._surface.is_hovered and is_still and not self._asking.is_open:
            paragraphs = hint_of(session.document.graph, self.stage.hovered, session.evaluator.badges)
        key = (paragraphs, self._mouse if paragraphs else None)
        if key != self._hinted:
            self._hinted = key
            theme = self._desk.theme
            tones = {
                "title": theme.text, "text": mixed(theme.faint, theme.text, 0.6), "faint": theme.faint,
                "warning": theme.warning, "error": theme.error,
            }  # fmt: skip
            dpg.delete_item(self._note, children_only=True)
            lines = [(paragraph.text, tones[paragraph.tone]) for paragraph in paragraphs]
            self._notes.draw(self._note, lines, self._mouse, self.stage.view.size)

    def _follow_space(self) -> None:
        """Give Space to whom it belongs elsewhere, when it was only tapped."""
        if self._is_space_down and not dpg.is_key_down(dpg.mvKey_Spacebar):
            self._is_space_down = False
            elsewhere = self._desk.actions.find(Chord("Space"), "")
            if elsewhere is not None and not self._is_space_used and elsewhere.is_enabled():
                elsewhere.run()

    # What has changed

    def _open(self) -> None:
        self._drawing.forget()
        self.stage.open(self._desk.session.document)
        self._is_new = True

    def _take_in(self, names: set[str] | None) -> None:
        self._revision += 1
        self._appearance.forget(names)

    # The mouse

    def _press(self, mouse: Mouse) -> None:
        self._asking.close()
        self._still_since = time.monotonic()
        spot = self.stage.spot(mouse.x, mouse.y, shift=mouse.shift, ctrl=mouse.ctrl)
        where = self.minimap.at(mouse.x, mouse.y)
        if where is not None and mouse.button == LEFT:
            self._is_on_map = True
            self.stage.view.center(*where)
        elif mouse.button == MIDDLE or (mouse.button == LEFT and (mouse.alt or self._is_space_down)):
            self._is_space_used = True
            self.stage.press(spot, pans=True)
        elif mouse.button == RIGHT and self.stage.gesture is None:
            self._asking.menu(self.stage.scene.hit(spot.x, spot.y, spot.reach), spot.place)
        elif mouse.button == LEFT:
            self.stage.press(spot)

    def _move(self, mouse: Mouse) -> None:
        self._mouse, self._still_since = mouse.place, time.monotonic()
        if self._is_on_map:
            self.stage.view.center(*self.minimap.beside(mouse.x, mouse.y), at_once=True)
            return
        self.stage.move(self.stage.spot(mouse.x, mouse.y, shift=mouse.shift, ctrl=mouse.ctrl))

    def _release(self, mouse: Mouse) -> None:
        self._is_on_map = False
        self._revision += 1
        self.stage.release(self.stage.spot(mouse.x, mouse.y, shift=mouse.shift, ctrl=mouse.ctrl))

    def _double(self, mouse: Mouse) -> None:
        if mouse.button != LEFT:
            return
        spot = self.stage.spot(mouse.x, mouse.y)
        hit = self.stage.scene.hit(spot.x, spot.y, spot.reach)
        self.stage.cancel()
        if isinstance(hit, NodeHit) and hit.on_name:
            self._asking.rename(hit.name)
        elif isinstance(hit, BackdropHit):
            self._asking.change_backdrop(hit.index)
        elif isinstance(hit, LinkHit):
            self._asking.insert(hit.target, spot.place)

    def _wheel(self, mouse: Mouse) -> None:
        self._still_since = time.monotonic()
        self.stage.view.zoom(mouse.wheel, mouse.x, mouse.y)
