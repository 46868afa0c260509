"""Starts the window: ``python app.py [FILES …]``. Without a display it fuses on the command line."""

from __future__ import annotations

from models.running.process import begin_process, end_process, let_interrupts_end

if __name__ == "__main__":
    begin_process()  # before the imports, which take long enough to be interrupted

import argparse
import os
import sys
from collections.abc import Sequence
from pathlib import Path


def main(arguments: Sequence[str] | None = None) -> int:
    """Open the window with the files given, or with the sample pictures at the first start."""
    parser = argparse.ArgumentParser(prog="app.py", description="Parfocal: multi-focus image fusion.")
    parser.add_argument("files", nargs="*", type=Path, metavar="FILE", help="pictures, or a project")
    parser.add_argument("--sample", action="store_true", help="open the sample pictures")
    parser.add_argument(
        "--edit", action="store_true",
        help="for other programs: close once the result is saved, and print its path",
    )
    options = parser.parse_args(arguments)
    if not has_display():
        return fuse_without_window(options.files)
    from ui import program

    let_interrupts_end()
    return program.run(options.files, options.sample, options.edit)


def has_display() -> bool:
    """Whether a window can be shown; only Linux may run without."""
    if not sys.platform.startswith("linux"):
        return True
    names = ("DISPLAY", "WAYLAND_DISPLAY", "QT_QPA_PLATFORM")
    return any(os.environ.get(name) for name in names)


def fuse_without_window(files: list[Path]) -> int:
    """Fuse the files, or the sample pictures, into the working folder; returns the exit code."""
    from fusion.cli import main as command_line
    from fusion.project import is_project
    from ui.samples import sample_pair

    if files and is_project(files[0]):
        return command_line(["repeat", str(files[0]), "-o", str(Path.cwd())])
    sources = files or sample_pair()
    sys.stderr.write("There is no display, so the pictures are fused on the command line.\n")
    if len(sources) < 2:
        sys.stderr.write("Fusing takes two pictures at least: python app.py FIRST SECOND\n")
        return 2
    output = Path.cwd() / f"{sources[0].stem}_fused.png"
    return command_line(["fuse", *map(str, sources), "-o", str(output)])


if __name__ == "__main__":
    end_process(main())
