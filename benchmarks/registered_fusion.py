"""Fusing stacks that were moved by known similarities: how much is lost by registering them ourselves.

    python -m benchmarks.registered_fusion --cache FOLDER [--count 12] [--json FILE]

The scenes of `benchmarks.planted_scenes` at the size of their photographs, 3 to 7 frames, no noise; the
first frame is the reference, the others breathe to 3 % and are shaken to 15 px and 0.5°. PSNR in dB
against the scene through a pinhole, over the area that all frames show:

- *by the truth*: the same fusion, the frames resampled with the true matrices (``--transforms``).
- *found*: ``--align auto``. Wanted: at most 0.15 dB less.
- *align_image_stack + enfuse*. Wanted: *found* at least 2 dB more.
- *unregistered*: ``--align none``.
"""

from __future__ import annotations

import argparse
import json
import subprocess
import sys
import tempfile
from collections.abc import Iterator, Sequence
from dataclasses import asdict, dataclass
from pathlib import Path

import cv2
import numpy as np
import numpy.typing as npt
from tqdm import tqdm

from benchmarks import enfuse
from benchmarks.machine import machine
from benchmarks.optics.capture import Capture
from benchmarks.optics.lens import Lens
from benchmarks.optics.light import Encoded
from benchmarks.peers import hugin
from benchmarks.planted_motion import Planted, load, moved, photograph, random_lens, save
from benchmarks.planted_scenes import SETS, TEST, SceneSet, flat_scene, planted_scene
from benchmarks.scenes import focus_sweep
from benchmarks.speed_runs import ROOT

COUNT = 12
WAYS = ("by the truth", "found", "align_image_stack + enfuse", "unregistered")

_FEWEST, _MOST = 3, 7
_INSET_PX = 8
_VERSION = 1
_SECONDS = 3600

Mask = npt.NDArray[np.bool_]


@dataclass(frozen=True)
class Scored:
    """PSNR in dB of each way on one stack; NaN where a way failed."""

    name: str
    frames: int
    psnr: dict[str, float]


def stacks(
    cache: Path, chosen: SceneSet = TEST, count: int = COUNT
) -> Iterator[tuple[Planted, Encoded]]:
    """Moved stacks, and the truth in the pixels of the first frame."""
    for index in range(count):
        path = cache / f"{chosen.name}-{chosen.seed}-fusion-v{_VERSION}" / f"stack-{index:03d}.npz"
        if not path.is_file():
            save(_rendered(chosen, index), path)
        stored = load(path)
        frames, transforms = stored.frames[:-1], stored.transforms[:-1]
        yield Planted(stored.name, frames, transforms, stored.gains[:-1]), stored.frames[-1]


def _rendered(chosen: SceneSet, index: int) -> Planted:
    """The frames of a stack, and the truth as one frame more: the same scene through a pinhole."""
    random = np.random.default_rng([chosen.seed, 5, index])
    if index % 2:
        name, scene = planted_scene(chosen, int(random.integers(1000)), random)
    else:
        name, scene = flat_scene(chosen, random, fewest=1)
    lens = random_lens(scene, random, 0.6)
    count = int(random.integers(_FEWEST, _MOST + 1))
    growth = float(random.uniform(-0.03, 0.03))
    shots = [(Lens(lens.focus, 0.0), Capture())]
    for number, focused in reversed(list(enumerate(focus_sweep(scene, lens, count)))):
        shaken = moved(Capture(), random, 0.5, growth * number / (count - 1))
        same_light = Capture(shaken.scale, shaken.shift_px, shaken.rotation_deg)
        shots.insert(0, (focused, same_light if number else Capture()))
    return photograph(f"stack {index} {name}", scene, shots, random)


def common_area(stack: Planted) -> Mask:
    """The pixels of the first frame that all frames show, some pixels inside their borders."""
    h, w = stack.size
    area = np.ones((h, w), np.uint8)
    for frame in range(len(stack.frames)):
        shown = cv2.warpPerspective(
            np.ones((h, w), np.uint8), stack.truth(0, frame), (w, h),
            flags=cv2.INTER_NEAREST | cv2.WARP_INVERSE_MAP,
        )  # fmt: skip
        area &= np.asarray(shown, np.uint8)
    framed = cv2.copyMakeBorder(area, 1, 1, 1, 1, cv2.BORDER_CONSTANT, value=0)
    side = 2 * _INSET_PX + 1
    inner = cv2.erode(framed, np.ones((side, side), np.uint8))[1:-1, 1:-1]
    return np.asarray(inner > 0, np.bool_)


