import json


def test_the_report_names_every_plugin(studio):
    result = studio.run("plugins")

    assert "standard (semblance " in result.stdout
    assert "clitest (clitest 1.0)\n  2 nodes" in result.stdout


def test_a_broken_plugin_is_told_and_the_others_work(studio):
    studio.install("brokentest", "import module_that_is_not_installed")

    result = studio.run("plugins")

    assert result.exit_code == 3
    assert "Plugin brokentest could not be loaded: ModuleNotFoundError" in result.stdout
    assert "hint: update or uninstall it" in result.stdout
    assert studio.run("render", "shot.json", "--frames", "1").exit_code == 0


def test_json(studio):
    studio.install("othertest", "from graph_core import hookimpl\n\n@hookimpl\ndef register_nodes():\n    return []\n")

    found = {plugin["name"]: plugin for plugin in json.loads(studio.run("plugins", "--json").stdout)}

    assert found["clitest"]["nodes"] == ["clitest.look", "clitest.save"]
    assert (found["othertest"]["package"], found["othertest"]["error"]) == ("othertest 1.0", None)
