"""``log.csv`` of a training."""

from __future__ import annotations

from pathlib import Path

import numpy as np

LOG = "log.csv"
EVERY = 100
"""Steps for a line."""


class LossLog:
    """Adds a line for every 100 steps, with the mean of each part of the loss."""

    def __init__(self, output: Path) -> None:
        output.mkdir(parents=True, exist_ok=True)
        self.path = output / LOG
        self.rows: list[dict[str, float]] = []

    def add(self, step: int, parts: dict[str, float], seconds: float) -> None:
        """Take over the loss of a step, counted from 1, and the seconds since the training began."""
        self.rows.append(parts)
        if step % EVERY == 0:
            means = [f"{np.mean([row[name] for row in self.rows]):.5f}" for name in parts]
            new = not self.path.exists()
            with self.path.open("a", encoding="utf-8") as file:
                if new:
                    file.write("step,seconds," + ",".join(parts) + "\n")
                file.write(f"{step},{seconds:.0f}," + ",".join(means) + "\n")
            self.rows.clear()
