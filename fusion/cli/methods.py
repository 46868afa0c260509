"""``methods``: the ways to fuse, and their parameters."""

from __future__ import annotations

import argparse
import dataclasses
import textwrap

from fusion.registry import methods


def add_to(parser: argparse.ArgumentParser) -> None:
    """Set the function that the command calls."""
    parser.description = "List the methods, what each is for, and its parameters with their defaults."
    parser.set_defaults(run=run)


def run(options: argparse.Namespace) -> int:
    del options
    for method in methods().values():
        print(f"{method.name}: {method.title}")
        print(textwrap.indent(textwrap.fill(method.description, 90), "    "))
        for field in dataclasses.fields(method.parameters):
            option = "--" + field.name.replace("_", "-")
            print(f"      {option:<18} {field.default!s:<7} {field.metadata['help']}")
        print()
    return 0
