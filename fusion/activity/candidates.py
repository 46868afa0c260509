"""Which frames of a long stack are worth comparing in a tile.

A network that compares all frames of a stack takes memory and time for each of them, although in any one
place a few are sharp. Here these few are found by the gradients of the luminance, measured in one pass.
"""

from __future__ import annotations

from collections.abc import Iterable

import cv2
import numpy as np
import numpy.typing as npt

from fusion.activity.activity_map import gradient_energy
from fusion.activity.leading_frames import LeadingFrames
from fusion.decision import WHOLE
from fusion.photo import FloatMap
from models.running.tiling import Tile

MOST = 32
"""Frames compared in a tile at most."""
COUNTS = (6, 8, 12, 16, MOST)
"""So many frames are compared in a tile where a smaller size has shown which lead there: the network is
compiled for each of these."""
BESIDE = 5
"""Frames that are compared at least beside those that lead: with none 0.5 dB were lost, with five
nothing."""
LEADS = 0.002
"""Share of a tile in which a frame leads at the smaller size, for it to be compared."""
CELL = 8
"""Side in pixels of the squares over which the energy is averaged."""
AROUND = 1
"""Cells around a tile that count as well: the network sees what is around it, too."""


class Candidates:
    """The frames to compare in each tile of a picture (``models.protocols.FramesOfTile``).

    Parameters
    ----------
    energy
        (n, rows, columns): as ``energy_of_cells`` gives it.
    side
        Of a cell, in pixels of the picture in which the tiles lie.
    most
        Frames taken in a tile at most; no more than n.
    known
        The leading frames of that picture, where a smaller size has shown them: those that lead in the
        tile are taken first, and ``BESIDE`` more at least, as many in all as one of ``COUNTS`` says.
        None takes ``most``.

    Notes
    -----
    Made here. The frames are taken greedily, each time the one that adds most to the largest amplitude
    (root of the energy) of those taken, summed over the cells: where contrast is high a blurred frame
    costs most. So of frames that are alike only one is taken. Known weakness: a tile in which more than
    ``most`` frames are sharp, each in its own part, gets the next best in some parts.

    Examples
    --------
    >>> energy = np.array([[[9, 0]], [[8, 0]], [[0, 5]]], np.float32)
    >>> Candidates(energy, side=8, most=2)(Tile(0, 0, 8, 16))
    (0, 2)
    """

    def __init__(
        self, energy: FloatMap, side: int, most: int, known: LeadingFrames | None = None
    ) -> None:
        self._energy = energy
        self._side = side
        self.most = most
        self._known = known
        self._found: dict[Tile, tuple[int, ...]] = {}

    def __call__(self, tile: Tile, /) -> tuple[int, ...]:
        """The numbers of the frames, ascending."""
        if tile not in self._found:
            first, count = [], self.most
            if self._known is not None:
                first = leading_in(self._known, tile)[: self.most]
                wanted = len(first) + BESIDE
                count = next((few for few in COUNTS if wanted <= few < self.most), self.most)
            self._found[tile] = tuple(sorted(self._with_best(first, count, tile)))
        return self._found[tile]

    def _with_best(self, taken: list[int], count: int, tile: Tile) -> list[int]:
        """The frames taken, and those of the largest energy beside them, ``count`` in all."""
        rows, columns = (
            slice(max(part.start // self._side - AROUND, 0), -(-part.stop // self._side) + AROUND)
            for part in tile.area()
        )
        amplitude = np.sqrt(self._energy[:, rows, columns].reshape(len(self._energy), -1))
        reached = amplitude[taken].max(axis=0) if taken else np.zeros_like(amplitude[0])
        while len(taken) < count:
            gained = np.maximum(amplitude, reached).sum(axis=1)
            gained[taken] = -1
            best = int(gained.argmax())
            taken.append(best)
            reached = np.maximum(reached, amplitude[best])
        return taken


def leading_in(known: LeadingFrames, tile: Tile) -> list[int]:
    """The frames that lead in more than ``LEADS`` of a tile, those of most pixels first; a pixel in
    which one is mixed counts half for it."""
    area = tile.area()
    labels = known.labels[area]
    mixed = np.asarray(known.second[area[0]])[:, area[1]][known.weight_steps[area] < WHOLE]
    pixels = np.bincount(labels.ravel(), minlength=known.frames).astype(np.float64)
    pixels += 0.5 * np.bincount(mixed, minlength=known.frames)
    ordered = np.argsort(-pixels, kind="stable")
    return [int(number) for number in ordered if pixels[number] > LEADS * labels.size]


def energy_of_cells(frames: Iterable[npt.NDArray[np.floating]]) -> FloatMap:
    """The mean gradient energy in each cell of ``CELL`` pixels.

    Parameters
    ----------
    frames
        Luminance (h, w) in [0, 1] of one frame after another.

    Returns
    -------
    FloatMap
        (n, ⌈h / CELL⌉, ⌈w / CELL⌉) float32.

    Examples
    --------
    >>> energy_of_cells([np.zeros((8, 12), np.float32)]).shape
    (1, 1, 2)
    """
    return np.stack([cell_means(gradient_energy(np.asarray(grey, np.float32))) for grey in frames])


def cell_means(values: FloatMap) -> FloatMap:
    """Means over the cells, (⌈h / CELL⌉, ⌈w / CELL⌉); the last row and column are repeated outside."""
    below, beside = (-side % CELL for side in values.shape)
    if below or beside:
        values = np.pad(values, ((0, below), (0, beside)), mode="edge")
    size = values.shape[1] // CELL, values.shape[0] // CELL
    return np.asarray(cv2.resize(values, size, interpolation=cv2.INTER_AREA), np.float32)
