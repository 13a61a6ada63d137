"""What the commands share: how errors are shown and how a command ends."""

from __future__ import annotations

import json
import shlex
import traceback
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any, TypeVar

import click

from graph_core.errors import Cancelled, CredentialsError, ExecutionError, GraphCoreError

F = TypeVar("F", bound=Callable[..., Any])

EXIT_PROJECT = 3
EXIT_EXECUTION = 4
EXIT_CANCELLED = 130


@dataclass(slots=True)
class Session:
    """One run of the program.

    Attributes:
        arguments: The words after `semblance`.
        shows_traceback: `--debug` was given.
        writes_json: `--json` was given: errors are events too.
        can_continue: A render has begun, so that `--continue` makes sense.
    """

    arguments: tuple[str, ...] = ()
    shows_traceback: bool = False
    writes_json: bool = False
    can_continue: bool = False

    @property
    def continuation(self) -> str:
        """The command that goes on from where this one stopped, or ""."""
        if not self.can_continue:
            return ""
        words = [word for word in self.arguments if word != "--continue"]
        return shlex.join(["semblance", *words, "--continue"])


def session() -> Session:
    """Return the run of the program that is under way."""
    found = click.get_current_context().find_object(Session)
    return found if found is not None else Session()


def debug_option(command: F) -> F:
    """Add `--debug` to a command."""

    def remember(context: click.Context, _: click.Parameter, value: bool) -> None:
        found = context.find_object(Session)
        if value and found is not None:
            found.shows_traceback = True

    option = click.option(
        "--debug", is_flag=True, expose_value=False, callback=remember, help="Show where in the code an error arose."
    )
    return option(command)


def exit_code(error: GraphCoreError) -> int:
    """Return the exit code that goes with an error."""
    if isinstance(error, Cancelled):
        return EXIT_CANCELLED
    return EXIT_EXECUTION if isinstance(error, ExecutionError | CredentialsError) else EXIT_PROJECT


def show_error(error: GraphCoreError) -> None:
    """Tell the artist what went wrong, where, and what to do now."""
    run = session()
    if run.writes_json:
        click.echo(json.dumps({"event": "error", **error_facts(error), "continue": run.continuation}))
    else:
        show_problem(error)
        if run.continuation:
            click.echo(f"continue with: {run.continuation}", err=True)
    if run.shows_traceback:
        click.echo("".join(traceback.format_exception(error)), err=True, nl=False)


def show_problem(error: GraphCoreError) -> None:
    """Write an error as one red line, its place and its hint."""
    stopped = isinstance(error, Cancelled)
    click.secho(error.message if stopped else f"error: {error.message}", fg="yellow" if stopped else "red", err=True)
    place = _place(error)
    if place:
        click.echo(f"at: {place}", err=True)
    if error.hint:
        click.echo(f"hint: {error.hint}", err=True)


def error_facts(error: GraphCoreError) -> dict[str, Any]:
    """Return an error as JSON has it."""
    return {
        "kind": type(error).__name__,
        "message": error.message,
        "hint": error.hint,
        "node": error.node,
        "port": error.port,
        "knob": error.param,
        "frame": error.frame,
        "file": str(error.file) if error.file is not None else None,
        "exit_code": exit_code(error),
    }


def _place(error: GraphCoreError) -> str:
    """Name what the message itself does not."""
    words = {
        "node": error.node,
        "port": error.port,
        "knob": error.param,
        "frame": error.frame,
        "file": error.file,
    }
    known = {name: str(value) for name, value in words.items() if value is not None and value != ""}
    said = error.message
    return ", ".join(
        f"{name} {value}"
        for name, value in known.items()
        if value not in said and not (name == "file" and Path(value).name in said)
    )
