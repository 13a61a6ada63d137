"""Copied nodes come back as they were, whatever a mail has done to their text; anything else is refused."""

import json
import re

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from toy_nodes import Everything, Grey, Hole, Lines, Number, Soft, Stack, graph, registry

from graph_core import Curve, GraphCoreError, Key, Project, ProjectFormatError
from graph_core.editor import clipboard, commands
from graph_core.editor.document import Document
from graph_core.graph import KnobLink


def opened(made=None):
    return Document(Project(made if made is not None else graph()))


@pytest.fixture
def document():
    """A grey picture, softened within a matte of its own, and stacked."""
    made = graph(("grey", Grey), ("hole", Hole), ("soft", Soft), ("stack", Stack))
    made.link("grey", "hole.image")
    made.link("grey", "soft.image")
    made.link("hole", "soft.mask")
    made.link("grey", "stack.layers")
    made.link("soft", "stack.layers")
    made.set_param("soft", "size", Curve((Key(1, 0.0, "linear"), Key(9, 4.0))))
    made.node("soft").label = 'a "remark" with {braces} and ünïcödé'
    for number, node in enumerate(made):
        node.position = (100.0 + 200 * number, 50.0)
    return opened(made)


def node_in(document, name):
    return json.loads(document.project.to_json())["nodes"][name]


def test_pasted_nodes_are_what_was_copied_under_free_names_with_the_links_among_them(document):
    text = clipboard.copy(document.project, ["soft", "hole"])
    names = clipboard.paste(document, text, (1000, 500))
    assert sorted(names) == ["hole2", "soft2"]
    soft, copied = node_in(document, "soft"), node_in(document, "soft2")
    assert copied["inputs"] == {"mask": "hole2"}
    assert [copied[key] for key in ("id", "version", "params", "label")] == [
        soft[key] for key in ("id", "version", "params", "label")
    ]
    assert document.graph.node("hole2").position == (1000, 500)
    assert document.graph.node("soft2").position == (1200, 500)
    assert document.undo_label == "Paste 2 nodes"
    document.undo()
    assert "soft2" not in document.graph


def test_nodes_keep_their_names_where_those_are_free(document):
    text = clipboard.copy(document.project, ["grey", "soft"])
    other = opened()
    assert clipboard.paste(other, text, (0, 0)) == ["grey", "soft"]
    assert node_in(other, "soft")["inputs"] == {"image": "grey"}
    assert clipboard.paste(other, text, (0, 0)) == ["grey2", "soft2"]


def test_links_from_outside_are_kept_on_request_in_their_order(document):
    text = clipboard.copy(document.project, ["stack", "soft"])
    without, kept = (clipboard.paste(document, text, (0, 0), keep_inputs=keep) for keep in (False, True))
    assert node_in(document, without[1])["inputs"] == {"layers": ["soft2"]}
    assert node_in(document, kept[1])["inputs"] == {"layers": ["grey", "soft3"]}
    assert node_in(document, kept[0])["inputs"] == {"image": "grey", "mask": "hole"}


def test_links_from_outside_that_do_not_fit_here_are_left_off(document):
    text = clipboard.copy(document.project, ["soft"])
    made = graph(("grey", Number))
    other = opened(made)
    clipboard.paste(other, text, (0, 0), keep_inputs=True)
    assert "inputs" not in node_in(other, "soft")


def test_a_knob_that_follows_a_node_outside_is_copied_as_it_is_and_follows_on_request(document):
    document.graph.add("other", Grey, level=0.25)
    document.graph.set_param("grey", "level", KnobLink("other", "level"))
    text = clipboard.copy(document.project, ["grey"])
    alone, following = (clipboard.paste(document, text, (0, 0), keep_inputs=keep)[0] for keep in (False, True))
    assert document.graph.node(alone).params == {"level": 0.25}
    assert document.graph.node(following).params == {"level": KnobLink("other", "level")}
    names = clipboard.paste(document, clipboard.copy(document.project, ["grey", "other"]), (0, 0))
    assert document.graph.node(names[0]).params == {"level": KnobLink(names[1], "level")}


