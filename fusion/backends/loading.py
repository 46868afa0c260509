"""Loading networks: their library ahead of time, and errors of their weights as ``FusionError``."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

from fusion.contracts import Shape
from fusion.errors import FusionError
from models.manifest import WeightsError
from models.select_backend import import_backend


def import_library(device: str, shape: Shape | None) -> None:  # noqa: ARG001  # as ``GetReady`` gives it
    """Import the library in which networks run: what most methods need to be ready."""
    import_backend(device)


@contextmanager
def weights_errors_as_fusion_errors() -> Iterator[None]:
    """A context in which a ``WeightsError`` is raised as ``FusionError``."""
    try:
        yield
    except WeightsError as error:
        raise FusionError.of(error) from error
