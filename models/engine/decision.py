"""Runs the learned decision on the CPU through OpenVINO, tile by tile."""

from __future__ import annotations

import math
from pathlib import Path
from typing import Any

import numpy as np
import numpy.typing as npt

from models.choice import Scored
from models.decision.inputs import network_input
from models.engine.compiler import compile_graph, fastest_precision
from models.engine.decision_graph import MULTIPLE, decision_graph, details_shown
from models.engine.layers import State
from models.engine.runs import run_each
from models.engine.weights import decision_state
from models.manifest import WEIGHTS_FOLDER
from models.tiling import (
    CELL,
    Cells,
    Counter,
    Cuttable,
    Tick,
    Window,
    cover,
    cpu_threads,
    window_around,
    windows,
)

FloatMap = npt.NDArray[np.float32]

HALO = 144
"""As for torch (``models.decision.runtime``): the whole surroundings that a score depends on."""
NEAR = 64
"""Surroundings that the fast arithmetic takes into account: the error is below that of bfloat16
(``docs/engine.md``)."""
SIDE = 768
"""Largest side of what the network sees at a time, surroundings included, for two frames."""
PART = 96
"""Side of the tiles by which wanted cells are covered, for two frames."""
AROUND = 32
"""Surroundings of those tiles: what lies farther away was seen at half size, where they were chosen."""
AT_ONCE = 6_000_000
"""Pixels of all frames that are worked on at a time by all threads together, at most: memory."""


class DecisionEngine:
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
        self._compiled: dict[tuple[int, int, int], Any] = {}

    @classmethod
    def load(cls, name: str, exact: bool = False, folder: Path = WEIGHTS_FOLDER) -> DecisionEngine:
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
        places = self._windows(count, height, width, wanted)
        if not places:
            return
        details = details_shown(self._state)
        counter = Counter(tick or (lambda _done, _total: None), len(places))

        def cut(window: Window) -> list[FloatMap]:
            return [network_input(window.cut(frames), details)]

        for window, (scores, faithful) in run_each(self._graph(count, places[0]), places, cut):
            inside = (slice(None), 0, *window.inside())
            scored(window.tile, scores[inside], faithful[inside])
            counter.advance()

    def _windows(self, frames: int, height: int, width: int, wanted: Cells | None) -> list[Window]:
        """With more frames smaller ones, so that memory stays bounded."""
        smaller = math.sqrt(2 / max(frames, 2))
        if wanted is None:
            side = max(2 * self._halo + 4 * MULTIPLE, int(self._side * smaller))
            return windows(height, width, side // MULTIPLE * MULTIPLE, self._halo, MULTIPLE)
        part = max(CELL, int(PART * smaller) // CELL * CELL)
        around = min(AROUND, self._halo)
        return [
            window_around(tile, height, width, part + 2 * around, around, MULTIPLE)
            for tile in cover(wanted, height, width, part)
        ]

    def _graph(self, frames: int, window: Window) -> Any:
        key = (frames, window.height, window.width)
        if key not in self._compiled:
            streams = max(1, min(cpu_threads(), AT_ONCE // math.prod(key)))
            graph = decision_graph(self._state, *key)
            self._compiled[key] = compile_graph(graph, self._precision, streams)
        return self._compiled[key]
