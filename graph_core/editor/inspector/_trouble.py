"""What is wrong with a node and what to do about it, or what it has to say."""

from __future__ import annotations

from typing import NamedTuple

import dearpygui.dearpygui as dpg

from graph_core.editor.inspector._look import Look
from graph_core.editor.session import Session
from graph_core.editor.widgets import Place
from graph_core.errors import GraphCoreError

__all__ = ["Trouble", "TroubleBox", "trouble_of"]


class Trouble(NamedTuple):
    """Something to tell about a node."""

    is_error: bool
    text: str
    hint: str = ""


def trouble_of(session: Session, name: str) -> Trouble | None:
    """Return what there is to tell about a node: that it is a placeholder, has an error, or has reported something."""
    node = session.document.graph.node(name)
    if node.cls is None:
        known = (problem for problem in session.document.project.problems if problem.node == name)
        problem: GraphCoreError = next(known, None) or session.registry.unknown(node.id, name)
        return Trouble(True, problem.message, problem.hint)
    badge = session.evaluator.badges.get(name)
    if badge is None or not badge.text or badge.kind not in ("error", "reported"):
        return None
    at = f"Frame {badge.frame}: " if badge.frame is not None else ""
    return Trouble(badge.kind == "error", f"{at}{badge.text}", badge.hint)


class TroubleBox:
    """A box with an error and its remedy, or with a remark; nothing while there is neither.

    Attributes:
        box: The DearPyGui item.
    """

    def __init__(self, place: Place, look: Look) -> None:
        """Make it, unseen."""
        self._look = look
        self._shown: Trouble | None = None
        wrap = place.width - place.desk.theme.px(20)
        self.box = dpg.add_child_window(parent=place.parent, width=place.width, auto_resize_y=True, show=False)
        self._text = dpg.add_text("", wrap=wrap, parent=self.box)
        self._hint = dpg.add_text("", wrap=wrap, color=place.desk.theme.faint, parent=self.box)

    def show(self, trouble: Trouble | None) -> None:
        """Tell something, or nothing."""
        if trouble == self._shown:
            return
        self._shown = trouble
        dpg.configure_item(self.box, show=trouble is not None)
        if trouble is not None:
            dpg.bind_item_theme(self.box, self._look.problem if trouble.is_error else self._look.note)
            dpg.set_value(self._text, trouble.text)
            dpg.set_value(self._hint, trouble.hint)
            dpg.configure_item(self._hint, show=bool(trouble.hint))
