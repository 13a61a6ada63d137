"""What options take, checked before anything is loaded."""

from __future__ import annotations

import re
from typing import NamedTuple

import click

from graph_core.values import FrameRange


class Setting(NamedTuple):
    """A knob and the text to set it to, as in `--set grade.gain=1.2`."""

    node: str
    knob: str
    text: str


class SettingType(click.ParamType[Setting]):
    """`node.knob=value`."""

    name = "node.knob=value"

    def convert(self, value: object, param: click.Parameter | None, ctx: click.Context | None) -> Setting:
        """Split the text."""
        match = re.fullmatch(r"(\w+)\.(\w+)=(.*)", str(value), re.DOTALL)
        if not match:
            self.fail(f"{value!r} is not of the form node.knob=value", param, ctx)
        return Setting(*match.groups())


class FramesType(click.ParamType[FrameRange]):
    """Frames such as 1001-1100, or one of them."""

    name = "first-last"

    def convert(self, value: object, param: click.Parameter | None, ctx: click.Context | None) -> FrameRange:
        """Read the range."""
        if isinstance(value, FrameRange):
            return value
        try:
            return FrameRange.parse(str(value))
        except ValueError as error:
            self.fail(str(error), param, ctx)


class SizeType(click.ParamType[int]):
    """An amount of memory such as 500MB or 4GB."""

    name = "size"

    def convert(self, value: object, param: click.Parameter | None, ctx: click.Context | None) -> int:
        """Return the number of bytes."""
        match = re.fullmatch(r"(\d+(?:\.\d+)?)\s*([KMGT]?)i?B?", str(value).strip(), re.IGNORECASE)
        if not match:
            self.fail(f"{value!r} is not a size such as 500MB or 4GB", param, ctx)
        return int(float(match[1]) * 1000 ** ("KMGT".index(match[2].upper()) + 1 if match[2] else 0))


class DeviceType(click.ParamType[str]):
    """A device to compute on."""

    name = "cpu|cuda|cuda:N"

    def convert(self, value: object, param: click.Parameter | None, ctx: click.Context | None) -> str:
        """Check the spelling; whether there is such a device, the engine finds out."""
        if not re.fullmatch(r"cpu|cuda(:\d+)?", str(value)):
            self.fail(f"{value!r} is not cpu, cuda or cuda:1", param, ctx)
        return str(value)
