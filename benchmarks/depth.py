"""How far the depth map is from the truth: ``python -m benchmarks.depth [--without-decision]``.

Stacks of scenes with known depth, focused evenly from near to far, with a camera's noise. The truth in
frame numbers follows from the disparity of the foremost surface. A table of errors in frames, all pixels
and those whose confidence is a half and more; *as measured* is the peak of the activity alone.
"""

from __future__ import annotations

import argparse
from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np

from benchmarks.optics.capture import random_captures
from benchmarks.scene_sets import benchmark_scenes
from benchmarks.scenes import focus_sweep, lens_for, make_stack
from fusion.contracts import Frames
from fusion.depth.depth_map import DepthMap, DepthParameters, depth_of
from fusion.frames.matching import MatchingFrames
from fusion.photo import FloatMap
from fusion.pipeline import fuse
from fusion.settings import AS_THEY_ARE, FusionSettings

SCENES = ("mb22", "mb25", "mb28", "ny41", "ny45", "matte12", "ramp", "steps", "spheres", "threads")
LARGEST_RADIUS = 8.0
SURE = 0.5


@dataclass(frozen=True)
class KnownStack:
    """Frames of a scene and their true depth in frame numbers."""

    name: str
    frames: Frames
    truth: FloatMap


def stacks(count: int, wanted: tuple[str, ...] = SCENES) -> Iterator[KnownStack]:
    """The scenes as stacks of ``count`` frames from near to far, with noise and without movement."""
    for scene in benchmark_scenes():
        if scene.name not in wanted:
            continue
        lenses = focus_sweep(scene.scene, lens_for(scene.scene, LARGEST_RADIUS), count)
        generator = np.random.default_rng(scene.seed)
        captures = [capture.still() for capture in random_captures(generator, count)]
        stack = make_stack(scene.scene, lenses, captures, scene.seed)
        near, far = lenses[0].focus, lenses[-1].focus
        truth = (near - stack.disparity) / max(near - far, 1e-9) * (count - 1)
        yield KnownStack(scene.name, MatchingFrames(list(stack.frames)), truth.astype(np.float32))


def errors(depth: DepthMap, truth: FloatMap) -> tuple[float, float, float]:
    """Root of the mean square, median, and share above one frame, in frames."""
    off = np.abs(depth.index - truth)
    return float(np.sqrt(np.mean(off**2))), float(np.median(off)), float(np.mean(off > 1))


def row(stack: KnownStack, with_decision: bool) -> str:
    """A line of the table."""
    settings = FusionSettings(registration=AS_THEY_ARE)
    decision = fuse(list(stack.frames), settings).decision if with_decision else None
    raw = depth_of(stack.frames, decision, DepthParameters(smoothness=0))
    depth = depth_of(stack.frames, decision)
    sure = depth.confidence >= SURE
    off = np.abs(depth.index - stack.truth)[sure]
    measured, found = errors(raw, stack.truth), errors(depth, stack.truth)
    confident = float(np.sqrt(np.mean(off**2))) if off.size else float("nan")
    return (
        f"| {stack.name} | {measured[0]:.2f} | {measured[1]:.2f} | {found[0]:.2f} | {found[1]:.2f} | "
        f"{100 * found[2]:.1f} % | {confident:.2f} | {100 * sure.mean():.0f} % |"
    )


def main() -> None:
    """Print the table."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--frames", type=int, default=9)
    parser.add_argument(
        "--without-decision", action="store_true",
        help="from the largest activity, not from the decision of the method auto",
    )
    options = parser.parse_args()
    print("| scene | as measured: RMSE | median | depth map: RMSE | median | above 1 frame | "
          "RMSE where sure | sure |")
    print("|---|---|---|---|---|---|---|---|")
    for stack in stacks(options.frames):
        print(row(stack, not options.without_decision), flush=True)


if __name__ == "__main__":
    main()
