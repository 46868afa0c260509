"""Planted fields: pairs of pictures, and the same pairs moved by a field that is known."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import Any

import cv2
import numpy as np
import numpy.typing as npt

from models.arrays import FloatMap
from models.superfusion.settings import SuperFusionTrainingSettings
from models.training.infrared_visible import read_infrared
from models.training.photographs import find_photographs, read_luminance

Grey = npt.NDArray[np.uint8]
Labels = npt.NDArray[np.uint8]
Place = npt.NDArray[np.float32]
UNLABELLED = 255
CACHED = 256
"""Decoded pictures that are kept."""
ROUNDS, SIGMA = 6, 15.0
"""The noise of the local part is blurred so often, by so much."""


@dataclass(frozen=True)
class Pair:
    """The files of a pair; without ``infrared`` it is a photograph whose infrared picture is made up."""

    visible: Path
    infrared: Path | None = None
    labels: Path | None = None


def find_pairs(folders: Sequence[Path]) -> list[Pair]:
    """Pairs ``NAME_ir.*`` and ``NAME_vi.*``, perhaps with ``NAME_labels.png``, and single photographs.

    Raises ``ValueError`` for one half of a pair without the other.
    """
    paths = find_photographs(folders)
    by_name = {path.with_suffix(""): path for path in paths}
    found = []
    for name, path in by_name.items():
        kind = name.name.rpartition("_")[2]
        if kind in ("ir", "labels"):
            if name.with_name(name.name.removesuffix(kind) + "vi") not in by_name:
                raise ValueError(f"{path} has no visible picture beside it; take it out of the folder")
            continue
        if kind != "vi":
            found.append(Pair(path))
            continue
        first, labels = (by_name.get(name.with_name(name.name[:-2] + k)) for k in ("ir", "labels"))
        if first is None:
            raise ValueError(f"{path} has no infrared picture beside it; take it out of the folder")
        found.append(Pair(path, first, labels))
    return found


@dataclass(frozen=True)
class Planted:
    """Crops of pairs, (N, 1, S, S) each, in [0, 1], and what moved them.

    Attributes
    ----------
    infrared, visible
        As they lie on each other.
    infrared_moved, visible_moved
        The same, moved: moved(p) = unmoved(p + field(p)).
    field
        (N, 2, S, S) in pixels.
    known
        (N, 1, S, S): 1 where both the moved and the unmoved have picture.
    labels
        (N, S, S) classes of the unmoved pictures, 255 where there is none.
    """

    infrared: FloatMap
    visible: FloatMap
    infrared_moved: FloatMap
    visible_moved: FloatMap
    field: FloatMap
    known: FloatMap
    labels: Labels


class Planter:
    """Makes the pairs of every step from the seed and the step's number alone."""

    def __init__(
        self, pairs: Sequence[Pair], settings: SuperFusionTrainingSettings, whole_size: bool
    ) -> None:
        self.real = [pair for pair in pairs if pair.infrared]
        self.single = [] if whole_size else [pair for pair in pairs if not pair.infrared]
        self.settings = settings
        self.share = 1.0 if whole_size else settings.share

    def batch(self, step: int, count: int) -> Planted:
        """``count`` pairs for this step."""
        generator = np.random.default_rng((self.settings.seed, step))
        made = [self._one(generator) for _ in range(count)]
        return Planted(*(np.stack([one[n] for one in made]) for n in range(7)))

    def _one(self, generator: np.random.Generator) -> tuple[npt.NDArray[np.generic], ...]:
        made_up = self.single and (not self.real or generator.random() < self.settings.made_up)
        choice = self.single if made_up else self.real
        pair = choice[int(generator.integers(len(choice)))]
        visible = read_luminance_once(pair.visible)
        if pair.infrared is None:
            infrared = made_up_infrared(visible, generator)
        else:
            infrared = read_infrared_once(pair.infrared)
        if infrared.shape != visible.shape:
            raise ValueError(f"{pair.infrared} and {pair.visible} differ in size; take them out")
        crop = self.settings.crop
        place = random_place(visible.shape, crop, self.share, generator)
        longer = max(visible.shape) * self.share
        field = planted_field(crop, longer, self.share, self.settings, generator)
        rows, columns = np.mgrid[:crop, :crop].astype(np.float32)
        still, moved = (columns, rows), (columns + field[0], rows + field[1])
        crops = [
            sampled(picture, place, at, self.share)
            for at in (still, moved) for picture in (infrared, visible)
        ]  # fmt: skip
        known = shown(visible.shape, place, still) & shown(visible.shape, place, moved)
        for axis in moved:
            known &= (axis >= 0) & (axis <= crop - 1)
        labels = np.full((crop, crop), UNLABELLED, np.uint8)
        if pair.labels is not None:
            stored = read_labels(pair.labels)
            at = place_of(place, still)
            labels = cv2.remap(
                stored, *at, cv2.INTER_NEAREST, borderMode=cv2.BORDER_CONSTANT, borderValue=UNLABELLED
            ).astype(np.uint8)
        return (*crops, field, known[None].astype(np.float32), labels)


