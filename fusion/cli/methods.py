"""``methods``: the ways to fuse, and their parameters."""

from __future__ import annotations

import argparse
import dataclasses
import textwrap

from fusion.registry import methods
from fusion.settings import ROLES


def add_to(parser: argparse.ArgumentParser) -> None:
    """Set the function that the command calls."""
    parser.description = (
        "List the methods: year, what each is for, its weakness, how it was checked, and its parameters "
        "with their defaults."
    )
    parser.add_argument(
        "--kind", choices=list(ROLES), help="only those that serve this kind of fusion (default: all)"
    )
    parser.set_defaults(run=run)


def run(options: argparse.Namespace) -> int:
    """Print every method with what it says of itself and its parameters; returns the exit code."""
    for method in methods(options.kind).values():
        year = f", {method.year}" if method.year else ""
        kinds = ", ".join(purpose for purpose in ROLES if purpose in method.purposes)
        print(f"{method.name}: {method.title}{year} ({kinds})")
        told = (method.description, f"Weakness: {method.weakness}", f"Check: {method.checked}")
        for text in told:
            print(textwrap.indent(textwrap.fill(text, 90), "    "))
        for field in dataclasses.fields(method.parameters):
            option = "--" + field.name.replace("_", "-")
            print(f"      {option:<18} {field.default!s:<7} {field.metadata['help']}")
        print()
    return 0
