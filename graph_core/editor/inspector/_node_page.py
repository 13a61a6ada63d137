"""The inspector's page of one node, or of several nodes of one class."""

from __future__ import annotations

from dataclasses import replace

import dearpygui.dearpygui as dpg

from graph_core.editor.inspector._header import NodeHeader
from graph_core.editor.inspector._knob_menu import KnobMenu
from graph_core.editor.inspector._look import Look
from graph_core.editor.inspector._ports import PortList
from graph_core.editor.inspector._row import KnobRow
from graph_core.editor.inspector._trouble import TroubleBox, trouble_of
from graph_core.editor.knobs import Knob
from graph_core.editor.widgets import Place

__all__ = ["NodePage"]

_MANY = 12


class NodePage:
    """Head, knobs and links of a node."""

    def __init__(self, place: Place, look: Look, names: tuple[str, ...]) -> None:
        """Make it inside of a place; of several nodes the last is shown and all are turned."""
        session = place.desk.session
        self._session = session
        self._name = names[-1]
        self._stamp: object = None
        self._badges: object = None
        cls = session.document.graph.node(self._name).cls
        self._header = NodeHeader(place, look, names)
        self._trouble = TroubleBox(place, look)
        menu = KnobMenu(place.desk)
        place.leaving.append(menu.close)
        specs = list(cls.params.values()) if cls else []
        dpg.add_separator(parent=place.parent)
        if len(specs) > _MANY:
            dpg.add_input_text(hint="find a knob", width=place.width, parent=place.parent, callback=self._filter)
        self._rows = [
            KnobRow(place.desk, Knob(session.document, session.timeline, names, spec), place, menu.open)
            for spec in specs
        ]
        if specs:
            dpg.add_separator(parent=place.parent)
        self._ports = PortList(replace(place), look, session, self._name)

    def update(self) -> None:
        """Bring it up to date; quick as long as neither the project nor the frame has changed."""
        for row in self._rows:
            row.update()
        badges = self._session.evaluator.badges
        stamp = (id(self._session.document.state), self._session.timeline.frame)
        if badges is self._badges and stamp == self._stamp:
            return
        self._badges, self._stamp = badges, stamp
        self._header.show()
        self._trouble.show(trouble_of(self._session, self._name))
        for row in self._rows:
            row.show()
        self._ports.show()

    def items(self) -> dict[str, int | str]:
        """Return the DearPyGui items of its parts, by what they are called."""
        items = self._header.items() | {"trouble": self._trouble.box}
        for row in self._rows:
            items |= row.items()
        return items

    def _filter(self, _: object, words: str) -> None:
        wanted = words.lower().split()
        for row in self._rows:
            text = f"{row.knob.title} {row.knob.spec.help}".lower()
            dpg.configure_item(row.item, show=all(word in text for word in wanted))
