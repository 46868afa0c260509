"""The command line: ``python -m fusion COMMAND``. One file a command."""

from __future__ import annotations

import argparse
import io
import sys
from collections.abc import Sequence
from typing import NoReturn

from fusion.cli import evaluate, fuse, methods, metrics, repeat
from fusion.errors import FusionError
from fusion.progress import Cancelled

DONE, FAILED, WRONG_USAGE, CANCELLED = 0, 1, 2, 130
COMMANDS = (fuse, repeat, methods, metrics, evaluate)


class Parser(argparse.ArgumentParser):
    """Says what is wrong in one line; argparse would print the whole usage before it."""

    def error(self, message: str) -> NoReturn:
        self.exit(WRONG_USAGE, f"error: {message}; see {self.prog} --help\n")


def build_parser() -> argparse.ArgumentParser:
    parser = Parser(
        prog="python -m fusion",
        description="Fuse photographs of one scene, focused at different depths, "
        "into one that is sharp.",
    )
    commands = parser.add_subparsers(title="commands", metavar="COMMAND", required=True)
    for command in COMMANDS:
        command.add_to(commands)
    return parser


def main(arguments: Sequence[str] | None = None) -> int:
    """Run a command; returns the exit code: 0 done, 1 failed, 2 wrong usage, 130 cancelled."""
    show_any_name()
    try:
        options = build_parser().parse_args(arguments)
    except SystemExit as stop:
        return int(stop.code or 0)
    if getattr(options, "debug", False):
        return int(options.run(options))
    try:
        return int(options.run(options))
    except FusionError as error:
        code = WRONG_USAGE if isinstance(error, fuse.WrongUsageError) else FAILED
        return say(f"error: {error}", code)
    except (KeyboardInterrupt, Cancelled) as stop:
        return say(str(stop) or "cancelled; nothing was written", CANCELLED)
    except BrokenPipeError:
        return FAILED
    except Exception as error:  # noqa: BLE001 - the last line of defence: no traceback for a user
        return say(
            f"error: something went wrong inside the program ({type(error).__name__}: {error}); "
            "run it again with --debug and report what it prints",
            FAILED,
        )


def show_any_name() -> None:
    """A name that the console's code page has no letters for is shown with codes in their place."""
    for stream in (sys.stdout, sys.stderr):
        if isinstance(stream, io.TextIOWrapper):
            stream.reconfigure(errors="backslashreplace")


def say(message: str, code: int) -> int:
    """One line on stderr, whatever the message holds."""
    print(" ".join(message.split()), file=sys.stderr)
    return code
