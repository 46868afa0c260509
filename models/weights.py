"""Trained weights on disk: safetensors files, named in a manifest with their SHA-256."""

from __future__ import annotations

import hashlib
import json
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

import torch
from safetensors import SafetensorError
from safetensors.torch import load as load_safetensors
from safetensors.torch import save as save_safetensors

from models.encoder import DenseEncoder

WEIGHTS_FOLDER = Path(__file__).resolve().parent.parent / "weights"
MANIFEST = "manifest.json"


class WeightsError(Exception):
    """Weights that are missing, changed or of another shape; the text is one sentence for a user."""


@dataclass(frozen=True)
class Normalisation:
    """What the network takes: (luminance in [0, 1] − ``mean``) / ``deviation``."""

    mean: float
    deviation: float


@dataclass(frozen=True)
class ManifestEntry:
    """One line of the manifest."""

    file: str
    sha256: str
    attention: str
    parameters: int
    mean: float
    deviation: float


def read_manifest(folder: Path = WEIGHTS_FOLDER) -> dict[str, ManifestEntry]:
    """The encoder weights that ``folder`` declares, by name."""
    entries = read_entries(folder)
    try:
        return {
            name: ManifestEntry(**entry) for name, entry in entries.items() if "network" not in entry
        }
    except TypeError as error:
        raise _unreadable(folder / MANIFEST, error) from error


def read_entries(folder: Path) -> dict[str, dict[str, Any]]:
    """All entries of the manifest as they stand there. One with a ``network`` is not an encoder."""
    path = folder / MANIFEST
    try:
        entries = json.loads(path.read_text(encoding="utf-8"))
        return {name: dict(**entry) for name, entry in entries.items()}
    except FileNotFoundError:
        raise WeightsError(
            f"the list of trained weights {path} is missing; fetch the program again"
        ) from None
    except (OSError, ValueError, TypeError, AttributeError) as error:
        raise _unreadable(path, error) from error


def _unreadable(path: Path, error: Exception) -> WeightsError:
    return WeightsError(
        f"the list of trained weights {path} cannot be read ({error}); fetch the program again"
    )


def write_entry(folder: Path, name: str, entry: dict[str, Any]) -> None:
    """Enter weights in the manifest of ``folder``, or replace their entry."""
    entries = read_entries(folder) if (folder / MANIFEST).exists() else {}
    entries[name] = entry
    lines = {key: entries[key] for key in sorted(entries)}
    replace_file(folder / MANIFEST, (json.dumps(lines, indent=2) + "\n").encode())


def load_encoder(
    name: str, folder: Path = WEIGHTS_FOLDER
) -> tuple[DenseEncoder, Normalisation]:
    """The encoder called ``name``, ready for inference on the CPU, and its normalisation.

    Raises
    ------
    WeightsError
        When the file is missing, its SHA-256 is not the manifest's, or it holds another network.
    """
    manifest = read_manifest(folder)
    if name not in manifest:
        raise WeightsError(f"there are no weights {name!r}; there are {', '.join(manifest) or 'none'}")
    entry = manifest[name]
    path = folder / entry.file
    content = read_checked(path, entry.sha256)
    encoder = DenseEncoder(entry.attention)
    try:
        encoder.load_state_dict(load_safetensors(content))
    except (SafetensorError, RuntimeError) as error:
        raise WeightsError(f"the trained weights {path} hold another network") from error
    return encoder.eval(), Normalisation(entry.mean, entry.deviation)


def read_checked(path: Path, sha256: str) -> bytes:
    """The file's content; raises ``WeightsError`` if it is missing or its SHA-256 is another."""
    try:
        content = path.read_bytes()
    except OSError:
        raise WeightsError(
            f"the trained weights {path} are missing or cannot be read; fetch the program again"
        ) from None
    if hashlib.sha256(content).hexdigest() != sha256:
        raise WeightsError(
            f"the trained weights {path} are not the ones that belong to this program (their SHA-256 "
            "differs); fetch the program again"
        )
    return content


def save_encoder(
    encoder: DenseEncoder, normalisation: Normalisation, name: str, folder: Path
) -> Path:
    """Write ``NAME.safetensors`` into ``folder`` and enter it in the manifest there."""
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


def replace_file(path: Path, content: bytes) -> None:
    """Write beside ``path``, then rename, so that a stopped program leaves the old file whole."""
    beside = path.with_name(path.name + ".part")
    beside.write_bytes(content)
    beside.replace(path)


def best_device() -> torch.device:
    """CUDA where it works, else the CPU."""
    if torch.cuda.is_available():
        try:
            torch.zeros(1, device="cuda")
            return torch.device("cuda")
        except RuntimeError:
            pass
    return torch.device("cpu")
