def test_mermaid(studio):
    lines = studio.run("graph", "shot.json").stdout.splitlines()

    assert lines == [
        "flowchart LR",
        '    n0["card<br/>draw.constant"]',
        '    n1["look<br/>clitest.look"]',
        '    n2["save<br/>clitest.save"]',
        '    n0 -- "image" --> n1',
        '    n1 -- "image" --> n2',
    ]


def test_dot_dashes_what_is_switched_off(studio):
    studio.write(look={"id": "clitest.look", "version": 2, "inputs": {"image": "card"}, "disabled": True})

    text = studio.run("graph", "shot.json", "--format", "dot").stdout

    assert text.startswith("digraph {")
    assert '"look" [label="look\\nclitest.look" style=dashed]' in text
    assert '"card" -> "look" [label="image"]' in text


def test_a_project_with_a_missing_plugin_can_still_be_drawn(studio):
    studio.write(look={"id": "gone.node", "inputs": {"image": "card"}})

    assert "gone.node" in studio.run("graph", "shot.json").stdout
