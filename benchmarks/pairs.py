"""Pairs and their truth in a folder: ``NN_A``, ``NN_B`` and, where it is known, ``NN_all_in_focus``."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from fusion import Photo, load_photo
from fusion.evaluate.datasets import find_scenes
from fusion.metrics import reference

SHARED = Path(__file__).resolve().parent.parent.parent / "shared" / "data"


@dataclass(frozen=True)
class Pair:
    """Two sources and, where there is one, the picture that is sharp everywhere."""

    name: str
    first: Photo
    second: Photo
    truth: Photo | None


def read_pairs(folder: Path) -> Iterator[Pair]:
    """The pairs of a folder, by name; the naming rules are those of ``evaluate``."""
    for scene in find_scenes(folder, folder.name):
        first, second = (load_photo(path) for path in scene.sources)
        yield Pair(scene.name, first, second, load_photo(scene.truth) if scene.truth else None)


def psnr(fused: Photo, truth: Photo, border: int) -> float:
    """PSNR in dB of 8-bit colour values, ``border`` pixels on every side left out."""
    inside = (slice(border, fused.height - border), slice(border, fused.width - border))
    return reference.psnr(fused.pixels[inside], truth.pixels[inside])
