"""Other results of the same frames, from which strokes take their pixels: their settings and frames."""

from __future__ import annotations

import dataclasses
from collections.abc import Callable, Sequence

from fusion.contracts import Outcome
from fusion.frames.distinct import DistinctFrames
from fusion.frames.matching import MatchingFrames
from fusion.registry import recorded_parameters
from fusion.retouch.sources import number_of
from fusion.retouch.stroke import FrameSource, Recipe
from fusion.settings import FusionSettings, SlabParameters
from fusion.version import __version__


def outcome_of(
    settings: FusionSettings,
    frames: MatchingFrames,
    distinct: DistinctFrames,
    fuse: Callable[[FusionSettings, DistinctFrames], Outcome],
    recipe: Recipe,
) -> Outcome:
    """Another result, made by its recipe.

    Parameters
    ----------
    settings
        Of the result that is retouched; what the recipe does not say is taken from them.
    frames, distinct
        All registered frames, and those that take part.
    fuse
        Fuses frames by settings.
    recipe
        Of the other result.

    Returns
    -------
    Outcome
        With the numbers of all frames in its decision.

    Raises
    ------
    FusionError
        For a method, a parameter or a frame that is not there.

    Examples
    --------
    >>> import numpy as np
    >>> frames = MatchingFrames([np.full((1, 2), level, np.uint8) for level in (1, 2, 3)])
    >>> slab = Recipe("average", frames=(FrameSource(number=1), FrameSource(number=2)))
    >>> last = lambda settings, part: Outcome(part[len(part) - 1].pixels, None, "cpu")
    >>> outcome_of(FusionSettings(), frames, DistinctFrames(frames), last, slab).pixels.tolist()
    [[3, 3]]
    """
    parameters = recorded_parameters(
        recipe.method, dict(recipe.parameters), recipe.parameters_version, __version__
    )
    slabs = SlabParameters(*recipe.slabs)
    wanted = dataclasses.replace(settings, method=recipe.method, parameters=parameters, slabs=slabs)
    if recipe.frames:
        numbers = [number_of(source, frames.origins) for source in recipe.frames]
        distinct = DistinctFrames(frames, numbers)
    return distinct.of_all(fuse(wanted, distinct))


def recipe_of(settings: FusionSettings, frames: Sequence[FrameSource] = ()) -> Recipe:
    """The recipe of a result.

    Parameters
    ----------
    settings
        Complete, as the result holds them.
    frames
        From which it is made; none for all that take part.

    Returns
    -------
    Recipe

    Examples
    --------
    >>> from fusion.completion import complete
    >>> recipe_of(complete(FusionSettings("average")))
    Recipe(method='average', parameters=(), parameters_version=1, frames=(), slabs=(0, 0))
    """
    given = settings.parameters
    values = {} if given is None else dataclasses.asdict(given)
    return Recipe(
        settings.method, tuple(sorted(values.items())), 1 if given is None else given.VERSION,
        tuple(frames), (settings.slabs.size, settings.slabs.overlap if settings.slabs.size else 0),
    )  # fmt: skip
