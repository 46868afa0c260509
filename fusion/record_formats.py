"""The formats that records have had, and how content of an older one becomes that of the next."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from fusion.settings import MULTIFOCUS

FORMAT = 6
"""Of the file. 1 was the first, which knew no version of the parameters; 2 knew no registration; 3 knew
no other kind of fusion than multi-focus; 4 knew no strokes; 5 knew no hash of weights."""


def with_parameters_version(content: dict[str, Any]) -> dict[str, Any]:
    """From format 1: its parameters are of their first version."""
    return {**content, "parameters_version": 1}


def without_registration(content: dict[str, Any]) -> dict[str, Any]:
    """From format 2: its frames were taken as they are."""
    return {**content, "registration": None}


def of_multifocus(content: dict[str, Any]) -> dict[str, Any]:
    """From format 3: there was one kind of fusion."""
    return {**content, "purpose": MULTIFOCUS}


def without_strokes(content: dict[str, Any]) -> dict[str, Any]:
    """From format 4: its result was not retouched."""
    return {**content, "strokes": None}


def without_hash_of_weights(content: dict[str, Any]) -> dict[str, Any]:
    """From format 5: whether a file of weights has changed is not known."""
    return {**content, "weights_sha256": ""}


MIGRATIONS: dict[int, Callable[[dict[str, Any]], dict[str, Any]]] = {
    1: with_parameters_version,
    2: without_registration,
    3: of_multifocus,
    4: without_strokes,
    5: without_hash_of_weights,
}
"""From each older format to the next."""


def migrated(content: dict[str, Any], written: int) -> dict[str, Any]:
    """The content of a record of format ``written``, as the present one has it.

    Examples
    --------
    >>> migrated({"slabs": None}, 4)
    {'slabs': None, 'strokes': None, 'weights_sha256': ''}
    """
    for older in range(written, FORMAT):
        content = MIGRATIONS[older](content)
    return content
