"""What the program makes of inputs that people reported: a table, a row for each, as it stands in
docs/developer/odd-inputs.md. From the development data beside the checkout.

Run it in two checkouts, before and after a change: ``python -m benchmarks.odd_inputs``.
"""

from __future__ import annotations

import contextlib
import io
import tempfile
from pathlib import Path

from fusion import FusionError, load_photo
from fusion.cli import main

DATA = Path("../shared/data/reports")
CASES: tuple[tuple[str, str, tuple[str, ...]], ...] = (
    ("finished TIFF with DNG tags", "exp8_*.tif", ()),
    ("floats, 0 to 255", "f255_*.tif", ()),
    ("floats, 0 to 65535", "f65535_*.tif", ()),
    ("NaN rim", "nanrim_*.tif", ()),
    ("one infinite value", "oneinf_*.tif", ()),
    ("int16", "int16_*.tif", ()),
    ("int8", "int8_*.tif", ()),
    ("uint32, small values", "uint32small_*.tif", ()),
    ("two dyes × five planes", "hyper.tif", ("--pages",)),
    ("stack behind one directory", "one_ifd.tif", ("--pages",)),
    ("DNG, JPEG XL", "linjxl_lossy_*.dng", ()),
    ("DNG, integer Deflate", "lin16deflate_*.dng", ()),
    ("two extra channels", "extra_two8_*.tif", ()),
    ("grey, alpha, a selection", "grey_two_extra_*.tif", ()),
    ("thumbnail first", "thumb_first_*.tif", ()),
)
"""What, the files' pattern, and further options."""


def row(what: str, pattern: str, more: tuple[str, ...], folder: Path) -> str:
    """A row of the table: what came out, and what was said."""
    sources = [str(path) for path in sorted(DATA.glob(pattern))]
    said = io.StringIO()
    out = folder / "out.tif"
    with contextlib.redirect_stderr(said), contextlib.redirect_stdout(io.StringIO()):
        code = main(["fuse", *sources, *more, "-o", str(out), "--method", "sesf", "--device", "cpu"])
    results = sorted(folder.glob("*.tif"))
    made = ", ".join(described(path) for path in results) or f"exit code {code}"
    for path in results:
        path.unlink()
    told = " ".join(said.getvalue().replace(str(DATA) + "/", "").split())
    return f"| {what} | {made} | {told or '-'} |"


def described(path: Path) -> str:
    """Size, type and mean of a result."""
    try:
        photo = load_photo(path)
    except FusionError as error:
        return str(error)
    mean = photo.pixels.mean() / photo.white
    return f"{photo.width} × {photo.height}, {photo.pixels.dtype.name}, mean {mean:.2f}"


if __name__ == "__main__":
    print("| input | result | told |")
    print("|---|---|---|")
    with tempfile.TemporaryDirectory() as name:
        for case in CASES:
            print(row(*case, Path(name)))
