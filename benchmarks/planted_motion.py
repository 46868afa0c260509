"""Planted motion: frames of a thin lens whose movement is known, for measuring a registration.

    python -m benchmarks.planted_motion --cache FOLDER [--set test] [--kinds neighbours,ends]

Renders what is not in the cache yet, and says what was planted. Kinds of `Planted`:

- *neighbours*: two neighbouring frames of a sweep of 5 to 12; *ends*: its first and last frame. Planted:
  scale to 3 %, shift to 30 px, rotation to 1°, exposure to 10 %; the sweep's largest circle of confusion
  has a radius of 5 to 20 px; noise of 2 000 to 30 000 electrons at white.
- *homography*: neighbours under 3 % perspective and 5° rotation as well.
- *sweep24*: 24 frames of a flattened scene, breathing of up to 3 %, each with its own shake of the hand
  of half those bounds. *sweep40*: 40 frames, breathing of 6 %.

The error of a registration is the mean distance, over the four corners of the frame, between where its
matrix takes them and where the true one does. Rerunning from the cache takes seconds.
"""

from __future__ import annotations

import argparse
import sys
import tempfile
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import numpy as np
from tqdm import tqdm

from benchmarks.optics.capture import Capture, Matrix, develop
from benchmarks.optics.lens import Lens
from benchmarks.optics.light import Encoded
from benchmarks.optics.render import render
from benchmarks.optics.scene import Scene
from benchmarks.planted_scenes import SETS, TEST, SceneSet, flat_scene, planted_scene
from benchmarks.scenes import focus_sweep, lens_for

KINDS = ("neighbours", "ends", "homography", "sweep24", "sweep40")
COUNTS = {"neighbours": 64, "ends": 64, "homography": 64, "sweep24": 5, "sweep40": 3}
"""How many of each kind a benchmark takes."""

SHIFT_PX, SCALE, ROTATION_DEG, EXPOSURE = 30.0, 0.03, 1.0, 0.10
"""The largest that is planted, either way."""

_CROP_PX = 16
_VERSION = 1  # of what the cache holds: raise it when the frames of a seed change


@dataclass(frozen=True)
class Planted:
    """Frames with known motion.

    Parameters
    ----------
    name
        Kind, number and scene.
    frames
        H×W×3 sRGB, 8 bits, in the order of focus.
    transforms
        For each frame the 3×3 matrix from pixels (x, y) of the scene to those of the frame.
    gains
        By how much each frame is lighter than the scene, in linear light.
    """

    name: str
    frames: tuple[Encoded, ...]
    transforms: tuple[Matrix, ...]
    gains: tuple[float, ...]

    @property
    def size(self) -> tuple[int, int]:
        return self.frames[0].shape[0], self.frames[0].shape[1]

    def truth(self, reference: int, frame: int) -> Matrix:
        """The true matrix from pixels of frame `reference` to pixels of `frame`."""
        matrix = self.transforms[frame] @ np.linalg.inv(self.transforms[reference])
        return np.asarray(matrix / matrix[2, 2], np.float64)


def corner_error(found: Matrix, true: Matrix, size: tuple[int, int]) -> float:
    """Mean distance in pixels, over the corners of a picture of size (h, w), between two matrices."""
    h, w = size
    corners = np.array([[0, 0, 1], [w - 1, 0, 1], [0, h - 1, 1], [w - 1, h - 1, 1]], np.float64).T
    one, other = found @ corners, true @ corners
    apart = one[:2] / one[2] - other[:2] / other[2]
    return float(np.hypot(*apart).mean())


def planted(
    kind: str, cache: Path, chosen: SceneSet = TEST, count: int | None = None
) -> Iterator[Planted]:
    """The planted frames of a kind, from the cache where it has them."""
    for index in range(COUNTS[kind] if count is None else count):
        path = _path(cache, chosen, kind, index)
        if not path.is_file():
            made = _pairs(chosen, index) if kind in _PAIRS else {kind: _sweep(chosen, kind, index)}
            for other, what in made.items():
                save(what, _path(cache, chosen, other, index))
        yield load(path)


