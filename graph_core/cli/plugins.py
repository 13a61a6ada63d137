"""`semblance plugins`: what was loaded and what was not."""

from __future__ import annotations

import json

import click

from graph_core.cli._session import EXIT_PROJECT, debug_option


@click.command()
@click.option("--json", "as_json", is_flag=True, help="Write the report as JSON.")
@debug_option
def plugins(as_json: bool) -> None:
    """List the installed plugins and how loading them went.

    Ends with exit code 3 when one could not be loaded.
    """
    import logging

    from graph_core.plugins import Registry

    log = logging.getLogger("graph_core.plugins")
    before = log.level
    log.setLevel(logging.ERROR)  # the report says it better
    try:
        report = Registry.load().report
    finally:
        log.setLevel(before)
    if as_json:
        click.echo(
            json.dumps(
                [
                    {
                        "name": plugin.name,
                        "package": plugin.package,
                        "nodes": plugin.nodes,
                        "error": plugin.error.message if plugin.error else None,
                        "hint": plugin.error.hint if plugin.error else None,
                    }
                    for plugin in report
                ],
                indent=2,
            )
        )
    else:
        for plugin in report:
            click.echo(f"{plugin.name} ({plugin.package or 'not installed from a package'})")
            if plugin.error:
                click.secho(f"  {plugin.error.message}", fg="red")
                click.echo(f"  hint: {plugin.error.hint}")
            else:
                click.echo(f"  {len(plugin.nodes)} nodes; see them with `semblance nodes --plugin {plugin.name}`")
        if not report:
            click.echo("No plugins are installed, not even the standard nodes.")
            click.echo('hint: install the program again, for example with `pip install -e ".[editor]"`')
    if any(plugin.error for plugin in report):
        raise click.exceptions.Exit(EXIT_PROJECT)
