"""Whatever a project file holds, it opens or is refused with an error that names the file; never anything else."""

import contextlib
import copy
import functools
import json

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from toy_nodes import NODES, Grey, Soft, graph, registry

from graph_core import Curve, Engine, GraphCoreError, Key, Project
from graph_core.graph import KnobLink, Source
from graph_core.plan import FileDigests, plan

REGISTRY = registry()
NAMES = st.sampled_from(["a", "b", "c", "", "a.b", "a b", "\0", "ä", "9", "__class__", "out"])
PORTS = st.sampled_from(["image", "mask", "layers", "layers[0]", "layers[9]", "layers[99999999999999999999]", "value",
                         "number", "numbers", "out", "matte", "", "]["])  # fmt: skip
KNOBS = st.sampled_from([*{name for cls in NODES for name in cls.params}, "zzz", "id", "process", "__dict__"])
IDS = st.sampled_from([*(cls.id for cls in NODES), "gone.node", "", "toy", "os.system"])
SCALARS = st.one_of(
    st.none(), st.booleans(), st.integers(), st.integers(-(10**400), 10**400), st.floats(), st.text(max_size=8),
    st.sampled_from(["../../etc/passwd", "a\0b", "#ff", "#gggggg", "inf", "over", "plus", 1e308, -1e308]),
)  # fmt: skip
JUNK = st.recursive(
    SCALARS,
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(st.text(max_size=4), inner, max_size=4),
    max_leaves=8,
)
WORDS = st.sampled_from(["linear", "smooth", "constant", "bouncy"])
KEYS = st.lists(st.integers(-5, 5) | SCALARS, max_size=4) | st.tuples(st.integers(-3, 3), JUNK, WORDS).map(list)
CURVES = st.fixed_dictionaries(
    {"keys": st.lists(KEYS, max_size=4) | JUNK}, optional={"extrapolation": st.sampled_from(["loop", "hold", 3, []])}
)
LINKS = st.builds(lambda node, knob: {"knob": f"{node}.{knob}"}, NAMES, KNOBS) | st.just({"knob": 3})
ADDRESSES = st.builds(lambda node, port: f"{node}.{port}" if port else node, NAMES, PORTS)
NODE = st.fixed_dictionaries(
    {"id": IDS},
    optional={
        "version": st.integers(-2, 9) | JUNK,
        "params": st.dictionaries(KNOBS, JUNK | CURVES | LINKS, max_size=4) | JUNK,
        "inputs": st.dictionaries(PORTS, ADDRESSES | st.lists(ADDRESSES, max_size=3), max_size=3) | JUNK,
        "disabled": st.booleans() | JUNK,
        "label": st.text(max_size=5) | JUNK,
        "position": st.tuples(st.floats(), st.floats()).map(list) | JUNK,
    },
)
SHOT = st.fixed_dictionaries(
    {},
    optional={
        "format": st.sampled_from(["4x4", "0x1", "999999x999999", "4X4", "٣x٣", "1x1x1"]) | JUNK,
        "fps": st.sampled_from(["25", "1/0", "nan", "inf", "-1", "1e999", "1e99999999", "30000/1001"]) | JUNK,
        "frames": st.sampled_from(["1-2", "2-1", "-9--3", "1-9999999999999999999", "٣-٤"]) | JUNK,
        "pixel_aspect": st.floats() | JUNK,
        "follow": NAMES,
    },
)
PROJECT = st.fixed_dictionaries(
    {"semblance": st.sampled_from([2, 2, 2, 2, 1, 0, 3, -1, True, "2", 2.5, None])},
    optional={
        "shot": SHOT | JUNK,
        "nodes": st.dictionaries(NAMES, NODE | JUNK, max_size=4) | JUNK,
        "size": JUNK,
        "fps": JUNK | st.just(0),
        "frames": JUNK,
        "links": st.lists(st.lists(ADDRESSES, min_size=2, max_size=2), max_size=3) | JUNK,
    },
)


def opens_or_is_refused(path):
    """Open a project file and do with it what the editor would; return the project, or None when it is refused."""
    try:
        project = Project.load(path, REGISTRY)
    except GraphCoreError as error:
        assert error.file == path
        assert str(error).strip() and "Traceback" not in str(error)
        return None
    text = project.to_json()
    assert Project.parse(text, REGISTRY, path).to_json() == text
    return project


