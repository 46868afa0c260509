"""Registering infrared onto visible pictures, measured with known displacements.

    python -m benchmarks.cross_modality [--data ../shared/data/ivif] [--weights FOLDER] [--figure PNG]

The pairs 21 to 29 of the infrared-visible test set come with an infrared picture that was moved by a
known field: moved(p) = infrared(p + d(p)). What is measured is the way back, u, with
p + u + d(p + u) = p: the end-point error is the mean length of (found - u), in pixels, where p + u lies
inside the picture. The reference is the visible picture, which the unmoved infrared one lies on to a
pixel or two.

*classical* is ``--align cross-modal``. *levels* is SuperFusion's matcher as its field is applied: an
affine motion and splines, fitted to the field. *free* is the network's own field. *ripple* is how
far, in pixels, lines of 32 pixels bend on a ruled page, at most over the page. --figure writes such a
page as moved by the true field, the classical one, the matcher's, and the matcher's free field.
"""

from __future__ import annotations

import argparse
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import cv2
import numpy as np

from benchmarks.pairs import SHARED
from fusion import load_photo
from fusion.photo import FloatMap, Mask, luminance
from fusion.register.cross_fit import Motion
from fusion.register.cross_modal import match_across
from fusion.register.dense import match_densely
from models.manifest import WEIGHTS_FOLDER
from models.superfusion.torch_runtime import MatcherRuntime

NUMBERS = range(21, 30)
STEP = 8
"""Every so many pixels the stored field has a value."""
LEVELS = (1, 2, 3)
LINE = 32
SHOWN = "24"
"""The pair of the figure."""


Rows = dict[str, dict[str, float]]


@dataclass(frozen=True)
class MovedPair:
    """A visible picture, the infrared one that was moved, and the way back (2, h, w) where known."""

    name: str
    visible: FloatMap
    infrared: FloatMap
    truth: FloatMap
    known: Mask

    def error(self, field: FloatMap) -> float:
        """End-point error of a field (2, h, w) in pixels."""
        return float(np.hypot(*(field - self.truth))[self.known].mean())


def moved_pairs(data: Path) -> Iterator[MovedPair]:
    """The pairs of the data set, one by one."""
    fields = np.load(data / "test_warp_field_step8.npz")
    for number in NUMBERS:
        key = next(key for key in fields.files if str(number) in key)
        visible, infrared = (
            luminance(load_photo(data / "test" / f"{number}_{kind}.png")) for kind in ("vi", "ir_warp")
        )
        truth, known = way_back(fields[key].astype(np.float32), visible.shape)
        yield MovedPair(str(number), visible, infrared, truth, known)


def way_back(stored: FloatMap, shape: tuple[int, ...]) -> tuple[FloatMap, Mask]:
    """The inverse (2, h, w) of a field stored at every eighth pixel, and where it leads inside."""
    height, width = shape
    columns, rows = np.meshgrid(*(np.arange(size, dtype=np.float32) for size in (width, height)))

    axes = [np.ascontiguousarray(stored[..., n]) for n in range(2)]

    def forward(x: FloatMap, y: FloatMap) -> FloatMap:
        x, y = x / np.float32(STEP), y / np.float32(STEP)
        return np.stack([
            cv2.remap(axis, x, y, cv2.INTER_LINEAR, borderMode=cv2.BORDER_REPLICATE) for axis in axes
        ])  # fmt: skip

    back = np.zeros((2, height, width), np.float32)
    for _ in range(100):  # half of each step, so that steep fields converge too
        back = np.float32(0.5) * (back - forward(columns + back[0], rows + back[1]))
    x, y = columns + back[0], rows + back[1]
    return back, np.asarray((x >= 0) & (y >= 0) & (x <= width - 1) & (y <= height - 1))


def field_of(motion: Motion, shape: tuple[int, int]) -> FloatMap:
    """(2, h, w): how far a motion takes every pixel."""
    x, y = motion.positions(shape)
    height, width = shape
    columns, rows = np.meshgrid(*(np.arange(size, dtype=np.float32) for size in (width, height)))
    return np.stack([x - columns, y - rows])


def enlarged(field: FloatMap, shape: tuple[int, int]) -> FloatMap:
    """A field for a larger picture."""
    height, width = shape
    scale = width / field.shape[2], height / field.shape[1]
    axes = [cv2.resize(axis, (width, height)) * s for axis, s in zip(field, scale, strict=True)]
    return np.asarray(np.stack(axes), np.float32)


