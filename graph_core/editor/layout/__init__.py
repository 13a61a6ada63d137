"""Where nodes stand on the canvas: their sizes, and tidy places for them."""

from graph_core.editor.layout._backdrops import backdrop_around, contents
from graph_core.editor.layout._sizes import (
    DOT,
    HEADER,
    ROW,
    Position,
    Size,
    bounds,
    input_slots,
    is_dot,
    node_size,
    output_ports,
    port_position,
)
from graph_core.editor.layout._tidy import Tidied, arrange, needs_layout, tidied

__all__ = [
    "DOT",
    "HEADER",
    "ROW",
    "Position",
    "Size",
    "Tidied",
    "arrange",
    "backdrop_around",
    "bounds",
    "contents",
    "input_slots",
    "is_dot",
    "needs_layout",
    "node_size",
    "output_ports",
    "port_position",
    "tidied",
]
