"""Loading trained weights: its time, and its errors told as the engine's."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

from fusion.errors import FusionError
from fusion.progress import Progress
from fusion.stage_timer import StageTimer
from models.manifest import WeightsError


@contextmanager
def weights_errors_told() -> Iterator[None]:
    """Raises ``FusionError`` for a ``WeightsError`` inside."""
    try:
        yield
    except WeightsError as error:
        raise FusionError(str(error)) from error


@contextmanager
def loading_the_network(progress: Progress) -> Iterator[StageTimer]:
    """Load a network inside; the clock has noted it afterwards. Raises ``FusionError``."""
    progress("Loading the network", 0, 1)
    clock = StageTimer()
    with weights_errors_told():
        yield clock
    clock.note("loading the network")
