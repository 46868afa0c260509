"""OpenVINO itself: whether it is there, what the processor can do, and compiling graphs for it."""

from __future__ import annotations

import importlib.util
from functools import cache
from typing import Any, Literal

from models.running.threads import thread_count
from models.running.watching import in_background

Precision = Literal["bfloat16", "float32"]
_HINT = {"bfloat16": "bf16", "float32": "f32"}


@cache
def is_available() -> bool:
    """Whether OpenVINO is installed and finds the processor."""
    if importlib.util.find_spec("openvino") is None:
        return False
    try:
        return "CPU" in core().available_devices
    except (ImportError, OSError, RuntimeError):
        return False


@cache
def core() -> Any:
    """The one ``openvino.Core`` of the process."""
    import openvino

    return openvino.Core()


@cache
def fastest_precision() -> Precision:
    """``bfloat16`` where the processor computes with it in hardware, else ``float32``."""
    able = core().get_property("CPU", "OPTIMIZATION_CAPABILITIES")
    return "bfloat16" if "BF16" in able else "float32"


def compile_graph(graph: Any, precision: Precision, streams: int | None = None) -> Any:
    """``graph`` compiled for as many pictures at a time as there are threads, one thread each.

    Small convolutions gain little from a second thread; two tiles side by side use two cores fully.
    Each is computed by one thread, so the result does not depend on how many there are.
    """
    streams = streams or thread_count()
    options = {
        "INFERENCE_PRECISION_HINT": _HINT[precision],
        "NUM_STREAMS": streams,
        "INFERENCE_NUM_THREADS": streams,
    }
    return in_background(lambda: core().compile_model(graph, "CPU", options))
