"""Trained encoders on disk. OpenVINO reads them without torch, which is imported when it is needed."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from models.manifest import WEIGHTS_FOLDER, State, find_entry, own_part, read_state

if TYPE_CHECKING:
    from models.sesf.network import DenseEncoder

NETWORK_NAME = "sesf"
"""What the manifest calls this kind of network."""


@dataclass(frozen=True)
class Normalisation:
    """What the network takes: (luminance in [0, 1] − ``mean``) / ``deviation``."""

    mean: float
    deviation: float


@dataclass(frozen=True)
class EncoderPart:
    """An encoder's own part of its entry in the manifest: its attention and its normalisation."""

    attention: str
    mean: float
    deviation: float


def encoder_state(name: str, folder: Path = WEIGHTS_FOLDER) -> tuple[State, EncoderPart]:
    """Weights of the encoder ``name`` as numpy arrays, and its own part of the manifest.

    Raises
    ------
    WeightsError
        When there is no such encoder, its file is missing, or the SHA-256 is not the manifest's.

    Examples
    --------
    >>> state, part = encoder_state("sesf-cse")
    >>> state["blocks.1.0.weight"].shape, part.attention
    ((16, 16, 3, 3), 'cse')
    """
    entry = find_entry(name, NETWORK_NAME, folder)
    return read_state(entry, folder), own_part(entry, EncoderPart)


def load_encoder(
    name: str, folder: Path = WEIGHTS_FOLDER
) -> tuple[DenseEncoder, Normalisation]:
    """The encoder called ``name``, ready for inference on the CPU, and its normalisation.

    Raises
    ------
    WeightsError
        When the file is missing, its SHA-256 is not the manifest's, or it holds another network.
    """
    from models.running.torch_weights import load_weights
    from models.sesf.network import DenseEncoder

    entry = find_entry(name, NETWORK_NAME, folder)
    part = own_part(entry, EncoderPart)
    encoder = DenseEncoder(part.attention)
    load_weights(encoder, entry, folder)
    return encoder, Normalisation(part.mean, part.deviation)


def save_encoder(
    encoder: DenseEncoder, normalisation: Normalisation, name: str, folder: Path
) -> Path:
    """Write ``NAME.safetensors`` into ``folder`` and enter it in the manifest there."""
    from models.running.torch_weights import save_weights

    part = EncoderPart(encoder.attention_name, normalisation.mean, normalisation.deviation)
    return save_weights(encoder, name, NETWORK_NAME, part, folder)
