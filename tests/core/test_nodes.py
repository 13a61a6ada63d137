"""Declaring nodes: what is read from a class, and what is refused with a remedy."""

from collections.abc import Iterator
from pathlib import Path
from typing import ClassVar, Literal, NamedTuple

import pytest
from toy_nodes import Everything, Half, Halves, Neighbours, Split, Stack, Through, Total

from graph_core import Color, DeclarationError, Image, Matte, Node, Param, ParamError, Point, Stream, Window

HELP = "What it does to the picture."


def refused(match, hint):
    """Expect a DeclarationError that says what to do."""
    return pytest.raises(DeclarationError, match=f"(?s){match}.*hint: .*{hint}")


def test_ports_are_read_from_process():
    signature = Split.signature
    assert [(port.name, port.type, port.optional) for port in signature.inputs] == [("image", Image, False)]
    assert [(port.name, port.type) for port in signature.outputs] == [("image", Image), ("matte", Matte)]
    assert signature.bundle is Halves
    assert [port.variadic for port in Stack.signature.inputs] == [True]
    assert [port.mode for port in (*Neighbours.signature.inputs, *Total.signature.inputs)] == ["window", "stream"]
    assert Total.signature.yields and not Half.signature.yields
    assert Half.signature.input("number").type is float and Half.signature.input("nothing") is None
    assert Through.signature.outputs[0].type == Through.signature.inputs[0].type


def test_knobs_are_read_from_fields_and_have_their_defaults():
    node = Everything(amount=2, mode="plus")
    assert (node.amount, node.mode, node.count, node.tint) == (2.0, "plus", 3, Color(1, 1, 1))
    assert type(node.amount) is float
    assert [spec.kind for spec in Everything.params.values()] == [
        "float", "int", "bool", "str", "choice", "color", "point", "path", "str",
    ]  # fmt: skip
    assert repr(node).startswith("Everything(amount=2.0, count=3, on=False")
    assert Everything.title() == "Have a knob of each kind."


def test_a_node_is_frozen():
    with pytest.raises(AttributeError, match="frozen; make a new one to change amount"):
        Everything().amount = 3


def test_a_knob_of_a_base_class_is_kept_and_can_be_replaced():
    class Base(Node):
        size: float = Param(1.0, help=HELP)
        kind: ClassVar[str] = "no knob"

    class Derived(Base, id="toy.derived"):
        """Derive."""

        more: int = Param(2, help=HELP)

        def process(self) -> int:
            return self.more

    assert list(Derived.params) == ["size", "more"]
    assert Base.id == "" and Base.params.keys() == {"size"}


@pytest.mark.parametrize(
    ("knob", "value", "kept"),
    [
        ("amount", 3, 3.0),
        ("amount", -0.0, 0.0),
        ("count", 4.0, 4),
        ("on", True, True),
        ("words", "", ""),
        ("mode", "screen", "screen"),
        ("tint", [0, 0.5, 1], Color(0.0, 0.5, 1.0, 1.0)),
        ("tint", (0, 0.5, 1, 0.25), Color(0.0, 0.5, 1.0, 0.25)),
        ("tint", "#ff0000", Color(1.0, 0.0, 0.0)),
        ("place", [1, 2], Point(1.0, 2.0)),
        ("path", Path("a/b.png"), "a/b.png"),
    ],
)
def test_a_value_is_brought_into_its_canonical_type(knob, value, kept):
    found = getattr(Everything(**{knob: value}), knob)
    assert found == kept and type(found) is type(kept)
    assert str(found) == str(kept)


