"""Whatever an artist does, in whatever order: the graph stays whole, a refused edit changes nothing, a project file
keeps all of it, and fingerprints are those of a graph that was made in one go.
"""

import networkx as nx
import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st
from toy_nodes import NODES, Add, Choose, Clock, Everything, Neighbours, Number, Through, Total, registry

from graph_core import Curve, Format, FrameRange, Graph, GraphCoreError, Key, Project, Shot
from graph_core.graph import KnobLink, Source
from graph_core.node import fits
from graph_core.plan import FileDigests, plan

REGISTRY = registry()
SHOT = Shot(Format(4, 4), 25, FrameRange(1, 5))
FRAMES = (1, 3, 5)
NAMES = st.sampled_from("abcdef")
CLASSES = st.sampled_from(NODES)
OUTPUTS = st.sampled_from(["", "", "", ".out", ".image", ".matte"])
INPUTS = st.sampled_from(["", ".image", ".mask", ".layers", ".layers[0]", ".layers[1]", ".value", ".number", ".numbers",
                          ".numbers[0]", ".numbers[1]", ".values"])  # fmt: skip
KNOBS = st.sampled_from(["value", "plus", "amount", "count", "mode", "on", "tint", "level", "size", "note", "words"])
FLOATS = st.floats(-1, 12, allow_nan=False)
KEYS = st.lists(
    st.builds(Key, st.integers(-3, 9), st.integers(0, 9) | FLOATS, st.sampled_from(["linear", "smooth", "constant"])),
    min_size=1,
    max_size=3,
    unique_by=lambda key: key.frame,
)
CURVES = st.builds(Curve, KEYS.map(tuple), st.sampled_from(["hold", "linear", "loop"]))
VALUES = st.one_of(
    st.integers(-2, 9), FLOATS, st.booleans(), st.sampled_from(["over", "plus", "a remark"]),
    st.tuples(FLOATS, FLOATS, FLOATS), CURVES, st.builds(KnobLink, NAMES, KNOBS),
)  # fmt: skip

EDITS = st.one_of(
    st.tuples(st.just("add"), NAMES, CLASSES),
    st.tuples(st.just("add"), NAMES, CLASSES),
    st.tuples(st.just("link"), st.builds(str.__add__, NAMES, OUTPUTS), st.builds(str.__add__, NAMES, INPUTS)),
    st.tuples(st.just("link"), NAMES, st.builds(str.__add__, NAMES, INPUTS)),
    st.tuples(st.just("link"), NAMES, NAMES),
    st.tuples(st.just("unlink"), st.builds(str.__add__, NAMES, INPUTS)),
    st.tuples(st.just("set_param"), NAMES, KNOBS, VALUES),
    st.tuples(st.just("set_param"), NAMES, KNOBS, VALUES),
    st.tuples(st.just("reset_param"), NAMES, KNOBS),
    st.tuples(st.just("set_disabled"), NAMES, st.booleans()),
    st.tuples(st.just("rename"), NAMES, NAMES),
    st.tuples(st.just("remove"), NAMES),
)
MANY = st.lists(EDITS, min_size=10, max_size=40)


def started():
    """Make a graph with something to edit in it."""
    graph = Graph(REGISTRY)
    for name, cls in zip("abcde", (Clock, Add, Choose, Through, Add), strict=True):
        graph.add(name, cls)
    graph.link("a", "b")
    graph.link("b", "d")
    graph.link("d", "e")
    graph.link("b", "e")
    return graph


def edit(graph, step):
    """Do one edit; return whether it was done."""
    try:
        getattr(graph, step[0])(*step[1:])
    except GraphCoreError as error:
        assert error.message and "Traceback" not in str(error)
        return False
    return True


def check_whole(graph):
    """Check all that is always true of a graph."""
    links = {(source.node, node.name, slot) for node in graph for slot, source in node.inputs.items()}
    assert set(graph.networkx.edges(keys=True)) == links
    assert set(graph.networkx.nodes) == set(graph.nodes)
    assert nx.is_directed_acyclic_graph(graph.networkx)
    for name, node in graph.nodes.items():
        assert node.name == name
        for slot, source in node.inputs.items():
            assert fits(graph.output_type(graph.source(source)), node.port(slot).type)
        for port in node.cls.signature.inputs:
            slots = {slot for slot in node.inputs if slot.startswith(f"{port.name}[")}
            assert slots == {f"{port.name}[{position}]" for position in range(len(slots))}
        for param, value in node.params.items():
            assert isinstance(value, Curve | KnobLink) or node.cls.params[param].check(value) == value
            assert not isinstance(value, KnobLink) or value.node in graph


