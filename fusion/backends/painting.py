"""Networks that paint the fused luminance of an infrared and a visible frame."""

from __future__ import annotations

from collections.abc import Callable

import numpy as np

from fusion.backends.loading import weights_errors_as_fusion_errors
from fusion.contracts import Context, Frames, Outcome
from fusion.device import device_title
from fusion.photo import FloatMap
from fusion.render.visible_chroma import luminances, with_visible_chroma
from models.protocols import Painter

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
    context.progress("Loading the network", 0, 1)
    with weights_errors_as_fusion_errors():
        painter = load(context.device)
    context.timer.note("loading the network")
    channels = luminances(frames)

    def tick(done: int, total: int) -> None:
        context.progress("Painting", done, total)

    painted = np.asarray(painter.paint(channels, tick)[0], np.float32)
    context.timer.note("painting")
    pixels = with_visible_chroma(finish(painted) if finish else painted, frames[1])
    context.timer.note("blending")
    return Outcome(pixels, None, device_title(painter.device))