def ripple(field: FloatMap) -> float:
    """How far lines of 32 pixels, across and down, bend by a field, at most: in pixels."""
    half = LINE // 2
    across, down = field[1], field[0].T
    return max(
        float(np.abs(axis[:, half:-half] - (axis[:, LINE:] + axis[:, :-LINE]) / 2).max())
        for axis in (across, down)
    )


def all_fields(pair: MovedPair, matcher: MatcherRuntime | None) -> dict[str, FloatMap]:
    """What each road finds, (2, h, w), by its name."""
    shape = pair.visible.shape[0], pair.visible.shape[1]
    match = match_across(255 * pair.visible, 255 * pair.infrared)
    still = np.zeros((2, *shape), np.float32)
    fields = {"before": still, "classical": still}
    if match is not None and match.is_sure:
        fields["classical"] = field_of(match.motion, shape)
    if matcher is None:
        return fields
    for levels in LEVELS:
        found = match_densely(
            pair.visible, pair.infrared,
            lambda fixed, moving, n=levels: matcher.field(moving, fixed, n),  # type: ignore[misc]
            matcher.side,
        )  # fmt: skip
        fields[f"levels {levels}"] = field_of(found.match.motion, shape)
        fields[f"free {levels}"] = enlarged(found.field, shape)
    return fields


def page(shape: tuple[int, int]) -> FloatMap:
    """White with a black grid, 24 pixels apart."""
    ruled = np.full(shape, 255, np.float32)
    ruled[12::24], ruled[:, 12::24] = 0, 0
    return ruled


def moved_page(field: FloatMap) -> FloatMap:
    """The ruled page as a field moves it."""
    height, width = field.shape[1:]
    columns, rows = np.meshgrid(*(np.arange(size, dtype=np.float32) for size in (width, height)))
    x, y = columns + field[0], rows + field[1]
    moved = cv2.remap(page((height, width)), x, y, cv2.INTER_LINEAR, borderValue=255)
    framed = cv2.copyMakeBorder(moved, 6, 6, 6, 6, cv2.BORDER_CONSTANT, value=255.0)
    return np.asarray(framed, np.float32)


def table(rows: Rows, title: str) -> str:
    """Pairs down, roads across, and the mean."""
    names = list(next(iter(rows.values())))
    lines = [f"| {title} | " + " | ".join(names) + " |", "|---|" + "---|" * len(names)]
    mean = {name: float(np.mean([row[name] for row in rows.values()])) for name in names}
    for pair, row in {**rows, "mean": mean}.items():
        lines.append(f"| {pair} | " + " | ".join(f"{row[name]:.2f}" for name in names) + " |")
    return "\n".join(lines)


def measured(
    data: Path, matcher: MatcherRuntime | None, figure: Path | None = None
) -> tuple[Rows, Rows]:
    """End-point errors and ripples, pair by pair and road by road; perhaps writes the figure."""
    errors, ripples = Rows(), Rows()
    for pair in moved_pairs(data):
        fields = all_fields(pair, matcher)
        errors[pair.name] = {name: pair.error(field) for name, field in fields.items()}
        shown = {"true": pair.truth, **{n: f for n, f in fields.items() if n != "before"}}
        ripples[pair.name] = {name: ripple(field) for name, field in shown.items()}
        if figure and pair.name == SHOWN:
            pages = [moved_page(field) for name, field in shown.items() if name[-1] not in "12"]
            cv2.imwrite(str(figure), np.vstack(pages).astype(np.uint8))
    return errors, ripples


def main() -> None:
    """Measure, and print the tables."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawTextHelpFormatter)
    parser.add_argument("--data", type=Path, default=SHARED / "ivif")
    parser.add_argument("--weights", type=Path, default=WEIGHTS_FOLDER)
    parser.add_argument("--without-matcher", action="store_true")
    parser.add_argument("--figure", type=Path)
    options = parser.parse_args()
    matcher = None if options.without_matcher else MatcherRuntime.load(folder=options.weights)
    errors, ripples = measured(options.data, matcher, options.figure)
    print(table(errors, "end-point error, px"), table(ripples, "ripple, px"), sep="\n\n")


if __name__ == "__main__":
    main()
