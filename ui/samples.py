"""The sample pictures that come with the program."""

from __future__ import annotations

from pathlib import Path

from fusion.files import READABLE

FOLDER = Path(__file__).resolve().parent.parent / "data"


def sample_pair(folder: Path = FOLDER) -> list[Path]:
    """The first two files of a folder that are called NAME_1 and NAME_2; nothing if there are none."""
    if not folder.is_dir():
        return []
    pictures = sorted(path for path in folder.iterdir() if path.suffix.lower() in READABLE)
    for first in pictures:
        if first.stem.endswith("_1"):
            wanted = first.stem[:-1] + "2"
            second = next((path for path in pictures if path.stem == wanted), None)
            if second is not None:
                return [first, second]
    return []
