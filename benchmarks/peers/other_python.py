"""Programs that live in a Python of their own: FocusWeave and OpenFocus, from PyPI.

Each has a worker here that its Python runs: it reads frames from a file and writes matrices to another.
Install them into an environment of their own and give the path of that environment's Python.
"""

from __future__ import annotations

import subprocess
import tempfile
from collections.abc import Sequence
from pathlib import Path

import numpy as np

from benchmarks.optics.light import Encoded
from benchmarks.peers.answer import Answer, Registering, trusted

_WORKERS = Path(__file__).resolve().parent / "workers"
_SECONDS = 1800


def registering_by(python: Path, worker: str, *options: str) -> Registering:
    """Registering by a worker (``focusweave``, ``openfocus``) under the Python of its own."""

    def register(frames: Sequence[Encoded], reference: int) -> Answer:
        with tempfile.TemporaryDirectory() as name:
            given, found = Path(name) / "frames.npy", Path(name) / "matrices.npy"
            np.save(given, np.stack(list(frames)))
            script = _WORKERS / f"{worker}_matrices.py"
            done = subprocess.run(
                [str(python), str(script), str(given), str(found), str(reference), *options],
                capture_output=True, timeout=_SECONDS, check=False,
            )  # fmt: skip
            if done.returncode != 0 or not found.is_file():
                return trusted([None] * len(frames))
            return trusted(list(np.load(found)))

    return register
