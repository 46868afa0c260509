"""The list of trained weights: one entry for each file, with the file's SHA-256.

An entry says the same of every network (``ManifestEntry``); what only one kind of network needs is its
own part, which that network's folder reads. Nothing here needs torch.
"""

from __future__ import annotations

import dataclasses
import hashlib
import json
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any, TypeVar

import numpy as np
import numpy.typing as npt

WEIGHTS_FOLDER = Path(__file__).resolve().parent.parent / "weights"
MANIFEST = "manifest.json"
State = Mapping[str, npt.NDArray[Any]]
"""Weights by the names that torch gives them."""
T = TypeVar("T")

_COMMON = ("network", "file", "sha256", "parameters")
_WITHOUT_NETWORK = "sesf"
"""The network of an entry that names none: the first manifests knew only encoders."""


class WeightsError(Exception):
    """Weights that are missing, changed or of another shape: a code, an English sentence with
    ``{field}`` for each value, and the values."""

    def __init__(self, code: str, text: str, /, **fields: object) -> None:
        super().__init__(text.format(**fields))
        self.code = code
        self.text = text
        self.fields = fields


@dataclass(frozen=True)
class ManifestEntry:
    """What the manifest says of one file of weights.

    Parameters
    ----------
    name
        What the weights are asked for by.
    network
        The kind of network: the name of its folder in ``models/``.
    file
        Name of the safetensors file beside the manifest.
    sha256
        Of the file, in hexadecimal.
    parameters
        How many numbers are trained.
    own
        What that kind of network needs besides, as it stands in the file (``own_part``).
    """

    name: str
    network: str
    file: str
    sha256: str
    parameters: int
    own: Mapping[str, Any]


def read_manifest(
    folder: Path = WEIGHTS_FOLDER, network: str | None = None
) -> dict[str, ManifestEntry]:
    """The entries of the manifest in ``folder`` by name, or only those of one ``network``.

    Entries of the first manifests, which have no ``network`` (an encoder) or no part of their own, are
    read as well.

    Raises
    ------
    WeightsError
        When the manifest is missing, or is no list of weights.

    Examples
    --------
    >>> sorted(read_manifest(network="sesf"))
    ['sesf-cse', 'sesf-scse', 'sesf-sse']
    >>> read_manifest()["sesf-cse"].parameters
    14416
    """
    path = folder / MANIFEST
    try:
        stored = json.loads(path.read_text(encoding="utf-8"))
        entries = {name: _entry(name, dict(**values)) for name, values in stored.items()}
    except FileNotFoundError:
        raise WeightsError(
            "no-weights-list", "the list of trained weights {path} is missing; fetch the program again",
            path=path,
        ) from None  # fmt: skip
    except (OSError, ValueError, TypeError, AttributeError, KeyError) as error:
        raise WeightsError(
            "unreadable-weights-list",
            "the list of trained weights {path} cannot be read ({reason}); fetch the program again",
            path=path, reason=str(error),
        ) from error  # fmt: skip
    return {name: entry for name, entry in entries.items() if network in (None, entry.network)}


def _entry(name: str, values: dict[str, Any]) -> ManifestEntry:
    """An entry as it stands in the file; ``KeyError`` if it names no file."""
    rest = {key: value for key, value in values.items() if key not in _COMMON}
    return ManifestEntry(
        name=name,
        network=values.get("network", _WITHOUT_NETWORK),
        file=values["file"],
        sha256=values["sha256"],
        parameters=values.get("parameters", 0),
        own=rest.get("own", rest),
    )


def find_entry(name: str, network: str, folder: Path = WEIGHTS_FOLDER) -> ManifestEntry:
    """The weights called ``name`` of a kind of network; raises ``WeightsError`` with the known names."""
    entries = read_manifest(folder, network)
    if name not in entries:
        raise WeightsError(
            "unknown-weights", "there are no weights {name!r}; there are {known}",
            name=name, known=", ".join(entries) or "none",
        )  # fmt: skip
    return entries[name]


def own_part(entry: ManifestEntry, kind: type[T]) -> T:
    """The network's own part of an entry as its dataclass ``kind``; lists become tuples.

    Raises ``WeightsError`` if a field is missing or unknown.
    """
    values = {
        key: tuple(value) if isinstance(value, list) else value for key, value in entry.own.items()
    }
    try:
        return kind(**values)
    except TypeError as error:
        raise WeightsError(
            "weights-entry-not-whole", "the entry {name!r} of the list of weights is not whole",
            name=entry.name,
        ) from error  # fmt: skip


def write_entry(folder: Path, entry: ManifestEntry) -> None:
    """Enter weights in the manifest of ``folder``, or replace their entry."""
    entries = read_manifest(folder) if (folder / MANIFEST).exists() else {}
    entries[entry.name] = entry
    lines = {}
    for name in sorted(entries):
        lines[name] = dataclasses.asdict(entries[name])
        del lines[name]["name"]
    replace_file(folder / MANIFEST, (json.dumps(lines, indent=2) + "\n").encode())


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


def read_state(entry: ManifestEntry, folder: Path = WEIGHTS_FOLDER) -> State:
    """The weights of an entry as numpy arrays, read without torch; raises ``WeightsError``.

    Those that are stored in float16 are given as float32.
    """
    from safetensors import SafetensorError
    from safetensors.numpy import load

    path = folder / entry.file
    content = read_checked(path, entry.sha256)
    try:
        state = load(content)
    except SafetensorError as error:
        raise WeightsError(
            "weights-of-another-network", "the trained weights {path} hold another network", path=path
        ) from error
    return {
        name: values.astype(np.float32) if values.dtype == np.float16 else values
        for name, values in state.items()
    }


def replace_file(path: Path, content: bytes) -> None:
    """Write beside ``path``, then rename, so that a stopped program leaves the old file whole."""
    beside = path.with_name(path.name + ".part")
    beside.write_bytes(content)
    beside.replace(path)
