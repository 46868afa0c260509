"""File names that Windows allows."""

from __future__ import annotations

import re

FORBIDDEN = re.compile(r'[<>:"/\\|?*\x00-\x1f]')
DEVICE = re.compile(
    r"(con|prn|aux|nul|conin\$|conout\$|(com|lpt)[0-9\u00b9\u00b2\u00b3])\s*(?=\.|$)", re.IGNORECASE
)
"""Names of devices, with any ending: what is written there goes into nothing."""


def fits_windows(name: str) -> bool:
    """Whether Windows allows a file of this name."""
    return not (FORBIDDEN.search(name) or DEVICE.match(name) or name.endswith((".", " ")))


def for_windows(name: str) -> str:
    """The name with what Windows forbids replaced by ``_``; dots and spaces before the ending go."""
    allowed = FORBIDDEN.sub("_", name)
    stem, dot, ending = allowed.rpartition(".")
    stem = (stem if dot else ending).rstrip(". ") or "_"
    device = DEVICE.match(stem)
    if device:
        stem = f"{device[1]}_{stem[device.end() :]}"
    return stem + dot + (ending if dot else "")
