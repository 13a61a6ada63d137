"""Any sequence of commands, undone step by step, gives back every project file on the way; redone, forward again."""

from hypothesis import settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, precondition, rule
from toy_nodes import NODES, graph, registry

from graph_core import GraphCoreError, Project
from graph_core.editor import commands
from graph_core.editor.clipboard import copy, paste
from graph_core.editor.document import Document

REGISTRY = registry()
IDS = st.sampled_from([cls.id for cls in NODES])
NUMBERS = st.integers(0, 9)
KNOBS = st.sampled_from(sorted({name for cls in NODES for name in cls.params}))
VALUES = st.sampled_from([0, 1, 0.5, 7, -1, True, "over", "x", (0, 0.5, 1), (1, 2), None])
PLACES = st.tuples(st.integers(-500, 500), st.integers(-500, 500))
FRAMES = st.integers(1, 5)


class Desk(RuleBasedStateMachine):
    """A person who tries everything."""

    @initialize()
    def begin(self):
        project = Project(graph())
        project.graph.restore({})
        project.graph.add_placeholder("lost", "gone.node", 1)
        self.document = Document(project)
        self.texts = [self.text()]

    def text(self):
        return self.document.project.to_json()

    def name(self, number):
        names = sorted(self.document.graph.nodes)
        return names[number % len(names)] if names else "nobody"

    def attempt(self, command, *arguments, **options):
        before, label = self.text(), self.document.undo_label
        try:
            command(self.document, *arguments, **options)
        except GraphCoreError as error:
            assert error.hint
            assert self.text() == before
            assert self.document.undo_label == label
            return
        if self.text() != before:
            self.texts.append(self.text())

    @rule(node=IDS, place=PLACES)
    def add(self, node, place):
        self.attempt(commands.add, node, place)

    @rule(node=IDS, source=NUMBERS)
    def add_behind(self, node, source):
        self.attempt(commands.add, node, (0, 0), source=self.name(source))

    @rule(source=NUMBERS, onto=NUMBERS, port=NUMBERS)
    def connect(self, source, onto, port):
        entry = self.document.graph.nodes.get(self.name(onto))
        slots = [item.name for item in entry.cls.signature.inputs] if entry and entry.cls else ["value"]
        if slots:
            self.attempt(commands.connect, self.name(source), f"{self.name(onto)}.{slots[port % len(slots)]}")

    @rule(onto=NUMBERS, which=NUMBERS)
    def disconnect(self, onto, which):
        slots = sorted(self.document.graph.node(self.name(onto)).inputs) if self.document.graph.nodes else []
        if slots:
            self.attempt(commands.disconnect, f"{self.name(onto)}.{slots[which % len(slots)]}")

    @rule(which=NUMBERS, onto=NUMBERS)
    def insert(self, which, onto):
        slots = sorted(self.document.graph.node(self.name(onto)).inputs) if self.document.graph.nodes else []
        if slots:
            self.attempt(commands.insert_on_link, self.name(which), f"{self.name(onto)}.{slots[0]}")

    @rule(names=st.sets(NUMBERS, min_size=1, max_size=3))
    def delete(self, names):
        self.attempt(commands.delete, {self.name(number) for number in names})

    @rule(names=st.sets(NUMBERS, min_size=1, max_size=3))
    def extract(self, names):
        self.attempt(commands.extract, {self.name(number) for number in names})

    @rule(names=st.sets(NUMBERS, min_size=1, max_size=3))
    def disable(self, names):
        self.attempt(commands.toggle_disabled, {self.name(number) for number in names})

    @rule(number=NUMBERS, place=PLACES)
    def move(self, number, place):
        self.attempt(commands.move, {self.name(number): place})

    @rule(number=NUMBERS, new=st.sampled_from(["front", "back", "1st", "lost"]))
    def rename(self, number, new):
        self.attempt(commands.rename, self.name(number), new)

    @rule(number=NUMBERS, node=IDS)
    def replace(self, number, node):
        self.attempt(commands.replace, self.name(number), node)

    @rule(number=NUMBERS, knob=KNOBS, value=VALUES)
    def set_knob(self, number, knob, value):
        self.attempt(commands.set_param, self.name(number), knob, value)

    @rule(number=NUMBERS, knob=KNOBS)
    def reset_knob(self, number, knob):
        self.attempt(commands.reset_param, self.name(number), knob)

    @rule(number=NUMBERS, knob=KNOBS, frame=FRAMES)
    def set_key(self, number, knob, frame):
        self.attempt(commands.set_key, self.name(number), knob, frame)

    @rule(number=NUMBERS, knob=KNOBS, frame=FRAMES)
    def remove_key(self, number, knob, frame):
        self.attempt(commands.remove_key, self.name(number), knob, frame)

    @rule(number=NUMBERS, knob=KNOBS, other=NUMBERS, followed=KNOBS)
    def link_knob(self, number, knob, other, followed):
        self.attempt(commands.link_knob, self.name(number), knob, self.name(other), followed)

    @rule(names=st.sets(NUMBERS, min_size=1, max_size=3), place=PLACES, keeps=st.booleans())
    def copy_and_paste(self, names, place, keeps):
        if self.document.graph.nodes:
            text = copy(self.document.project, {self.name(number) for number in names})
            self.attempt(paste, text, place, keep_inputs=keeps)

    @precondition(lambda self: self.document.undo_label)
    @rule()
    def undo_everything_and_redo_it(self):
        texts = self.texts
        for text in reversed(texts[:-1]):
            self.document.undo()
            assert self.text() == text
        assert not self.document.undo_label
        for text in texts[1:]:
            self.document.redo()
            assert self.text() == text
        assert not self.document.redo_label

    @invariant()
    def opens_as_it_was_saved(self):
        text = self.text()
        again = Project.parse(text, REGISTRY)
        assert again.to_json() == text
        mine = sorted(self.document.graph.networkx.edges(keys=True))
        assert mine == sorted(again.graph.networkx.edges(keys=True))


TestDesk = Desk.TestCase
TestDesk.settings = settings(max_examples=40, stateful_step_count=30, deadline=None)