def test_a_placeholder_is_copied_with_its_knobs_and_wires():
    text = """{"semblance": 2, "nodes": {"a": {"id": "toy.grey", "version": 1},
      "lost": {"id": "gone.node", "version": 7, "params": {"x": {"odd": 1}}, "inputs": {"in": "a", "more": ["a"]}},
      "b": {"id": "toy.soft", "version": 1, "inputs": {"image": "lost.sharp"}}}}"""
    document = Document(Project.parse(text, registry()))
    names = clipboard.paste(document, clipboard.copy(document.project, ["a", "lost", "b"]), (0, 0))
    assert names == ["a2", "b2", "lost2"]
    lost = node_in(document, "lost2")
    assert lost == {
        "id": "gone.node", "version": 7, "params": {"x": {"odd": 1}}, "inputs": {"in": "a2", "more": ["a2"]},
        "position": lost["position"],
    }  # fmt: skip
    assert node_in(document, "b2")["inputs"] == {"image": "lost2.sharp"}


def test_a_backdrop_goes_along_when_all_that_stands_on_it_is_copied(document):
    commands.add_backdrop(document, ["hole", "soft"], title="Softening")
    alone = opened()
    clipboard.paste(alone, clipboard.copy(document.project, ["soft"]), (0, 0))
    assert not alone.project.backdrops
    both = opened()
    clipboard.paste(both, clipboard.copy(document.project, ["soft", "hole"]), (0, 0))
    (backdrop,) = both.project.backdrops
    assert (backdrop.title, backdrop.position) == ("Softening", (0, 0))
    before = document.project.backdrops[0].position
    moved = both.graph.node("soft").position
    assert moved == tuple(at - origin for at, origin in zip(document.graph.node("soft").position, before, strict=True))


def test_cut_removes_what_it_copies_as_one_step(document):
    commands.add_backdrop(document, ["hole"])
    before = document.project.to_json()
    text = clipboard.cut(document, ["hole"])
    assert "hole" not in document.graph and not document.project.backdrops
    document.undo()
    assert document.project.to_json() == before
    assert clipboard.paste(document, text, (0, 0)) == ["hole2"]


def test_duplicates_stand_a_little_aside_and_are_one_step(document):
    (name,) = clipboard.duplicate(document, ["soft"], (30, 40), keep_inputs=True)
    x, y = document.graph.node("soft").position
    assert document.graph.node(name).position == (x + 30, y + 40)
    assert node_in(document, name)["inputs"] == node_in(document, "soft")["inputs"]
    assert document.undo_label == "Duplicate soft"


def test_paths_lead_to_the_same_file_from_another_folder(tmp_path):
    made = graph()
    made.add("lines", Lines, path=str(tmp_path / "a" / "clip.txt"))
    document = opened(made)
    (tmp_path / "a").mkdir()
    document.save(tmp_path / "a" / "one.json")
    other = opened()
    (tmp_path / "b" / "c").mkdir(parents=True)
    other.save(tmp_path / "b" / "c" / "two.json")
    clipboard.paste(other, clipboard.copy(document.project, ["lines"]), (0, 0))
    assert other.graph.param("lines", "path") == str(tmp_path / "a" / "clip.txt")


def test_the_text_of_a_project_file_is_pasted_and_laid_out():
    made = graph(("grey", Grey), ("soft", Soft))
    made.link("grey", "soft.image")
    document = opened()
    clipboard.paste(document, Project(made, follow="grey").to_json(), (10, 20))
    assert document.graph.node("grey").position == (10, 20)
    assert document.graph.node("soft").position[0] > 100
    assert not document.project.follow


MAILS = {
    "as it is": lambda text: text,
    "line ends of Windows": lambda text: text.replace("\n", "\r\n"),
    "quoted": lambda text: re.sub("^", "> ", text, flags=re.M),
    "quoted twice": lambda text: re.sub("^", "> >", text, flags=re.M),
    "quoted and indented": lambda text: re.sub("^", "   >\t ", text, flags=re.M),
    "indented": lambda text: re.sub("^", "      ", text, flags=re.M),
    "on one line": lambda text: " ".join(text.split()),
    "without breaking spaces": lambda text: text.replace("  ", "\xa0\xa0"),
    "among words": lambda text: f'Hi {{Jo}},\nhere is "the" setup:\n\n```{text}```\n\n-- \nSam {{x}}\n',
    "broken lines": lambda text: "\n".join(re.sub(r"(.{1,60}) ", "\\1\n", line) for line in text.split("\n")),
    "broken flowed lines": lambda text: "\n".join(re.sub(r"(.{1,60} )", "\\1\n", line) for line in text.split("\n")),
    "broken and quoted": lambda text: re.sub("^", "> ", re.sub(r"(.{1,70}) ", "\\1\n", text), flags=re.M),
}


