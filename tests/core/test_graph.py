"""The graph: whatever would break it is refused when it is tried, with the remedy."""

import networkx as nx
import pytest
from toy_nodes import (
    Add,
    Choose,
    Clock,
    Everything,
    Grey,
    Half,
    Hole,
    Number,
    Raise,
    Soft,
    Split,
    Stack,
    Through,
    graph,
)

from graph_core import (
    Curve,
    CycleError,
    GraphError,
    Image,
    Key,
    LinkError,
    Matte,
    ParamError,
    Project,
    UnknownNodeError,
)
from graph_core.graph import KnobLink, Source


def refused(kind, match, hint):
    return pytest.raises(kind, match=f"(?s){match}.*hint: .*{hint}")


def inputs(made, name):
    return {slot: str(source) for slot, source in made.node(name).inputs.items()}


def consistent(made):
    """Check that the networkx structure says the same as the nodes' inputs."""
    edges = {(source.node, node.name, slot) for node in made for slot, source in node.inputs.items()}
    assert set(made.networkx.edges(keys=True)) == edges
    assert set(made.networkx.nodes) == set(made.nodes)
    assert nx.is_directed_acyclic_graph(made.networkx)


def test_linking_and_unlinking():
    made = graph(("grey", Grey), ("soft", Soft), ("hole", Hole))
    made.link("grey", "soft.image")
    made.link("grey.out", "hole")
    made.link("hole", "soft.mask")
    assert inputs(made, "soft") == {"image": "grey", "mask": "hole"}
    assert made.downstream("grey") == {"soft", "hole"} and made.downstream("soft") == set()
    consistent(made)
    made.unlink("soft.mask")
    assert inputs(made, "soft") == {"image": "grey"}
    consistent(made)
    with refused(LinkError, r"Nothing is linked to soft\.mask", "linked are image"):
        made.unlink("soft.mask")
    with refused(LinkError, "Nothing is linked to grey", "none of its inputs is linked"):
        made.unlink("grey.image")


def test_a_new_link_takes_the_place_of_the_old_one():
    made = graph(("one", Grey), ("two", Grey), ("soft", Soft))
    made.link("one", "soft.image")
    made.link("two", "soft.image")
    assert inputs(made, "soft") == {"image": "two"}
    assert made.downstream("one") == set()
    consistent(made)


def test_names():
    made = graph(("grey", Grey))
    for name in ("", "1a", "a b", "a.b", "a-b", "ä", "a\n"):
        with refused(GraphError, "cannot be named", "letters, digits and _"):
            made.add(name, Grey)
    with refused(GraphError, "a node named grey already", "another name"):
        made.add("grey", Grey)
    with refused(UnknownNodeError, "no node named 'gray'", "did you mean grey"):
        made.node("gray")
    with refused(UnknownNodeError, "no node named 'zzz'", "the graph has grey"):
        made.node("zzz")
    assert "grey" in made and "zzz" not in made and len(made) == 1


def test_an_unknown_id_names_the_nearest():
    made = graph()
    with refused(UnknownNodeError, r"no node toy\.gray", r"did you mean toy\.grey"):
        made.add("a", "toy.gray")
    with refused(UnknownNodeError, r"no node depth\.tiny", "install the plugin that brings depth nodes"):
        made.add("a", "depth.tiny")
    assert made.add("a", "toy.grey").cls is Grey


def test_unknown_ports_are_refused_with_the_nearest():
    made = graph(("split", Split), ("soft", Soft), ("grey", Grey))
    with refused(LinkError, "has no output 'mattte'", "did you mean matte"):
        made.link("split.mattte", "soft.mask")
    with refused(LinkError, "has no input 'maks'", "did you mean mask"):
        made.link("split.matte", "soft.maks")
    with refused(LinkError, "has no input ''", "it has image, mask"):
        made.link("split.matte", "soft")
    with refused(LinkError, "has no input 'image'", "it has no inputs"):
        made.link("split.matte", "grey.image")
    with refused(LinkError, r"has no input 'image\[0\]'", ""):
        made.link("split", "soft.image[0]")


def test_the_first_of_several_outputs_is_meant_when_none_is_named():
    made = graph(("grey", Grey), ("split", Split), ("soft", Soft))
    made.link("split", "soft.image")
    made.link("split.matte", "soft.mask")
    assert inputs(made, "soft") == {"image": "split.image", "mask": "split.matte"}


def test_types_that_do_not_fit_are_refused_with_a_converter():
    made = graph(("grey", Grey), ("soft", Soft), ("number", Number))
    with refused(
        LinkError, r'Cannot link grey "out" \(Image\) to soft "mask" \(Matte\)', r"put toy\.hole between them"
    ) as caught:
        made.link("grey", "soft.mask")
    assert (caught.value.node, caught.value.port) == ("soft", "mask")
    with refused(LinkError, r"\(int\) to soft", "link something that gives Image"):
        made.link("number", "soft.image")
    consistent(made)


