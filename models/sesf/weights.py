"""Trained encoders on disk: safetensors files, named in a manifest with their SHA-256.

OpenVINO reads them without torch, which is imported when a network of torch is asked for.
"""

from __future__ import annotations

import hashlib
from dataclasses import asdict
from pathlib import Path
from typing import TYPE_CHECKING

from models.manifest import (
    WEIGHTS_FOLDER,
    ManifestEntry,
    Normalisation,
    State,
    WeightsError,
    checked_entry,
    read_checked,
    read_state,
    replace_file,
    write_entry,
)

if TYPE_CHECKING:
    from models.sesf.network import DenseEncoder


def encoder_state(name: str, folder: Path = WEIGHTS_FOLDER) -> tuple[State, ManifestEntry]:
    """Weights of the encoder ``name`` and its line of the manifest; raises ``WeightsError``."""
    entry = checked_entry(name, folder)
    return read_state(folder / entry.file, entry.sha256), entry


def load_encoder(
    name: str, folder: Path = WEIGHTS_FOLDER
) -> tuple[DenseEncoder, Normalisation]:
    """The encoder called ``name``, ready for inference on the CPU, and its normalisation.

    Raises
    ------
    WeightsError
        When the file is missing, its SHA-256 is not the manifest's, or it holds another network.
    """
    from safetensors import SafetensorError
    from safetensors.torch import load as load_safetensors

    from models.sesf.network import DenseEncoder

    entry = checked_entry(name, folder)
    path = folder / entry.file
    content = read_checked(path, entry.sha256)
    encoder = DenseEncoder(entry.attention)
    try:
        encoder.load_state_dict(load_safetensors(content))
    except (SafetensorError, RuntimeError) as error:
        raise WeightsError(
            "weights-of-another-network", "the trained weights {path} hold another network",
            path=path,
        ) from error  # fmt: skip
    return encoder.eval(), Normalisation(entry.mean, entry.deviation)


def save_encoder(
    encoder: DenseEncoder, normalisation: Normalisation, name: str, folder: Path
) -> Path:
    """Write ``NAME.safetensors`` into ``folder`` and enter it in the manifest there."""
    from safetensors.torch import save as save_safetensors

    folder.mkdir(parents=True, exist_ok=True)
    state = {key: value.detach().cpu().contiguous() for key, value in encoder.state_dict().items()}
    content = save_safetensors(state)
    path = folder / f"{name}.safetensors"
    replace_file(path, content)
    entry = ManifestEntry(
        file=path.name,
        sha256=hashlib.sha256(content).hexdigest(),
        attention=encoder.attention_name,
        parameters=sum(parameter.numel() for parameter in encoder.parameters()),
        mean=normalisation.mean,
        deviation=normalisation.deviation,
    )
    write_entry(folder, name, asdict(entry))
    return path
