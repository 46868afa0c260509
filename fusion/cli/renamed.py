"""Options under their former names, which keep working for two versions."""

from __future__ import annotations

import argparse
import sys
from typing import Any


def add_renamed(parser: argparse.ArgumentParser, old: str, new: argparse.Action, gone_in: str) -> None:
    """Take the option ``old`` for ``new``, with a note on stderr; the help does not show it.

    Parameters
    ----------
    parser
        The command's parser.
    old
        The former name, such as ``--frame``.
    new
        What ``parser.add_argument`` returned for the option under its present name.
    gone_in
        The version that takes the former name no more, such as ``0.4``.
    """

    class Renamed(argparse.Action):
        """The action of a former option: print the note, then do what the present option does."""

        def __call__(
            self,
            parser: argparse.ArgumentParser,
            namespace: argparse.Namespace,
            values: Any,
            option_string: str | None = None,
        ) -> None:
            name = new.option_strings[-1]
            print(f"{old} is now {name}; the old name goes in version {gone_in}", file=sys.stderr)
            new(parser, namespace, values, option_string)

    parser.add_argument(
        old,
        action=Renamed,
        dest=new.dest,
        nargs=new.nargs,
        type=new.type or str,
        choices=new.choices,
        default=argparse.SUPPRESS,
        help=argparse.SUPPRESS,
    )
