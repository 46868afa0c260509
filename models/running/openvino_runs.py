"""Tiles through a compiled graph, a few at a time."""

from __future__ import annotations

from collections import deque
from collections.abc import Callable, Iterator, Sequence
from contextlib import suppress
from typing import Any, TypeVar

import numpy as np
import numpy.typing as npt

from models.running.threads import thread_count
from models.running.watching import WAIT_S, in_background, look

WAIT_MS = int(1000 * WAIT_S)

Item = TypeVar("Item")
Arrays = list[npt.NDArray[np.float32]]


def run_each(
    compiled: Any, items: Sequence[Item], inputs: Callable[[Item], Arrays]
) -> Iterator[tuple[Item, Arrays]]:
    """Every item with the graph's outputs for it, in the items' order.

    The outputs are OpenVINO's own memory, to be read before the next item is asked for. Two more
    tiles than there are threads are under way, so that no thread waits for the next one. Leaving early
    breaks these off.
    """
    most = min(thread_count() + 2, len(items))
    free = in_background(lambda: [compiled.create_infer_request() for _ in range(most)])
    busy: deque[tuple[Item, Any]] = deque()
    try:
        for item in items:
            look()
            if not free:
                done, request = busy[0]
                wait(request)
                busy.popleft()
                yield done, outputs(request)
                free.append(request)
            request = free.pop()
            request.start_async(inputs(item))
            busy.append((item, request))
        while busy:
            done, request = busy[0]
            wait(request)
            busy.popleft()
            yield done, outputs(request)
    finally:
        break_off([request for _, request in busy])


def wait(request: Any) -> None:
    """Wait for a request, with looks whether it is still wanted."""
    while not request.wait_for(WAIT_MS):
        look()


def break_off(requests: Sequence[Any]) -> None:
    """Stop requests that are under way: between two layers, which takes some hundredths of a second."""
    for request in requests:
        request.cancel()
    for request in requests:
        with suppress(RuntimeError):  # that it was cancelled
            request.wait()


def outputs(request: Any) -> Arrays:
    """The outputs of a finished request, without a copy."""
    return [tensor.data for tensor in request.output_tensors]