@lru_cache(CACHED)
def read_luminance_once(path: Path) -> Grey:
    """A picture's luminance, decoded once."""
    return read_luminance(path)


@lru_cache(CACHED)
def read_infrared_once(path: Path) -> Grey:
    """An infrared picture's luminance, decoded once."""
    return read_infrared(path)


@lru_cache(CACHED)
def read_labels(path: Path) -> Labels:
    """A map of classes, one number a pixel."""
    stored = cv2.imdecode(np.frombuffer(path.read_bytes(), np.uint8), cv2.IMREAD_GRAYSCALE)
    if stored is None:
        raise ValueError(f"{path} cannot be read as a map of classes; take it out of the folder")
    return np.asarray(stored, np.uint8)


def made_up_infrared(visible: Grey, generator: np.random.Generator) -> Grey:
    """A picture of other brightnesses with mostly the same edges: a tone curve, blur and noise."""
    knots = np.linspace(0, 255, 6)
    levels = generator.uniform(0, 255, 6)
    if generator.random() < 0.5:
        levels = np.sort(levels)[:: int(generator.choice([-1, 1]))]
    curve = np.interp(np.arange(256), knots, levels).astype(np.float32)
    made = np.asarray(cv2.GaussianBlur(curve[visible], (0, 0), generator.uniform(0.5, 2.0)))
    noisy = made + generator.normal(0, generator.uniform(0, 6), made.shape)
    return np.asarray(np.clip(noisy, 0, 255), np.uint8)


def random_place(
    shape: tuple[int, ...], crop: int, share: float, generator: np.random.Generator
) -> Place:
    """(2, 3): takes a crop's pixel to a picture's; turned by quarters, perhaps mirrored."""
    scale = generator.uniform(0.85, 1.15) / share
    scale = min(scale, min(shape) / crop)
    span = scale * crop
    middle = [
        generator.uniform(span / 2, side - span / 2) if side > span else side / 2 for side in shape
    ]
    turn = int(generator.integers(4)) * np.pi / 2
    rotation = np.array([[np.cos(turn), -np.sin(turn)], [np.sin(turn), np.cos(turn)]])
    if generator.integers(2):
        rotation[:, 0] *= -1
    linear = scale * rotation
    origin = np.array([middle[1], middle[0]]) - linear @ [crop / 2, crop / 2]
    return np.column_stack([linear, origin]).astype(np.float32)


def planted_field(
    crop: int, longer: float, share: float, settings: SuperFusionTrainingSettings,
    generator: np.random.Generator,
) -> FloatMap:  # fmt: skip
    """(2, S, S): rotation, scale and shift, and a smooth local part, in pixels."""
    turn = np.deg2rad(generator.uniform(-settings.turn, settings.turn))
    spread = generator.uniform(-0.03, 0.03, (2, 2))
    linear = np.array([[np.cos(turn) - 1, -np.sin(turn)], [np.sin(turn), np.cos(turn) - 1]]) + spread
    offset = generator.uniform(-settings.shift, settings.shift, 2) * longer
    rows, columns = np.mgrid[:crop, :crop].astype(np.float32) - np.float32(crop / 2)
    field = np.stack([linear[n, 0] * columns + linear[n, 1] * rows + offset[n] for n in range(2)])
    noise = generator.normal(size=(2, crop, crop)).astype(np.float32)
    for axis in range(2):
        for _ in range(ROUNDS):
            noise[axis] = cv2.GaussianBlur(noise[axis], (0, 0), SIGMA * share)
    length = float(np.hypot(*noise).mean())
    wanted = generator.uniform(0, 2 * settings.ripple) * share
    return (field + noise * (wanted / max(length, 1e-9))).astype(np.float32)


def place_of(
    place: Place, at: tuple[FloatMap, FloatMap]
) -> tuple[FloatMap, FloatMap]:
    """Where pixels of a crop lie in the picture."""
    x, y = (place[n, 0] * at[0] + place[n, 1] * at[1] + place[n, 2] for n in range(2))
    return x.astype(np.float32), y.astype(np.float32)


def sampled(
    picture: Grey, place: Place, at: tuple[FloatMap, FloatMap], share: float
) -> FloatMap:
    """A crop in [0, 1], blurred first where it is reduced; 0 outside the picture."""
    values: npt.NDArray[Any] = picture.astype(np.float32)
    if share < 1:
        values = cv2.GaussianBlur(values, (0, 0), 0.35 / share)
    crop = cv2.remap(values, *place_of(place, at), cv2.INTER_LINEAR)
    return np.asarray(crop[None] / np.float32(255), np.float32)


def shown(
    shape: tuple[int, ...], place: Place, at: tuple[FloatMap, FloatMap]
) -> npt.NDArray[np.bool_]:
    """Where the picture has something to show."""
    x, y = place_of(place, at)
    return np.asarray((x >= 0) & (y >= 0) & (x <= shape[1] - 1) & (y <= shape[0] - 1))