def save(what: Planted, path: Path) -> None:
    """Write frames, matrices and gains to one file."""
    path.parent.mkdir(parents=True, exist_ok=True)
    partial = path.with_suffix(".part.npz")
    np.savez(
        partial, name=np.array(what.name), frames=np.stack(what.frames),
        transforms=np.stack(what.transforms), gains=np.array(what.gains),
    )  # fmt: skip
    partial.rename(path)


def load(path: Path) -> Planted:
    """What `save` wrote."""
    with np.load(path) as stored:
        frames, transforms = stored["frames"], stored["transforms"]
        return Planted(
            str(stored["name"]), tuple(frames), tuple(transforms), tuple(map(float, stored["gains"]))
        )


def random_lens(scene: Scene, random: np.random.Generator, share: float = 1.0) -> Lens:
    """A lens whose largest circle of confusion has a radius of 5 to 20 px, times `share`.

    One in three has blades.
    """
    blades = int(random.integers(5, 9)) if random.random() < 1 / 3 else 0
    radius = float(random.uniform(5.0, 20.0)) * share
    return lens_for(scene, radius, blades, float(random.uniform(0.0, 72.0)))


def random_noise(random: np.random.Generator) -> Capture:
    """A still camera with noise, the same for all frames of a stack."""
    electrons = float(np.exp(random.uniform(np.log(2e3), np.log(3e4))))
    return Capture(electrons_at_white=electrons, read_noise_electrons=float(random.uniform(1.0, 8.0)))


def moved(
    camera: Capture, random: np.random.Generator, share: float = 1.0, scale: float = 0.0
) -> Capture:
    """The camera with a random pose and exposure within `share` of the bounds, and scale 1 + `scale`."""
    shift = random.uniform(-SHIFT_PX, SHIFT_PX, 2) * share
    gain = 1.0 + float(random.uniform(-EXPOSURE, EXPOSURE)) * share
    return Capture(
        scale=1.0 + scale,
        shift_px=(float(shift[0]), float(shift[1])),
        rotation_deg=float(random.uniform(-ROTATION_DEG, ROTATION_DEG)) * share,
        exposure_ev=float(np.log2(gain)),
        electrons_at_white=camera.electrons_at_white,
        read_noise_electrons=camera.read_noise_electrons,
    )


def photograph(
    name: str, scene: Scene, shots: list[tuple[Lens, Capture]], random: np.random.Generator
) -> Planted:
    """One frame for each lens and capture; a lens that comes again is rendered once."""
    lights = {lens: render(scene, lens) for lens in dict.fromkeys(lens for lens, _ in shots)}
    developed = [develop(lights[lens], capture, random, crop_px=_CROP_PX) for lens, capture in shots]
    return Planted(
        name,
        tuple(frame for frame, _ in developed),
        tuple(transform for _, transform in developed),
        tuple(2.0**capture.exposure_ev for _, capture in shots),
    )


_PAIRS = ("neighbours", "ends", "homography")


def _pairs(chosen: SceneSet, index: int) -> dict[str, Planted]:
    """A pair of each kind from one sweep over one scene; the first frame is moved a little."""
    random = np.random.default_rng([chosen.seed, 1, index])
    name, scene = planted_scene(chosen, index, random)
    lenses = focus_sweep(scene, random_lens(scene, random), int(random.integers(5, 13)))
    first = int(random.integers(len(lenses) - 1))
    camera = random_noise(random)
    shots = []
    for kind in _PAIRS:
        near, far = (lenses[0], lenses[-1]) if kind == "ends" else (lenses[first], lenses[first + 1])
        still = moved(camera, random, 0.02)
        shaken = moved(camera, random, scale=float(random.uniform(-SCALE, SCALE)))
        if kind == "homography":
            shaken = _tilted(shaken, random)
        pair = [(near, still), (far, shaken)]
        shots += pair if random.random() < 0.5 else [(far, still), (near, shaken)]
    taken = photograph(name, scene, shots, random)
    return {kind: _part(taken, f"{kind} {index} {name}", 2 * k) for k, kind in enumerate(_PAIRS)}