def keys(graph, name, digests):
    """Return a node's fingerprints at some frames, or the error that says why there are none."""
    target = Source(name, "out")
    try:
        if graph.node(name).cls.signature.outputs:
            target = graph.source(target)
        planned = plan(graph, [target], SHOT, "", digests)
        return [planned.key(planned.targets[0][0], frame) for frame in FRAMES]
    except GraphCoreError as error:
        return str(error)


@settings(max_examples=250, deadline=None)
@given(MANY)
def test_edits_keep_the_graph_whole_and_a_refused_one_changes_nothing(steps):
    graph = started()
    for step in steps:
        before = Project(graph).to_json()
        if not edit(graph, step):
            assert Project(graph).to_json() == before
        check_whole(graph)


@settings(max_examples=250, deadline=None)
@given(MANY)
def test_a_project_file_keeps_everything(steps):
    graph = started()
    for step in steps:
        edit(graph, step)
    text = Project(graph, SHOT).to_json()
    again = Project.parse(text, REGISTRY)
    check_whole(again.graph)
    assert again.to_json() == text
    assert again.shot == SHOT
    for node in graph:
        other = again.graph.node(node.name)
        assert (other.cls, other.params, other.inputs, other.disabled) == (
            node.cls, node.params, node.inputs, node.disabled,
        )  # fmt: skip


@settings(max_examples=150, deadline=None)
@given(st.lists(EDITS, max_size=15), MANY)
def test_fingerprints_after_any_edits_are_those_of_a_graph_made_in_one_go(first, then):
    graph, digests = started(), FileDigests()
    for step in first:
        edit(graph, step)
    for step in then:
        for name in graph.nodes:
            keys(graph, name, digests)  # leaves plans behind that the next edit must not spoil
        edit(graph, step)
    fresh = Project.parse(Project(graph, SHOT).to_json(), REGISTRY).graph
    for name in graph.nodes:
        assert keys(graph, name, digests) == keys(fresh, name, FileDigests())


NUMBERS = st.lists(
    st.tuples(st.sampled_from([Number, Add, Add, Clock, Neighbours, Total]), st.lists(st.integers(0, 9), max_size=3)),
    min_size=2,
    max_size=9,
)


def of_numbers(made, names):
    """Make a graph in which each node but the first is fed by some of those before it."""
    graph = Graph(REGISTRY)
    graph.add(names[0], Number)
    for at, (cls, feeds) in enumerate(made[1:], start=1):
        graph.add(names[at], cls)
        wanted = len(feeds) if cls is Add else len(cls.signature.inputs)
        for feed in [*feeds, 0, 0][:wanted]:
            graph.link(names[feed % at], names[at])
    return graph


@settings(max_examples=150, deadline=None)
@given(NUMBERS, st.randoms(use_true_random=False))
def test_names_places_remarks_and_neighbours_leave_fingerprints_alone(made, random):
    names = [f"n{at}" for at in range(len(made))]
    graph = of_numbers(made, names)
    target = names[-1]
    before = keys(graph, target, FileDigests())
    above = nx.ancestors(graph.networkx, target)
    for name in names[:-1]:
        if name not in above:
            graph.remove(name)
    for at, node in enumerate(list(graph)):
        node.position, node.label = (random.random(), random.random()), f"remark {at}"
        graph.rename(node.name, f"other_{random.randrange(10**6)}_{at}")
        target = node.name
    graph.add("stranger", Everything, count=7)
    assert keys(graph, target, FileDigests()) == before


@settings(max_examples=150, deadline=None)
@given(NUMBERS, st.integers(0, 8))
def test_a_turned_knob_changes_what_lies_below_and_nothing_else_and_turning_it_back_restores_all(made, turned):
    names = [f"n{at}" for at in range(len(made))]
    graph, digests = of_numbers(made, names), FileDigests()
    name = names[turned % len(names)]
    knob = next(iter(graph.node(name).cls.params), None)
    assume(knob is not None)
    before = {other: keys(graph, other, digests) for other in names}
    graph.set_param(name, knob, 77)
    after = {other: keys(graph, other, digests) for other in names}
    changed = {other for other in names if after[other] != before[other]}
    assert changed == graph.downstream(name) | {name}
    graph.reset_param(name, knob)
    assert {other: keys(graph, other, digests) for other in names} == before


@pytest.mark.parametrize("depth", [2000])
def test_a_very_long_chain_is_planned_saved_and_opened(depth):
    graph = Graph(REGISTRY)
    graph.add("n0", Number)
    for at in range(1, depth):
        graph.add(f"n{at}", Add)
    for at in range(1, depth):
        graph.link(f"n{at - 1}", f"n{at}")
    last = f"n{depth - 1}"
    found = keys(graph, last, FileDigests())
    again = Project.parse(Project(graph, SHOT).to_json(), REGISTRY).graph
    assert keys(again, last, FileDigests()) == found
