"""Runs the learned decision on the CPU through OpenVINO, tile by tile."""

from __future__ import annotations

import math
from collections.abc import Sequence
from concurrent.futures import Future, ThreadPoolExecutor
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
import numpy.typing as npt

from models.arrays import Cuttable
from models.decision.inputs import network_input
from models.decision.openvino_graph import MULTIPLE, decision_graph, details_shown
from models.decision.weights import decision_state
from models.manifest import WEIGHTS_FOLDER, State
from models.protocols import Scored
from models.running.openvino_compiler import compile_graph, fastest_precision
from models.running.openvino_runs import run_each
from models.running.strip_packing import Item, pack_into_strips
from models.running.threads import thread_count
from models.running.tiling import CELL, Cells, Counter, Tick, Tile, Window, cover_in_runs, reach, windows

FloatMap = npt.NDArray[np.float32]
Key = tuple[int, int, int]
"""Frames, height and width of what a graph takes."""

HALO = 144
"""As for torch (``models.decision.torch_runtime``): the whole surroundings that a score depends on."""
NEAR = 64
"""Surroundings that the fast arithmetic takes into account: the error is below that of bfloat16
(``docs/developer/networks-on-a-processor.md``)."""
SIDE = 768
"""Largest side of what the network sees at a time, surroundings included, for two frames."""
HIGH, LONG = 2, 14
"""Height of the parts by which wanted cells are covered, and width of the widest, in cells, for two
frames."""
HIGHER = 6
"""Height of the parts, in cells, where most of a picture is wanted: less of each is surroundings."""
WORTH = 4_000_000
"""Pixels of all frames that higher parts must save: their graph has to be compiled first."""
AROUND = 32
"""Surroundings of those parts: what lies farther away was seen at half size, where they were chosen."""
AT_ONCE = 6_000_000
"""Pixels of all frames that are worked on at a time by all threads together, at most: memory."""


@dataclass(frozen=True)
class Placed:
    """A window of the picture, and at which column of its strip it lies."""

    window: Window
    left: int


Strip = list[Placed]
"""Windows side by side that go through the network together."""