def can_be_planned(project):
    """Plan every node of a project, which works or is refused."""
    for node in project.graph if project else ():
        try:
            outputs = node.cls.signature.outputs if node.cls else ()
            source = project.graph.source(node.name) if outputs else Source(node.name, "out")
            planned = plan(project.graph, [source], project.shot, "", FileDigests())
            planned.key(planned.targets[0][0], project.shot.frames.first)
        except GraphCoreError:
            continue


@settings(max_examples=200, deadline=None)
@given(PROJECT | JUNK)
def test_a_file_of_nonsense_never_breaks_the_program(tmp_path_factory, content):
    path = tmp_path_factory.mktemp("hostile") / "shot.json"
    path.write_text(json.dumps(content), encoding="utf-8")
    can_be_planned(opens_or_is_refused(path))


@settings(max_examples=150, deadline=None)
@given(st.binary(max_size=60))
def test_bytes_that_are_no_json_are_refused(tmp_path_factory, data):
    path = tmp_path_factory.mktemp("bytes") / "shot.json"
    path.write_bytes(data)
    opens_or_is_refused(path)


DAMAGED = graph(("grey", Grey), ("soft", Soft), ("other", Soft))
DAMAGED.link("grey", "soft.image")
DAMAGED.link("soft", "other.image")
DAMAGED.set_param("soft", "size", KnobLink("other", "size"))
DAMAGED.set_param("grey", "level", Curve((Key(1, 0.5, "linear"), Key(9, 1.0))))


@settings(max_examples=200, deadline=None)
@given(st.integers(0, 700), st.binary(max_size=3))
def test_a_damaged_file_is_refused_or_still_a_project(tmp_path_factory, position, damage):
    text = Project(DAMAGED).to_json().encode()
    path = tmp_path_factory.mktemp("damaged") / "shot.json"
    path.write_bytes(text[:position] + damage + text[position + len(damage) :])
    opens_or_is_refused(path)


GOOD = {
    "semblance": 2,
    "shot": {"format": "4x4", "fps": "25", "frames": "1-9", "pixel_aspect": 2.0, "follow": "grey"},
    "nodes": {
        "grey": {"id": "toy.grey", "version": 1, "params": {"level": {"keys": [[1, 0.5, "linear"], [9, 1.0]]}}},
        "soft": {"id": "toy.soft", "params": {"size": {"knob": "other.size"}}, "inputs": {"image": "grey"}},
        "other": {"id": "toy.soft", "inputs": {"image": "soft"}, "position": [1.0, 2.0], "label": "x"},
        "stack": {"id": "toy.stack", "inputs": {"layers": ["grey", "soft"]}, "disabled": True},
        "lost": {"id": "gone.node", "version": 3, "params": {"a": [1, {"b": 2}]}, "inputs": {"in": ["grey", "soft"]}},
        "every": {
            "id": "toy.everything", "version": 2, "inputs": {"value": "clock"},
            "params": {"amount": 1, "count": 3, "on": True, "words": "w", "mode": "plus", "tint": [0, 1, 0.5],
                       "place": {"keys": [[1, [0, 1], "smooth"]], "extrapolation": "loop"}, "path": "a/b.txt"},
        },
        "clock": {"id": "toy.clock"},
    },
}  # fmt: skip


def places(value, above=()):
    """List every place in a tree of JSON."""
    inner = value.items() if isinstance(value, dict) else enumerate(value) if isinstance(value, list) else ()
    return [above, *(place for key, part in inner for place in places(part, (*above, key)))]


@settings(max_examples=500, deadline=None)
@given(st.lists(st.tuples(st.sampled_from(places(GOOD)[1:]), JUNK | CURVES | LINKS | NODE | ADDRESSES), max_size=2))
def test_junk_in_one_place_of_a_good_file_is_refused_or_harmless(tmp_path_factory, junk):
    content = copy.deepcopy(GOOD)
    for (*above, last), value in junk:
        with contextlib.suppress(KeyError, IndexError, TypeError):
            functools.reduce(lambda part, key: part[key], above, content)[last] = copy.deepcopy(value)
    path = tmp_path_factory.mktemp("junk") / "shot.json"
    path.write_text(json.dumps(content), encoding="utf-8")
    project = opens_or_is_refused(path)
    assert project is not None or junk
    can_be_planned(project)


def write(tmp_path, data):
    path = tmp_path / "shot.json"
    path.write_bytes(data)
    return path


