"""Runs the learned decision on the CPU through OpenVINO, tile by tile."""

from __future__ import annotations

import math
from pathlib import Path
from typing import Any

import numpy as np
import numpy.typing as npt

from models.choice import Scored
from models.engine.compiler import compile_graph, fastest_precision
from models.engine.decision_graph import MULTIPLE, decision_graph, network_input
from models.engine.layers import State
from models.engine.runs import run_each
from models.engine.weights import decision_state
from models.manifest import WEIGHTS_FOLDER
from models.tiling import Cells, Counter, Cuttable, Tick, Window, cover, window_around, windows

FloatMap = npt.NDArray[np.float32]

HALO = 128
"""As for torch (``models.decision.runtime``): the whole surroundings that a score depends on."""
SIDE = 768
"""Side of what the network sees at a time, halo included, for two frames."""

NEAR, SMALL_SIDE = 32, 320
"""The same for a part of the picture: surroundings, and side of what the network sees."""


class DecisionEngine:
    """The network for the CPU.

    Parameters
    ----------
    state
        Weights by name (``models.engine.weights.decision_state``).
    exact
        float32 throughout; otherwise bfloat16 where the processor has it in hardware.
    side
        Side in pixels of what the network sees at a time, for two frames; a multiple of 16.
    """

    device = "cpu"

    def __init__(self, state: State, exact: bool = False, side: int = SIDE) -> None:
        self._precision = "float32" if exact else fastest_precision()
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

        With ``wanted`` only for tiles that cover these cells, each computed with ``NEAR`` pixels around
        it: little of what lies farther away matters (``docs/speed.md``).
        """
        count, height, width = frames.shape
        places = self._windows(count, height, width, wanted)
        if not places:
            return
        counter = Counter(tick or (lambda _done, _total: None), len(places))

        def cut(window: Window) -> list[FloatMap]:
            return [network_input(window.cut(frames))]

        for window, (scores, faithful) in run_each(self._graph(count, places[0]), places, cut):
            inside = (slice(None), 0, *window.inside())
            scored(window.tile, scores[inside], faithful[inside])
            counter.advance()

    def _windows(self, frames: int, height: int, width: int, wanted: Cells | None) -> list[Window]:
        if wanted is None:
            return windows(height, width, self.side(frames), HALO, MULTIPLE)
        return [
            window_around(tile, height, width, SMALL_SIDE, NEAR, MULTIPLE)
            for tile in cover(wanted, height, width, SMALL_SIDE - 2 * NEAR)
        ]

    def side(self, frames: int) -> int:
        """Side of what is seen at a time: smaller with more frames, so that memory stays bounded."""
        side = int(self._side * math.sqrt(2 / max(frames, 2)))
        return max(3 * HALO, side // MULTIPLE * MULTIPLE)

    def _graph(self, frames: int, window: Window) -> Any:
        key = (frames, window.height, window.width)
        if key not in self._compiled:
            self._compiled[key] = compile_graph(decision_graph(self._state, *key), self._precision)
        return self._compiled[key]
