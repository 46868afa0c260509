"""What a command is going to write, checked before the work."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from pathlib import Path

from fusion.errors import FusionError, WrongUsageError
from fusion.files.outputs import refuse_no_folder, refuse_outputs, refuse_unwritable_folder
from fusion.files.writing import refuse_impossible

USAGE = ("results-in-same-file", "path-is-no-folder", "no-file-name")
"""What is wrong with the command line itself, whatever there is on the disk."""


def check_outputs(
    pictures: Iterable[Path | None] = (),
    files: Iterable[Path | None] = (),
    folders: Iterable[Path | None] = (),
    beside: Sequence[Path] = (),
    sources: Iterable[Path | None] = (),
) -> None:
    """Raise where one of the files could not be written, or would be written over something.

    ``pictures`` and ``files`` of another kind are those that the user named, as are the ``folders`` for
    more; ``beside`` are those that the program names; ``sources`` are all that is read. None stands for
    one that is not asked for.
    """
    shown = [path for path in pictures if path is not None]
    others = [path for path in files if path is not None]
    read = [path for path in sources if path is not None]
    try:
        for path in shown:
            refuse_impossible(path)
        for path in others:
            refuse_unwritable_folder(path)
        for folder in folders:
            if folder is not None:
                refuse_no_folder(folder)
        refuse_outputs([*shown, *others], read, beside)
    except FusionError as error:
        raise WrongUsageError.of(error) if error.code in USAGE else error from None
