"""Memory and time that refusing a bomb takes: ``python -m tests.fusion.files.bombs`` prints a table.

Each is read in a process of its own, after a small picture, so that what loading the libraries takes is
not counted.
"""

from __future__ import annotations

import subprocess
import sys
import tempfile
from pathlib import Path

from fusion import Photo, save_photo
from tests.fusion.files.test_hostile_files import HOSTILE, MEASURED, ROOT
from tests.fusion.files.test_wide_formats import exr_of_size
from tests.made import texture


def bombs() -> dict[str, bytes]:
    """Small files that tell of a picture beyond the limit."""
    made = {name: content for name, (content, said) in HOSTILE.items() if "more than the limit" in said}
    return {**made, "bomb.exr": exr_of_size(100_000, 100_000)}


def measured(name: str, content: bytes, folder: Path) -> tuple[str, float, float]:
    """What is said of the file, megabytes above those of a small picture, and seconds."""
    small = save_photo(Photo(texture(16, 16)), folder / f"small{Path(name).suffix}.png")
    (folder / name).write_bytes(content)
    done = subprocess.run(
        [sys.executable, "-c", MEASURED, str(small), str(folder / name)],
        cwd=ROOT, check=True, capture_output=True, text=True,
    )  # fmt: skip
    said, figures = done.stdout.strip().splitlines()
    megabytes, seconds = map(float, figures.split())
    return said, megabytes, seconds


def main() -> int:
    print("| file | bytes | claimed pixels | more memory, MB | ms |")  # noqa: T201
    print("|---|---|---|---|---|")  # noqa: T201
    with tempfile.TemporaryDirectory() as folder:
        for name, content in bombs().items():
            said, megabytes, seconds = measured(name, content, Path(folder))
            pixels = said.split(" has ")[1].split(" pixels")[0]
            row = (name, f"{len(content):,}", pixels, f"{megabytes:.0f}", f"{1000 * seconds:.0f}")
            print(f"| {' | '.join(row)} |", flush=True)  # noqa: T201
    return 0


if __name__ == "__main__":
    sys.exit(main())
