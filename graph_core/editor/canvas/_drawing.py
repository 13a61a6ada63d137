"""Drawing the canvas: what is in view is shown, the rest hidden; items are made when first seen, and kept."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass

import dearpygui.dearpygui as dpg

from graph_core.editor.canvas._curves import Curve
from graph_core.editor.canvas._looks import NodeLook, mixed
from graph_core.editor.canvas._node_items import NodeItems
from graph_core.editor.canvas._ruler import Ruler
from graph_core.editor.canvas._scene import TITLE_HEIGHT, LinkLine, Scene
from graph_core.editor.canvas._view import Detail, View
from graph_core.editor.theme import Color, Theme

__all__ = ["Drawing", "LinkStyle"]

Item = int | str

_MARGIN_PX = 40.0
_SEGMENTS = {Detail.FAR: 8, Detail.MIDDLE: 14, Detail.NEAR: 24}
# Lines of whole px are drawn from a texture, at half the cost of others.
_THICK_PX = {Detail.FAR: 1, Detail.MIDDLE: 2, Detail.NEAR: 2}
_GRID = 80.0
_GRID_FROM = 0.3


@dataclass(frozen=True, slots=True)
class LinkStyle:
    """How a link is drawn: its colour, and whether it stands out."""

    color: Color
    is_lit: bool = False


class Drawing:
    """The nodes, links and backdrops of a scene, on a grid.

    Args:
        drawing: The drawlist.
        theme: Colours and fonts.
        ruler: Measures text.
    """

    def __init__(self, drawing: Item, theme: Theme, ruler: Ruler) -> None:
        self._theme = theme
        self._ruler = ruler
        self._grid = dpg.add_draw_node(parent=drawing)
        self._world = dpg.add_draw_node(parent=drawing)
        self._backdrops = dpg.add_draw_node(parent=self._world)
        self._links = dpg.add_draw_node(parent=self._world)
        self._nodes = dpg.add_draw_node(parent=self._world)
        self._node_items: dict[str, NodeItems] = {}
        self._seen_nodes: set[str] = set()
        self._link_items: dict[str, _LinkItem] = {}
        self._seen_links: set[str] = set()
        self._backdrops_key: object = None
        self._grid_key: object = None

    def forget(self) -> None:
        """Take everything away, as when another document is opened."""
        for parent in (self._backdrops, self._links, self._nodes):
            dpg.delete_item(parent, children_only=True)
        self._node_items.clear()
        self._link_items.clear()
        self._seen_nodes, self._seen_links = set(), set()
        self._backdrops_key = None

    def update(
        self, scene: Scene, view: View, look: Callable[[str], NodeLook], style: Callable[[LinkLine], LinkStyle]
    ) -> None:
        """Bring what is in view up to date.

        Args:
            scene: What stands where.
            view: Which part is shown.
            look: How a node looks.
            style: How a link looks.
        """
        self._place(view)
        self._draw_grid(view)
        self._draw_backdrops(scene, view)
        seen = view.rect.grown(_MARGIN_PX / view.scale)
        lines = {line.target: line for line in scene.lines.values() if line.bounds.meets(seen)}
        self._keep_links(scene.lines, lines)
        for target, line in lines.items():
            self._draw_link(target, line, style(line), view.detail)
        boxes = {box.name: box for box in scene.boxes_in(seen)}
        self._keep_nodes(scene.boxes, boxes)
        detail, scale = view.detail, view.scale
        for name, box in boxes.items():
            items = self._node_items.get(name)
            if items is None:
                items = self._node_items[name] = NodeItems(self._nodes, self._theme, self._ruler)
            items.show(look(name), (box.left, box.top), detail, scale)

    def follow_moves(self, scene: Scene, view: View, style: Callable[[LinkLine], LinkStyle]) -> None:
        """Put nodes that are being dragged, and their links, where they are now: all else is as it was."""
        for name in scene.moved:
            box = scene.boxes[name]
            if name in self._seen_nodes:
                self._node_items[name].move((box.left, box.top))
            for line in scene.lines_of(name):
                self._seen_links.add(line.target)
                self._draw_link(line.target, line, style(line), view.detail)
        scene.moved.clear()
        self._draw_backdrops(scene, view)

    def _place(self, view: View) -> None:
        left, top = view.corner
        scale = view.scale
        # Whole px, so that text does not tremble against its box.
        shift = dpg.create_translation_matrix((round(-left * scale), round(-top * scale)))
        dpg.apply_transform(self._world, shift * dpg.create_scale_matrix((scale, scale)))

    # Nodes and links that come and go

    def _keep_nodes(self, there: Mapping[str, object], seen: Mapping[str, object]) -> None:
        for name in [name for name in self._node_items if name not in there]:
            self._node_items.pop(name).remove()
        for name in self._seen_nodes - seen.keys():
            if name in self._node_items:
                self._node_items[name].hide()
        self._seen_nodes = set(seen)

    def _keep_links(self, there: Mapping[str, object], seen: Mapping[str, object]) -> None:
        for target in [target for target in self._link_items if target not in there]:
            dpg.delete_item(self._link_items.pop(target).item)
        for target in self._seen_links - seen.keys():
            if target in self._link_items:
                self._link_items[target].hide()
        self._seen_links = set(seen)

    def _draw_link(self, target: str, line: LinkLine, style: LinkStyle, detail: Detail) -> None:
        item = self._link_items.get(target)
        if item is None:
            item = self._link_items[target] = _LinkItem(self._links)
        item.show(line.curve, style, detail, self._theme)

    # What lies behind

    def _draw_backdrops(self, scene: Scene, view: View) -> None:
        key = (tuple(scene.backdrops), view.scale)
        if key == self._backdrops_key:
            return
        self._backdrops_key = key
        dpg.delete_item(self._backdrops, children_only=True)
        theme, scale = self._theme, view.scale
        for backdrop in scene.backdrops:
            (left, top), (width, height) = backdrop.position, backdrop.size
            color = (*backdrop.color, 255)
            fill = (*mixed(theme.background, color, 0.55)[:3], 255)
            title = mixed(theme.background, color, 0.85)
            right, bottom = left + width, top + height
            dpg.draw_rectangle((left, top), (right, bottom), fill=fill, color=title, parent=self._backdrops)
            dpg.draw_rectangle(
                (left, top), (right, top + TITLE_HEIGHT), fill=title, color=title, parent=self._backdrops
            )
            corner = [(right - 14, bottom - 2), (right - 2, bottom - 14), (right - 2, bottom - 2)]
            dpg.draw_triangle(*corner, fill=title, color=title, parent=self._backdrops)
            size = max(int(17 * scale), theme.px(9))
            text = self._ruler.cut(backdrop.title, size, width * scale - 12, is_bold=True)
            place = (left + 8 / scale, top + TITLE_HEIGHT / 2 - size / scale / 2)
            item = dpg.draw_text(place, text, size=size, color=theme.text, parent=self._backdrops)
            dpg.bind_item_font(item, theme.bold)

    def _draw_grid(self, view: View) -> None:
        step = _GRID * view.scale
        is_shown = view.scale >= _GRID_FROM * view.unit
        key = (view.size, step, is_shown)
        if key != self._grid_key:
            self._grid_key = key
            dpg.delete_item(self._grid, children_only=True)
            for begin, end in _grid_lines(view.size, step) if is_shown else ():
                color = mixed(self._theme.background, self._theme.line, 0.28)
                dpg.draw_line(begin, end, color=color, thickness=1, parent=self._grid)
        if is_shown:
            left, top = view.corner
            shift = (-(left * view.scale) % step - step, -(top * view.scale) % step - step)
            dpg.apply_transform(self._grid, dpg.create_translation_matrix((round(shift[0]), round(shift[1]))))


class _LinkItem:
    """One link."""

    __slots__ = ("_is_shown", "_key", "item")

    def __init__(self, parent: Item) -> None:
        nowhere = (0, 0)
        self.item = dpg.draw_bezier_cubic(nowhere, nowhere, nowhere, nowhere, parent=parent, show=False)
        self._key: tuple[Curve, LinkStyle, Detail] | None = None
        self._is_shown = False

    def show(self, curve: Curve, style: LinkStyle, detail: Detail, theme: Theme) -> None:
        """Draw it."""
        key = (curve, style, detail)
        if key == self._key and self._is_shown:
            return
        self._key, self._is_shown = key, True
        p1, p2, p3, p4 = curve
        thick = theme.px(_THICK_PX[detail]) + (theme.px(1) if style.is_lit else 0)
        dpg.configure_item(
            self.item, p1=p1, p2=p2, p3=p3, p4=p4, color=style.color, thickness=thick, segments=_SEGMENTS[detail],
            show=style.color[3] > 0,
        )  # fmt: skip

    def hide(self) -> None:
        """Take it out of sight."""
        self._is_shown = False
        dpg.configure_item(self.item, show=False)


def _grid_lines(size: tuple[float, float], step: float) -> Iterable[tuple[tuple[float, float], tuple[float, float]]]:
    """Yield the lines of a grid that covers the surface, and a step more on each side."""
    width, height = size[0] + 2 * step, size[1] + 2 * step
    for number in range(int(width / step) + 1):
        yield (number * step, 0.0), (number * step, height)
    for number in range(int(height / step) + 1):
        yield (0.0, number * step), (width, number * step)
