"""enfuse, the well-known program, as a contender: https://enblend.sourceforge.net."""

from __future__ import annotations

import shutil
import subprocess
import tempfile
from collections.abc import Sequence
from pathlib import Path

from fusion import FusionError, Photo, load_photo, save_photo

PROGRAM = "enfuse"
OPTIONS = ("--exposure-weight=0", "--saturation-weight=0", "--contrast-weight=1", "--hard-mask")
"""What its manual recommends for focus stacks; the contrast window keeps its default of 5 pixels."""

MISSING = "enfuse is left out: the program is not installed (Debian: apt-get install enfuse)."
_SECONDS = 600


def is_installed() -> bool:
    """Whether the program is there."""
    return shutil.which(PROGRAM) is not None


def fuse_with_enfuse(frames: Sequence[Photo]) -> Photo:
    """What enfuse makes of the frames: written as TIFF without loss, fused, and read again.

    Raises
    ------
    FusionError
        When the program is missing, fails, or gives a picture of another size.
    """
    if not is_installed():
        raise FusionError("enfuse-missing", MISSING)
    with tempfile.TemporaryDirectory() as folder:
        paths = [
            save_photo(Photo(frame.pixels), Path(folder) / f"{number}.tif")
            for number, frame in enumerate(frames)
        ]
        target = Path(folder) / "fused.tif"
        done = subprocess.run(
            [PROGRAM, *OPTIONS, f"--output={target}", *map(str, paths)],
            capture_output=True, text=True, timeout=_SECONDS, check=False,
        )  # fmt: skip
        if done.returncode != 0 or not target.is_file():
            said = (done.stderr.strip().splitlines() or ["nothing"])[-1]
            raise FusionError(
                "enfuse-failed", "enfuse failed (code {exit_code}); it said: {said}",
                exit_code=done.returncode, said=said,
            )  # fmt: skip
        fused = load_photo(target)
    first = next(iter(frames))
    if fused.pixels.shape != first.pixels.shape:
        raise FusionError(
            "enfuse-shape-differs", "enfuse gave a picture {given}, not {wanted}",
            given=fused.pixels.shape, wanted=first.pixels.shape,
        )  # fmt: skip
    return fused
