"""What any program answers when it is asked how frames lie against a reference."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Protocol

import numpy as np

from benchmarks.optics.capture import Matrix
from benchmarks.optics.light import Encoded


@dataclass(frozen=True)
class Answer:
    """How frames lie against one of them.

    Parameters
    ----------
    matrices
        For each frame the 3×3 matrix from pixels (x, y) of the reference to those of the frame; None
        where the program gave up.
    doubted
        For each frame whether the program said that something is wrong with it.
    """

    matrices: tuple[Matrix | None, ...]
    doubted: tuple[bool, ...]


class Registering(Protocol):
    """A way to register frames of one size against frame `reference`."""

    def __call__(self, frames: Sequence[Encoded], reference: int) -> Answer: ...


def trusted(matrices: Sequence[Matrix | None]) -> Answer:
    """The answer of a program that says nothing but where it gave up."""
    return Answer(tuple(matrices), tuple(matrix is None for matrix in matrices))


def chained(steps: Sequence[Matrix | None], reference: int) -> Answer:
    """From matrices between neighbours (frame k to k + 1) to matrices from the reference.

    A chain that breaks leaves everything beyond the break without an answer.
    """
    matrices: list[Matrix | None] = [None] * (len(steps) + 1)
    matrices[reference] = np.eye(3)
    for index in range(reference, len(steps)):
        step, before = steps[index], matrices[index]
        matrices[index + 1] = None if step is None or before is None else step @ before
    for index in range(reference, 0, -1):
        step, before = steps[index - 1], matrices[index]
        matrices[index - 1] = None if step is None or before is None else np.linalg.inv(step) @ before
    return trusted(matrices)
