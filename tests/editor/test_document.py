import pytest
import toy_nodes

from graph_core import Graph, GraphCoreError, Project, ProjectError
from graph_core.editor import commands
from graph_core.editor.document import Document


@pytest.fixture
def document():
    document = Document(Project(Graph(toy_nodes.registry())))
    commands.add(document, "toy.soft", (0, 0), name="soft")
    return document


def test_an_edit_that_fails_half_way_leaves_nothing_behind(document):
    before = document.project.to_json()
    with pytest.raises(GraphCoreError), document.edit("Two things") as graph:
        graph.add("other", "toy.grey")
        graph.link("nobody", "soft.image")
    assert document.project.to_json() == before
    assert document.undo_label == "Add soft"


def test_a_drag_is_one_step(document):
    for size in (2.0, 3.0, 4.0):
        commands.set_param(document, "soft", "size", size, merge="drag")
    document.end_merge()
    commands.set_param(document, "soft", "size", 9.0, merge="drag")
    document.undo()
    assert document.graph.param("soft", "size") == 4.0
    document.undo()
    assert document.graph.param("soft", "size") == 1.0


def test_edits_within_an_edit_are_one_step(document):
    with document.edit("Both"):
        commands.add(document, "toy.grey", (0, 0), name="grey")
        commands.connect(document, "grey", "soft.image")
    document.undo()
    assert list(document.graph.nodes) == ["soft"]
    document.redo()
    assert document.graph.node("soft").inputs["image"].node == "grey"


def test_an_edit_that_changes_nothing_is_no_step(document):
    commands.set_param(document, "soft", "size", 1.5)
    label = document.undo_label
    commands.set_param(document, "soft", "size", 1.5)
    document.undo()
    assert label == document.redo_label
    assert document.undo_label == "Add soft"


def test_a_new_edit_ends_what_could_be_redone(document):
    commands.set_param(document, "soft", "size", 5.0)
    document.undo()
    commands.set_label(document, "soft", "mine")
    assert document.redo_label == ""


def test_tells_what_has_changed(document):
    changes = []
    document.changed.connect(changes.append)
    commands.move(document, {"soft": (5, 5)})
    commands.set_param(document, "soft", "size", 5.0)
    document.undo()
    assert [change.nodes for change in changes] == [{"soft"}] * 3
    assert [change.values for change in changes] == [False, True, True]


def test_is_modified_until_it_is_saved_or_undone(document, tmp_path):
    document.save(tmp_path / "a.json")
    assert not document.is_modified
    commands.set_param(document, "soft", "size", 5.0)
    assert document.is_modified
    document.undo()
    assert not document.is_modified


def test_a_read_only_project_is_not_edited_or_written_over(tmp_path):
    path = tmp_path / "a.json"
    Document(Project(Graph(toy_nodes.registry()))).save(path)
    document = Document(Project.load(path, toy_nodes.registry()), is_read_only=True)
    with pytest.raises(ProjectError, match="read-only"):
        commands.add(document, "toy.grey", (0, 0))
    with pytest.raises(ProjectError, match="read-only"):
        document.save()
    document.save(tmp_path / "b.json")
    commands.add(document, "toy.grey", (0, 0))