def test_a_whole_number_may_feed_a_number_but_not_the_other_way_round():
    made = graph(("number", Number), ("half", Half), ("add", Add))
    made.link("number", "half.number")
    with pytest.raises(LinkError, match=r"\(float\) to add"):
        made.link("half", "add.numbers")


def test_loops_are_refused_and_named():
    made = graph(("a", Soft), ("b", Soft), ("c", Soft))
    made.link("a", "b.image")
    made.link("b", "c.image")
    with refused(CycleError, "would make a loop: a → b → c → a", "Stream input"):
        made.link("c", "a.image")
    with refused(CycleError, "loop: a → a", "cannot feed itself"):
        made.link("a", "a.image")
    consistent(made)


def test_any_number_of_links_stay_in_order_and_without_gaps():
    made = graph(*((name, Grey) for name in "abcd"), ("stack", Stack))
    for name in "abc":
        made.link(name, "stack.layers")
    assert inputs(made, "stack") == {"layers[0]": "a", "layers[1]": "b", "layers[2]": "c"}
    made.link("d", "stack.layers[1]")
    made.link("b", "stack.layers[3]")
    with refused(LinkError, r"layers\[9\] of stack would leave a gap", r"the next is layers\[4\]"):
        made.link("a", "stack.layers[9]")
    assert [str(made.node("stack").inputs[f"layers[{at}]"]) for at in range(4)] == ["a", "d", "c", "b"]
    made.unlink("stack.layers[1]")
    assert [str(made.node("stack").inputs[f"layers[{at}]"]) for at in range(3)] == ["a", "c", "b"]
    consistent(made)
    made.remove("a")
    assert [str(made.node("stack").inputs[f"layers[{at}]"]) for at in range(2)] == ["c", "b"]
    assert len(made.node("stack").inputs) == 2
    consistent(made)


def test_removing_a_node_that_is_linked_several_times():
    made = graph(("a", Grey), ("b", Grey), ("stack", Stack))
    for name in "abaab":
        made.link(name, "stack.layers")
    made.remove("a")
    assert inputs(made, "stack") == {"layers[0]": "b", "layers[1]": "b"}
    consistent(made)


def test_renaming_takes_links_and_knobs_along():
    made = graph(("a", Grey), ("soft", Soft), ("stack", Stack), ("b", Grey))
    made.link("a", "soft.image")
    made.link("a", "stack.layers")
    made.set_param("b", "level", KnobLink("a", "level"))
    made.rename("a", "plate")
    made.rename("plate", "plate")
    assert inputs(made, "soft") == {"image": "plate"} and inputs(made, "stack") == {"layers[0]": "plate"}
    made.set_param("plate", "level", 0.25)
    assert made.param("b", "level") == 0.25
    assert list(made.nodes) == ["plate", "soft", "stack", "b"]
    with pytest.raises(GraphError, match="named b already"):
        made.rename("plate", "b")
    with pytest.raises(GraphError, match="cannot be named"):
        made.rename("plate", "a b")
    consistent(made)


def test_knobs_are_set_reset_and_checked():
    made = graph(("grey", Grey), ("every", Everything))
    made.set_param("grey", "level", 1)
    assert made.param("grey", "level") == 1.0
    made.reset_param("grey", "level")
    assert made.param("grey", "level") == 0.5 and made.node("grey").params == {}
    with refused(ParamError, r"Knob grey\.level cannot be 2", "at least 0 and at most 1"):
        made.set_param("grey", "level", 2)
    with refused(ParamError, "has no knob 'lvel'", "did you mean level"):
        made.set_param("grey", "lvel", 1)
    with refused(ParamError, "has no knob 'lvel'", "did you mean level"):
        made.reset_param("grey", "lvel")
    with pytest.raises(ParamError):
        made.add("other", Grey, level=7)
    assert "other" not in made


def test_curves_are_checked_key_by_key():
    made = graph(("every", Everything))
    made.set_param("every", "tint", Curve((Key(1, [0, 0, 0]), Key(2, "#ffffff"))))
    assert made.param("every", "tint").at(2) == (1, 1, 1, 1)
    with refused(ParamError, r"every\.amount cannot be 99", "at most 10"):
        made.set_param("every", "amount", Curve((Key(1, 0), Key(2, 99))))
    for knob in ("path", "words"):
        with refused(ParamError, "cannot be animated", "constant"):
            made.set_param("every", knob, Curve((Key(1, "a"), Key(2, "b"))))


def test_a_knob_follows_another():
    made = graph(("a", Grey), ("b", Grey), ("c", Grey), ("every", Everything))
    made.set_param("b", "level", KnobLink("a", "level"))
    made.set_param("c", "level", KnobLink("b", "level"))
    made.set_param("a", "level", 0.125)
    assert made.param("c", "level") == 0.125
    with refused(ParamError, r"every\.count \(int\) cannot follow a\.level \(float\)", "of kind int"):
        made.set_param("every", "count", KnobLink("a", "level"))
    with refused(UnknownNodeError, "no node named 'zzz'", ""):
        made.set_param("b", "level", KnobLink("zzz", "level"))
    with refused(ParamError, "has no knob 'levl'", "did you mean level"):
        made.set_param("b", "level", KnobLink("a", "levl"))


