"""A picture, a paragraph and a row of figures for every method, written into ``docs/lab/methods.md``::

    python -m benchmarks.method_pages --results FOLDER --costs FILE.json

FOLDER is the output of ``benchmarks.compare_methods``, FILE.json that of ``benchmarks.method_costs``;
what they lack stands as –. What is between the two marks of the page is replaced; the paragraphs are
what the methods say of themselves (``python -m fusion methods``). The pictures are crops at 100 % of a
pair in ``data/``, or of a made infrared and visible pair: both sources, then the result.
"""

from __future__ import annotations

import argparse
import json
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

import cv2
import numpy as np

from benchmarks.compare_methods import RESULTS
from benchmarks.comparison_tables import KIND, NO_SOURCE, number
from fusion import FusionSettings, Photo, fuse, load_photo, save_photo
from fusion.contracts import Method
from fusion.files.options import SaveOptions
from fusion.photo import Pixels
from fusion.registry import methods
from fusion.settings import INFRARED_VISIBLE, MULTIFOCUS

ROOT = Path(__file__).resolve().parent.parent
PAGE = ROOT / "docs" / "lab" / "methods.md"
PICTURES = ROOT / "docs" / "pictures" / "methods"
BEGIN, END = "<!-- one by one: benchmarks.method_pages -->", "<!-- end of one by one -->"
PAIR = ("motorcycle_1.jpg", "motorcycle_2.jpg")
PLACE, SIDE = (1000, 300), 200
"""Left and top of the crop in that pair; its height and width in pixels."""
AROUND = 160
"""Pixels beside the crop that are fused with it, so that it is what the whole picture would give."""
FIGURES: Mapping[str, tuple[tuple[str, str, str], ...]] = {
    MULTIFOCUS: (
        ("mfiwhu30", "PSNR_reference", "mfiwhu30, dB"), ("nyud20", "PSNR_reference", "nyud20, dB"),
        ("nyud20", NO_SOURCE, "nyud20, no source's, %"), ("lytro", "Q_G", "lytro, Q_G"),
    ),
    INFRARED_VISIBLE: (
        ("ivif", "EN", "ivif, EN"), ("ivif", "MI", "MI"), ("ivif", "VIFF", "VIFF"),
        ("ivif", "Q_G", "Q_G"), ("tno", "VIFF", "tno, VIFF"), ("tno", "Q_G", "tno, Q_G"),
    ),
}  # fmt: skip
"""By kind: set, metric, and head of the column."""
SIZES = ("0.3", "24")
Known = Mapping[str, Any]


def sources_of(purpose: str) -> list[Pixels]:
    """The pair that a method is shown with, each (h, w, 3) uint8."""
    if purpose == MULTIFOCUS:
        (x, y), size = PLACE, SIDE + 2 * AROUND
        left, top = x - AROUND, y - AROUND
        pair = [load_photo(ROOT / "data" / name).pixels for name in PAIR]
        return [np.ascontiguousarray(p[top : top + size, left : left + size]) for p in pair]
    visible = sources_of(MULTIFOCUS)[0]
    infrared = np.full(visible.shape[:2], 60, np.uint8)
    cv2.ellipse(infrared, (270, 260), (52, 84), 15, 0, 360, 230, -1, cv2.LINE_AA)
    cv2.rectangle(infrared, (120, 350), (430, 410), 130, -1)
    return [np.asarray(cv2.GaussianBlur(infrared, (0, 0), 3), np.uint8), visible]


def strip(method: Method[Any], purpose: str) -> Pixels:
    """Both sources and the result beside each other, at 100 %."""
    sources = sources_of(purpose)
    settings = FusionSettings(method.name, device="cpu", purpose=purpose)
    fused = fuse([Photo(source) for source in sources], settings).photo.pixels
    inside = slice(AROUND, AROUND + SIDE)
    shown = [picture[inside, inside] for picture in (*sources, fused)]
    coloured = [np.repeat(p[..., None], 3, axis=2) if p.ndim == 2 else p for p in shown]
    gap = np.full((SIDE, 6, 3), 255, np.uint8)
    return np.hstack([coloured[0], gap, coloured[1], gap, coloured[2]])


def section(method: Method[Any], results: Known, costs: Known) -> Iterator[str]:
    """Heading, picture, paragraph, row."""
    year = f", {method.year}" if method.year else ""
    yield f"### {method.title}{year}\n"
    for purpose in purposes(method):
        text = f"{method.title}: both sources and the result"
        yield f"![{text}](../pictures/methods/{name_of(method, purpose)})\n"
    yield f"`{method.name}` {KIND[method.kind]}. {method.description} Weakness: {lower(method.weakness)}"
    yield f"Check: {lower(method.checked)}\n"
    yield from figures(method, results, costs)


def figures(method: Method[Any], results: Known, costs: Known) -> Iterator[str]:
    """The row of figures, of every kind that the method serves."""
    heads, cells = [], []
    for purpose in purposes(method):
        for name, key, head in FIGURES[purpose]:
            found = [one for one in results.get(name, []) if one["label"] == method.name]
            heads.append(head)
            cells.append(number(key, found[0]["means"].get(key) if found else None))
    for size in SIZES:
        cost = costs.get(method.name, {}).get(size, {})
        heads += [f"{size} MP, CPU s", "MB"]
        cells += [str(cost.get("processor", cost.get("reason", "–"))), str(cost.get("megabytes", "–"))]
    yield "| " + " | ".join(heads) + " |"
    yield "|---" * len(heads) + "|"
    yield "| " + " | ".join(cells) + " |\n"


def purposes(method: Method[Any]) -> list[str]:
    """The kinds that a method serves, multi-focus first."""
    return [purpose for purpose in FIGURES if purpose in method.purposes]


def name_of(method: Method[Any], purpose: str) -> str:
    """The file of its picture."""
    return f"{method.name}.jpg" if purpose == purposes(method)[0] else f"{method.name}-{purpose}.jpg"


def lower(sentence: str) -> str:
    """A sentence behind a colon; names and abbreviations stay."""
    return sentence[0].lower() + sentence[1:] if sentence[1:2].islower() else sentence


def written(page: str, sections: str) -> str:
    """The page with its part between the marks replaced; raises ``ValueError`` where it has none."""
    before, begin, rest = page.partition(BEGIN)
    _, end, after = rest.partition(END)
    if not begin or not end:
        raise ValueError(f"{PAGE.name} lacks the marks {BEGIN} and {END}")
    return f"{before}{BEGIN}\n\n{sections}\n{END}{after}"


def read(path: Path) -> Known:
    """What a benchmark kept; nothing where the file is missing."""
    return json.loads(path.read_text(encoding="utf-8")) if path.is_file() else {}


def main() -> None:
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--results", type=Path, required=True, help="folder of compare_methods")
    parser.add_argument("--costs", type=Path, required=True, help="file of method_costs")
    parser.add_argument("--no-pictures", action="store_true", help="leave the pictures as they are")
    options = parser.parse_args()
    results, costs = read(options.results / RESULTS), read(options.costs)
    PICTURES.mkdir(parents=True, exist_ok=True)
    lines: list[str] = []
    for method in methods().values():
        for purpose in purposes(method):
            if not options.no_pictures:
                target = PICTURES / name_of(method, purpose)
                save_photo(Photo(strip(method, purpose)), target, options=SaveOptions(jpeg_quality=88))
        lines += section(method, results, costs)
    page = written(PAGE.read_text(encoding="utf-8"), "\n".join(lines))
    PAGE.write_text(page, encoding="utf-8")


if __name__ == "__main__":
    main()
