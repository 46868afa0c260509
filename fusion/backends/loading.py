"""Errors of loading trained weights as ``FusionError``."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

from fusion.errors import FusionError
from models.manifest import WeightsError


@contextmanager
def weights_errors_as_fusion_errors() -> Iterator[None]:
    """A context in which a ``WeightsError`` is raised as ``FusionError``."""
    try:
        yield
    except WeightsError as error:
        raise FusionError.of(error) from error
