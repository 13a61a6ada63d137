"""Where nodes stand on the canvas: their sizes, and tidy places for them."""

from graph_core.editor.layout._backdrops import backdrop_around, contents
from graph_core.editor.layout._sizes import (
    HEADER,
    ROW,
    Position,
    Size,
    bounds,
    input_slots,
    node_size,
    output_ports,
    port_position,
)

__all__ = [
    "HEADER",
    "ROW",
    "Position",
    "Size",
    "backdrop_around",
    "bounds",
    "contents",
    "input_slots",
    "node_size",
    "output_ports",
    "port_position",
]
