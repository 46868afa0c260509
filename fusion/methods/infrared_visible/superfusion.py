"""``superfusion``: a matcher that registers, and a network that fuses with attention to the whole."""

from __future__ import annotations

from dataclasses import dataclass, replace

import numpy as np

from fusion.backends.loading import import_library, weights_errors_as_fusion_errors
from fusion.backends.painting import paint_luminance
from fusion.contracts import FROM_DESCRIPTION, Context, Frames, Outcome
from fusion.frames.matching import MatchingFrames
from fusion.frames.registered import registered
from fusion.notes import Note
from fusion.photo import FloatMap
from fusion.register.cross_modal import SIDES, at_size
from fusion.register.dense import DenseMatch, match_densely
from fusion.register.levels import prepare
from fusion.registry import register
from fusion.settings import Parameters, parameter
from fusion.transform import Transform
from models.select_backend import load_superfusion, load_superfusion_matcher


@dataclass(frozen=True)
class SuperFusionParameters(Parameters):
    """How far the matcher looks before the pictures are fused."""

    levels: int = parameter(
        0, "Matcher levels",
        "At how many sizes the matcher looks for where the infrared picture lies on the visible one, "
        "from an eighth of the size on. Fewer levels bend the picture less and fit it less. 0: the "
        "pictures are fused as they lie.",
        0, 3, 1,
    )  # fmt: skip


@register(
    "superfusion",
    "SuperFusion",
    "Paints a picture from features of both, weighted by attention to the whole picture. A matcher can "
    "first bring the infrared picture onto the visible one.",
    SuperFusionParameters,
    kind="pixels",
    purposes=frozenset({"infrared-visible"}),
    most_frames=2,
    roles=("infrared", "visible"),
    get_ready=import_library,
    year=2022,
    weakness="Its matcher was trained for an hour and brings real pairs hardly nearer: register by "
    "cross-modal instead. Painted pixels are softer than the sources'.",
    checked=FROM_DESCRIPTION,
)
def fuse_superfusion(
    frames: Frames, parameters: SuperFusionParameters, context: Context
) -> Outcome:
    """The fused luminance as the network paints it, with the visible frame's chroma.

    Parameters
    ----------
    frames
        Two: infrared, visible.
    parameters
        Whether and how far the matcher registers first.
    context
        As for every method.

    Returns
    -------
    Outcome
        Without a decision: no pixel is a frame's own. With the matcher the infrared frame is resampled
        once more; where it then has no picture the visible one is fused with itself.

    Raises
    ------
    FusionError
        When weights are missing, changed or of another network.

    Notes
    -----
    Tang, Deng, Ma, Huang, Ma, "SuperFusion: a versatile image registration and fusion network with
    semantic awareness", IEEE/CAA Journal of Automatica Sinica 9(12), 2022. The attention is scanned over
    the whole picture, in pictures of more than 640 × 480 pixels at a reduced size; the rest is painted
    in tiles. The matcher's field is replaced by the nearest affine motion with splines over 64 pixels,
    so that straight lines do not ripple. The published code leaves two sigmoids and the directional
    attention out by slips; here they act.

    Known weakness: the matcher was trained for an hour, as a demonstration. On real warped pairs it
    leaves the error nearly as it was (17.5 to 17.0 px with two levels) or makes it larger (31.5 px with
    one; ``weights/superfusion-matcher.md``): off unless asked for.

    Examples
    --------
    >>> from fusion.progress import no_progress
    >>> frames = MatchingFrames([np.full((20, 30), level, np.uint8) for level in (90, 90)])
    >>> fuse_superfusion(frames, SuperFusionParameters(), Context("cpu", no_progress)).pixels.shape
    (20, 30)
    """
    notes: tuple[Note, ...] = ()
    if parameters.levels:
        frames, notes = matched(frames, parameters.levels, context)
        context.timer.note("registering")
    outcome = paint_luminance(frames, load_superfusion, context)
    return replace(outcome, notes=(*outcome.notes, *notes))


def matched(
    frames: Frames, levels: int, context: Context
) -> tuple[Frames, tuple[Note, ...]]:
    """The frames with the infrared one as the matcher brings it onto the visible one, and what to tell.

    Raises ``FusionError`` where the matcher's weights are missing.
    """
    context.progress("Registering", 0, 2)
    infrared, visible = frames[0], frames[1]
    found = match(reduced(frames, 1), reduced(frames, 0), levels, context)
    context.progress("Registering", 1, 2)
    if not found.match.is_sure:
        note = Note(
            "matcher-found-nothing",
            "SuperFusion's matcher found no motion by which the pictures fit better; they were fused as "
            "they lie.",
        )
        return frames, (note,)
    motion = at_size(found.match.motion, max(1.0, max(frames.shape) / SIDES[-1]))
    height, width = frames.shape
    transform = Transform(motion.matrix, displacement=motion.displacement)
    moved = registered(infrared, transform, (slice(0, height), slice(0, width)))
    context.progress("Registering", 2, 2)
    note = Note(
        "matcher-registered",
        "SuperFusion's matcher moved the infrared picture by {pixels:.1f} pixels in the middle.",
        pixels=middle_motion(transform, frames.shape),
    )
    return MatchingFrames([moved, visible]), (note,)


def match(visible: FloatMap, infrared: FloatMap, levels: int, context: Context) -> DenseMatch:
    """What the matcher finds between two reduced luminances."""
    with weights_errors_as_fusion_errors():
        matcher = load_superfusion_matcher(context.device)

    def field(fixed: FloatMap, moving: FloatMap) -> FloatMap:
        return matcher.field(moving, fixed, levels)

    return match_densely(visible, infrared, field, matcher.side)


def reduced(frames: Frames, number: int) -> FloatMap:
    """A frame's luminance in [0, 1], of at most ``SIDES[-1]`` pixels."""
    return np.asarray(prepare(frames[number], SIDES[-1]).luminance / np.float32(255), np.float32)


def middle_motion(transform: Transform, shape: tuple[int, int]) -> float:
    """How far, in pixels, the middle of a picture of shape (H, W) moves."""
    y, x = (np.array([(size - 1) / 2]) for size in shape)
    lies = transform.positions(x, y)[:, 0, 0]
    return float(np.hypot(lies[0] - x[0], lies[1] - y[0]))
