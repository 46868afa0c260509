"""Memory and time that a bomb takes until it is refused: ``python -m benchmarks.bombs`` prints a table.

Each is read in a process of its own, after a small picture of the same kind, so that what loading the
libraries takes is not counted.
"""

from __future__ import annotations

import struct
import subprocess
import sys
import tempfile
from pathlib import Path

import numpy as np

from fusion import Photo, save_photo
from tests.fusion.files import test_hostile_metadata, test_hostile_parts
from tests.fusion.files.test_hostile_files import HOSTILE, MEASURED, ROOT
from tests.fusion.files.test_wide_formats import exr_of_size
from tests.made import texture


def bombs() -> dict[str, bytes]:
    """Small files that tell of a huge picture, hold one, or claim endless metadata."""
    made = {name: content for name, (content, said) in HOSTILE.items() if "more than the limit" in said}
    made["bomb.exr"] = exr_of_size(100_000, 100_000)
    parts = test_hostile_parts.HUGE.items()
    made |= {f"{name} in a small TIFF.tif": content for name, content in parts}
    made["large data in a small AVIF.avif"] = lying_avif()
    made["overlapping directories.tif"] = test_hostile_parts.overlapping(1000, 120)
    pixels = texture(16, 16)
    for name, block in metadata_bombs().items():
        for suffix, container in test_hostile_metadata.CONTAINERS.items():
            made[f"{name}{suffix}"] = container(block, pixels)
    return made


def metadata_bombs() -> dict[str, bytes]:
    """EXIF blocks that lead back to themselves, or whose entries each claim all of the block."""
    return {
        "1,000 pointers to themselves": test_hostile_metadata.looped(1000),
        "a chain of 1,000 directories": test_hostile_metadata.chained(1000),
        "4,000 entries claim 1 MB each": test_hostile_metadata.greedy(4000, 1_000_000),
    }


def lying_avif() -> bytes:
    """An AVIF of 8,000 × 8,000 whose container says 16 × 16."""
    content = bytearray(test_hostile_parts.avif(np.zeros((8000, 8000, 3), np.uint8), speed=10))
    for at in range(len(content) - 12):
        if content[at : at + 4] == b"ispe":
            content[at + 8 : at + 16] = struct.pack(">II", 16, 16)
    return bytes(content)


def measured(name: str, content: bytes, folder: Path) -> tuple[str, float, float]:
    """What is said of the file, megabytes above those of a small picture, and seconds."""
    suffix = Path(name).suffix
    known = suffix if suffix in (".png", ".jpg", ".tif", ".webp") else ".png"
    small = save_photo(Photo(texture(16, 16)), folder / f"small{known}")
    path = folder / f"bomb{suffix}"
    path.write_bytes(content)
    done = subprocess.run(
        [sys.executable, "-c", MEASURED, str(small), str(path)],
        cwd=ROOT, check=True, capture_output=True, text=True,
    )  # fmt: skip
    said, figures = done.stdout.strip().splitlines()
    megabytes, seconds = map(float, figures.split())
    return said, megabytes, seconds


def in_short(said: str) -> str:
    """What became of the file, in a few words."""
    if said == "read":
        return "read, without what is beyond the bounds"
    if " has " in said and " pixels" in said:
        return "refused: " + said.split(" has ")[1].split(";")[0]
    return "refused: damaged"


def main() -> int:
    print("| file | bytes | what becomes of it | more memory, MB | ms |")
    print("|---|---|---|---|---|")
    with tempfile.TemporaryDirectory() as folder:
        for name, content in bombs().items():
            said, megabytes, seconds = measured(name, content, Path(folder))
            figures = f"{megabytes:.0f}", f"{1000 * seconds:.0f}"
            row = (name, f"{len(content):,}", in_short(said), *figures)
            print(f"| {' | '.join(row)} |", flush=True)
    return 0


if __name__ == "__main__":
    sys.exit(main())
