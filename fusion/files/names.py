"""Names of files: folders become their pictures, and templates become names."""

from __future__ import annotations

import os
import re
from collections.abc import Sequence
from datetime import datetime
from pathlib import Path

from fusion.errors import FusionError
from fusion.files.capture_time import capture_time
from fusion.files.existing import is_folder
from fusion.files.folders import shots_once, without_own
from fusion.files.reading import READABLE
from fusion.files.windows_names import for_windows
from fusion.notes import Note

FIELDS = ("first", "last", "count", "method", "date", "time")
LONGEST_NAME, SHORTENED_NAME = 255, 250
"""Bytes of a name that file systems take, and of one that leaves room for the sidecar's ending."""


def natural_key(path: Path) -> tuple[tuple[int, int, str], ...]:
    """A sort key by which ``shot2`` comes before ``shot10``, whatever the case."""
    parts = re.split(r"(\d+)", path.name.casefold())
    return tuple((0, int(p), "") if p.isdecimal() else (1, 0, p) for p in parts if p)


def expand(
    paths: Sequence[Path], by_time: bool = False, twins: str = "auto", notes: list[Note] | None = None
) -> list[Path]:
    """Each folder replaced by the pictures in it; files stay where they are.

    The order is that of the names, or with ``by_time`` that in which they were taken. Hidden files
    and folders inside are passed by, and so are results of this program; of RAW and JPEG of one shot
    one is taken, as ``twins`` says. ``notes`` tell both. Raises ``FusionError`` for a folder without
    pictures.
    """
    told: list[Note] = [] if notes is None else notes
    found: list[Path] = []
    for path in paths:
        if not is_folder(path):
            found.append(path)
            continue
        try:
            inside = [entry for entry in path.iterdir() if is_picture_name(entry)]
        except OSError as error:
            raise FusionError(
                "unreadable-folder", "the folder {folder} cannot be read ({reason})",
                folder=path, reason=error.strerror,
            ) from None  # fmt: skip
        if not inside:
            raise FusionError(
                "folder-without-pictures",
                "the folder {folder} has no pictures in it; choose another one",
                folder=path,
            )
        inside = shots_once(without_own(sorted(inside, key=natural_key), told), twins, told)
        found += sorted(inside, key=capture_time) if by_time else inside
    return found


def is_picture_name(path: Path) -> bool:
    """Whether a file in a folder looks like a picture by its name."""
    return path.suffix.lower() in READABLE and not path.name.startswith(".") and path.is_file()


def fill(
    template: Path, sources: Sequence[Path], method: str, now: datetime,
    windows: bool = os.name == "nt",
) -> Path:  # fmt: skip
    """A path from a template: ``{first}_fused.tif``. Only the name is filled in, not its folder.

    ``{first}`` and ``{last}`` are sources without their ending, ``{count}`` how many there are,
    ``{method}``, ``{date}`` as 2026-11-21, ``{time}`` as 16-47-15. ``{{`` stands for a brace. On
    ``windows`` the name is one that it can hold. Raises ``FusionError`` for an unknown field.
    """
    values = {
        "first": sources[0].stem, "last": sources[-1].stem, "count": str(len(sources)), "method": method,
        "date": now.strftime("%Y-%m-%d"), "time": now.strftime("%H-%M-%S"),
    }  # fmt: skip
    name = re.sub(r"\{\{|\}\}|\{(\w*)\}", lambda match: field(match, values), template.name)
    if name == template.name:
        return template
    name = for_windows(name) if windows else name
    if size(name) > LONGEST_NAME:
        ending = Path(name).suffix
        name = shortened(name.removesuffix(ending), SHORTENED_NAME - size(ending)) + ending
    return template.with_name(name)


def shortened(name: str, most: int) -> str:
    """As many of the first letters as have room in ``most`` bytes."""
    while size(name) > most:
        name = name[:-1]
    return name


def size(name: str) -> int:
    """Bytes of a name in a folder; one that is no UTF-8 keeps its own."""
    return len(name.encode("utf-8", "surrogateescape"))


def check_template(template: str) -> None:
    """Raise ``FusionError`` for a field that does not exist; it names those that do."""
    fill(Path("folder") / (template or "name"), [Path("a")], "", datetime(2026, 1, 1))


def field(match: re.Match[str], values: dict[str, str]) -> str:
    """The text that replaces one field of a template; raises ``FusionError`` for an unknown one."""
    if match[1] is None:
        return match[0][0]
    if match[1] not in values:
        known = ", ".join(f"{{{name}}}" for name in FIELDS)
        raise FusionError(
            "unknown-name-field", "the name has {field}, which is no field; there are {known}",
            field=match[0], known=known,
        )  # fmt: skip
    return values[match[1]]
