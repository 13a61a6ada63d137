import json


def test_a_sound_project(studio):
    result = studio.run("validate", "shot.json")

    assert result.exit_code == 0
    assert "is complete" in result.stdout


def test_every_problem_is_told(studio):
    studio.write(
        look={"id": "clitest.look", "version": 2, "inputs": {"image": "card"}, "params": {"table": "gone.csv"}},
        odd={"id": "gone.node"},
    )

    result = studio.run("validate", "shot.json")

    assert result.exit_code == 3
    assert "Node odd has the id gone.node" in result.stderr
    assert "gone.csv, which is not there" in result.stderr
    assert "2 problems" in result.stderr


def test_a_sequence_that_is_there_in_part_is_no_problem(studio):
    (studio.folder / "plate.0003.png").touch()
    studio.write(
        look={"id": "clitest.look", "version": 2, "inputs": {"image": "card"}, "params": {"table": "plate.%04d.png"}}
    )

    assert studio.run("validate", "shot.json").exit_code == 0


def test_an_open_input_is_told_once(studio):
    studio.write(look={"id": "clitest.look", "version": 2})

    result = studio.run("validate", "shot.json", "--json")

    assert result.exit_code == 3
    (problem,) = json.loads(result.stdout)
    assert (problem["kind"], problem["node"], problem["port"]) == ("MissingInputError", "look", "image")


def test_a_file_that_is_no_project(studio):
    (studio.folder / "notes.json").write_text('{"semblance": 2, "nodes": {')

    result = studio.run("validate", "notes.json")

    assert result.exit_code == 3
    assert "hint: " in result.stderr
