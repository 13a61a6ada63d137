"""The table that says which widget shows a knob: by the hint of its declaration first, then by its kind."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from functools import partial

from graph_core.editor.knobs import Knob
from graph_core.editor.widgets._numbers import ColorWidget, NumberWidget, PointWidget
from graph_core.editor.widgets._place import Place, Widget
from graph_core.editor.widgets._words import CheckWidget, MenuWidget, PathWidget, TextWidget
from graph_core.plugins import WidgetFactory

__all__ = ["make_widget"]

Make = Callable[[Place, Knob], Widget]

BY_HINT: Mapping[str, Make] = {
    "multiline": partial(TextWidget, is_multiline=True),
}
BY_KIND: Mapping[str, Make] = {
    "float": NumberWidget,
    "int": NumberWidget,
    "bool": CheckWidget,
    "choice": MenuWidget,
    "color": ColorWidget,
    "point": PointWidget,
    "str": TextWidget,
    "path": PathWidget,
}


def make_widget(place: Place, knob: Knob, plugins: Mapping[str, WidgetFactory]) -> Widget:
    """Make the widget of a knob; a hint that neither the editor nor a plugin knows changes nothing.

    Args:
        place: Where.
        knob: What it turns.
        plugins: Widgets by hint that plugins bring.
    """
    hint = knob.spec.widget
    if hint in plugins:
        return plugins[hint](knob, place.parent, place.width)
    return BY_HINT.get(hint, BY_KIND[knob.spec.kind])(place, knob)
