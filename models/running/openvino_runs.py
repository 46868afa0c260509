"""Tiles through a compiled graph, a few at a time."""

from __future__ import annotations

from collections import deque
from collections.abc import Callable, Iterable, Iterator
from typing import Any, TypeVar

import numpy as np
import numpy.typing as npt

from models.running.threads import thread_count

Item = TypeVar("Item")
Arrays = list[npt.NDArray[np.float32]]


def run_each(
    compiled: Any, items: Iterable[Item], inputs: Callable[[Item], Arrays]
) -> Iterator[tuple[Item, Arrays]]:
    """Every item with the graph's outputs for it, in the items' order.

    The outputs are OpenVINO's own memory, to be read before the next item is asked for. Two more
    tiles than there are threads are under way, so that no thread waits for the next one. Leaving early
    waits for these.
    """
    free = [compiled.create_infer_request() for _ in range(thread_count() + 2)]
    busy: deque[tuple[Item, Any]] = deque()
    try:
        for item in items:
            if not free:
                done, request = busy.popleft()
                request.wait()
                yield done, outputs(request)
                free.append(request)
            request = free.pop()
            request.start_async(inputs(item))
            busy.append((item, request))
        while busy:
            done, request = busy.popleft()
            request.wait()
            yield done, outputs(request)
    finally:
        for _, request in busy:
            request.wait()


def outputs(request: Any) -> Arrays:
    """The outputs of a finished request, without a copy."""
    return [tensor.data for tensor in request.output_tensors]
