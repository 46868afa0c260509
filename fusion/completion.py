"""What a fusion needs before it begins: a method for ``auto``, parameters, frames enough, imports."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from typing import Any

from fusion.contracts import Method, Shape
from fusion.errors import FusionError
from fusion.frames.sources import Source
from fusion.registry import find_method
from fusion.settings import AUTO, FusionSettings

AUTO_PAIR, AUTO_STACK = "sesf", "learned-decision"
"""What the method ``auto`` stands for: with two frames, and with more."""


def get_ready(settings: FusionSettings, shape: Shape | None = None) -> None:
    """Import what fusing computes with, for instance while pictures are read.

    Parameters
    ----------
    settings, shape
        Of the fusion to come; (n, H, W) of its frames, None if unknown: ``auto`` is then that for two.

    Raises
    ------
    FusionError
        For an unknown method, or where the weights of its network are missing.

    Examples
    --------
    >>> get_ready(FusionSettings("average"))
    """
    method = find_method(complete(settings, shape[0] if shape else 2).method)
    if method.get_ready is not None:
        method.get_ready(settings.device, shape)


def complete(settings: FusionSettings, frames: int = 2) -> FusionSettings:
    """The settings with what is left open filled in: the method for ``auto``, and default parameters.

    Parameters
    ----------
    settings, frames
        What was asked for, and how many sources there are.

    Returns
    -------
    FusionSettings
        With the name of a registered method and its parameters.

    Raises
    ------
    FusionError
        For an unknown method, and for parameters of another method.

    Examples
    --------
    >>> complete(FusionSettings(), 2).method, complete(FusionSettings(), 3).method
    ('sesf', 'learned-decision')
    """
    name = settings.method
    if name == AUTO:
        name = AUTO_PAIR if frames <= 2 else AUTO_STACK
    method = find_method(name)
    if settings.parameters is None:
        return replace(settings, method=name, parameters=method.parameters())
    if type(settings.parameters) is not method.parameters:
        raise FusionError(
            "parameters-of-another-method",
            "the method {method} takes {wanted}, not {given}",
            method=name, wanted=method.parameters.__name__, given=type(settings.parameters).__name__,
        )  # fmt: skip
    return replace(settings, method=name)


def settings_instead(asked: FusionSettings, taken: FusionSettings) -> FusionSettings | None:
    """The settings to take where those that ``auto`` stood for do not suit the frames; None where a
    method was asked for, or where there are no others."""
    if asked.method != AUTO or taken.method == AUTO_PAIR:
        return None
    return complete(replace(asked, method=AUTO_PAIR, parameters=None))


def check_count(sources: Sequence[Source], method: Method[Any]) -> None:
    """Refuse fewer than two sources, and more than the method takes."""
    if len(sources) < 2:
        raise FusionError(
            "too-few-sources", "fusing takes two sources at least; add another one"
        )
    if method.most_frames is not None and len(sources) > method.most_frames:
        raise FusionError(
            "too-many-sources",
            "the method {method} takes {most} sources and {count} were given; take another method",
            method=method.name, most=method.most_frames, count=len(sources),
        )  # fmt: skip
