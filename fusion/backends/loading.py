"""Loading trained weights; their errors become the program's."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

from fusion.errors import FusionError
from models.manifest import WeightsError


@contextmanager
def weights_errors_as_fusion_errors() -> Iterator[None]:
    """Raises ``FusionError`` for a ``WeightsError`` inside."""
    try:
        yield
    except WeightsError as error:
        raise FusionError.of(error) from error
