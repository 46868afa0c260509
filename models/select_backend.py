"""Which library runs a network: the only place that chooses between OpenVINO and torch.

On the CPU OpenVINO runs where it is installed and torch is not imported; torch runs on CUDA, and on the
CPU where there is no OpenVINO. What they give is the same but for the rounding of bfloat16.
"""

from __future__ import annotations

from functools import lru_cache
from pathlib import Path
from typing import TYPE_CHECKING

from models.manifest import WEIGHTS_FOLDER
from models.painters import find_painting_network, painter_state
from models.protocols import Painter, Scorer, SharpnessMeasure
from models.running import openvino_compiler

if TYPE_CHECKING:
    from models.superfusion.attending import AttentionLayers
    from models.superfusion.runtime import SuperFusionRuntime
    from models.superfusion.torch_runtime import MatcherRuntime


def import_backend(device: str) -> None:
    """Import OpenVINO where it will run the networks: it takes longer than reading the weights.

    ``device`` is ``"cpu"`` or ``"cuda"``, where torch runs them.
    """
    if device != "cuda":
        openvino_compiler.is_available()


def load_scorer(name: str, device: str, exact: bool = False, folder: Path = WEIGHTS_FOLDER) -> Scorer:
    """The learned decision, ready to run.

    Parameters
    ----------
    name
        Of the weights, ``"learned-decision"``.
    device
        ``"cpu"`` or ``"cuda"``.
    exact
        float32 and all surroundings, whatever is faster; torch computes so anyway.
    folder
        Where the weights and their manifest are.

    Raises
    ------
    WeightsError
        When there are no such weights, or their file is missing or changed.
    """
    if device == "cpu" and openvino_compiler.is_available():
        from models.decision.weights import openvino_can_run

        if openvino_can_run(name, folder):
            return _kept_openvino_scorer(name, exact, folder)
    from models.decision.torch_runtime import TorchDecisionRuntime

    return TorchDecisionRuntime.load(name, device, folder)


@lru_cache(maxsize=2)
def _kept_openvino_scorer(name: str, exact: bool, folder: Path) -> Scorer:
    """Kept with the graphs that it has compiled for the next fusion: a preview and its result, pairs."""
    from models.decision.openvino_runtime import OpenVinoDecisionRuntime

    return OpenVinoDecisionRuntime.load(name, exact, folder)


def load_sharpness(
    name: str, device: str, exact: bool = False, folder: Path = WEIGHTS_FOLDER
) -> SharpnessMeasure:
    """The SE dense encoder, ready to run.

    Parameters
    ----------
    name
        Of the weights: ``"sesf-cse"``, ``"sesf-sse"`` or ``"sesf-scse"``.
    device
        ``"cpu"`` or ``"cuda"``.
    exact
        float32 and gates from every pixel of the picture, whatever is faster; torch computes so anyway.
    folder
        Where the weights and their manifest are.

    Raises
    ------
    WeightsError
        When there are no such weights, or their file is missing or changed.

    Examples
    --------
    >>> import numpy as np
    >>> measure = load_sharpness("sesf-cse", "cpu")
    >>> float(measure.gradient_energy(np.full((20, 30), 0.7, np.float32)).max())
    0.0
    """
    if device == "cpu" and openvino_compiler.is_available():
        from models.sesf.openvino_runtime import OpenVinoEncoderRuntime

        return OpenVinoEncoderRuntime.load(name, exact, folder)
    from models.sesf.torch_runtime import TorchEncoderRuntime

    return TorchEncoderRuntime.load(name, device, folder)


def load_painter(
    network: str,
    device: str,
    weights: str | None = None,
    file: Path | None = None,
    variant: str = "",
    folder: Path = WEIGHTS_FOLDER,
) -> Painter:
    """A network that paints, ready to run.

    Parameters
    ----------
    network
        Its folder in ``models/``, as ``"densefuse"``.
    device
        ``"cpu"`` or ``"cuda"``.
    weights
        Name of the weights in the manifest; None takes those called as the network.
    file
        Weights that the network's authors published, a NumPy archive, taken instead.
    variant
        Which of its forms, where a network has several, as densefuse has fusion rules.
    folder
        Where the weights and their manifest are.

    Raises
    ------
    WeightsError
        When there are no such weights, or their file is missing, changed or of another network.
    """
    if device == "cpu" and openvino_compiler.is_available():
        stamp = file.stat().st_mtime_ns if file is not None and file.exists() else 0
        return _kept_openvino_painter(network, weights, file, variant, folder, stamp)
    from models.running.torch_painter import TorchPainter

    found = find_painting_network(network).of(variant)
    state = painter_state(found, weights, file, folder)
    return TorchPainter(found, found.load_module(state, variant), device)


def load_superfusion(device: str, folder: Path = WEIGHTS_FOLDER) -> SuperFusionRuntime:
    """SuperFusion's fusion network, ready to run on ``"cpu"`` or ``"cuda"``; raises ``WeightsError``."""
    from models.superfusion.runtime import SuperFusionRuntime

    name = "superfusion"
    painter = load_painter(name, device, folder=folder)
    state = painter_state(find_painting_network(name), folder=folder)
    layers: AttentionLayers
    if device == "cpu" and openvino_compiler.is_available():
        from models.superfusion.openvino_graph import OpenVinoAttentionLayers

        layers = OpenVinoAttentionLayers(state)
    else:
        from models.superfusion.torch_runtime import TorchAttentionLayers

        layers = TorchAttentionLayers(state, painter.device)
    return SuperFusionRuntime(painter, layers, state)


def load_superfusion_matcher(device: str, folder: Path = WEIGHTS_FOLDER) -> MatcherRuntime:
    """SuperFusion's matcher in torch, for ``"cpu"`` or ``"cuda"``; raises ``WeightsError``."""
    from models.superfusion.torch_runtime import MatcherRuntime

    return MatcherRuntime.load(device, folder=folder)


@lru_cache(maxsize=2)
def _kept_openvino_painter(
    network: str, weights: str | None, file: Path | None, variant: str, folder: Path, stamp: int
) -> Painter:
    """Kept with its compiled graphs for the next pair; ``stamp`` tells a changed file."""
    del stamp
    from models.running.openvino_painter import OpenVinoPainter

    found = find_painting_network(network).of(variant)
    state = painter_state(found, weights, file, folder)
    return OpenVinoPainter(found, found.load_graphs(state, variant))
