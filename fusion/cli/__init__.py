"""The command line: ``python -m fusion COMMAND``. One file a command.

A command's file is imported when the command is asked for, so that the help comes at once.
"""

from __future__ import annotations

import argparse
import contextlib
import importlib
import io
import os
import sys
from collections.abc import Sequence
from pathlib import Path
from typing import Any, NoReturn

from fusion.errors import FusionError, WrongUsageError
from fusion.memory_errors import is_out_of_memory, too_little_memory
from fusion.progress import Cancelled
from models.running.process import Interrupts, raise_interrupts
from models.running.threads import MOST_THREADS, VARIABLE, is_thread_count

DONE, FAILED, WRONG_USAGE, CANCELLED = 0, 1, 2, 130
STOPPED_SENTENCE = "cancelled; nothing was written"
COMMANDS = {
    "fuse": "fuse two photographs or more",
    "register": "find how frames lie against each other",
    "check": "look at a stack before it is fused",
    "repeat": "make a result again from its record",
    "depth": "the depth of each pixel of a stack, and views from beside the camera",
    "methods": "list the methods and their parameters",
    "metrics": "measure a fused picture",
    "evaluate": "compare methods over folders of pictures",
}

SEVERAL = ("sources", "datasets")
"""What a command takes any number of."""


class Parser(argparse.ArgumentParser):
    """A parser that reports an error in one line, without argparse's usage before it, and takes no empty
    path: it would be the working folder."""

    def __init__(self, *given: Any, **options: Any) -> None:
        super().__init__(*given, **options)
        self.register("type", Path, path_of)

    def error(self, message: str) -> NoReturn:
        self.exit(WRONG_USAGE, f"error: {message}; see {self.prog} --help\n")


def path_of(text: str) -> Path:
    """A path from an argument; an empty one comes of a variable that is not set."""
    if not text:
        raise argparse.ArgumentTypeError("the path is empty")
    return Path(text)


def build_parser(asked: str = "") -> argparse.ArgumentParser:
    """All commands, with the options of the one that is asked for."""
    parser = Parser(
        prog="python -m fusion",
        description="Fuse photographs of one scene, focused at different depths, "
        "into one that is sharp.",
    )
    commands = parser.add_subparsers(title="commands", metavar="COMMAND", required=True)
    for name, what in COMMANDS.items():
        command = commands.add_parser(name, help=what)
        if name == asked:
            importlib.import_module(f"fusion.cli.{name}").add_to(command)
    return parser


def parsed(given: Sequence[str]) -> argparse.Namespace:
    """The options of a command; sources may stand before and behind an option, which argparse refuses.

    Raises
    ------
    SystemExit
        For wrong usage, after it was told.
    """
    parser = build_parser(given[0] if given else "")
    options, rest = parser.parse_known_args(given)
    several = next((name for name in SEVERAL if isinstance(getattr(options, name, None), list)), "")
    if rest and (not several or any(text.startswith("-") for text in rest)):
        parser.error(f"unrecognized arguments: {' '.join(rest)}")
    if "" in rest:
        parser.error("the path is empty")
    if rest:
        getattr(options, several).extend(Path(text) for text in rest)
    return options


def main(arguments: Sequence[str] | None = None) -> int:
    """Run a command; returns the exit code: 0 done, 1 failed, 2 wrong usage, 130 cancelled.

    What it prints on stdout is shown in one piece at its end.
    """
    show_any_name()
    given = list(sys.argv[1:] if arguments is None else arguments)
    printed = io.StringIO()
    try:
        with contextlib.redirect_stdout(printed):
            code = run_command(given)
        return show(printed.getvalue(), code)
    except (KeyboardInterrupt, Cancelled) as stop:
        return say(str(stop) or STOPPED_SENTENCE, CANCELLED)


def run_command(given: Sequence[str]) -> int:
    """The exit code of a command; every failure is told in a sentence."""
    try:
        options = parsed(given)
    except SystemExit as stop:
        return int(stop.code or 0)
    raise_interrupts()
    if getattr(options, "debug", False):
        return int(options.run(options))
    try:
        check_environment()
        return int(options.run(options))
    except FusionError as error:
        return say(f"error: {error}", WRONG_USAGE if isinstance(error, WrongUsageError) else FAILED)
    except Cancelled:
        raise
    except Exception as error:  # noqa: BLE001 - the last line of defence: no traceback for a user
        if Interrupts.came:  # within an import, which made an error of it
            raise Cancelled from None
        if is_out_of_memory(error):
            return say(f"error: {too_little_memory()}", FAILED)
        return say(
            f"error: something went wrong inside the program ({type(error).__name__}: {error}); "
            "run it again with --debug and report what it prints",
            FAILED,
        )


def check_environment() -> None:
    """Raise for a variable of the environment whose value is not possible."""
    threads = os.environ.get(VARIABLE, "")
    if threads and not is_thread_count(threads):
        raise WrongUsageError(
            "threads-out-of-range",
            "{variable} is {value}; it must be a whole number from 1 to {most}",
            variable=VARIABLE, value=threads, most=MOST_THREADS,
        )  # fmt: skip


def show_any_name() -> None:
    """Show letters that the console's code page lacks as backslash codes."""
    for stream in (sys.stdout, sys.stderr):
        if isinstance(stream, io.TextIOWrapper):
            stream.reconfigure(errors="backslashreplace")


def show(text: str, code: int) -> int:
    """Print a command's text on stdout; returns ``code``, or 1 where it cannot be printed."""
    try:
        sys.stdout.write(text)
        sys.stdout.flush()
    except OSError as error:
        if isinstance(sys.stdout, io.TextIOWrapper):  # what it still holds would be written at the exit
            os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        if isinstance(error, BrokenPipeError):
            return FAILED
        return say(
            f"error: what the command prints cannot be written ({error.strerror}); its files are saved",
            FAILED,
        )
    return code


def say(message: str, code: int) -> int:
    """Print a message on stderr as one line, where that can be; returns ``code``."""
    with contextlib.suppress(OSError):
        print(" ".join(message.split()), file=sys.stderr)
    return code
