"""Knobs in the hand: reading, turning, keyframing and writing them down. No screen is needed."""

from graph_core.editor.knobs._arithmetic import calculate
from graph_core.editor.knobs._color import picked, swatch
from graph_core.editor.knobs._expression import parse_expression, write_expression, write_value
from graph_core.editor.knobs._files import FileCheck
from graph_core.editor.knobs._knob import Knob, State
from graph_core.editor.knobs._scale import Scale, number_words

__all__ = [
    "FileCheck",
    "Knob",
    "Scale",
    "State",
    "calculate",
    "number_words",
    "parse_expression",
    "picked",
    "swatch",
    "write_expression",
    "write_value",
]
