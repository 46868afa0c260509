"""Options about the kind of fusion: multi-focus, or infrared and visible with their roles."""

from __future__ import annotations

import argparse
import sys

from fusion.errors import WrongUsageError
from fusion.files.role_names import order_by_name, role_in
from fusion.notes import Note
from fusion.settings import EXCHANGED, RECOGNISED, ROLES, FusionSettings


def add_kind_options(parser: argparse.ArgumentParser) -> None:
    """Add the kind of fusion, and the exchange of roles, to a parser."""
    parser.add_argument(
        "--kind", choices=list(ROLES),
        help="what is fused: sources focused differently, or an infrared and a visible picture "
        "(default: what the method is made for, else multifocus)",
    )
    parser.add_argument(
        "--exchange", action="store_true",
        help="infrared and visible the other way round than their names (01_ir.png, 01_vi.png) or "
        "colours tell",
    )


def role_order(options: argparse.Namespace) -> str:
    """How roles are given to the sources."""
    return EXCHANGED if options.exchange else RECOGNISED


def hint_at_roles(options: argparse.Namespace) -> None:
    """Say on stderr where two sources are named as infrared and visible, and no kind was asked for."""
    if options.kind is not None or options.method is not None or len(options.sources) != 2:
        return
    first, second = options.sources
    if order_by_name((first, second)) is not None and role_in(first.stem) and role_in(second.stem):
        note = Note(
            "named-as-roles",
            "By their names {first} and {second} are an infrared and a visible picture; --kind "
            "infrared-visible fuses them as such.",
            first=first.name, second=second.name,
        )  # fmt: skip
        print(f"note: {note}", file=sys.stderr)


def check_kind(options: argparse.Namespace, settings: FusionSettings) -> None:
    """Refuse to exchange roles where there are none, and what frames with roles do not have."""
    if not settings.role_names:
        if options.exchange:
            raise WrongUsageError(
                "nothing-to-exchange",
                "--exchange is for infrared and visible; add --kind infrared-visible",
            )
        return
    if options.depth is not None:
        raise WrongUsageError(
            "no-depth-of-roles", "infrared and visible tell no depth; leave --depth out"
        )
    if options.leave_out:
        raise WrongUsageError(
            "no-role-left-out", "infrared and visible both take part; leave --leave-out out"
        )
