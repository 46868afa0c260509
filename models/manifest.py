"""The list of trained weights and their files: named in a manifest with their SHA-256.

Nothing here needs torch: the CPU engine reads weights without it.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy.typing as npt

WEIGHTS_FOLDER = Path(__file__).resolve().parent.parent / "weights"
MANIFEST = "manifest.json"
State = Mapping[str, npt.NDArray[Any]]
"""Weights by the names that torch gives them."""


class WeightsError(Exception):
    """Weights that are missing, changed or of another shape: a code, an English sentence with
    ``{field}`` for each value, and the values."""

    def __init__(self, code: str, text: str, /, **fields: object) -> None:
        super().__init__(text.format(**fields))
        self.code = code
        self.text = text
        self.fields = fields


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
            "no-weights-list", "the list of trained weights {path} is missing; fetch the program again",
            path=path,
        ) from None  # fmt: skip
    except (OSError, ValueError, TypeError, AttributeError) as error:
        raise _unreadable(path, error) from error


def _unreadable(path: Path, error: Exception) -> WeightsError:
    return WeightsError(
        "unreadable-weights-list",
        "the list of trained weights {path} cannot be read ({reason}); fetch the program again",
        path=path, reason=str(error),
    )  # fmt: skip


def write_entry(folder: Path, name: str, entry: dict[str, Any]) -> None:
    """Enter weights in the manifest of ``folder``, or replace their entry."""
    entries = read_entries(folder) if (folder / MANIFEST).exists() else {}
    entries[name] = entry
    lines = {key: entries[key] for key in sorted(entries)}
    replace_file(folder / MANIFEST, (json.dumps(lines, indent=2) + "\n").encode())


def checked_entry(name: str, folder: Path = WEIGHTS_FOLDER) -> ManifestEntry:
    """The encoder weights called ``name``; raises ``WeightsError`` that lists the known ones."""
    manifest = read_manifest(folder)
    if name not in manifest:
        raise WeightsError(
            "unknown-weights", "there are no weights {name!r}; there are {known}",
            name=name, known=", ".join(manifest) or "none",
        )  # fmt: skip
    return manifest[name]


def read_checked(path: Path, sha256: str) -> bytes:
    """The file's content; raises ``WeightsError`` if it is missing or its SHA-256 is another."""
    try:
        content = path.read_bytes()
    except OSError:
        raise WeightsError(
            "no-weights",
            "the trained weights {path} are missing or cannot be read; fetch the program again",
            path=path,
        ) from None
    if hashlib.sha256(content).hexdigest() != sha256:
        raise WeightsError(
            "weights-changed",
            "the trained weights {path} are not the ones that belong to this program (their SHA-256 "
            "differs); fetch the program again",
            path=path,
        )
    return content


def read_state(path: Path, sha256: str) -> State:
    """The weights in a file, read without torch; raises ``WeightsError``."""
    from safetensors import SafetensorError
    from safetensors.numpy import load as load_safetensors

    content = read_checked(path, sha256)
    try:
        return load_safetensors(content)
    except SafetensorError as error:
        raise WeightsError(
            "weights-of-another-network", "the trained weights {path} hold another network",
            path=path,
        ) from error  # fmt: skip


def replace_file(path: Path, content: bytes) -> None:
    """Write beside ``path``, then rename, so that a stopped program leaves the old file whole."""
    beside = path.with_name(path.name + ".part")
    beside.write_bytes(content)
    beside.replace(path)
