"""How to blend where the learned decision changes or is unsure: four ways from the same scores.

    python benchmarks/blending.py [--sets mfiwhu30,nyud20,generated] [--data FOLDER]
    python benchmarks/blending.py --material FOLDER [FOLDER ...]

- *hard*: the leading frame's own pixel.
- *soft*: the program's own way, sparsemax of the two leading frames (``decisiveness``).
- *guided*: the hard choice through the guided filter (r = 4, ε = 0.1), as ``sesf`` does it.
- *multi-band*: Burt and Adelson 1983, 5 levels, the hard choice as mask; only within 16 pixels of a
  change of the choice, and never outside the range of the frames at a pixel.

PSNR in dB with a border of 16 pixels left out, that near depth edges, and *halo*: by how many levels, in
the mean over the same 16 pixels, the result lies outside the range of the truth's 5 x 5 pixels there.
``--material`` measures on scenes made from the pictures that a training keeps for validation; the way of
blending is chosen by those.
"""

from __future__ import annotations

import argparse
import sys
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from itertools import pairwise
from pathlib import Path
from typing import Any

import cv2
import numpy as np
import numpy.typing as npt

sys.path.insert(0, str(Path(__file__).resolve().parent.parent))


from benchmarks.machine import machine
from benchmarks.pairs import SHARED
from benchmarks.quality_measures import NEAR_EDGES, WHOLE, Values, means, measure
from benchmarks.quality_sets import SETS, Case
from fusion import Photo
from fusion.activity.leading_frames import LeadingFrames
from fusion.decision import WHOLE as WHOLE_WEIGHT
from fusion.decision import Steps
from fusion.frames.luminance import LuminanceStack
from fusion.frames.matching import MatchingFrames
from fusion.methods.multifocus.learned_decision import WEIGHTS, LearnedDecisionParameters
from fusion.refine.guided_filter import guided_filter
from fusion.render.two_best import mix_two_best
from models.decision.scenes import WITHOUT_STACKS, Scene, random_scene
from models.decision.settings import DecisionTrainingSettings
from models.decision.torch_runtime import TorchDecisionRuntime
from models.running.tiling import Tile
from models.training.training_images import find_training_images

Floats = npt.NDArray[np.float32]
BAND = 16
BANDS = 5
PERFECT = 60.0
"""dB that a faultless picture counts as in a mean."""


@dataclass(frozen=True)
class Chosen:
    """Frames, their values as float (n, H, W, C), which of them lead, and the guide (H, W) in [0, 1]."""

    photos: MatchingFrames
    frames: Floats
    leading: LeadingFrames
    guide: Floats


def hard(chosen: Chosen) -> npt.NDArray[np.uint8]:
    return mixed_by(np.full_like(chosen.leading.weight_steps, WHOLE_WEIGHT), chosen)


def soft(chosen: Chosen) -> npt.NDArray[np.uint8]:
    return mixed_by(chosen.leading.weight_steps, chosen)


def mixed_by(weight: Steps, chosen: Chosen) -> npt.NDArray[np.uint8]:
    """The two leading frames, mixed by the weight (H, W) of the first of them."""
    leading = chosen.leading
    return np.asarray(mix_two_best(chosen.photos, leading.labels, leading.second, weight), np.uint8)


def guided(chosen: Chosen) -> npt.NDArray[np.uint8]:
    masks = [np.clip(guided_filter(chosen.guide, mask, 4, 0.1), 0, 1) for mask in one_hot(chosen)]
    total = np.maximum(np.sum(masks, axis=0), 1e-6)
    mixed = sum(
        (mask / total)[..., None] * frame for mask, frame in zip(masks, chosen.frames, strict=True)
    )
    return np.rint(mixed).astype(np.uint8)


def multi_band(chosen: Chosen) -> npt.NDArray[np.uint8]:
    """Bands of all frames added up with the mask of each, smoothed as its band is."""
    total: list[Floats] = []
    for frame, mask in zip(chosen.frames, one_hot(chosen), strict=True):
        smooth = pyramid(mask)
        parts = [
            level * weight[..., None]
            for level, weight in zip(details(pyramid(frame)), smooth, strict=True)
        ]
        total = [a + b for a, b in zip(total, parts, strict=True)] if total else parts
    mixed = total[-1]
    for level in reversed(total[:-1]):
        mixed = enlarged(mixed, level) + level
    mixed = np.clip(mixed, chosen.frames.min(axis=0), chosen.frames.max(axis=0))
    result = hard(chosen).reshape(mixed.shape)
    near = near_a_change(chosen.leading.labels)
    result[near] = np.rint(mixed[near]).astype(np.uint8)
    return result


WAYS: dict[str, Callable[[Chosen], npt.NDArray[np.uint8]]] = {
    "hard": hard,
    "soft": soft,
    "guided": guided,
    "multi-band": multi_band,
}


def one_hot(chosen: Chosen) -> list[Floats]:
    """For each frame 1 where it leads, else 0."""
    return [(chosen.leading.labels == number).astype(np.float32) for number in range(len(chosen.frames))]


def pyramid(picture: Floats) -> list[Floats]:
    """The picture and ``BANDS - 1`` smaller ones."""
    levels = [picture]
    while len(levels) < BANDS:
        levels.append(with_channels(cv2.pyrDown(levels[-1]), picture))
    return levels


def details(levels: list[Floats]) -> list[Floats]:
    """Each level less the next one enlarged, and the last as it is."""
    bands = [level - enlarged(smaller, level) for level, smaller in pairwise(levels)]
    return [*bands, levels[-1]]


