"""Values that fill the screen without a picture or a time: cards and meshes."""

from __future__ import annotations

import numpy as np

from graph_core.editor.viewer._cards import Card
from graph_core.editor.viewer._look import Codes
from graph_core.editor.viewer._paper import ACCENT, FAINT, LINE, Paper
from graph_core.values import Mesh

__all__ = ["paint_card", "paint_mesh"]

Size = tuple[int, int]

_WIRE = (96, 168, 226)


def paint_card(card: Card, size: Size, unit: float = 1.0) -> Codes:
    """Paint a title, names with what they are, and a curve if there is one."""
    paper = Paper(size, unit)
    left, top = paper.px(36), paper.px(28)
    paper.words(card.title, (left, top), size=20)
    top += paper.px(40)
    column = left + max([paper.width_of(name, 13) for name, _ in card.rows], default=0) + paper.px(28)
    for name, value in card.rows:
        paper.words(name, (left, top), FAINT, size=13)
        paper.words(value, (column, top), size=13)
        top += paper.px(24)
    if len(card.curve) > 1:
        _paint_curve(paper, card.curve, left, top + paper.px(16))
    return paper.canvas


def _paint_curve(paper: Paper, numbers: tuple[float, ...], left: int, top: int) -> None:
    """Paint numbers over time in the room that is left."""
    begin, right, bottom = left + paper.px(52), paper.width - left, paper.height - paper.px(36)
    if right - begin < paper.px(40) or bottom - top < paper.px(30):
        return
    values = np.array(numbers)
    low, high = float(np.nanmin(values)), float(np.nanmax(values))
    x = np.linspace(begin, right, len(values))
    y = bottom - (values - low) / ((high - low) or 1) * (bottom - top)
    for row, number in ((top, high), (bottom, low)):
        paper.bar(begin, row, right, row, LINE)
        paper.words(f"{number:.4g}", (left, row - paper.px(8)), FAINT, size=11)
    paper.lines([np.stack([x, y], axis=1)], ACCENT, 2)


def paint_mesh(mesh: Mesh, size: Size, unit: float = 1.0) -> Codes:
    """Paint the edges of a mesh as large as they fit, seen from the front."""
    paper = Paper(size, unit)
    flat = mesh.vertices[:, :2].astype(np.float64)
    if len(flat):
        span = float(np.ptp(flat, axis=0).max()) or 1.0
        middle = (flat.max(axis=0) + flat.min(axis=0)) / 2
        flat = (flat - middle) / span * (min(size) - paper.px(80)) + np.array(size) / 2
        edges = np.concatenate([mesh.triangles[:, [0, 1]], mesh.triangles[:, [1, 2]], mesh.triangles[:, [2, 0]]])
        paper.lines(flat[np.unique(np.sort(edges, axis=1), axis=0)], _WIRE)
    words = f"{len(mesh.vertices)} vertices   {len(mesh.triangles)} triangles"
    paper.words(words, (paper.px(14), paper.px(8)), FAINT)
    return paper.canvas