def _tilted(capture: Capture, random: np.random.Generator) -> Capture:
    """The capture under up to 3 % perspective and 5° rotation."""
    tilt = random.uniform(-0.03, 0.03, 2)
    return Capture(
        scale=capture.scale,
        shift_px=capture.shift_px,
        rotation_deg=float(random.uniform(-5.0, 5.0)),
        perspective=(float(tilt[0]), float(tilt[1])),
        exposure_ev=capture.exposure_ev,
        electrons_at_white=capture.electrons_at_white,
        read_noise_electrons=capture.read_noise_electrons,
    )


def _part(taken: Planted, name: str, first: int) -> Planted:
    """Two frames of several."""
    part = slice(first, first + 2)
    return Planted(name, taken.frames[part], taken.transforms[part], taken.gains[part])


def _sweep(chosen: SceneSet, kind: str, index: int) -> Planted:
    """A whole sweep that breathes evenly, each frame with its own shake of half the bounds."""
    count = 24 if kind == "sweep24" else 40
    random = np.random.default_rng([chosen.seed, count, index])
    name, scene = flat_scene(chosen, random)
    camera = random_noise(random)
    growth = float(random.uniform(-SCALE, SCALE)) if count == 24 else float(random.choice([-0.06, 0.06]))
    lenses = focus_sweep(scene, random_lens(scene, random), count)
    shots = breathing(lenses, camera, growth, random)
    return photograph(f"{kind} {index} {name}", scene, shots, random)


def breathing(
    lenses: list[Lens], camera: Capture, growth: float, random: np.random.Generator, share: float = 0.5
) -> list[tuple[Lens, Capture]]:
    """A sweep whose scale grows evenly by `growth`, each frame with its own shake."""
    scales = growth * (np.linspace(0.0, 1.0, len(lenses)) - 0.5)
    return [
        (lens, moved(camera, random, share, float(scale)))
        for lens, scale in zip(lenses, scales, strict=True)
    ]


def _path(cache: Path, chosen: SceneSet, kind: str, index: int) -> Path:
    return cache / f"{chosen.name}-{chosen.seed}-v{_VERSION}" / f"{kind}-{index:03d}.npz"


def add_options(parser: argparse.ArgumentParser) -> None:
    """The options that every benchmark of planted motion has."""
    default = Path(tempfile.gettempdir()) / "parfocal-planted"
    parser.add_argument("--cache", type=Path, default=default, help="folder of rendered frames")
    parser.add_argument("--set", choices=tuple(SETS), default=TEST.name, help="which scenes and seeds")
    parser.add_argument("--kinds", default=",".join(KINDS), help="kinds, with commas between")
    parser.add_argument("--count", type=int, default=None, help="how many of each kind")


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0] if __doc__ else None)
    add_options(parser)
    options = parser.parse_args()
    print("| kind | planted | megapixels | corners moved by, median | most |")
    print("|---|---|---|---|---|")
    for kind in options.kinds.split(","):
        motion, size = [], (0, 0)
        found = planted(kind, options.cache, SETS[options.set], options.count)
        for what in tqdm(found, desc=kind, total=options.count or COUNTS[kind]):
            size = what.size
            motion += [
                corner_error(np.eye(3), what.truth(0, k), size) for k in range(1, len(what.frames))
            ]
        moved_by = f"{np.median(motion):.1f} px | {max(motion):.1f} px"
        print(f"| {kind} | {len(motion)} | {size[0] * size[1] / 1e6:.1f} | {moved_by} |")
    return 0


if __name__ == "__main__":
    sys.exit(main())
