"""Which implementation runs a network: the only place that chooses between OpenVINO and torch.

On the CPU OpenVINO runs where it is installed and torch is not imported; torch runs on CUDA, and on the
CPU where there is no OpenVINO. What they give is the same but for the rounding of bfloat16.
"""

from __future__ import annotations

from functools import lru_cache
from pathlib import Path
from typing import TYPE_CHECKING

from models.manifest import WEIGHTS_FOLDER
from models.protocols import Scorer, SharpnessMeasure
from models.running import openvino_compiler

if TYPE_CHECKING:
    from models.decision.openvino_runtime import OpenVinoDecisionRuntime


def import_backend(device: str) -> None:
    """Import OpenVINO where it will run the networks: it takes longer than reading the weights."""
    if device != "cuda":
        openvino_compiler.is_available()


def load_scorer(name: str, device: str, exact: bool = False, folder: Path = WEIGHTS_FOLDER) -> Scorer:
    """The learned decision with the weights ``name`` on ``"cpu"`` or ``"cuda"``.

    ``exact`` asks for float32; torch computes in float32 anyway. Raises ``WeightsError``.
    """
    if device == "cpu" and openvino_compiler.is_available():
        from models.decision.weights import runs_decision

        if runs_decision(name, folder):
            return kept_engine(name, exact, folder)
    from models.decision.torch_runtime import TorchDecisionRuntime

    return TorchDecisionRuntime.load(name, device, folder)


@lru_cache(maxsize=2)
def kept_engine(name: str, exact: bool, folder: Path) -> OpenVinoDecisionRuntime:
    """The engine with what it has compiled, for the next fusion: a preview and its result, or many
    pairs."""
    from models.decision.openvino_runtime import OpenVinoDecisionRuntime

    return OpenVinoDecisionRuntime.load(name, exact, folder)


def load_sharpness(
    name: str, device: str, exact: bool = False, folder: Path = WEIGHTS_FOLDER
) -> SharpnessMeasure:
    """The encoder with the weights ``name`` on ``"cpu"`` or ``"cuda"``.

    ``exact`` asks for float32 and gates from every pixel, which torch gives anyway. Raises
    ``WeightsError``.
    """
    if device == "cpu" and openvino_compiler.is_available():
        from models.sesf.openvino_runtime import OpenVinoEncoderRuntime

        return OpenVinoEncoderRuntime.load(name, exact, folder)
    from models.sesf.torch_runtime import TorchEncoderRuntime

    return TorchEncoderRuntime.load(name, device, folder)