@pytest.mark.parametrize(
    ("knob", "value", "hint"),
    [
        ("amount", "3", "it takes a number"),
        ("amount", True, "it takes a number"),
        ("amount", None, "it takes a number"),
        ("amount", float("nan"), "finite"),
        ("amount", float("inf"), "finite"),
        ("amount", 10**400, "finite"),
        ("amount", -0.1, "at least 0 and at most 10"),
        ("amount", 10.1, "at least 0 and at most 10"),
        ("count", 0, "above 0 and below 100"),
        ("count", 100, "above 0 and below 100"),
        ("count", 1.5, "whole number"),
        ("count", 10**400, "whole number"),
        ("count", float("nan"), "whole number"),
        ("count", float("inf"), "whole number"),
        ("on", 1, "true or false"),
        ("words", 3, "text"),
        ("words", "\ud800", "UTF-8"),
        ("path", "caf\udce9.png", "UTF-8"),
        ("mode", "scren", "did you mean screen"),
        ("mode", 7, "choose one of over, plus, screen"),
        ("mode", [], "choose one of over, plus, screen"),
        ("tint", (1, 2), "3 to 4 numbers"),
        ("tint", "#ff", "6 or 8 digits"),
        ("tint", "#gggggg", "6 or 8 digits"),
        ("tint", "red", "number"),
        ("tint", "1 2 inf", "finite"),
        ("tint", ("a", "b", "c"), "number"),
        ("place", (1, 2, 3), "2 numbers"),
        ("place", (1, float("nan")), "finite"),
        ("path", 3, "path"),
        ("path", "a\0b", "null"),
    ],
    ids=lambda item: repr(item)[:20],
)
def test_a_wrong_value_is_refused_with_what_it_takes(knob, value, hint):
    with pytest.raises(ParamError, match=f"(?s)Knob {knob} cannot be.*{hint}") as caught:
        Everything(**{knob: value})
    assert caught.value.param == knob


@pytest.mark.parametrize(
    ("knob", "text", "value"),
    [
        ("amount", "2.5", 2.5),
        ("count", "7", 7),
        ("on", "yes", True),
        ("on", "False", False),
        ("words", "a b", "a b"),
        ("mode", "plus", "plus"),
        ("tint", "0.1, 0.2, 0.3", Color(0.1, 0.2, 0.3)),
        ("tint", "#ffffff80", Color(1, 1, 1, 128 / 255)),
        ("place", "(3, 4)", Point(3, 4)),
        ("path", "x.png", "x.png"),
    ],
)
def test_a_value_is_read_from_a_command_line(knob, text, value):
    assert Everything.params[knob].parse(text) == value


@pytest.mark.parametrize(
    ("knob", "text"),
    [("amount", "two"), ("count", "1.5"), ("on", "maybe"), ("tint", "1 2"), ("place", "1"), ("count", "")],
)
def test_what_is_no_value_on_a_command_line_is_refused(knob, text):
    with pytest.raises(ParamError, match=f"Knob n.{knob} cannot be"):
        Everything.params[knob].parse(text, "n")


def test_a_middle_grey_in_srgb_is_darker_in_linear_light():
    assert Color.parse("#808080").red == pytest.approx(((128 / 255 + 0.055) / 1.055) ** 2.4)
    assert Color.parse("#0a0a0a").red == pytest.approx(10 / 255 / 12.92)


def test_an_unknown_knob_is_refused_with_the_nearest():
    with pytest.raises(ParamError, match=r"(?s)toy\.everything has no knob 'amont'.*did you mean amount or count"):
        Everything(amont=1)
    with pytest.raises(ParamError, match="it has no knobs"):
        Half(zzz=1)


@pytest.mark.parametrize("name", ["Blur", "blur", "a.B", "a..b", "a.", ".a", "a.b c", "1.a"])
def test_an_id_that_is_no_address_is_refused(name):
    with refused("has the id", r"category\.name"):

        class Bad(Node, id=name):
            """Do."""

            def process(self) -> int:
                return 1


