"""`semblance cache`: how much is kept on disk, and how to be rid of it."""

from __future__ import annotations

import json
from pathlib import Path

import click

from graph_core.cli._session import debug_option
from graph_core.cli._words import size_words


@click.group()
def cache() -> None:
    """Look after the results kept on disk."""


def _folder(command: click.decorators.FC) -> click.decorators.FC:
    return click.option(
        "--cache-dir",
        type=click.Path(file_okay=False, path_type=Path),
        help="Another folder than the usual one.",
    )(command)


@cache.command()
@_folder
@click.option("--json", "as_json", is_flag=True, help="Write it as JSON.")
@debug_option
def size(cache_dir: Path | None, as_json: bool) -> None:
    """Say where results are kept and how much room they take."""
    from graph_core.cache import Cache

    folder = cache_dir or Cache.default_folder()
    disk = Cache(folder=folder).disk
    assert disk is not None
    if as_json:
        click.echo(
            json.dumps(
                {"folder": str(folder), "results": len(disk), "bytes": disk.size_bytes, "limit": disk.limit_bytes}
            )
        )
        return
    click.echo(f"{folder}: {len(disk)} results, {size_words(disk.size_bytes)} of {size_words(disk.limit_bytes)}")


@cache.command()
@_folder
@debug_option
def clear(cache_dir: Path | None) -> None:
    """Remove every result; renders make them again when they are needed."""
    from graph_core.cache import Cache

    kept = Cache(folder=cache_dir or Cache.default_folder())
    assert kept.disk is not None
    freed, count = kept.disk.size_bytes, len(kept.disk)
    kept.clear()
    click.echo(f"Removed {count} results, {size_words(freed)}.")
