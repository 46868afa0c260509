"""A result in its file, with its record beside it where that is wanted."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from fusion import FusionResult, SaveOptions, save_photo
from fusion.record import write_sidecar
from ui.document.fused import Source


def write_result(
    result: FusionResult, sources: Sequence[Source], path: Path, others: Sequence[Path],
    options: SaveOptions | None, sidecar: bool,
) -> None:  # fmt: skip
    """Write one result, made from ``sources``; none of the ``others`` is written over.

    Raises
    ------
    FusionError
        Where it cannot be written.
    """
    save_photo(result.photo, path, others, options or SaveOptions())
    if sidecar and result.record is not None:
        write_sidecar(result.record, path, tuple(source.path for source in sources))