def test_faults_of_a_class_are_refused_with_the_remedy():
    with refused("Bad has no docstring", "tooltip"):

        class Bad(Node, id="toy.bad"):
            def process(self) -> int:
                return 1

    with refused("has no process method", "def process"):

        class Bad2(Node, id="toy.bad"):
            """Do."""

    with refused("uses 'time'", "frame, format, fps, range"):

        class Bad3(Node, id="toy.bad", uses=("time",)):
            """Do."""

            def process(self) -> int:
                return 1

    with refused("batch=2 but no process_batch", "write one"):

        class Bad4(Node, id="toy.bad", batch=2):
            """Do."""

            def process(self) -> int:
                return 1

    with refused("a knob and a port named size", "rename"):

        class Bad5(Node, id="toy.bad"):
            """Do."""

            size: int = Param(1, help=HELP)

            def process(self, size: int) -> int:
                return 1


def test_faults_of_a_knob_are_refused_with_the_remedy():
    with refused(r"Bad\.size is annotated but is no knob", r"size: float = Param\(.*ClassVar"):

        class Bad(Node):
            size: float = 3.0

    with refused("which no knob can hold", "use float, int"):

        class Bad2(Node):
            size: list = Param([], help=HELP)

    with refused("has no help", "what turning the knob does"):

        class Bad3(Node):
            size: float = Param(1.0, help="")

    with refused("has a default it does not take", "at least 5"):

        class Bad4(Node):
            size: float = Param(1.0, ge=5, help=HELP)

    with refused("has a default it does not take", "choose one of a, b"):

        class Bad5(Node):
            size: Literal["a", "b"] = Param("c", help=HELP)

    with refused("a knob named version", "the engine uses that name"):

        class Bad6(Node):
            version: int = Param(1, help=HELP)

    with refused("names a type that cannot be found", "import knob types normally"):

        class Bad7(Node):
            size: "Missing" = Param(1, help=HELP)  # noqa: F821

    with refused("which no knob can hold", "use float"):

        class Bad8(Node):
            size: float | None = Param(1.0, help=HELP)


def test_faults_of_process_are_refused_with_the_remedy():
    def declare(process):
        return type("Bad", (Node,), {"__doc__": "Do.", "process": process}, id="toy.bad")

    def untyped(self, image) -> Image: ...
    def silent(self, image: Image): ...
    def strange(self, image: dict) -> Image: ...
    def two(self, image: Image | Matte) -> Image: ...
    def preset(self, number: int = 3) -> int: ...
    def option(self, *, size: int) -> int: ...
    def gives(self) -> list[Image]: ...
    def lost(self, image: "Missing") -> Image: ...  # noqa: F821
    def runs(self, image: Image) -> Iterator[Image]:
        yield image

    def mistyped(self, image: Stream[Image]) -> Image:
        yield image

    class Odd(NamedTuple):
        good: Image
        bad: set

    def bundle(self) -> Odd: ...

    for process, match, hint in (
        (untyped, "argument image has no type", "write its type"),
        (silent, "has no return type", "write ->"),
        (strange, "port image has the type", "use a Value such as Image"),
        (two, "argument image is", "a port has one type"),
        (preset, "has a default but is not optional", "make it a knob"),
        (option, "keyword argument size", "only ctx"),
        (gives, "port out has the type", "use a Value"),
        (lost, "names a type that cannot be found", "import port types normally"),
        (runs, "yields but has no Stream input", "return the result"),
        (mistyped, "yields", "Iterator"),
        (bundle, "port bad has the type", "use a Value"),
    ):
        with refused(match, hint):
            declare(process)


def test_a_node_that_only_writes_has_no_output():
    class Sink(Node, id="toy.sink", side_effects=True):
        """Write."""

        def process(self, image: Image) -> None: ...

    class Runner(Node, id="toy.runner", side_effects=True):
        """Write on."""

        def process(self, image: Stream[Image]) -> Iterator[None]:
            for _ in image:
                yield

    assert Sink.signature.outputs == Runner.signature.outputs == ()


def test_a_window_asks_for_its_neighbours():
    assert Neighbours().input_frames("number", 7) == (6, 7, 8)
    assert Half().input_frames("number", 7) == (7,)
    assert Stack().input_frames("layers[3]", 7) == (7,)
    assert isinstance(Window((1, 2, 3), 1), Window)
