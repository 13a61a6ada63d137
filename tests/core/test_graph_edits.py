"""Any sequence of edits leaves a graph that is whole: as the artist sees it, as it is planned and as it is saved."""

import networkx as nx
from hypothesis import settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, rule
from toy_nodes import NODES, Everything, Grey, Hole, Soft, Stack, Through, graph, registry

from graph_core import Curve, GraphCoreError, Key, Project
from graph_core.graph import KnobLink
from graph_core.node import fits

NAMES = st.sampled_from(["a", "b", "c", "d", "e", "lost"])
PORTS = st.sampled_from(["", ".out", ".image", ".matte"])
SLOTS = st.sampled_from(
    ["", ".image", ".mask", ".value", ".number", ".numbers", ".layers", ".layers[0]", ".layers[1]", ".numbers[0]"]
)
CLASSES = st.sampled_from([*NODES, Grey, Hole, Soft, Stack, Stack, Through, Through, Everything])
KNOBS = st.sampled_from(sorted({name for cls in NODES for name in cls.params}))
VALUES = st.sampled_from([0, 1, 0.5, 7, -1, True, "over", "x", (0, 0.5, 1), (1, 2), None])


class Edits(RuleBasedStateMachine):
    """What an artist does to a graph, whether it can be done or not."""

    @initialize()
    def begin(self):
        self.graph = graph()

    def attempt(self, edit, *arguments):
        """Do an edit; one that is refused must leave everything as it was."""
        before = self.state()
        try:
            edit(*arguments)
        except GraphCoreError as error:
            assert error.hint
            assert self.state() == before

    def state(self):
        return [(node.name, dict(node.inputs), dict(node.params), node.disabled) for node in self.graph]

    @rule(name=NAMES, cls=CLASSES)
    def add(self, name, cls):
        self.attempt(self.graph.add, name, cls)

    @rule(name=NAMES)
    def lose(self, name):
        self.attempt(lambda: self.graph.add_placeholder(name, "gone.node", x=1))

    @rule(source=NAMES, port=PORTS, onto=NAMES, slot=SLOTS)
    def link(self, source, port, onto, slot):
        self.attempt(self.graph.link, source + port, onto + slot)

    @rule(source=NAMES, onto=NAMES)
    def link_anything_that_fits(self, source, onto):
        if onto in self.graph and self.graph.node(onto).cls:
            for port in self.graph.node(onto).cls.signature.inputs:
                self.attempt(self.graph.link, source, f"{onto}.{port.name}")

    @rule(onto=NAMES, slot=SLOTS)
    def unlink(self, onto, slot):
        self.attempt(self.graph.unlink, onto + slot)

    @rule(name=NAMES)
    def remove(self, name):
        self.attempt(self.graph.remove, name)

    @rule(name=NAMES, new=NAMES)
    def rename(self, name, new):
        self.attempt(self.graph.rename, name, new)

    @rule(name=NAMES, knob=KNOBS, value=VALUES)
    def turn(self, name, knob, value):
        self.attempt(self.graph.set_param, name, knob, value)

    @rule(name=NAMES, knob=KNOBS, first=VALUES, last=VALUES)
    def animate(self, name, knob, first, last):
        self.attempt(self.graph.set_param, name, knob, Curve((Key(1, first), Key(5, last))))

    @rule(name=NAMES, knob=KNOBS, other=NAMES, followed=KNOBS)
    def follow(self, name, knob, other, followed):
        self.attempt(self.graph.set_param, name, knob, KnobLink(other, followed))

    @rule(name=NAMES, knob=KNOBS)
    def reset(self, name, knob):
        self.attempt(self.graph.reset_param, name, knob)

    @rule(name=NAMES, off=st.booleans())
    def disable(self, name, off):
        self.attempt(self.graph.set_disabled, name, off)

    @invariant()
    def the_structure_says_what_the_inputs_say(self):
        edges = {(source.node, node.name, slot) for node in self.graph for slot, source in node.inputs.items()}
        assert set(self.graph.networkx.edges(keys=True)) == edges
        assert set(self.graph.networkx.nodes) == set(self.graph.nodes)
        assert all(name == node.name for name, node in self.graph.nodes.items())

    @invariant()
    def there_is_no_loop(self):
        assert nx.is_directed_acyclic_graph(self.graph.networkx)

    @invariant()
    def types_fit(self):
        for node in self.graph:
            for slot, source in node.inputs.items():
                if node.cls is not None:
                    assert fits(self.graph.output_type(source), node.port(slot).type)

    @invariant()
    def slots_have_no_gaps(self):
        for node in self.graph:
            numbered = [slot for slot in node.inputs if slot.endswith("]")]
            for port in {slot.partition("[")[0] for slot in numbered} if node.cls else ():
                count = sum(slot.startswith(f"{port}[") for slot in numbered)
                assert {f"{port}[{at}]" for at in range(count)} <= set(numbered)

    @invariant()
    def every_followed_knob_is_there(self):
        for node in self.graph:
            assert all(value.node in self.graph for value in node.params.values() if isinstance(value, KnobLink))

    @invariant()
    def the_file_opens_and_says_the_same(self):
        text = Project(self.graph).to_json()
        again = Project.parse(text, REGISTRY)
        assert again.to_json() == text
        assert {node.name: node.inputs for node in again.graph} == {node.name: node.inputs for node in self.graph}


REGISTRY = registry()
TestEdits = Edits.TestCase
TestEdits.settings = settings(max_examples=60, stateful_step_count=40, deadline=None)
