"""Networks that paint the fused luminance: of an infrared and a visible frame, or of frames in focus
at different depths."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import numpy as np

from fusion.backends.loading import weights_errors_as_fusion_errors
from fusion.contracts import Context, Frames, Outcome
from fusion.device import device_title
from fusion.photo import FloatMap, luminance
from fusion.render.visible_chroma import luminances, with_visible_chroma
from fusion.render.weighted_chroma import with_weighted_chroma
from fusion.settings import parameter
from models.protocols import Painter

STRETCHED, AS_PAINTED = "stretched", "as-painted"
RANGES = (STRETCHED, AS_PAINTED)
"""What becomes of the painted luminance: its least and greatest value black and white, or as it is."""
LoadPainter = Callable[[str], Painter]
"""The painter, loaded for ``"cpu"`` or ``"cuda"``."""


def paint_luminance(
    frames: Frames,
    load: LoadPainter,
    context: Context,
    finish: Callable[[FloatMap], FloatMap] | None = None,
) -> Outcome:
    """Let a network paint the luminance, and keep the visible frame's chroma.

    Parameters
    ----------
    frames
        Two: infrared, visible.
    load
        Loads the network, which takes both luminances (2, H, W) and gives the fused one (1, H, W), in
        [0, 1].
    context
        As for every method.
    finish
        What is done with the painted luminance (H, W) before it is cut to [0, 1]; None for nothing.

    Returns
    -------
    Outcome
        In the frames' type, without a decision.

    Raises
    ------
    FusionError
        When the weights are missing, changed or of another network.
    """
    painter = loaded(load, context)
    channels = luminances(frames)

    def tick(done: int, total: int) -> None:
        context.progress("Painting", done, total)

    painted = np.asarray(painter.paint(channels, tick)[0], np.float32)
    context.timer.note("painting")
    pixels = with_visible_chroma(finish(painted) if finish else painted, frames[1])
    context.timer.note("blending")
    return Outcome(pixels, None, device_title(painter.device))


def paint_in_sequence(
    frames: Frames,
    load: LoadPainter,
    context: Context,
    finish: Callable[[FloatMap], FloatMap] | None = None,
    between: bool = False,
) -> Outcome:
    """Let a network for two sources paint the luminance of frames, one after another.

    Parameters
    ----------
    frames
        Two or more, in their order: the network fuses the first two, then what came of them and the
        next.
    load
        Loads the network, which takes two luminances (2, H, W) and gives one (1, H, W), in [0, 1].
    context
        As for every method.
    finish
        What is done with each painted luminance (H, W) before it is cut to [0, 1]; None for nothing.
    between
        Keep each pixel between those of the two sources, so that what is alike stays as it is.

    Returns
    -------
    Outcome
        In the frames' type, without a decision; the chroma is that of the frames, weighted by how
        colourful they are.

    Raises
    ------
    FusionError
        When the weights are missing, changed or of another network.
    """
    painter = loaded(load, context)
    fused, last = luminance(frames[0]), len(frames) - 1
    for number in range(last):

        def tick(done: int, total: int, before: int = number) -> None:
            context.progress("Painting", before * total + done, last * total)

        channels = np.stack((fused, luminance(frames[number + 1])))
        painted = np.asarray(painter.paint(channels, tick)[0], np.float32)
        painted = finish(painted) if finish else painted
        low, high = (channels.min(axis=0), channels.max(axis=0)) if between else (0, 1)
        fused = np.clip(painted, low, high)
    context.timer.note("painting")
    pixels = with_weighted_chroma(fused, frames)
    context.timer.note("blending")
    return Outcome(pixels, None, device_title(painter.device))


def loaded(load: LoadPainter, context: Context) -> Painter:
    """The network, loaded; raises ``FusionError`` when its weights are missing or changed."""
    context.progress("Loading the network", 0, 1)
    with weights_errors_as_fusion_errors():
        painter = load(context.device)
    context.timer.note("loading the network")
    return painter


def range_parameter() -> Any:
    """The field ``range`` of the methods whose published program stretches what it paints."""
    return parameter(
        STRETCHED, "Range",
        "stretched: the darkest painted value becomes black and the brightest white, over the whole "
        "picture, as the published program saves it. as-painted: values stay as the network gives them.",
        choices=RANGES,
    )  # fmt: skip


def stretched(painted: FloatMap) -> FloatMap:
    """A luminance from its least to its greatest value onto [0, 1]; one of a single value as it is.

    Examples
    --------
    >>> stretched(np.float32([[0.25, 0.5, 0.75]])).tolist()
    [[0.0, 0.5, 1.0]]
    """
    low, high = painted.min(), painted.max()
    if not high > low:
        return painted
    return np.asarray((painted - low) / (high - low), np.float32)


def finish_of(range_name: str) -> Callable[[FloatMap], FloatMap] | None:
    """What is done with the painted luminance, by ``RANGES``."""
    return stretched if range_name == STRETCHED else None
