"""`semblance verify`: what a file says of itself, and whether it was altered."""

from __future__ import annotations

import json
from pathlib import Path
from typing import TYPE_CHECKING

import click

from graph_core.cli._session import debug_option

if TYPE_CHECKING:
    from graph_core.credentials import Credentials


@click.command()
@click.argument("file", type=click.Path(exists=True, dir_okay=False, path_type=Path))
@click.option("--json", "as_json", is_flag=True, help="Write everything that was found as JSON.")
@debug_option
def verify(file: Path, as_json: bool) -> None:
    """Tell what the credentials of FILE claim and whether they hold.

    Ends with exit code 0 when they are valid, 1 when the file was altered or has none.
    """
    from graph_core.credentials import verify as read

    found = read(file)
    if as_json:
        import dataclasses

        click.echo(json.dumps(dataclasses.asdict(found), indent=2))
    else:
        _tell(file, found)
    if found.state != "valid":
        raise click.exceptions.Exit(1)


def _tell(file: Path, found: Credentials) -> None:
    if found.state == "none":
        click.secho(f"{file.name} has no Content Credentials.", fg="yellow")
        return
    if found.state == "altered":
        click.secho(f"{file.name} was altered, or is not soundly signed.", fg="red")
        for problem in found.problems:
            click.echo(f"  {problem}")
    else:
        click.secho(f"{file.name} has not been altered since it was signed.", fg="green")
    if found.signer:
        trust = {
            "trusted": "on your list of trusted certificates",
            "development": "a development certificate: it proves no name",
            "unknown": "not on a list of trusted certificates",
        }[found.trust]
        click.echo(f"Signed by {found.signer} ({trust}).")
    if found.claims:
        click.echo("It claims:" if found.state == "valid" else "It claimed:")
        for claim in found.claims:
            click.echo(f"  {claim}")
    for item in found.ingredients:
        if item.signer:
            click.echo(f"{item.title} has credentials by {item.signer}.")
        for problem in item.problems:
            click.secho(f"{item.title}, when it was used: {problem}", fg="yellow")
