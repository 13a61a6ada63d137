import toy_nodes

from graph_core import Graph, Image, Matte
from graph_core.editor.search import find_nodes, giving, matching, taking


def ids(nodes):
    return [node.id for node in nodes]


def test_a_name_that_begins_so_comes_first():
    found = ids(matching(toy_nodes.registry(), "s"))
    assert found[0].startswith("toy.s")
    assert ids(matching(toy_nodes.registry(), "soft"))[0] == "toy.soft"


def test_letters_in_order_are_enough():
    assert "toy.split" in ids(matching(toy_nodes.registry(), "spt"))


def test_words_may_stand_in_any_order():
    assert ids(matching(toy_nodes.registry(), "grey toy"))[0] == "toy.grey"


def test_a_slip_of_the_fingers_is_forgiven():
    assert ids(matching(toy_nodes.registry(), "sfot"))[0] == "toy.soft"


def test_nodes_made_for_a_type_come_before_those_that_take_anything():
    registry = toy_nodes.registry()
    offered = ids(matching(taking(registry, Image), ""))
    assert offered.index("toy.soft") < offered.index("toy.choose")
    assert ids(giving(registry, Matte))[:2] == ["toy.hole", "toy.split"]


def test_nothing_is_found_for_letters_nobody_has():
    assert matching(toy_nodes.registry(), "zzq") == []


def test_what_was_added_lately_goes_before_its_equals():
    registry = toy_nodes.registry()
    assert ids(matching(registry, "", ["toy.stack", "toy.hole"]))[:2] == ["toy.stack", "toy.hole"]


def test_offers_what_fits_an_end_of_a_link():
    registry = toy_nodes.registry()
    assert "toy.grey" not in ids(taking(registry, Image))
    assert "toy.soft" in ids(taking(registry, Matte))
    assert "toy.hole" in ids(giving(registry, Matte))
    assert "toy.grey" not in ids(giving(registry, Matte))


def test_finds_nodes_by_name_and_remark():
    graph = Graph(toy_nodes.registry())
    graph.add("plate", "toy.grey")
    graph.add("blurred", "toy.soft").label = "behind the face"
    assert [node.name for node in find_nodes(graph, "face")] == ["blurred"]
    assert next(node.name for node in find_nodes(graph, "pla")) == "plate"
