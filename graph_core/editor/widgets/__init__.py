"""Widgets: what shows and turns the knobs of a node."""

from graph_core.editor.widgets._icon import Icon
from graph_core.editor.widgets._number_field import NumberField, Wording
from graph_core.editor.widgets._place import Place, Widget, add_drawing
from graph_core.editor.widgets._table import make_widget

__all__ = ["Icon", "NumberField", "Place", "Widget", "Wording", "add_drawing", "make_widget"]