def test_knobs_that_follow_each_other_in_a_loop_are_refused_when_asked():
    made = graph(("a", Grey), ("b", Grey))
    made.set_param("b", "level", KnobLink("a", "level"))
    made.set_param("a", "level", KnobLink("b", "level"))
    with refused(ParamError, "is linked to itself", "set one of them"):
        made.param("a", "level")


def test_removing_the_node_a_knob_follows_leaves_the_knob_at_its_value():
    made = graph(("a", Grey), ("b", Grey))
    made.set_param("a", "level", 0.75)
    made.set_param("b", "level", KnobLink("a", "level"))
    made.remove("a")
    assert made.param("b", "level") == 0.75


def test_removing_a_node_whose_knobs_lead_nowhere_puts_followers_back():
    made = graph(("a", Grey), ("b", Grey))
    made.set_param("a", "level", KnobLink("a", "level"))
    made.set_param("b", "level", KnobLink("a", "level"))
    made.remove("a")
    assert made.param("b", "level") == 0.5


def test_a_knob_may_follow_a_placeholder_until_it_is_asked():
    made = graph(("a", Grey))
    made.add_placeholder("lost", "gone.node")
    made.set_param("a", "level", KnobLink("lost", "size"))
    with refused(ParamError, r"placeholder for gone\.node", "install the plugin"):
        made.param("a", "level")


def test_a_placeholder_takes_any_link_and_no_knob():
    made = graph(("grey", Grey), ("soft", Soft))
    made.add_placeholder("lost", "gone.node", 4)
    made.link("grey", "lost.anything")
    made.link("lost.something", "soft.mask")
    assert inputs(made, "soft") == {"mask": "lost.something"}
    with refused(ParamError, r"placeholder for gone\.node", "install the plugin"):
        made.set_param("lost", "size", 1)
    consistent(made)


def test_what_passes_anything_on_has_the_type_of_what_it_is_linked_to():
    made = graph(("grey", Grey), ("hole", Hole), ("dot", Through), ("dot2", Through), ("soft", Soft))
    made.link("dot", "dot2.value")
    made.link("dot2", "soft.mask")
    made.link("hole", "dot.value")
    assert made.output_type(Source("dot2", "out")) is Matte
    with pytest.raises(LinkError, match=r"Cannot link dot2 .* \(Image\) to soft"):
        made.link("grey", "dot.value")
    assert inputs(made, "dot") == {"value": "hole"}
    made.unlink("soft.mask")
    made.link("grey", "dot.value")
    assert made.output_type(Source("dot2", "out")) is Image
    with pytest.raises(LinkError, match=r"\(Image\) to soft"):
        made.link("dot2", "soft.mask")
    consistent(made)


def test_an_input_of_a_missing_node_takes_one_link_or_several():
    made = graph(("grey", Grey))
    for name in ("one", "many"):
        made.add_placeholder(name, "gone.node")
    made.link("grey", "one.layers")
    with refused(LinkError, "one takes either one link or several", "unlink it first"):
        made.link("grey", "one.layers[0]")
    made.link("grey", "many.layers[0]")
    with refused(LinkError, "many takes either one link or several", r"the next is layers\[1\]"):
        made.link("grey", "many.layers")
    text = Project(made).to_json()
    assert Project.parse(text, made.registry).to_json() == text


def test_a_switch_takes_inputs_of_one_type_only():
    made = graph(("grey", Grey), ("hole", Hole), ("choose", Choose), ("any", Through), ("soft", Soft))
    made.link("grey", "choose")
    made.link("choose", "soft.image")
    made.link("grey", "hole")
    with refused(LinkError, r'hole "out" \(Matte\) to choose "values\[1\]".*takes Image from grey', "Image"):
        made.link("hole", "choose")
    made.link("any", "choose")
    with refused(LinkError, r'any "out" \(Matte\) to choose "values\[1\]"', "Image"):
        made.link("hole", "any")
    assert inputs(made, "choose") == {"values[0]": "grey", "values[1]": "any"} and inputs(made, "any") == {}
    made.unlink("choose.values[0]")
    with refused(LinkError, r'choose "out" \(Matte\) to soft "image" \(Image\)', "link something"):
        made.link("hole", "any")
    consistent(made)


def test_what_passes_pictures_on_takes_nothing_else():
    made = graph(("clock", Clock), ("hole", Hole), ("flip", Raise))
    made.link("hole", "flip.value")
    with pytest.raises(LinkError, match=r"\(int\) to flip"):
        made.link("clock", "flip.value")


def test_the_structure_number_changes_with_every_change_and_not_without():
    made = graph(("grey", Grey), ("soft", Soft))
    before = made.structure
    with pytest.raises(LinkError):
        made.link("grey", "soft.mask")
    assert made.structure == before
    made.link("grey", "soft.image")
    assert made.structure > before
    before = made.structure
    made.set_disabled("soft", True)
    assert made.structure > before and made.node("soft").disabled
    revision = made.node("grey").revision
    made.set_param("grey", "level", 0.1)
    assert made.node("grey").revision > revision
