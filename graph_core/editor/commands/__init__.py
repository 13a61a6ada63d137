"""Every edit a person can make: plain functions over a `Document`, each one step of its history.

A command that cannot be done raises a `GraphCoreError` and leaves the document as it was. Commands inside one
`document.edit(…)` become one step. `merge` joins commands in a row that have the same word, such as those of a drag.
"""

from graph_core.editor.commands._backdrops import add_backdrop, change_backdrop, remove_backdrop
from graph_core.editor.commands._knobs import (
    link_knob,
    move_keys,
    place_key,
    remove_key,
    reset_param,
    set_extrapolation,
    set_key,
    set_key_interpolation,
    set_param,
    unlink_knob,
)
from graph_core.editor.commands._links import (
    connect,
    converters,
    disconnect,
    extract,
    insert_on_link,
    move_link,
)
from graph_core.editor.commands._nodes import (
    add,
    delete,
    move,
    rename,
    replace,
    set_disabled,
    set_label,
    tidy,
    toggle_disabled,
)
from graph_core.editor.commands._shot import set_follow, set_shot

__all__ = [
    "add",
    "add_backdrop",
    "change_backdrop",
    "connect",
    "converters",
    "delete",
    "disconnect",
    "extract",
    "insert_on_link",
    "link_knob",
    "move",
    "move_keys",
    "move_link",
    "place_key",
    "remove_backdrop",
    "remove_key",
    "rename",
    "replace",
    "reset_param",
    "set_disabled",
    "set_extrapolation",
    "set_follow",
    "set_key",
    "set_key_interpolation",
    "set_label",
    "set_param",
    "set_shot",
    "tidy",
    "toggle_disabled",
    "unlink_knob",
]