def psnr(fused: Path, truth: Encoded, area: Mask) -> float:
    """PSNR in dB of 8-bit colour values in an area; NaN where there is no picture of that size."""
    picture = cv2.imread(str(fused), cv2.IMREAD_COLOR_RGB) if fused.is_file() else None
    if picture is None or picture.shape != truth.shape:
        return float("nan")
    error = picture[area].astype(np.float64) - truth[area]
    return float(10 * np.log10(255.0**2 / np.mean(error**2)))


def write_truth(stack: Planted, paths: Sequence[Path], target: Path) -> None:
    """The true matrices in the file that ``--transforms`` reads."""
    frames = [
        {
            "name": path.name, "matrix": stack.truth(0, number).tolist(), "gain": [1.0, 1.0, 1.0],
            "used": True, "error_px": 0.0, "flags": [],
        }
        for number, path in enumerate(paths)
    ]  # fmt: skip
    written = {
        "version": 1, "reference": 0, "size": list(stack.size), "area": [0, 0, *stack.size],
        "frames": frames,
    }  # fmt: skip
    target.write_text(json.dumps(written, indent=1), encoding="utf-8")


def scored(stack: Planted, truth: Encoded, ways: Sequence[str] = WAYS) -> Scored:
    """Every way on one stack."""
    area = common_area(stack)
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        paths = hugin.write_frames(stack.frames, folder)
        write_truth(stack, paths, folder / "truth.json")
        ours = {
            "by the truth": ["--transforms", str(folder / "truth.json")],
            "found": ["--align", "auto", "--reference", "1"],
            "unregistered": ["--align", "none"],
        }
        values = {}
        for way in ways:
            target = folder / f"fused {way}.png"
            if way in ours:
                _run(_fuse(paths, target, ours[way]))
            elif hugin.is_installed() and enfuse.is_installed():
                target = target.with_suffix(".tif")
                _run(hugin.remapping(paths, folder, crop=False))
                aligned = map(str, hugin.remapped(folder))
                _run([enfuse.PROGRAM, *enfuse.OPTIONS, f"--output={target}", *aligned])
            values[way] = psnr(target, truth, area)
    return Scored(stack.name, len(stack.frames), values)


def _fuse(paths: Sequence[Path], target: Path, options: Sequence[str]) -> list[str]:
    return [
        sys.executable, "-m", "fusion", "fuse", *map(str, paths), "-o", str(target), "--keep-size",
        *options,
    ]  # fmt: skip


def _run(command: Sequence[str]) -> None:
    """Run a program; what it says is shown where it fails, and its result is then missing."""
    done = subprocess.run(
        command, cwd=ROOT, capture_output=True, text=True, timeout=_SECONDS, check=False
    )
    if done.returncode != 0:
        said = (done.stderr.strip().splitlines() or ["nothing"])[-1]
        print(f"{Path(command[0]).name} failed: {said}", file=sys.stderr)


def table(results: Sequence[Scored]) -> str:
    """A Markdown table, with the means and the two differences that are wanted."""
    ways = list(results[0].psnr)
    lines = [f"| stack | frames | {' | '.join(ways)} |", "|---|---" + "|---" * len(ways) + "|"]
    for one in results:
        values = " | ".join(f"{one.psnr[way]:.2f}" for way in ways)
        lines.append(f"| {one.name} | {one.frames} | {values} |")
    mean = {way: float(np.nanmean([one.psnr[way] for one in results])) for way in ways}
    lines.append(f"| **mean** | | {' | '.join(f'{mean[way]:.2f}' for way in ways)} |")
    lines += [
        f"\nfound against {way}: {mean['found'] - mean[way]:+.2f} dB in the mean, "
        f"{min(one.psnr['found'] - one.psnr[way] for one in results):+.2f} at worst."
        for way in ways if way != "found" and "found" in ways
    ]  # fmt: skip
    return "\n".join(lines)


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0] if __doc__ else None)
    default = Path(tempfile.gettempdir()) / "parfocal-planted"
    parser.add_argument("--cache", type=Path, default=default, help="folder of rendered frames")
    parser.add_argument("--set", choices=tuple(SETS), default=TEST.name, help="which scenes and seeds")
    parser.add_argument("--count", type=int, default=COUNT, help="how many stacks")
    parser.add_argument("--ways", default=",".join(WAYS), help="which columns, commas between")
    parser.add_argument("--json", type=Path, help="file for the numbers")
    options = parser.parse_args()
    made = stacks(options.cache, SETS[options.set], options.count)
    ways = options.ways.split(",")
    results = [scored(stack, truth, ways) for stack, truth in tqdm(made, total=options.count)]
    print(f"{machine()}; set {options.set}\n\n{table(results)}")
    if options.json:
        options.json.write_text(json.dumps([asdict(one) for one in results], indent=1), encoding="utf-8")
    return 0


if __name__ == "__main__":
    sys.exit(main())
