"""Other results of the same frames, from which strokes take their pixels: their settings and frames."""

from __future__ import annotations

import dataclasses
from collections.abc import Sequence

from fusion.frames.distinct import DistinctFrames
from fusion.frames.matching import MatchingFrames
from fusion.registry import recorded_parameters
from fusion.retouch.sources import number_of
from fusion.retouch.stroke import FrameSource, Recipe
from fusion.settings import FusionSettings, SlabParameters
from fusion.version import __version__


def by_recipe(
    recipe: Recipe, settings: FusionSettings, frames: MatchingFrames, distinct: DistinctFrames
) -> tuple[FusionSettings, DistinctFrames]:
    """What a recipe asks to be fused, and how.

    Parameters
    ----------
    recipe
        Of the other result.
    settings
        Of the result that is retouched; its device is taken.
    frames, distinct
        All registered frames, and those that take part.

    Returns
    -------
    settings, frames
        For the other result.

    Raises
    ------
    FusionError
        For a method, a parameter or a frame that is not there.

    Examples
    --------
    >>> import numpy as np
    >>> frames = MatchingFrames([np.full((1, 2), level, np.uint8) for level in (1, 2, 3)])
    >>> slab = Recipe("average", frames=(FrameSource(number=1), FrameSource(number=2)))
    >>> by_recipe(slab, FusionSettings(), frames, DistinctFrames(frames))[1].numbers
    (1, 2)
    """
    parameters = recorded_parameters(
        recipe.method, dict(recipe.parameters), recipe.parameters_version, __version__
    )
    wanted = FusionSettings(
        recipe.method, parameters, settings.device, slabs=SlabParameters(*recipe.slabs)
    )
    if not recipe.frames:
        return wanted, distinct
    numbers = [number_of(source, frames.origins) for source in recipe.frames]
    return wanted, DistinctFrames(frames, numbers)


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
