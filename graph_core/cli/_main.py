"""The program `semblance`: its commands, and what happens to their errors."""

from __future__ import annotations

from typing import Any

import click

from graph_core._version import __version__
from graph_core.cli._session import EXIT_CANCELLED, Session, exit_code, show_error
from graph_core.cli.bench import bench
from graph_core.cli.cache import cache
from graph_core.cli.edit import edit
from graph_core.cli.graph import graph
from graph_core.cli.nodes import nodes
from graph_core.cli.plugins import plugins
from graph_core.cli.render import render
from graph_core.cli.validate import validate
from graph_core.cli.verify import verify
from graph_core.errors import GraphCoreError

__all__ = ["main"]


class _Program(click.Group):
    """A group of commands that shows our errors in the artist's words."""

    def parse_args(self, ctx: click.Context, args: list[str]) -> list[str]:
        ctx.obj = Session(tuple(args))
        return super().parse_args(ctx, args)

    def invoke(self, ctx: click.Context) -> Any:
        try:
            return super().invoke(ctx)
        except GraphCoreError as error:
            show_error(error)
            ctx.exit(exit_code(error))
        except KeyboardInterrupt:
            ctx.exit(EXIT_CANCELLED)


@click.group(cls=_Program, context_settings={"help_option_names": ["-h", "--help"]})
@click.version_option(__version__, prog_name="semblance")
def main() -> None:
    """Composite faces: swap, puppeteer and lip-sync with a graph of nodes.

    Exit codes: 0 done, 2 wrong usage, 3 the project cannot be used, 4 a frame or file failed, 130 stopped.
    """


for command in (edit, render, validate, nodes, plugins, graph, cache, verify, bench):
    main.add_command(command)