@pytest.mark.parametrize(
    "data",
    [
        b"[" * 200_000,
        b'{"semblance": 2, "nodes": ' + b'{"a":' * 100_000,
        b'{"semblance": 2, "nodes": {"a": {"id": "toy.grey", "params": {"level": '
        + b"[" * 5000
        + b"]" * 5000
        + b"}}}}",
        b'{"semblance": 2, "nodes": {"a": {"id": "gone.x", "params": {"x": ' + b"[" * 900 + b"]" * 900 + b"}}}}",
        b'{"semblance": 1, "nodes": ' + b"[" * 5000 + b"]" * 5000 + b"}",
        b"\xff\xfe{\x00",
        b'{"semblance": 2, "nodes": {"\xff": {"id": "toy.grey"}}}',
        b'{"semblance": 2, "nodes": {"a": {"id": "toy.everything", "params": {"words": "\\ud800"}}}}',
        b'{"semblance": 2, "nodes": {"a": {"id": "toy.everything", "params": {"words": "\xed\xa0\x80"}}}}',
        b'\xef\xbb\xbf{"semblance": 2}',
        b'{"semblance": ' + b"9" * 5000 + b"}",
        b'{"semblance": 1e999}',
        b'{"semblance": 2, "nodes": {"a": {"id": "toy.number", "params": {"value": ' + b"9" * 5000 + b"}}}}",
        b'{"semblance": 2, "nodes": {"a": {"id": "gone.x", "params": {"value": ' + b"9" * 5000 + b"}}}}",
        b'{"semblance": 2, "nodes": {"a": {"id": "gone.x", "params": {"value": 1e999}}}}',
        b'{"semblance": 2, "nodes": {"a": {"id": "gone.x", "position": [1e999, 0]}}}',
        b'{"semblance": 2, "shot": {"frames": "' + b"9" * 5000 + b'"}}',
        b'{"semblance": 2, "shot": {"fps": "' + b"9" * 5000 + b'"}}',
        b'{"semblance": 2, "shot": {"fps": "1e999999999"}}',
        b'{"semblance": 2, "shot": {"frames": "1-99999999999999999999"}}',
        b'{"semblance": 2, "nodes": {"a": {"id": "toy.stack", "inputs": {"layers[' + b"9" * 5000 + b']": "a"}}}}',
        b'{"semblance": 2, "nodes": {"a": {"id": "gone.x", "inputs": {"": "b", ".": ["b"]}}, "b": {"id": "toy.grey"}}}',
        b'{"semblance": 1, "size": [1, 2, 3]}',
        b'{"semblance": 1, "fps": 1e308}',
        b'{"semblance": 1, "frames": [5, 1]}',
        b'{"semblance": 1, "links": [["a", "b.x"]]}',
        b'{"semblance": 1, "nodes": {"b": {"id": "toy.soft", "inputs": []}}, "links": [["a", "b.x"]]}',
        b'{"semblance": 2, "nodes": {"a": {"id": "gone.x", "inputs": {"i": ["b", "c"], "i[0]": "b", "i[x]": "c"}},'
        b' "b": {"id": "toy.grey"}, "c": {"id": "toy.grey"}}}',
    ],
    ids=range(28),
)
def test_a_file_made_to_break_the_program_is_refused(tmp_path, data):
    opens_or_is_refused(write(tmp_path, data))


def test_a_media_file_is_refused_without_being_read(tmp_path):
    path = tmp_path / "clip.json"
    with path.open("wb") as file:
        file.truncate(5 << 30)
    with pytest.raises(GraphCoreError, match="too large for a project") as caught:
        Project.load(path, REGISTRY)
    assert caught.value.file == path


def test_knobs_that_follow_themselves_open_and_are_refused_when_rendered(tmp_path):
    path = write(
        tmp_path,
        b'{"semblance": 2, "nodes": {"a": {"id": "toy.number", "params": {"value": {"knob": "b.value"}}},'
        b' "b": {"id": "toy.number", "params": {"value": {"knob": "a.value"}}}}}',
    )
    project = opens_or_is_refused(path)
    with Engine() as engine, pytest.raises(GraphCoreError, match=r"(?s)a\.value is linked to itself.*set one of them"):
        engine.evaluate(project, "a")


def test_many_nodes_in_a_row_open_in_reasonable_time(tmp_path):
    nodes = {"n0": {"id": "toy.number"}}
    nodes |= {f"n{at}": {"id": "toy.add", "inputs": {"numbers": [f"n{at - 1}"]}} for at in range(1, 2000)}
    project = opens_or_is_refused(write(tmp_path, json.dumps({"semblance": 2, "nodes": nodes}).encode()))
    with Engine() as engine:
        assert engine.evaluate(project, "n1999") == 1
