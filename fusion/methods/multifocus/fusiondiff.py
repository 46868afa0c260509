"""``fusiondiff``: the fused picture is drawn out of noise, with the sources beside it at every step."""

from __future__ import annotations

from dataclasses import dataclass

from fusion.backends.loading import import_library, weights_errors_as_fusion_errors
from fusion.contracts import Context, Frames, Outcome
from fusion.device import device_title
from fusion.notes import Note
from fusion.photo import luminance
from fusion.progress import Progress
from fusion.registry import register
from fusion.render.weighted_chroma import with_weighted_chroma
from fusion.settings import Parameters, parameter
from models.fusiondiff import PAINTER
from models.fusiondiff.dimensions import NOISE_STEPS
from models.fusiondiff.sampling import (
    IMPLICIT,
    SAMPLERS,
    Sampling,
    expected_seconds,
    sample,
)
from models.protocols import Painter
from models.running.tiling import Tick
from models.select_backend import load_painter

SOURCES, RANGE = "sources", "range"
LARGEST_SEED = 2**31 - 1
LEAST_WORK = 4_000_000
"""Pixels times steps: below, fusing takes as long as telling how long it takes."""
MINUTE = 60


@dataclass(frozen=True)
class FusionDiffParameters(Parameters):
    """How the reverse process goes."""

    sampler: str = parameter(
        IMPLICIT,
        "Sampler",
        "ddim adds no noise on the way and keeps what is there; deterministic leaves the noise out, as "
        "published, and is less like the truth in few steps; stochastic adds it, and seeds differ more.",
        choices=SAMPLERS,
    )
    steps: int = parameter(
        10,
        "Steps",
        "Of the 2000 steps of the diffusion, how many are made, evenly spread; two cores take about "
        "half a second for a step and megapixel.",
        1, NOISE_STEPS, 1,
    )  # fmt: skip
    clamp: str = parameter(
        SOURCES,
        "Clamp",
        "What the network finds at each step is kept between the sources, which leaves what is alike "
        "as it is; or within the whole range, as published.",
        choices=(SOURCES, RANGE),
    )
    seed: int = parameter(
        1, "Seed", "Of the noise that the picture is drawn from; the same gives the same pixels.",
        0, LARGEST_SEED, 1,
    )  # fmt: skip


@register(
    "fusiondiff",
    "FusionDiff",
    "Draws the fused picture out of noise in a few steps, by a network that has both sources before it. "
    "Trained with 100 pairs; slow, and says how long it will take.",
    FusionDiffParameters,
    kind="pixels",
    get_ready=import_library,
    year=2023,
    weakness="Its pixels are no source's own, it is by far the slowest method, and another seed gives a "
    "slightly different picture.",
    checked="Made from the description; not checked against the authors' weights, which were never "
    "published. The full network has the published number of parameters.",
    order_matters=True,
)
def fuse_diffusion(frames: Frames, parameters: FusionDiffParameters, context: Context) -> Outcome:
    """Fusion as conditional diffusion.

    Parameters
    ----------
    frames
        Two or more; more than two are fused one after another.
    parameters
        Sampler, steps and seed.
    context
        As for every method. It is told how long the work will take, where that is more than moments.

    Returns
    -------
    Outcome
        Without a decision. The luminance is drawn; the chroma is that of the frames, weighted by how
        colourful they are.

    Raises
    ------
    FusionError
        Where the weights are missing.

    Notes
    -----
    Li et al., "FusionDiff: multi-focus image fusion using denoising diffusion probabilistic models",
    Expert Systems with Applications, 2023, article 121664. The network here is a small one, trained on
    two cores: it draws luminance only, as what it has more than the mean of the sources. The published
    one draws all colours and is 127 times as large; ``python -m models train --method fusiondiff --form
    full`` trains it on a GPU. T = 2000 and the cosine schedule are the published ones. The published
    way back is the sampler ``deterministic``: DDPM without the noise that it adds. With a few steps the
    picture is then smoother than what the network saw in training, so that ``ddim`` (Song, Meng, Ermon
    2021, η = 0), which adds no noise either, is the default. Keeping what is found between the sources
    is an addition; the clamp ``range`` leaves it out. Known weakness: pixels are no source's own.

    Examples
    --------
    >>> import numpy as np
    >>> from fusion.frames.matching import MatchingFrames
    >>> from fusion.progress import no_progress
    >>> frames = MatchingFrames([np.full((8, 8), level, np.uint8) for level in (10, 20)])
    >>> outcome = fuse_diffusion(frames, FusionDiffParameters(steps=2), Context("cpu", no_progress))
    >>> outcome.pixels.shape, outcome.decision is None
    ((8, 8), True)
    """
    timer, progress = context.timer, context.progress
    progress("Loading the network", 0, 1)
    with weights_errors_as_fusion_errors():
        painter = load_painter("fusiondiff", context.device)
    timer.note("loading the network")
    fusions = len(frames) - 1
    tell_duration(painter, frames.shape, parameters.steps * fusions, context)
    plan = Sampling(
        parameters.steps, parameters.sampler, parameters.seed, parameters.clamp == SOURCES
    )
    fused = luminance(frames[0])
    for number in range(fusions):
        tick = part_of(progress, number, fusions)
        fused = sample(painter, fused, luminance(frames[number + 1]), plan, tick)
    timer.note("diffusing")
    pixels = with_weighted_chroma(fused, frames)
    timer.note("blending")
    return Outcome(pixels, None, device_title(painter.device))


def tell_duration(painter: Painter, shape: tuple[int, int], steps: int, context: Context) -> None:
    """Tell how long the work will take, by the speed measured now, where it is more than moments."""
    pixels = shape[0] * shape[1]
    if pixels * steps < LEAST_WORK:
        return
    seconds = expected_seconds(painter, PAINTER, shape, steps)
    context.tell(
        Note(
            "diffusion-takes",
            "The diffusion will take about {minutes} min: {steps} steps of {megapixels} megapixels.",
            minutes=f"{seconds / MINUTE:.1f}", steps=steps, megapixels=f"{pixels / 1e6:.1f}",
        )
    )  # fmt: skip
    context.timer.note("measuring the speed")


def part_of(progress: Progress, number: int, total: int) -> Tick:
    """Progress of one fusion among those that follow each other."""
    return lambda done, of: progress("Diffusing", number * of + done, total * of)
