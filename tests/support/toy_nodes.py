"""Small nodes, quick to run, for tests of the engine."""

from collections.abc import Iterator
from fractions import Fraction
from pathlib import Path
from typing import Any, Literal, NamedTuple, TypeVar

import torch

from graph_core import (
    Color,
    Context,
    Format,
    FrameRange,
    Graph,
    Image,
    Matte,
    Node,
    Param,
    Point,
    Project,
    Raster,
    Registry,
    Shot,
    Stream,
    Window,
    hookimpl,
)

T = TypeVar("T")
R = TypeVar("R", bound=Raster)


class Grey(Node, id="toy.grey"):
    """Make a grey picture."""

    level: float = Param(0.5, ge=0, le=1, help="How bright it is.")

    def process(self) -> Image:
        return Image(torch.full((3, 2, 2), self.level))


class Soft(Node, id="toy.soft"):
    """Take a picture and a matte."""

    size: float = Param(1.0, ge=0, help="How soft the picture becomes.")
    note: str = Param("", cosmetic=True, help="A remark.")

    def process(self, image: Image, mask: Matte | None = None) -> Image:
        return image


class Hole(Node, id="toy.hole"):
    """Turn a picture into a matte."""

    def process(self, image: Image) -> Matte:
        return Matte(image.pixels[:1])


class Halves(NamedTuple):
    """Two outputs."""

    image: Image
    matte: Matte


class Split(Node, id="toy.split"):
    """Give a picture and its matte."""

    def process(self, image: Image) -> Halves:
        return Halves(image, Matte(image.pixels[:1]))


class Stack(Node, id="toy.stack"):
    """Take any number of pictures."""

    def process(self, *layers: Image) -> Image:
        return layers[0]


class Through(Node, id="toy.through"):
    """Pass anything on."""

    def process(self, value: T) -> T:
        return value


class Raise(Node, id="toy.raise"):
    """Pass anything picture-shaped on."""

    def process(self, value: R) -> R:
        return value


class Choose(Node, id="toy.choose"):
    """Pass on one of several."""

    which: int = Param(0, ge=0, help="The number of the one.")

    def process(self, *values: T) -> T:
        return values[self.which]


class Number(Node, id="toy.number"):
    """Give a number."""

    value: int = Param(1, help="The number.")

    def process(self) -> int:
        return self.value


class Add(Node, id="toy.add"):
    """Add numbers."""

    plus: int = Param(0, help="Is added as well.")

    def process(self, *numbers: int) -> int:
        return sum(numbers) + self.plus


class Half(Node, id="toy.half"):
    """Halve a number."""

    def process(self, number: float) -> float:
        return number / 2


class Clock(Node, id="toy.clock", uses=("frame",)):
    """Give the frame."""

    def process(self, *, ctx: Context) -> int:
        return ctx.frame


class Neighbours(Node, id="toy.neighbours"):
    """Add a number's neighbours."""

    def process(self, number: Window[int]) -> int:
        return sum(number)


class Total(Node, id="toy.total"):
    """Add up the numbers so far."""

    def process(self, number: Stream[int]) -> Iterator[int]:
        total = 0
        for value in number:
            total += value
            yield total


class Lines(Node, id="toy.lines"):
    """Count the lines of a file."""

    path: Path = Param("", help="The file.")

    def process(self) -> int:
        return Path(self.path).read_text().count("\n")


class Everything(Node, id="toy.everything", version=3):
    """Have a knob of each kind."""

    amount: float = Param(0.5, ge=0, le=10, help="A number.")
    count: int = Param(3, gt=0, lt=100, help="A whole number.")
    on: bool = Param(False, help="A checkbox.")
    words: str = Param("", help="Words.")
    mode: Literal["over", "plus", "screen"] = Param("over", help="A menu.")
    tint: Color = Param(Color(1, 1, 1), help="A colour.")
    place: Point = Param(Point(0, 0), help="A place.")
    path: Path = Param("", help="A file.")
    note: str = Param("", cosmetic=True, help="A remark that changes nothing.")

    def process(self, number: int | None = None) -> int:
        return self.count

    @classmethod
    def upgrade(cls, data: dict[str, Any], from_version: int) -> dict[str, Any]:
        if from_version < 2 and "strength" in data["params"]:
            data["params"]["amount"] = data["params"].pop("strength")
        if from_version < 3 and "value" in data["inputs"]:
            data["inputs"]["number"] = data["inputs"].pop("value")
        return data


class Write(Node, id="toy.write", side_effects=True):
    """Write a number nowhere."""

    path: Path = Param("", writes=True, help="Where to.")

    def process(self, number: int) -> None:
        return


NODES: tuple[type[Node], ...] = (
    Grey, Soft, Hole, Split, Stack, Through, Raise, Choose, Number, Add, Half, Clock, Neighbours, Total, Lines,
    Everything, Write,
)  # fmt: skip


@hookimpl
def register_nodes() -> list[type[Node]]:
    return list(NODES)


def registry() -> Registry:
    """Return a registry of the toys alone."""
    import toy_nodes

    found = Registry()
    found.add(toy_nodes, "toys")
    return found


def graph(*nodes: tuple[str, type[Node]]) -> Graph:
    """Make a graph: `graph(("grey", Grey), ("soft", Soft))`."""
    made = Graph(registry())
    for name, cls in nodes:
        made.add(name, cls)
    return made


def project(*nodes: tuple[Any, ...], frames: tuple[int, int] = (1, 20), **links: str) -> Project:
    """Make a project: `project(("clock", Clock), ("sum", Add, {"plus": 1}), sum="clock")`."""
    made = Graph(Registry())
    for name, cls, *knobs in nodes:
        made.add(name, cls, **(knobs[0] if knobs else {}))
    for target, sources in links.items():
        for source in sources.split():
            entry = made.node(target)
            assert entry.cls is not None
            free = next(port for port in entry.cls.signature.inputs if port.variadic or port.name not in entry.inputs)
            made.link(source, f"{target}.{free.name}")
    return Project(made, Shot(Format(4, 4), Fraction(25), FrameRange(*frames)))
