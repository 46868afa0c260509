"""Errors of trained weights, told as the engine's."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

from fusion.errors import FusionError
from models.manifest import WeightsError


@contextmanager
def weights_errors_told() -> Iterator[None]:
    """Raises ``FusionError`` for a ``WeightsError`` inside."""
    try:
        yield
    except WeightsError as error:
        raise FusionError(str(error)) from error
