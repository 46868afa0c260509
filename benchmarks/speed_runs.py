"""One timed run of a program on a pair of pictures, in a process of its own; and the pairs."""

from __future__ import annotations

import os
import subprocess
import sys
import time
from dataclasses import dataclass
from pathlib import Path

import cv2
import numpy as np

from benchmarks.enfuse import OPTIONS, PROGRAM
from fusion import Photo, load_photo, save_photo
from fusion.photo import Pixels

ROOT = Path(__file__).resolve().parent.parent
SHAPE = 3 / 2
"""Width by height, as most cameras have it."""
BLUR = 5.0
"""σ of the defocus in pixels at 24 megapixels; it grows with the side, and is 1 at least."""


@dataclass(frozen=True)
class Case:
    """What is measured: a program on pictures of a size, on so many processor cores.

    Attributes
    ----------
    program
        ``enfuse``, or a method as ``evaluate`` writes it: ``sesf:attention=scse``.
    megapixels
        The size of each of the two sources, JPEG files.
    ending
        The result's, ``jpg`` or ``tif``.
    threads
        Cores that the process may use.
    """

    program: str
    megapixels: float
    ending: str
    threads: int


@dataclass(frozen=True)
class Run:
    """Seconds by the clock and of the processor, and the most memory held, in MB."""

    seconds: float
    processor: float
    megabytes: float


def command_of(program: str, sources: tuple[Path, Path], target: Path) -> list[str]:
    """What to call."""
    names = [str(path) for path in sources]
    if program == PROGRAM:
        return [PROGRAM, *OPTIONS, f"--output={target}", *names]
    method, *settings = program.split(":")
    options = [f"--{name}={value}" for name, _, value in (item.partition("=") for item in settings)]
    return [
        sys.executable, "-m", "fusion", "fuse", *names, "-o", str(target), "--method", method,
        "--device", "cpu", *options,
    ]  # fmt: skip


def measure(case: Case, sources: tuple[Path, Path], folder: Path) -> Run:
    """Run a program once, from its start to its end; its result is removed.

    Memory is what the system accounts for the process (``wait4``), its threads included.
    """
    target = folder / f"fused.{case.ending}"
    allowed = set(sorted(os.sched_getaffinity(0))[: case.threads])
    count = str(case.threads)
    environment = {**installed(folder), "PARFOCAL_THREADS": count, "OMP_NUM_THREADS": count}
    said = folder / "said.txt"
    with said.open("w") as log:
        begun = time.perf_counter()
        process = subprocess.Popen(
            command_of(case.program, sources, target), cwd=ROOT, env=environment, stdout=log, stderr=log
        )
        os.sched_setaffinity(process.pid, allowed)
        _, status, usage = os.wait4(process.pid, 0)
        seconds = time.perf_counter() - begun
        process.returncode = os.waitstatus_to_exitcode(status)
    if process.returncode != 0 or not target.is_file():
        lines = said.read_text(errors="replace").strip().splitlines() or ["nothing"]
        raise RuntimeError(f"{case.program} failed (code {process.returncode}): {lines[-1]}")
    target.unlink()
    return Run(seconds, usage.ru_utime + usage.ru_stime, usage.ru_maxrss * 1024 / 1e6)


def installed(folder: Path) -> dict[str, str]:
    """The environment, with Python's compiled files kept in ``folder``: there they are from the second
    run on, as in an installed program, whatever the environment says."""
    environment = {**os.environ, "PYTHONPYCACHEPREFIX": str(folder / "compiled")}
    environment.pop("PYTHONDONTWRITEBYTECODE", None)
    return environment


def make_pair(folder: Path, megapixels: float, photographs: list[Path]) -> tuple[Path, Path]:
    """Two JPEG files of one scene, each in focus where the other is not.

    The scene is a photograph brought to the size, or, without one, made of noise of several scales.
    """
    height = round((megapixels * 1e6 / SHAPE) ** 0.5)
    width = round(SHAPE * height)
    scene = scene_of(load_photo(photographs[0]).pixels if photographs else made_scene(), height, width)
    soft = np.asarray(cv2.GaussianBlur(scene, (0, 0), max(BLUR * height / 4000, 1.0)), np.uint8)
    field = cv2.resize(
        np.random.default_rng(2).normal(size=(6, 9)).astype(np.float32), (width, height),
        interpolation=cv2.INTER_CUBIC,
    )  # fmt: skip
    near = (np.asarray(field) > 0)[:, :, None]
    paths = folder / f"{megapixels:g}_near.jpg", folder / f"{megapixels:g}_far.jpg"
    save_photo(Photo(np.where(near, scene, soft)), paths[0])
    save_photo(Photo(np.where(near, soft, scene)), paths[1])
    return paths


def scene_of(picture: Pixels, height: int, width: int) -> Pixels:
    """The middle of a colour picture, cut to the shape and brought to the size."""
    if picture.ndim == 2:
        picture = np.repeat(picture[:, :, None], 3, axis=2)
    wide = min(picture.shape[1], round(picture.shape[0] * SHAPE))
    high = round(wide / SHAPE)
    top, left = (picture.shape[0] - high) // 2, (picture.shape[1] - wide) // 2
    part = picture[top : top + high, left : left + wide]
    way = cv2.INTER_AREA if high > height else cv2.INTER_CUBIC
    return np.asarray(cv2.resize(part, (width, height), interpolation=way), np.uint8)


def made_scene(height: int = 2828, width: int = 4242) -> Pixels:
    """Noise of several scales in colour, 12 megapixels by default."""
    random = np.random.default_rng(1)
    scene = np.full((height, width, 3), 128, np.float32)
    for scale, strength in ((1, 12), (4, 20), (32, 30), (256, 40)):
        size = (-(-height // scale), -(-width // scale), 3)
        noise = random.normal(0, strength, size).astype(np.float32)
        scene += cv2.resize(noise, (width, height), interpolation=cv2.INTER_CUBIC)
    return np.clip(scene, 0, 255).astype(np.uint8)
