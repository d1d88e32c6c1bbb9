"""One run of the command line: the only place that turns what went wrong into text and an exit code."""

from __future__ import annotations

import re
from collections.abc import Sequence
from contextlib import suppress
from pathlib import Path
from typing import TextIO

import typer

from o3cli.cli.app import make_app
from o3cli.cli.host import Host
from o3cli.cli.output import Output, ReaderGone
from o3cli.cli.runtime import Runtime
from o3cli.errors import O3Error, suggest
from o3cli.errors.command_line import NotText, UnwritableAnswer

INTERRUPTED = 130
BUG = 3


def run(arguments: Sequence[str], host: Host) -> int:
    """Run one command; the exit code is 0, or what product.md says of the others."""
    runtime = Runtime(host)
    try:
        _run_command(arguments, runtime)
        runtime.output.flush()
    except ReaderGone:
        _leave(host.stdout, host.stderr)
    except UnwritableAnswer as error:
        _leave(host.stdout)
        with suppress(ReaderGone, UnwritableAnswer):
            runtime.output.fail(error)
    return runtime.output.exit_code


def _run_command(arguments: Sequence[str], runtime: Runtime) -> None:
    """Run a command, and say what stopped it. Raises ReaderGone, UnwritableAnswer."""
    try:
        _check_text(arguments)
        status = make_app()(args=list(arguments), prog_name="o3", standalone_mode=False, obj=runtime)
        if status == INTERRUPTED:
            # What Typer makes of Ctrl-C while a command runs.
            _explain_interruption(runtime.output)
    except (ReaderGone, UnwritableAnswer):
        raise
    except O3Error as error:
        runtime.output.fail(error)
    except typer.TyperException as error:
        _explain_usage(error, runtime.output)
    except (typer.Abort, KeyboardInterrupt):
        _explain_interruption(runtime.output)
    except Exception as bug:  # noqa: BLE001 - the last resort: a bug is one line too
        _explain_bug(bug, runtime)


def _check_text(arguments: Sequence[str]) -> None:
    """What is typed here goes into notes, which are UTF-8. Raises NotText."""
    for argument in arguments:
        try:
            argument.encode()
        except UnicodeEncodeError:
            raise NotText(argument) from None


def _explain_interruption(output: Output) -> None:
    output.fail_in_words("interrupted", None, INTERRUPTED)


def _explain_usage(error: typer.TyperException, output: Output) -> None:
    """What Typer found wrong with the words that were typed, in the way that o3 says things."""
    context = getattr(error, "ctx", None)
    command = context.command_path if context is not None else "o3"
    hint = suggest(sorted(getattr(error, "possibilities", None) or ())) or f"`{command} --help` shows how it is used"
    message = re.sub(r" \(Possible options: .*\)$", "", error.format_message())
    message = re.sub(r"'([^']+)'", r"`\1`", message.rstrip("."))
    message = re.sub(r"^No such option: (.*)", r"no such option `\1`", message)
    message = re.sub(r"^Got unexpected extra argument\(s\) \((.*)\)$", r"`\1` is more than it takes", message)
    output.fail_in_words(message[:1].lower() + message[1:], hint, error.exit_code)


def _explain_bug(bug: Exception, runtime: Runtime) -> None:
    """Name the class and the place, never the values: those may be words of a note."""
    frame = bug.__traceback__
    while frame is not None and frame.tb_next is not None:
        frame = frame.tb_next
    place = "" if frame is None else f" in {frame.tb_frame.f_globals.get('__name__')}, line {frame.tb_lineno}"
    trace = _keep_trace(bug, runtime)
    hint = f"the trace is in {trace}" if trace else "run it again with `O3_DEBUG=1` to keep a trace in the notebook"
    runtime.output.fail_in_words(f"this is a bug in o3: {type(bug).__name__}{place}", hint, BUG)


def _keep_trace(bug: Exception, runtime: Runtime) -> Path | None:
    """Write the trace where somebody asked for it; None where nobody did, or it cannot be written."""
    import os
    import traceback

    try:
        file = runtime.find_trace_file()
        if file is None:
            return None
        file.parent.mkdir(mode=0o700, exist_ok=True)
        file.unlink(missing_ok=True)
        # The stack alone: the exception's own text may quote a note.
        text = "".join([*traceback.format_tb(bug.__traceback__), f"{type(bug).__name__}\n"])
        with os.fdopen(os.open(file, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "wb") as stream:
            stream.write(text.encode(errors="replace"))
    except (O3Error, OSError):
        return None
    return file


def _leave(*streams: TextIO) -> None:
    """Nothing more is said there: Python must not try to write what is left on its way out."""
    import os

    nowhere = os.open(os.devnull, os.O_WRONLY)
    for stream in streams:
        os.dup2(nowhere, stream.fileno())