class OpenVinoDecisionRuntime:
    """The network for the CPU.

    Parameters
    ----------
    state
        Weights by name (``models.engine.weights.decision_state``).
    exact
        float32 and all surroundings; otherwise bfloat16 where the processor has it in hardware, and the
        nearer surroundings.
    side
        Side in pixels of what the network sees at a time, for two frames; a multiple of 16.
    """

    device = "cpu"

    def __init__(self, state: State, exact: bool = False, side: int = SIDE) -> None:
        self._precision = "float32" if exact else fastest_precision()
        self._halo = HALO if exact else NEAR
        self._state = state
        self._side = side
        self._compiled: dict[Key, Any] = {}
        self._coming: dict[Key, Future[Any]] = {}

    @classmethod
    def load(
        cls, name: str, exact: bool = False, folder: Path = WEIGHTS_FOLDER
    ) -> OpenVinoDecisionRuntime:
        """With the trained weights ``name``; raises ``WeightsError``."""
        return cls(decision_state(name, folder), exact)

    def score(
        self,
        frames: Cuttable,
        scored: Scored,
        tick: Tick | None = None,
        wanted: Cells | None = None,
    ) -> None:
        """Call ``scored`` for every tile; ``tick(done, total)`` may raise to stop.

        With ``wanted`` only for tiles that cover these cells.
        """
        count, height, width = frames.shape
        if wanted is None:
            strips = [[Placed(window, 0)] for window in self._windows(count, height, width)]
            shape = strips[0][0].window.height, strips[0][0].window.width
        else:
            strips, shape = strips_of_parts(wanted, count, height, width)
        if strips:
            self._score(frames, strips, shape, scored, tick or (lambda _done, _total: None))

    def expect_cells(self, frames: int, height: int, width: int) -> None:
        """Begin to compile, beside other work, what wanted cells of such frames will need."""
        self._expect((frames, *strip_shape(frames, height, width)))

    def expect_whole(self, frames: int, height: int, width: int) -> None:
        """The same of what all of such frames will need."""
        self._expect((frames, *self.whole_shape(frames, height, width)))

    def whole_shape(self, frames: int, height: int, width: int) -> tuple[int, int]:
        """Height and width of the windows in which all of such frames go through the network."""
        first = self._windows(frames, height, width)[0]
        return first.height, first.width

    def _expect(self, key: Key) -> None:
        if self.has_begun(key):
            return
        pool = ThreadPoolExecutor(1)
        self._coming[key] = pool.submit(self._compile, key)
        pool.shutdown(wait=False)

    def has_begun(self, key: Key) -> bool:
        """Whether a graph for so many frames, so high and so wide is compiled, or being compiled."""
        return key in self._compiled or key in self._coming

    def _windows(self, frames: int, height: int, width: int) -> list[Window]:
        """Of the whole picture: two at least where it is long, so that two cores have work."""
        side = max(2 * self._halo + 4 * MULTIPLE, int(self._side * smaller(frames)))
        places = windows(height, width, side // MULTIPLE * MULTIPLE, self._halo, MULTIPLE)
        if len(places) > 1:
            return places
        shorter, longer = sorted((places[0].height, places[0].width))
        side = max(shorter, 2 * longer // 3 // MULTIPLE * MULTIPLE, 2 * self._halo + 4 * MULTIPLE)
        return windows(height, width, side, self._halo, MULTIPLE)

    def _score(
        self,
        frames: Cuttable,
        strips: list[Strip],
        shape: tuple[int, int],
        scored: Scored,
        tick: Tick,
    ) -> None:
        """Each strip, of one ``shape``, through the network; ``scored`` for every window in it."""
        counter = Counter(tick, len(strips))
        count, details = frames.shape[0], details_shown(self._state)

        def cut(strip: Strip) -> list[FloatMap]:
            if len(strip) == 1 and strip[0].window.width == shape[1]:
                return [network_input(strip[0].window.cut(frames), details)]
            shown = np.zeros((count, 2 + details, *shape), np.float32)
            for placed in strip:
                window, left = placed.window, placed.left
                shown[..., left : left + window.width] = network_input(window.cut(frames), details)
            return [shown]

        for strip, (scores, faithful) in run_each(self._graph(count, *shape), strips, cut):
            for placed in strip:
                rows, columns = placed.window.inside()
                columns = slice(columns.start + placed.left, columns.stop + placed.left)
                inside = (slice(None), 0, rows, columns)
                scored(placed.window.tile, scores[inside], faithful[inside])
            counter.advance()

    def _graph(self, frames: int, height: int, width: int) -> Any:
        key = (frames, height, width)
        if key not in self._compiled:
            coming = self._coming.pop(key, None)
            self._compiled[key] = coming.result() if coming else self._compile(key)
        return self._compiled[key]

    def _compile(self, key: Key) -> Any:
        streams = max(1, min(thread_count(), AT_ONCE // math.prod(key)))
        return compile_graph(decision_graph(self._state, *key), self._precision, streams)


def smaller(frames: int) -> float:
    """By how much less a window is high and wide with more frames than two, so that memory stays
    bounded."""
    return math.sqrt(2 / max(frames, 2))


def strips_of_parts(
    wanted: Cells, frames: int, height: int, width: int
) -> tuple[list[Strip], tuple[int, int]]:
    """Windows around parts that hold the wanted cells, side by side in strips; the strips' shape.

    A window that ends where the picture ends lies at that end of a strip, so that the network meets the
    same border as in the picture.
    """
    low, higher = (cover_in_runs(wanted, height, width, high, widest(frames)) for high in (HIGH, HIGHER))
    saved = frames * (seen_for(low, HIGH) - seen_for(higher, HIGHER))
    high, parts = (HIGHER, higher) if saved > WORTH else (HIGH, low)
    shape = strip_shape(frames, height, width, high)
    padded = -(-width // MULTIPLE) * MULTIPLE
    found = []
    for part in parts:
        top, rows = reach(part.top, height, shape[0], AROUND, MULTIPLE)
        left = max(part.left - AROUND, 0)
        right = min(-(-(part.left + part.width) // MULTIPLE) * MULTIPLE + AROUND, padded)
        found.append(Window(top, left, rows, right - left, part))
    items = [
        Item(window.width, window.left == 0, window.left + window.width == padded) for window in found
    ]
    strips = [
        [Placed(found[number], left) for number, left in strip]
        for strip in pack_into_strips(items, shape[1])
    ]
    return strips, shape


def widest(frames: int) -> int:
    """Width of the widest part in cells."""
    return max(1, int(LONG * smaller(frames)))


def seen_for(parts: Sequence[Tile], high: int) -> int:
    """Pixels that the network sees for parts so many cells high, surroundings included."""
    return (high * CELL + 2 * AROUND) * sum(part.width + 2 * AROUND for part in parts)


def strip_shape(frames: int, height: int, width: int, high: int = HIGH) -> tuple[int, int]:
    """Height and width of the strips in which parts of a picture go through the network."""
    rows, columns = (-(-side // MULTIPLE) * MULTIPLE for side in (height, width))
    return min(high * CELL + 2 * AROUND, rows), min(widest(frames) * CELL + 2 * AROUND, columns)
