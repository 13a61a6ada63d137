"""`semblance edit`: open the editor."""

from __future__ import annotations

from pathlib import Path

import click

from graph_core.cli._session import debug_option, show_error
from graph_core.cli._types import DeviceType, SizeType
from graph_core.errors import ScreenError

_EXIT_NO_SCREEN = 2


@click.command()
@click.argument("project", required=False, type=click.Path(path_type=Path))
@click.option("--device", type=DeviceType(), help="Where to compute; what the settings say by default.")
@click.option("--dtype", type=click.Choice(["float32", "float16"]), help="Numbers pictures are made of.")
@click.option("--cache-dir", type=click.Path(file_okay=False, path_type=Path), help="Keep results in this folder.")
@click.option("--no-cache", is_flag=True, help="Keep no results on disk.")
@click.option("--memory", type=SizeType(), help="Memory for results, such as 4GB.")
@debug_option
@click.pass_context
def edit(
    context: click.Context,
    project: Path | None,
    device: str | None,
    dtype: str | None,
    cache_dir: Path | None,
    no_cache: bool,
    memory: int | None,
) -> None:
    """Open the editor, with PROJECT in it.

    Needs a display with OpenGL 3 and `pip install 'semblance[editor]'`.
    """
    if no_cache and cache_dir:
        raise click.UsageError("--no-cache and --cache-dir contradict each other.")
    from graph_core.editor.launch import Choices
    from graph_core.editor.launch import edit as open_editor

    try:
        open_editor(project, Choices(device, dtype, cache_dir, not no_cache, memory))
    except ScreenError as error:
        show_error(error)
        context.exit(_EXIT_NO_SCREEN)
