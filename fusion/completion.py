"""What a fusion needs before it begins: a method for ``auto``, parameters, frames enough, imports; and
what is to be said of their order."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from typing import Any

from fusion.contracts import Method, Shape
from fusion.errors import FusionError
from fusion.frames.sources import Source
from fusion.notes import Note, order_matters
from fusion.registry import find_method, methods
from fusion.settings import (
    AUTO,
    INFRARED_VISIBLE,
    MULTIFOCUS,
    ROLES,
    FusionSettings,
    default_registration,
)

AUTO_PAIR, AUTO_STACK = "sesf", "learned-decision"
"""What the method ``auto`` stands for: with two frames, and with more."""
AUTO_INFRARED = "laplacian-pyramid"
"""What it stands for with an infrared and a visible frame."""


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
    """The settings with what is left open filled in: the method for ``auto``, its default parameters,
    the kind of fusion, and how frames of this kind are registered.

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
        For an unknown method, for parameters of another method, and for a method that does not serve the
        kind of fusion.

    Examples
    --------
    >>> complete(FusionSettings(), 2).method, complete(FusionSettings(), 3).method
    ('sesf', 'learned-decision')
    >>> complete(FusionSettings(purpose="infrared-visible")).registration.model
    'none'
    """
    name = settings.method
    if name == AUTO:
        name = auto_method(settings.purpose or MULTIFOCUS, frames)
    method = find_method(name)
    purpose = purpose_of(settings.purpose, method)
    registration = settings.registration or default_registration(purpose)
    settings = replace(settings, purpose=purpose, registration=registration)
    if settings.parameters is None:
        return replace(settings, method=name, parameters=method.parameters())
    if type(settings.parameters) is not method.parameters:
        raise FusionError(
            "parameters-of-another-method",
            "the method {method} takes {wanted}, not {given}",
            method=name, wanted=method.parameters.__name__, given=type(settings.parameters).__name__,
        )  # fmt: skip
    return replace(settings, method=name)


def auto_method(purpose: str, frames: int) -> str:
    """The name of the method that ``auto`` stands for."""
    if purpose == INFRARED_VISIBLE:
        return AUTO_INFRARED
    return AUTO_PAIR if frames <= 2 else AUTO_STACK


def purpose_of(asked: str | None, method: Method[Any]) -> str:
    """The kind of fusion: the one asked for, else the first that the method serves."""
    if asked is None:
        return next(purpose for purpose in ROLES if purpose in method.purposes)
    if asked not in method.purposes:
        raise FusionError(
            "method-of-another-kind",
            "the method {method} does not serve {purpose}; there are {known}",
            method=method.name, purpose=asked, known=", ".join(methods(asked)),
        )  # fmt: skip
    return asked


def settings_instead(asked: FusionSettings, taken: FusionSettings) -> FusionSettings | None:
    """The settings to take where those that ``auto`` stood for do not suit the frames; None where a
    method was asked for, by its name or by its parameters, or where there are no others."""
    if asked.method != AUTO or taken.method == AUTO_PAIR or taken.role_names:
        return None
    if taken.parameters != find_method(taken.method).parameters():
        return None
    return complete(replace(asked, method=AUTO_PAIR, parameters=None))


def possible_methods(settings: FusionSettings, frames: int) -> tuple[str, ...]:
    """The names of the methods by which fusing so many sources may end; the first is tried first."""
    taken = complete(settings, frames)
    instead = settings_instead(settings, taken)
    return (taken.method,) if instead is None else (taken.method, instead.method)


def check_count(sources: Sequence[Source], method: Method[Any], purpose: str = MULTIFOCUS) -> None:
    """Refuse fewer than two sources, more than the method takes, and more than there are roles."""
    if len(sources) < 2:
        raise FusionError(
            "too-few-sources", "fusing takes two sources at least; add another one"
        )
    roles = ROLES[purpose]
    if roles and len(sources) != len(roles):
        raise FusionError(
            "too-many-for-roles",
            "{count} sources were given; fusing infrared and visible takes one of each",
            count=len(sources),
        )
    if method.most_frames is not None and len(sources) > method.most_frames:
        raise FusionError(
            "too-many-sources",
            "the method {method} takes {most} sources and {count} were given; take another method",
            method=method.name, most=method.most_frames, count=len(sources),
        )  # fmt: skip


def notes_on_order(method: Method[Any], count: int) -> tuple[Note, ...]:
    """What a user should know of the order of the sources: nothing where it does not matter."""
    if not method.order_matters or count < 2 or (count == 2 and method.alike_in_pairs):
        return ()
    if count > 2:
        note = Note(
            "sources-in-sequence",
            "The method {method} fused the sources one after another, in the order given; in another "
            "order the result differs.",
            method=method.name,
        )  # fmt: skip
    else:
        note = order_matters(method.name)
    return (note,)
