"""align_image_stack, of Hugin: which matrices it finds, and how to have it remap frames.

What it found is read from its project file by Hugin's own `pano_trafo`: the corners of the reference to
the panorama, and from there to each frame. Magnification and centre shift are optimised (``-m -i``): of
the options that its manual names for focus stacks these erred least on planted motion.
"""

from __future__ import annotations

import shutil
import subprocess
import tempfile
from collections.abc import Sequence
from pathlib import Path

import cv2
import numpy as np
import numpy.typing as npt

from benchmarks.optics.capture import Matrix
from benchmarks.optics.light import Encoded
from benchmarks.peers.answer import Answer, trusted

PROGRAM, READER = "align_image_stack", "pano_trafo"
OPTIONS = ("-m", "-i", "--use-given-order")
MISSING = "align_image_stack is left out: it is not installed (Debian: apt-get install hugin-tools)."

_SECONDS = 3600


def is_installed() -> bool:
    """Whether the program and its reader are there."""
    return shutil.which(PROGRAM) is not None and shutil.which(READER) is not None


def align_image_stack(frames: Sequence[Encoded], reference: int) -> Answer:
    """The matrices that the program finds; it takes the first frame as its own reference."""
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        project = folder / "found.pto"
        paths = write_frames(frames, folder)
        done = subprocess.run(
            [PROGRAM, *OPTIONS, "-p", str(project), *map(str, paths)],
            capture_output=True, timeout=_SECONDS, check=False,
        )  # fmt: skip
        if done.returncode != 0 or not project.is_file():
            return trusted([None] * len(frames))
        h, w = frames[0].shape[:2]
        corners = np.array([[0, 0], [w - 1, 0], [0, h - 1], [w - 1, h - 1]], np.float32)
        panorama = _moved(project, reference, corners)
        matrices = [_between(project, frame, corners, panorama) for frame in range(len(frames))]
    return trusted(matrices)


def remapping(paths: Sequence[Path], folder: Path, crop: bool) -> list[str]:
    """The command that remaps frames onto the first of them, as ``aligned_NNNN.tif`` in a folder."""
    options = [*OPTIONS, *(["-C"] if crop else []), "-a", str(folder / "aligned_")]
    return [PROGRAM, *options, *map(str, paths)]


def remapped(folder: Path) -> list[Path]:
    """The files that the command made, in the order of the frames."""
    return sorted(folder.glob("aligned_*.tif"))


def write_frames(frames: Sequence[Encoded], folder: Path) -> list[Path]:
    """The frames as TIFF without loss, numbered from 0."""
    paths = [folder / f"{number:04d}.tif" for number in range(len(frames))]
    for frame, path in zip(frames, paths, strict=True):
        cv2.imwrite(str(path), cv2.cvtColor(frame, cv2.COLOR_RGB2BGR))
    return paths


def _between(
    project: Path, frame: int, corners: npt.NDArray[np.float32], panorama: npt.NDArray[np.float32]
) -> Matrix | None:
    """The homography that takes the corners where the project takes them."""
    target = _moved(project, frame, panorama, back=True)
    if target.shape != corners.shape or not np.isfinite(target).all():
        return None
    return np.asarray(cv2.getPerspectiveTransform(corners, target), np.float64)


def _moved(
    project: Path, frame: int, points: npt.NDArray[np.float32], back: bool = False
) -> npt.NDArray[np.float32]:
    """Points (n, 2) of a frame in the panorama, or the other way round."""
    said = subprocess.run(
        [READER, *(["-r"] if back else []), str(project), str(frame)],
        input="".join(f"{x:.6f} {y:.6f}\n" for x, y in points),
        capture_output=True, text=True, timeout=_SECONDS, check=False,
    ).stdout  # fmt: skip
    return np.array([line.split()[:2] for line in said.splitlines() if line.strip()], np.float32)