def enlarged(smaller: Floats, like: Floats) -> Floats:
    return with_channels(cv2.pyrUp(smaller, dstsize=like.shape[1::-1]), like)


def with_channels(picture: npt.NDArray[Any], like: Floats) -> Floats:
    """OpenCV drops a single channel."""
    return np.asarray(picture.reshape(*picture.shape[:2], *like.shape[2:]), np.float32)


def near_a_change(labels: npt.NDArray[np.integer], radius: int = BAND) -> npt.NDArray[np.bool_]:
    """Within ``radius`` pixels of where the choice changes."""
    values = labels.astype(np.uint8)
    window = np.ones((2 * radius + 1, 2 * radius + 1), np.uint8)
    return np.asarray(cv2.dilate(values, window) != cv2.erode(values, window))


def halo(case: Case, chosen: Chosen, result: npt.NDArray[np.uint8]) -> float:
    """Mean levels outside the range of the truth's 5 x 5 pixels, near changes of the choice."""
    assert case.truth is not None
    near = near_a_change(chosen.leading.labels)
    if not near.any():
        return 0.0
    truth = case.truth.pixels.reshape(chosen.frames.shape[1:])
    window = np.ones((5, 5), np.uint8)
    high = with_channels(cv2.dilate(truth, window), chosen.frames[0])
    low = with_channels(cv2.erode(truth, window), chosen.frames[0])
    values = result.reshape(truth.shape).astype(np.float32)
    outside = np.maximum(values - high, 0) + np.maximum(low - values, 0)
    return float(outside[near].mean())


def choose(case: Case, runtime: TorchDecisionRuntime) -> Chosen:
    """Scores of the frames, and what the program decides by them."""
    photos = MatchingFrames(case.frames)
    stack = LuminanceStack(photos)
    count, height, width = stack.shape
    leading = LeadingFrames(count, (height, width), LearnedDecisionParameters().decisiveness)

    def scored(tile: Tile, scores: Floats, in_focus: Floats) -> None:
        leading.put(tile.area(), scores, in_focus)

    runtime.score(stack, scored)
    guide = np.asarray(stack[0:count, 0:height, 0:width].mean(axis=0), np.float32)
    frames = np.stack([photo.pixels.astype(np.float32) for photo in photos])
    return Chosen(photos, frames.reshape(*frames.shape[:3], -1), leading, guide)


def validation_cases(folders: list[Path]) -> Iterator[Case]:
    """Scenes of the pictures that a training with the usual seed does not see."""
    settings = DecisionTrainingSettings()
    _, kept = find_training_images(folders).split(settings.validation_share, settings.seed)
    material = kept.load()
    random = np.random.default_rng(77)
    for number in range(60):
        frames = (2, 2, 5)[number % 3]
        yield made_case(f"{number}", random_scene(random, material, 256, frames, WITHOUT_STACKS))
    for number, stack in enumerate(material.stacks):
        photos = tuple(Photo(frame) for frame in stack.frames)
        yield Case(f"stack {number}", photos, Photo(stack.reference), stack.sharpest)


def made_case(name: str, scene: Scene) -> Case:
    photos = [Photo(np.rint(np.clip(picture, 0, 1) * 255).astype(np.uint8)) for picture in scene.clean]
    truth = Photo(np.rint(np.clip(scene.reference, 0, 1) * 255).astype(np.uint8))
    sharpest = scene.radius.argmin(axis=0).astype(np.uint8)
    return Case(name, tuple(photos), truth, sharpest)


def rows(title: str, cases: Iterable[Case], runtime: TorchDecisionRuntime) -> Iterator[str]:
    """Markdown, a row for every way of blending."""
    found: dict[str, list[Values]] = {name: [] for name in WAYS}
    for case in cases:
        print(f"{title}: {case.name}", file=sys.stderr, flush=True)
        chosen = choose(case, runtime)
        for name, way in WAYS.items():
            result = way(chosen).reshape(case.frames[0].pixels.shape)
            values = measure(case, Photo(result), 16)
            values = {key: min(value, PERFECT) for key, value in values.items()}
            found[name].append(values | {"halo": halo(case, chosen, result)})
    for name, every in found.items():
        mean = means(every)
        edges = f"{mean[NEAR_EDGES]:.2f}" if NEAR_EDGES in mean else "–"
        psnr = f"{mean['PSNR_reference']:.2f} ({mean[WHOLE]:.2f})"
        yield f"| {title} | {name} | {psnr} | {edges} | {mean['halo']:.3f} |"


def main(arguments: list[str] | None = None) -> int:
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--sets", default="mfiwhu30,nyud20,generated", help="sets, with commas")
    parser.add_argument("--material", nargs="+", type=Path, help="folders of a training's pictures")
    parser.add_argument("--weights", type=Path, help="folder with other weights")
    parser.add_argument("--data", type=Path, default=SHARED, help="folder of the sets")
    options = parser.parse_args(arguments)
    named = {"folder": options.weights} if options.weights else {}
    runtime = TorchDecisionRuntime.load(WEIGHTS, **named)
    print(f"{machine()}\n\n| | blending | PSNR, dB (whole) | near depth edges, dB | halo, levels |")
    print("|---|---|---|---|---|")
    if options.material:
        sets = {"validation": validation_cases(options.material)}
    else:
        sets = {name: SETS[name](options.data) for name in options.sets.split(",")}
    for title, cases in sets.items():
        for line in rows(title, cases, runtime):
            print(line, flush=True)
    return 0


if __name__ == "__main__":
    sys.exit(main())
