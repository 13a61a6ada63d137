"""`semblance bench`: how fast this machine is."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import click

import graph_core


@click.command(context_settings={"ignore_unknown_options": True})
@click.argument("arguments", nargs=-1, type=click.UNPROCESSED)
def bench(arguments: tuple[str, ...]) -> None:
    """Run the benchmarks of a checkout; ARGUMENTS are beginnings of their names, such as `chain`."""
    folder = Path(graph_core.__file__).parents[1] / "tests" / "bench"
    if not folder.is_dir():
        click.echo("The benchmarks are part of the source, not of the installed program.")
        click.echo("hint: clone the repository, install it with `pip install -e .` and run `semblance bench` again")
        raise click.exceptions.Exit(2)
    command = [sys.executable, str(folder), *arguments]
    raise click.exceptions.Exit(subprocess.run(command, cwd=folder.parents[1], check=False).returncode)
