import subprocess
import sys


def test_help_loads_nothing_heavy():
    code = (
        "import sys\n"
        "from graph_core.cli import main\n"
        "main(['--help'], standalone_mode=False)\n"
        "heavy = {'torch', 'networkx', 'rich', 'cv2', 'av', 'c2pa', 'scipy', 'msgspec'} & set(sys.modules)\n"
        "sys.exit(', '.join(heavy) or 0)"
    )

    result = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=False)

    assert result.stderr == ""
    assert result.returncode == 0
    assert "render" in result.stdout


def test_wrong_words_end_with_2(studio):
    result = studio.run("rendr", "shot.json")

    assert result.exit_code == 2
    assert "rendr" in result.stderr


def test_every_command_explains_itself(studio):
    for command in ("render", "validate", "nodes", "plugins", "graph", "cache", "verify", "bench"):
        result = studio.run(command, "--help")
        assert result.exit_code == 0
        assert f"Usage: main {command}" in result.stdout
