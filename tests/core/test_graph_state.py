"""A graph as a value: later edits do not touch it, and the graph becomes what it was."""

import dataclasses

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from toy_nodes import NODES, Add, Choose, Clock, Grey, Soft, Stack, Through, graph, registry

from graph_core import Curve, Engine, Graph, GraphCoreError, Key, Project
from graph_core.graph import KnobLink
from graph_core.project import Backdrop

REGISTRY = registry()


def linked():
    """Make a graph with a chain, a variadic input, a curve, a linked knob and a placeholder."""
    made = graph(("grey", Grey), ("other", Grey), ("soft", Soft), ("stack", Stack))
    made.link("grey", "soft.image")
    made.link("soft", "stack.layers")
    made.link("other", "stack.layers")
    made.set_param("soft", "size", Curve((Key(1, 0.0), Key(9, 4.0))))
    made.set_param("other", "level", KnobLink("grey", "level"))
    made.add_placeholder("lost", "gone.node", 3, strength=0.5)
    made.link("grey", "lost.image")
    return made


def text(made):
    return Project(made).to_json()


def structure(made):
    """Return nodes and links as the planner sees them."""
    return sorted(made.networkx.nodes), sorted(made.networkx.edges(keys=True))


EDITED = {
    "a knob": lambda made: made.set_param("grey", "level", 0.25),
    "a curve": lambda made: made.set_param("soft", "size", 3.0),
    "a place": lambda made: setattr(made.node("soft"), "position", (5.0, 6.0)),
    "a label": lambda made: setattr(made.node("soft"), "label", "mine"),
    "a switch": lambda made: made.set_disabled("soft", True),
    "a link": lambda made: made.link("other", "soft.image"),
    "a link less": lambda made: made.unlink("stack.layers[0]"),
    "a node": lambda made: made.add("new", Grey),
    "a node less": lambda made: made.remove("grey"),
    "a placeholder less": lambda made: made.remove("lost"),
    "a name": lambda made: made.rename("grey", "plate"),
    "names that are swapped": lambda made: [
        made.rename(old, new) for old, new in (("grey", "x"), ("soft", "grey"), ("x", "soft"))
    ],
    "another node of that name": lambda made: (made.remove("soft"), made.add("soft", Grey)),
}  # fmt: skip


@pytest.mark.parametrize("change", EDITED.values(), ids=EDITED)
def test_a_state_is_not_touched_by_edits_and_brings_everything_back(change):
    made = linked()
    before, was, wires = made.state(), text(made), structure(made)
    change(made)
    after, became, new_wires = made.state(), text(made), structure(made)
    assert after != before and became != was
    made.restore(before)
    assert (text(made), structure(made), made.state()) == (was, wires, before)
    made.restore(after)
    assert (text(made), structure(made), made.state()) == (became, new_wires, after)


def test_states_share_the_nodes_that_did_not_change():
    made = linked()
    before = made.state()
    made.set_param("soft", "size", 2.0)
    after = made.state(before)
    assert {name for name in before if after[name] is not before[name]} == {"soft"}
    made.restore(before)
    assert all(made.state(before)[name] is before[name] for name in before)


def test_a_state_cannot_be_changed():
    state = linked().state()["soft"]
    with pytest.raises(dataclasses.FrozenInstanceError):
        state.label = "x"


def test_another_graph_of_the_same_nodes_becomes_what_a_state_says():
    made = linked()
    other = Graph(REGISTRY)
    other.add("soft", Stack)
    other.restore(made.state())
    assert text(other) == text(made)
    made.set_param("grey", "level", 0.125)
    assert other.param("grey", "level") == 0.5


def test_results_are_those_of_what_was_restored():
    made = graph(("clock", Clock), ("sum", Add))
    made.link("clock", "sum.numbers")
    project = Project(made)
    with Engine() as engine:
        before = project.state()
        assert engine.evaluate(project, "sum", frame=5) == 5
        made.set_param("sum", "plus", 100)
        made.link("clock", "sum.numbers")
        assert engine.evaluate(project, "sum", frame=5) == 110
        project.restore(before)
        assert engine.evaluate(project, "sum", frame=5) == 5


def test_a_project_restores_what_is_beside_the_graph():
    project = Project(linked())
    before = project.state()
    project.follow = "grey"
    project.backdrops.append(Backdrop("Area", (1, 2, 3), (0, 0), (9, 9)))
    project.restore(before)
    assert (project.follow, project.backdrops, project.state()) == ("", [], before)


NAMES = st.sampled_from("abcde")
STEPS = st.one_of(
    st.tuples(st.just("add"), NAMES, st.sampled_from(NODES)),
    st.tuples(st.just("link"), NAMES, NAMES),
    st.tuples(st.just("unlink"), st.sampled_from(["b.numbers[0]", "b.numbers[1]", "c.values[0]", "d.value"])),
    st.tuples(st.just("rename"), NAMES, NAMES),
    st.tuples(st.just("remove"), NAMES),
    st.tuples(st.just("set_disabled"), NAMES, st.booleans()),
    st.tuples(st.just("set_param"), NAMES, st.sampled_from(["plus", "which", "value"]), st.integers(0, 3)),
)


@settings(max_examples=200, deadline=None)
@given(st.lists(STEPS, min_size=5, max_size=30), st.randoms(use_true_random=False))
def test_from_any_state_to_any_other(steps, random):
    made = graph(("a", Clock), ("b", Add), ("c", Choose), ("d", Through))
    for source, target in (("a", "b"), ("b", "d"), ("a", "b"), ("d", "c")):
        made.link(source, target)
    seen = [(made.state(), text(made), structure(made))]
    for name, *arguments in steps:
        try:
            getattr(made, name)(*arguments)
        except GraphCoreError:
            continue
        seen.append((made.state(seen[-1][0]), text(made), structure(made)))
    for state, was, wires in random.sample(seen, min(len(seen), 8)):
        made.restore(state)
        assert (text(made), structure(made)) == (was, wires)
        fresh = Project.parse(was, REGISTRY).graph
        assert structure(fresh) == wires
        assert made.state() == state == fresh.state()
