"""Which of two pictures is the infrared and which the visible one, by the names of files and folders."""

from __future__ import annotations

import re
from pathlib import Path

WORDS = {
    "infrared": frozenset(
        {"ir", "inf", "infrared", "thermal", "therm", "thermo", "heat", "lwir", "mwir", "nir", "tir"}
    ),
    "visible": frozenset(
        {"vi", "vis", "vl", "visible", "visual", "rgb", "colour", "color", "tv", "optical", "eo"}
    ),
}  # fmt: skip
"""Words of names that tell a role."""
SIGNS = {"infrared": ("红外", "热像", "热成像"), "visible": ("可见",)}
"""The same in Chinese, which does not part words."""
WORD = re.compile(r"[A-Z]+(?![a-z])|[A-Z]?[a-z]+")


def order_by_name(paths: tuple[Path | None, Path | None]) -> tuple[int, int] | None:
    """The numbers of the infrared and of the visible file, from 0; None where the names do not tell.

    The file's own name counts first, and then that of its folder: ``ir/01.png`` and ``vi/01.png``. One
    name that tells its role is enough where the other tells none.

    Examples
    --------
    >>> order_by_name((Path("01_vi.png"), Path("01_ir.png")))
    (1, 0)
    >>> order_by_name((Path("thermal/7.png"), Path("camera/7.png")))
    (0, 1)
    >>> order_by_name((Path("near.jpg"), Path("far.jpg"))) is None
    True
    """
    first, second = paths
    if first is None or second is None:
        return None
    for names in ((first.stem, second.stem), (first.parent.name, second.parent.name)):
        one, other = (role_in(name) for name in names)
        if one == other:
            continue
        return (0, 1) if one == "infrared" or other == "visible" else (1, 0)
    return None


def role_in(name: str) -> str | None:
    """The role that the words of a name tell; None where they tell none, or both."""
    words = {word.lower() for word in WORD.findall(name)}
    told = [
        role
        for role, known in WORDS.items()
        if words & known or any(sign in name for sign in SIGNS[role])
    ]
    return told[0] if len(told) == 1 else None