@pytest.mark.parametrize("mail", MAILS.values(), ids=MAILS)
def test_nodes_survive_a_mail(document, mail):
    document.graph.node("soft").label = "a long remark, longer than the lines of a mail are, of several parts: {one} }{"
    text = clipboard.copy(document.project, ["grey", "soft", "hole", "stack"])
    assert text.isascii()
    plain, mailed = opened(), opened()
    clipboard.paste(plain, text, (0, 0))
    clipboard.paste(mailed, mail(text), (0, 0))
    assert mailed.project.to_json() == plain.project.to_json()


HOSTILE = {
    "nothing": "",
    "words": 'Hello { "semblance" } there',
    "other JSON": '{"workflow": {"nodes": []}}',
    "cut off": '{"semblance": 2, "nodes": {"a": {"id": "toy.grey"',
    "deep": '{"semblance": 2, "nodes": ' + '{"a":' * 100_000,
    "deep and closed": '{"semblance": 2, "nodes": {"a": {"id": "toy.grey", "params": {"level": '
    + "[" * 5000
    + "]" * 5000
    + "}}}}",
    "many quotes": '{"semblance": 2, "nodes": "' + '\\"' * 300_000,
    "no nodes": '{"semblance": 2, "nodes": []}',
    "newer": '{"semblance": 99, "nodes": {}}',
    "unknown field": '{"semblance": 2, "nodes": {"a": {"id": "toy.grey", "exec": "rm"}}}',
    "bad name": '{"semblance": 2, "nodes": {"a b": {"id": "toy.grey"}}}',
    "loop": '{"semblance": 2, "nodes": {"a": {"id": "toy.through", "inputs": {"value": "a"}}}}',
    "bad knob": '{"semblance": 2, "nodes": {"a": {"id": "toy.grey", "params": {"level": 1e999}}}}',
    "outside": '{"semblance": 2, "nodes": {"a": {"id": "toy.grey"}}, "outside": {"inputs": 3}}',
    "surrogate": '{"semblance": 2, "nodes": {"a": {"id": "toy.grey", "label": "\\ud800"}}}',
    "far away": '{"semblance": 2, "nodes": {"a": {"id": "toy.grey", "position": [1e308, 0]},'
    ' "b": {"id": "toy.grey", "position": [-1e308, 0]}}}',
    "long name": '{"semblance": 2, "nodes": {"a' + "1" * 5000 + '": {"id": "toy.grey", "params": {"level": 7}}}}',
}


@pytest.mark.parametrize("text", HOSTILE.values(), ids=HOSTILE)
def test_anything_else_is_refused_with_one_clear_error(document, text):
    before = document.project.to_json()
    with pytest.raises(GraphCoreError) as refusal:
        clipboard.paste(document, text, (0, 0))
    assert refusal.value.hint
    assert len(str(refusal.value)) < 7000
    assert document.project.to_json() == before


def test_nodes_outside_may_be_called_anything(document):
    text = """{"semblance": 2, "nodes": {"a": {"id": "toy.soft"}, "s": {"id": "toy.stack"}}, "outside": {
      "inputs": {"a.image": "grey.nothing", "a": "grey", "a.b.c": "..", "x.y": "grey", "s.layers[7]": "grey"},
      "knobs": {"a.size": "grey", "a.": "grey.level", "": "", "a.note": "soft.note"}}}"""
    clipboard.paste(document, text, (0, 0), keep_inputs=True)
    assert node_in(document, "s")["inputs"] == {"layers": ["grey"]}
    assert node_in(document, "a")["params"] == {"note": {"knob": "soft.note"}}


@settings(max_examples=300, deadline=None)
@given(st.text(st.sampled_from('{}":,[]\\>\n\r ab2semblance') | st.characters(codec="utf-8"), max_size=60), st.data())
def test_no_text_breaks_pasting(words, data):
    text = '{"semblance": 2, "nodes": {"a": {"id": "toy.grey", "label": "x"}}, "outside": {"inputs": {}}}'
    at = data.draw(st.integers(0, len(text)))
    document = opened()
    try:
        clipboard.paste(document, text[:at] + words + text[at:], (0, 0))
    except ProjectFormatError as error:
        assert error.hint
        assert not len(document.graph)
    text = document.project.to_json()
    assert Project.parse(text, registry()).to_json() == text


def test_five_hundred_nodes_are_copied_and_pasted_at_once():
    made = graph()
    for number in range(500):
        made.add(f"n{number}", Everything)
        if number:
            made.link(f"n{number - 1}", f"n{number}.number")
    document = opened(made)
    names = clipboard.paste(document, clipboard.copy(document.project, list(made.nodes)), (0, 0))
    assert len(names) == 500 and len(document.graph) == 1000
