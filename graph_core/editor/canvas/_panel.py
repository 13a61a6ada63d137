"""The canvas panel: mouse and drawing around the stage."""

from __future__ import annotations

import time

import dearpygui.dearpygui as dpg

from graph_core.editor.canvas._actions import add_actions
from graph_core.editor.canvas._asking import Asking
from graph_core.editor.canvas._drawing import Drawing
from graph_core.editor.canvas._hints import hint_of
from graph_core.editor.canvas._linking import LinkDrag, LinkEnd
from graph_core.editor.canvas._looks import Mark, NodeLook, duration_text, look_of
from graph_core.editor.canvas._moving import Move
from graph_core.editor.canvas._overlay import Minimap, Overlay
from graph_core.editor.canvas._scene import BackdropHit, Hit, LinkHit, LinkLine, NodeHit
from graph_core.editor.canvas._stage import Stage
from graph_core.editor.desk import Desk
from graph_core.editor.layout import Position
from graph_core.editor.probe import Rect
from graph_core.editor.surface import LEFT, MIDDLE, RIGHT, Mouse, Surface
from graph_core.editor.theme import Color

__all__ = ["CanvasPanel"]

_HINT_AFTER_S = 0.45


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
        self._looks: dict[str, NodeLook] = {}
        self._revision = 0
        self._badges: object = None
        self._selected: tuple[str, ...] = ()
        self._drawn: object = None
        self._at = time.monotonic()
        self._still_since = time.monotonic()
        self._mouse: Position = (0.0, 0.0)
        self._is_on_map = False
        self._is_new = True
        self._asking = Asking(desk, self)
        add_actions(desk, self, self._asking)
        session.opened.connect(self._open)
        session.edited.connect(self.stage.follow)
        self.stage.rebuilt.connect(self._forget)
        self.stage.dropped.connect(self._dropped)
        self.stage.refused.connect(self._asking.offer_converters)

    def build(self, parent: int | str) -> None:
        """Make the items inside a DearPyGui container."""
        self._surface = surface = Surface(self._desk.pointer, parent)
        theme = self._desk.theme
        self._ground = dpg.draw_rectangle(
            (0, 0), (10, 10), fill=theme.background, color=theme.background, parent=surface.drawing
        )
        self._drawing = Drawing(surface.drawing, theme)
        self.minimap = Minimap(surface.drawing, theme)
        self._overlay = Overlay(surface.drawing, theme)
        self._invitation = dpg.draw_text((0, 0), "", size=theme.px(16), color=theme.faint, parent=surface.drawing)
        surface.on_press, surface.on_move = self._press, self._move
        surface.on_release, surface.on_double, surface.on_wheel = self._release, self._double, self._wheel

    def resize(self, width: int, height: int) -> None:
        """Take the size of the container."""
        self._surface.resize(width, height)
        self.stage.view.size = (float(width), float(height))
        dpg.configure_item(self._ground, pmax=(width, height))
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

    def frame(self, names: tuple[str, ...] | None = None, *, at_once: bool = False) -> None:
        """Show some nodes whole, or all."""
        bounds = self.stage.scene.bounds(names or None)
        if bounds is not None:
            self.stage.view.frame(bounds.grown(40), at_once=at_once)

    # In every turn of the loop

    def update(self) -> None:
        """Bring the drawing up to date."""
        now = time.monotonic()
        self.stage.view.advance(now - self._at)
        self._at = now
        if self._is_new and self.stage.view.size[0] > 100:
            self._is_new = False
            self.frame(at_once=True)
        self._follow_marks()
        self._draw()
        self._overlay.update(self.stage, self._hint(now), self._mouse)
        self.minimap.update(self.stage, self.stage.view.size, (self._revision, self._selected))
        self._invite()

    def _follow_marks(self) -> None:
        selected = self._desk.session.selection.names
        if selected != self._selected:
            self._looks = {
                name: look for name, look in self._looks.items() if name not in self._selected and name not in selected
            }
            self._selected = selected
            self._revision += 1
        badges = self._desk.session.evaluator.badges
        if badges is not self._badges:
            self._badges = badges
            changed = [name for name, look in self._looks.items() if look.mark != self._mark(name)]
            for name in changed:
                del self._looks[name]
            self._revision += bool(changed)

    def _draw(self) -> None:
        stage, view = self.stage, self.stage.view
        moving = stage.gesture is not None
        stamp = (self._revision, view.corner, view.scale, stage.hovered)
        if stamp == self._drawn and not moving:
            return
        self._drawn = stamp if not moving else None
        accent = self._desk.theme.accent
        lit: dict[str, Color] = {}
        if isinstance(stage.hovered, LinkHit) and not moving:
            lit[stage.hovered.target] = accent
        gesture = stage.gesture
        if isinstance(gesture, Move) and gesture.onto:
            lit[gesture.onto] = accent
        if isinstance(gesture, LinkDrag) and gesture.picked and gesture.has_moved:
            lit[gesture.picked] = (0, 0, 0, 0)
        self._drawing.update(stage.scene, view, self._look, self._link_color, lit)

    def _look(self, name: str) -> NodeLook:
        look = self._looks.get(name)
        if look is None:
            selection = self._desk.session.selection
            look = self._looks[name] = look_of(
                self._desk.session.document.graph,
                self.stage.scene.boxes[name],
                self._desk.theme.type_color,
                is_selected=name in selection,
                is_active=name == selection.active,
                mark=self._mark(name),
            )
        return look

    def _mark(self, name: str) -> Mark:
        viewed = [slot for slot, target in self._desk.session.viewed.slots.items() if target.partition(".")[0] == name]
        slots = "".join(f"[{slot}]" for slot in sorted(viewed))
        badge = self._desk.session.evaluator.badges.get(name)
        if badge is None:
            return Mark("", slots)
        words = {"running": f"{badge.share:.0%}" if badge.share else "...", "error": "error"}
        text = words.get(badge.kind, duration_text(badge.seconds))
        return Mark(badge.kind, f"{text} {slots}".strip(), badge.share if badge.kind == "running" else 0.0)

    def _link_color(self, line: LinkLine) -> Color:
        color = self._desk.theme.type_color(line.kind)
        return (*color[:3], 200)

    def _hint(self, now: float) -> tuple[str, ...]:
        if self.stage.gesture is not None or not self._surface.is_hovered or now - self._still_since < _HINT_AFTER_S:
            return ()
        session = self._desk.session
        return hint_of(session.document.graph, self.stage.hovered, session.evaluator.badges)

    def _invite(self) -> None:
        text = "" if self.stage.scene.boxes else "Tab adds a node. Right-click does, too."
        width, height = self.stage.view.size
        dpg.configure_item(self._invitation, text=text, pos=(width / 2 - 140 * self._desk.theme.scale, height / 2 - 10))

    # What has changed

    def _open(self) -> None:
        self._looks.clear()
        self.stage.open(self._desk.session.document)
        self._is_new = True

    def _forget(self, names: frozenset[str] | None) -> None:
        self._revision += 1
        graph = self._desk.session.document.graph
        if names is None:
            self._looks.clear()
            return
        near = set(names)
        for name in names:
            if name in graph:
                near |= {source.node for source in graph.node(name).inputs.values()}
                near |= graph.downstream(name)  # what passes anything on has the colour of what comes in
        # A link that is gone has left a node that is not among the neighbours any more.
        near |= {name for name, look in self._looks.items() if any(port.is_linked for port in look.ports)}
        for name in near:
            self._looks.pop(name, None)

    def _dropped(self, end: LinkEnd, place: Position) -> None:
        self._asking.add_node(place, end)

    # The mouse

    def _press(self, mouse: Mouse) -> None:
        self._asking.close()
        spot = self.stage.spot(mouse.x, mouse.y, shift=mouse.shift, ctrl=mouse.ctrl)
        where = self.minimap.at(mouse.x, mouse.y)
        if where is not None and mouse.button == LEFT:
            self._is_on_map = True
            self.stage.view.center(*where)
        elif mouse.button == MIDDLE or (mouse.button == LEFT and mouse.alt):
            self.stage.press(spot, pans=True)
        elif mouse.button == RIGHT:
            self._asking.menu(self.stage.scene.hit(spot.x, spot.y, spot.reach), spot.place)
        elif mouse.button == LEFT:
            self.stage.press(spot)

    def _move(self, mouse: Mouse) -> None:
        self._mouse, self._still_since = mouse.place, time.monotonic()
        if self._is_on_map:
            where = self.minimap.at(mouse.x, mouse.y)
            if where is not None:
                self.stage.view.center(*where, at_once=True)
            return
        self.stage.move(self.stage.spot(mouse.x, mouse.y, shift=mouse.shift, ctrl=mouse.ctrl))

    def _release(self, mouse: Mouse) -> None:
        self._is_on_map = False
        self._revision += 1
        with self._desk.telling():
            self.stage.release(self.stage.spot(mouse.x, mouse.y, shift=mouse.shift, ctrl=mouse.ctrl))

    def _double(self, mouse: Mouse) -> None:
        spot = self.stage.spot(mouse.x, mouse.y)
        hit: Hit | None = self.stage.scene.hit(spot.x, spot.y, spot.reach)
        if isinstance(hit, NodeHit) and hit.on_name:
            self._asking.rename(hit.name)
        elif isinstance(hit, BackdropHit):
            self._asking.change_backdrop(hit.index)
        elif isinstance(hit, LinkHit):
            self._asking.insert(hit.target, spot.place)

    def _wheel(self, mouse: Mouse) -> None:
        self.stage.view.zoom(mouse.wheel, mouse.x, mouse.y)
