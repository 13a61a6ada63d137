def test_the_list_has_every_node_with_its_tooltip(studio):
    result = studio.run("nodes")

    assert result.exit_code == 0
    lines = result.stdout.splitlines()
    assert any(
        line.startswith("clitest.save ") and line.endswith(" Save each frame as a signed file.") for line in lines
    )
    assert any(line.startswith("draw.constant ") for line in lines)
    assert lines == sorted(lines)


def test_one_node_is_shown_in_full(studio):
    text = studio.run("nodes", "clitest.look").stdout

    assert text.startswith("clitest.look, version 2\nLook for a face in a picture.\n\nIt never finds one.\n")
    assert "image: Image\n      Picture to look at." in text
    assert "out: Image\n      The same picture." in text
    assert "wait: float, default 0; at least 0 and below 10, usually 0 to 2 s\n      Makes it slow." in text
    assert "table: path, default empty" in text
    assert "the credentials say so" in text


def test_a_misspelt_node_gets_a_hint(studio):
    result = studio.run("nodes", "clitest.lok")

    assert result.exit_code == 3
    assert "did you mean clitest.look" in result.stderr


def test_markdown_has_a_table_of_ports_and_of_knobs(studio):
    text = studio.run("nodes", "--plugin", "clitest", "--markdown").stdout

    assert text.startswith("# Nodes\n")
    assert "- **clitest**: [clitest.look](#clitestlook), [clitest.save](#clitestsave)\n" in text
    assert "## clitest.look\n\nLook for a face in a picture.\n" in text
    assert "| `image` | in | Image | Picture to look at. |" in text
    assert "| `wait` | float | `0` | at least 0 and below 10, usually 0 to 2 s | Makes it slow. |" in text
    assert "draw.constant" not in text
    assert text.endswith("|\n\nIt writes files; it runs whenever it is asked for.\n")


def test_markdown_is_the_same_each_time(studio):
    first = studio.run("nodes", "--plugin", "standard", "--markdown").stdout

    assert first == studio.run("nodes", "--plugin", "standard", "--markdown").stdout
    assert "## draw.constant" in first
    assert "clitest" not in first


def test_an_unknown_plugin_gets_a_hint(studio):
    result = studio.run("nodes", "--plugin", "clitst")

    assert result.exit_code == 3
    assert "did you mean clitest?" in result.stderr
