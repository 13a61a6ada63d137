"""Drawing the canvas: items are made when a node comes into view, kept, and made anew only when its look changes.

Everything stands under one draw node that is moved when the view is panned. What DearPyGui does not scale (text, line
widths, radii) is written at the scale of the view, so that zooming makes what is in view anew.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping

import dearpygui.dearpygui as dpg

from graph_core.editor.canvas._looks import NodeLook, PortLook, mixed
from graph_core.editor.canvas._scene import Box, LinkLine, Scene
from graph_core.editor.canvas._view import Detail, View
from graph_core.editor.layout import HEADER
from graph_core.editor.theme import Theme

__all__ = ["Drawing"]

Item = int | str
Color = tuple[int, int, int, int]

_MARGIN_PX = 60.0
_TEXT_PX = 13.0
_SEGMENTS = {Detail.FAR: 8, Detail.MIDDLE: 14, Detail.NEAR: 22}


class Drawing:
    """The nodes, links and backdrops of a scene.

    Args:
        drawing: The drawlist.
        theme: Colours and fonts.
    """

    def __init__(self, drawing: Item, theme: Theme) -> None:
        self._theme = theme
        self._root = dpg.add_draw_node(parent=drawing)
        self._backdrops = dpg.add_draw_node(parent=self._root)
        self._links = dpg.add_draw_node(parent=self._root)
        self._nodes = dpg.add_draw_node(parent=self._root)
        self._drawn_nodes: dict[str, tuple[Item, object]] = {}
        self._drawn_links: dict[str, tuple[Item, object]] = {}
        self._shown_backdrops: object = None

    def update(
        self,
        scene: Scene,
        view: View,
        look: Callable[[str], NodeLook],
        color: Callable[[LinkLine], Color],
        lit: Mapping[str, Color],
    ) -> None:
        """Bring what is in view up to date.

        Args:
            scene: What stands where.
            view: Which part is shown.
            look: How a node looks.
            color: Colour of a link.
            lit: Links that are drawn in another colour, by the input they end in.
        """
        scale = view.scale
        left, top = view.corner
        dpg.apply_transform(self._root, dpg.create_translation_matrix([-left * scale, -top * scale]))
        seen = view.rect.grown(_MARGIN_PX / scale)
        self._draw_backdrops(scene, view)
        links = {
            line.target: (line.curve, lit.get(line.target) or color(line), scale)
            for line in scene.lines.values()
            if line.bounds.meets(seen)
        }
        _drop_others(self._drawn_links, links)
        for target, key in links.items():
            if self._drawn_links.get(target, (0, None))[1] != key:
                self._draw_link(target, key, view.detail, is_lit=target in lit)
        boxes = {box.name: box for box in scene.boxes.values() if box.rect.meets(seen)}
        _drop_others(self._drawn_nodes, boxes)
        for name, box in boxes.items():
            self._draw_node(box, look(name), view)

    # Links and backdrops

    def _draw_link(self, target: str, key: tuple[object, Color, float], detail: Detail, *, is_lit: bool) -> None:
        known = self._drawn_links.pop(target, None)
        if known is not None:
            dpg.delete_item(known[0])
        curve, color, scale = key
        points = [(x * scale, y * scale) for x, y in curve]  # type: ignore[attr-defined]
        thick = 3.0 if is_lit else 1.2 if detail is Detail.FAR else 2.0
        item = dpg.draw_bezier_cubic(
            *points, color=color, thickness=thick * self._theme.scale, segments=_SEGMENTS[detail], parent=self._links
        )
        self._drawn_links[target] = (item, key)

    def _draw_backdrops(self, scene: Scene, view: View) -> None:
        key = (tuple(scene.backdrops), view.scale)
        if key == self._shown_backdrops:
            return
        self._shown_backdrops = key
        dpg.delete_item(self._backdrops, children_only=True)
        scale = view.scale
        for backdrop in scene.backdrops:
            x, y = backdrop.position[0] * scale, backdrop.position[1] * scale
            width, height = backdrop.size[0] * scale, backdrop.size[1] * scale
            red, green, blue = backdrop.color
            dpg.draw_rectangle(
                (x, y), (x + width, y + height), fill=(red, green, blue, 70), color=(red, green, blue, 150),
                parent=self._backdrops,
            )  # fmt: skip
            size = max(22 * scale, self._theme.px(_TEXT_PX))
            dpg.draw_text((x + 8, y + 5), backdrop.title, size=size, color=self._theme.text, parent=self._backdrops)
            corner = [(x + width - 12, y + height), (x + width, y + height - 12), (x + width, y + height)]
            dpg.draw_triangle(*corner, fill=(red, green, blue, 220), color=(0, 0, 0, 0), parent=self._backdrops)

    # Nodes

    def _draw_node(self, box: Box, look: NodeLook, view: View) -> None:
        scale = view.scale
        key = (look, scale)
        known = self._drawn_nodes.get(box.name)
        if known is None or known[1] != key:
            if known is not None:
                dpg.delete_item(known[0])
            item = dpg.add_draw_node(parent=self._nodes)
            self._fill(item, look, scale, view.detail)
            self._drawn_nodes[box.name] = (item, key)
        item = self._drawn_nodes[box.name][0]
        dpg.apply_transform(item, dpg.create_translation_matrix([box.left * scale, box.top * scale]))

    def _fill(self, item: Item, look: NodeLook, scale: float, detail: Detail) -> None:
        theme = self._theme
        width, height = look.size[0] * scale, look.size[1] * scale
        fill = mixed(theme.raised, look.color, 0.1 if not look.is_disabled else 0.0)
        edge = theme.error if look.mark.status == "error" else theme.accent if look.is_selected else theme.line
        thick = 2.0 if look.is_selected or look.mark.status == "error" else 1.0
        if detail is Detail.FAR or look.is_dot:
            body = mixed(theme.raised, look.color, 0.15 if look.is_disabled else 0.45)
            dpg.draw_rectangle((0, 0), (width, height), fill=body, color=edge, thickness=thick, parent=item)
            if not look.is_dot and height > 9:
                size = min(max(height * 0.45, 8.0), theme.px(_TEXT_PX))
                self._write(item, look.name, 4, (height - size) / 2, size, width - 6)
            return
        dpg.draw_rectangle(
            (0, 0), (width, height), fill=fill, color=edge, thickness=thick, rounding=4 * theme.scale, parent=item
        )
        self._draw_header(item, look, scale, width)
        for port in look.ports:
            self._draw_port(item, port, scale, width, with_text=detail is Detail.NEAR)
        if look.through is not None:
            begin, end = [(x * scale, y * scale) for x, y in look.through]
            dpg.draw_line(begin, end, color=theme.warning, thickness=2, parent=item)
        if look.is_disabled:
            dpg.draw_line((0, height), (width, 0), color=theme.faint, thickness=1.5, parent=item)
        if detail is Detail.NEAR:
            for number, remark in enumerate(look.remarks[:3]):
                size = 11.5 * scale
                self._write(item, remark, 4, height + 3 + number * (size + 2), size, width, theme.faint)

    def _draw_header(self, item: Item, look: NodeLook, scale: float, width: float) -> None:
        theme = self._theme
        bottom = HEADER * scale
        color = mixed(theme.raised, look.color, 0.2 if look.is_disabled else 0.55)
        if look.is_placeholder:
            color = mixed(theme.raised, theme.error, 0.35)
        dpg.draw_rectangle((1, 1), (width - 1, bottom), fill=color, color=color, rounding=3, parent=item)
        size = max(_TEXT_PX * scale, min(bottom - 1, theme.px(11)))
        text = theme.faint if look.is_disabled else theme.text
        mark = look.mark
        room = width - 12 * scale
        if mark.text:
            mark_size = max(11 * scale, min(bottom - 1, theme.px(9)))
            taken = len(mark.text) * mark_size * 0.52 + 8 * scale
            tones = {"error": theme.error, "running": theme.accent, "reported": theme.warning}
            at = width - taken
            self._write(item, mark.text, at, (bottom - mark_size) / 2, mark_size, taken, tones.get(mark.status, text))
            room -= taken
        self._write(item, look.name, 8 * scale, (bottom - size) / 2, size, room, text)
        if mark.status == "running":
            share = mark.share if mark.share > 0 else 1.0
            dpg.draw_line((1, bottom), (1 + (width - 2) * share, bottom), color=theme.accent, thickness=2, parent=item)
        if look.missing:
            words = f"{look.missing}: plugin missing"
            self._write(item, words, 8 * scale, bottom + 3, 11 * scale, width - 12 * scale, theme.error)

    def _draw_port(self, item: Item, port: PortLook, scale: float, width: float, *, with_text: bool) -> None:
        theme = self._theme
        x, y = port.x * scale, port.y * scale
        radius = max(4.5 * scale, 2.5)
        fill = port.color if port.is_linked else theme.background
        dpg.draw_circle(
            (x, y), radius, fill=fill, color=port.color, thickness=max(1.0, 1.4 * scale), segments=10, parent=item
        )
        if not with_text:
            return
        size = 12 * scale
        if port.is_input:
            self._write(item, port.text, x + 9 * scale, y - size / 2, size, width / 2, theme.faint)
        else:
            taken = len(port.text) * size * 0.5
            self._write(item, port.text, x - 9 * scale - taken, y - size / 2, size, width / 2, theme.faint)

    def _write(
        self, item: Item, text: str, x: float, y: float, size: float, room: float, color: Color | None = None
    ) -> None:
        """Write a line, cut off where the room ends."""
        if size < 5:
            return
        most = max(1, int(room / (size * 0.5)))
        shown = text if len(text) <= most else f"{text[: max(1, most - 2)]}..."
        dpg.draw_text((x, y), shown, size=size, color=color or self._theme.text, parent=item)


def _drop_others(drawn: dict[str, tuple[Item, object]], kept: Mapping[str, object]) -> None:
    for name in [name for name in drawn if name not in kept]:
        dpg.delete_item(drawn.pop(name)[0])
