"""``log.csv`` of a training."""

from __future__ import annotations

import math
from pathlib import Path

import numpy as np

from models.manifest import replace_file

LOG = "log.csv"
EVERY = 100
"""Steps for a line."""


class LossLog:
    """Adds a line for every 100 steps, with the mean of each part of the loss.

    Lines beyond the ``done`` steps go: they are of steps that are taken again after an interruption, or
    of another training.
    """

    def __init__(self, output: Path, done: int) -> None:
        output.mkdir(parents=True, exist_ok=True)
        self.path = output / LOG
        self.rows: list[dict[str, float]] = []
        if self.path.exists():
            keep_steps(self.path, done)

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


def keep_steps(path: Path, done: int) -> None:
    """Leave the lines of the first ``done`` steps in a log; a log without any is removed."""
    head, *lines = path.read_text(encoding="utf-8").splitlines() or [""]
    kept = [line for line in lines if step_of(line) <= done]
    if kept:
        replace_file(path, "".join(f"{line}\n" for line in (head, *kept)).encode())
    else:
        path.unlink()


def step_of(line: str) -> float:
    """The step that a line of the log is of; infinite where it names none."""
    step = line.partition(",")[0]
    return int(step) if step.isdecimal() else math.inf
