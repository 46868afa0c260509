"""The pixels and maps of a result, moved to scratch files and back."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from typing import Any

import numpy as np
import numpy.typing as npt

from fusion import Decision
from fusion.frames.scratch import release, scratch_array
from ui.document.fused import Fused

Array = npt.NDArray[Any]


def arrays_of(fused: Fused) -> list[Array]:
    """The large arrays of a result: pixels, validity, and the maps of its decision."""
    photo, decision = fused.result.photo, fused.result.decision
    arrays: list[Array] = [photo.pixels]
    if photo.validity is not None:
        arrays.append(photo.validity)
    if decision is not None:
        arrays += [decision.labels, decision.weight_steps, decision.confidence_steps]
        runner_up = decision.runner_up_map
        if isinstance(runner_up, np.ndarray):
            arrays.append(runner_up)
    return arrays


def spilled(fused: Fused) -> Fused:
    """The result with its pixels and maps in scratch files that map into memory.

    Raises ``FusionError`` where there is no room for them.
    """
    return moved(fused, to_file)


def in_memory(fused: Fused) -> Fused:
    """The result with its pixels and maps in memory."""
    return moved(fused, np.array)


def moved(fused: Fused, move: Callable[[Array], Array]) -> Fused:
    """The result with each of its arrays moved."""
    photo, decision = fused.result.photo, fused.result.decision
    validity = None if photo.validity is None else move(photo.validity)
    photo = replace(photo, pixels=move(photo.pixels), validity=validity)
    if decision is not None:
        decision = Decision(
            move(decision.labels), move(decision.weight_steps), move(decision.confidence_steps),
            decision.frames, move(decision.runner_up), decision.blending,
        )  # fmt: skip
    return replace(fused, result=replace(fused.result, photo=photo, decision=decision))


def to_file(array: Array) -> Array:
    """The array in a scratch file."""
    there = scratch_array(array.shape, array.dtype)
    there[...] = array
    release(there)
    return there
