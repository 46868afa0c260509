"""Runs the SE dense encoder on the CPU through OpenVINO and gives what fusing needs of its features."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any

import numpy as np
import numpy.typing as npt

from models.engine.compiler import compile_graph, fastest_precision
from models.engine.encoder_graph import BLOCKS, GROWTH, HALO, RECEPTIVE_RADIUS, EncoderGraphs, Values
from models.engine.layers import State
from models.engine.runs import run_each
from models.engine.weights import encoder_state
from models.manifest import WEIGHTS_FOLDER, ManifestEntry
from models.tiling import Counter, Tick, Tile, even_tiles

FloatMap = npt.NDArray[np.float32]

TILE = 192
"""Side of a tile in pixels: its features stay in the processor's cache (``docs/speed.md``)."""
PIECE, PIECES = 64, 8
"""The gates take the means over 8 x 8 pieces of 64 pixels, spread evenly, where the picture is larger
than all of them together; below, and when exact, over every pixel."""


class EncoderEngine:
    """An encoder with its normalisation, for the CPU.

    Parameters
    ----------
    state, entry
        From ``models.engine.weights.encoder_state``.
    exact
        float32 throughout, and gates from every pixel of the picture. Otherwise bfloat16 where the
        processor has it in hardware, and gates from a sample.
    tile
        Side of the tiles in pixels.
    """

    device = "cpu"

    def __init__(
        self, state: State, entry: ManifestEntry, exact: bool = False, tile: int = TILE
    ) -> None:
        self._graphs = EncoderGraphs(state, entry)
        self._precision = "float32" if exact else fastest_precision()
        self._exact = exact
        self._tile = tile
        self._gates_compiled: dict[tuple[int, ...], Any] = {}

    @classmethod
    def load(cls, name: str, exact: bool = False, folder: Path = WEIGHTS_FOLDER) -> EncoderEngine:
        """With the trained weights ``name``; raises ``WeightsError``."""
        return cls(*encoder_state(name, folder), exact=exact)

    def change_energy(self, luminance: FloatMap, tick: Tick | None = None) -> FloatMap:
        """‖F(y,x) − F(y,x−1)‖² + ‖F(y,x) − F(y−1,x)‖² over the 64 features, (H, W) float32.

        ``luminance`` is (H, W) in [0, 1]. Outside, the picture is mirrored (edge pixel repeated).
        ``tick(done, total)`` is called after every tile and may raise to stop.
        """
        places = even_tiles(luminance.shape[0], luminance.shape[1], self._tile)
        padded = np.pad(luminance, HALO, mode="symmetric")
        passes = BLOCKS if self._graphs.pools_globally and self._exact else 0
        counter = Counter(tick or (lambda _done, _total: None), (1 + passes) * len(places))
        gates = self._gates(padded, places, counter)
        graph = self._graphs.change_energy(*window_shape(places), gates)
        result = np.empty(luminance.shape, np.float32)

        def cut(place: Tile) -> list[FloatMap]:
            return [window(padded, place)]

        for place, (energy,) in run_each(compile_graph(graph, self._precision), places, cut):
            rows, columns = place.area()
            result[rows, columns] = energy[0, 0, HALO:-HALO, HALO:-HALO]
            counter.advance()
        return result

    def _gates(self, padded: FloatMap, places: list[Tile], counter: Counter) -> Sequence[Values]:
        if not self._graphs.pools_globally:
            return []
        if self._exact:
            return self._exact_gates(padded, places, counter)
        pieces = np.stack(list(sample(padded)))[:, None]
        if pieces.shape not in self._gates_compiled:
            graph = self._graphs.gates(len(pieces), *pieces.shape[2:])
            self._gates_compiled[pieces.shape] = compile_graph(graph, self._precision, streams=1)
        found = self._gates_compiled[pieces.shape]([pieces])
        return [values.reshape(GROWTH).copy() for values in found.values()]

    def _exact_gates(self, padded: FloatMap, places: list[Tile], counter: Counter) -> list[Values]:
        """From the means of every block's output over the whole picture, a pass a block."""
        gates: list[Values] = []
        height, width = (size - 2 * HALO for size in padded.shape)
        for block in range(BLOCKS):
            graph = self._graphs.block_sum(*window_shape(places), gates)
            total = np.zeros(GROWTH)
            counted = np.zeros((height, width), bool)

            def cut(place: Tile) -> list[FloatMap]:
                mask = np.zeros((1, 1, place.height + 2 * HALO, place.width + 2 * HALO), np.float32)
                mask[0, 0, HALO:-HALO, HALO:-HALO] = ~counted[place.area()]  # noqa: B023
                counted[place.area()] = True  # noqa: B023
                return [window(padded, place), mask]

            for _, (sums,) in run_each(compile_graph(graph, self._precision), places, cut):
                total += sums.reshape(GROWTH)
                counter.advance()
            gates.append(self._graphs.gate(block, np.asarray(total / (height * width), np.float32)))
        return gates


def window_shape(places: list[Tile]) -> tuple[int, int]:
    """Height and width of what the network sees to compute one of the tiles."""
    return places[0].height + 2 * HALO, places[0].width + 2 * HALO


def window(padded: FloatMap, place: Tile) -> FloatMap:
    """A tile with its surroundings, (1, 1, h, w)."""
    rows = slice(place.top, place.top + place.height + 2 * HALO)
    columns = slice(place.left, place.left + place.width + 2 * HALO)
    return np.ascontiguousarray(padded[None, None, rows, columns])


def sample(padded: FloatMap) -> Iterator[FloatMap]:
    """Pieces of the picture, spread evenly, each with the rim that the means leave out."""
    rim = HALO - RECEPTIVE_RADIUS
    inner = padded[rim:-rim, rim:-rim]
    height, width = (size - 2 * RECEPTIVE_RADIUS for size in inner.shape)
    if height * width <= (PIECE * PIECES) ** 2 or min(height, width) < PIECE:
        yield inner
        return
    side = PIECE + 2 * RECEPTIVE_RADIUS
    for top in np.linspace(0, height - PIECE, PIECES).astype(int):
        for left in np.linspace(0, width - PIECE, PIECES).astype(int):
            yield inner[top : top + side, left : left + side]
