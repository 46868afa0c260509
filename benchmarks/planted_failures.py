"""Planted failures: sweeps in which one frame went wrong, and clean ones, for measuring the flags.

    python -m benchmarks.planted_failures --cache FOLDER [--set test] [--count 16] [--json FILE]

Each sweep of 7 frames comes once clean and once with each failure, at any place in the stack:

- *blurred*: out of focus everywhere, by 12 to 25 px; *black*: a closed lens; *blown*: 4 to 6 stops over.
- *dark*: the flash did not fire, 2.5 to 4 stops under.
- *duplicate*: a frame comes twice, pixel for pixel; *out-of-order*: a frame stands 3 places or more from
  its own.
- *other-scene*: a frame of another sweep; *turned-90*, *turned-180*: its orientation tag was ignored.

*told* counts a failure when the frame it is about has any flag, *by its name* when the flag says what
happened. A false alarm is a flag on a frame of a clean sweep. Wanted: 95 % told at 5 % false alarms.
"""

from __future__ import annotations

import argparse
import json
import sys
import tempfile
from collections.abc import Callable, Iterator, Sequence
from dataclasses import asdict, dataclass
from pathlib import Path

import cv2
import numpy as np
from tqdm import tqdm

from benchmarks.machine import machine
from benchmarks.optics.lens import Lens
from benchmarks.optics.light import Encoded, Floats, decode_srgb, encode_srgb
from benchmarks.peers.ours import registration_of
from benchmarks.planted_motion import (
    SCALE,
    Planted,
    breathing,
    load,
    photograph,
    random_lens,
    random_noise,
    save,
)
from benchmarks.planted_scenes import SETS, TEST, SceneSet, flat_scene
from benchmarks.scenes import focus_sweep
from fusion.settings import RegistrationParameters

CLEAN = "clean"
FRAMES, SWEEPS = 7, 16
NAMES = {
    "blurred": {"blurred"},
    "black": {"black"},
    "blown": {"blown"},
    "dark": {"darker"},
    "duplicate": {"duplicate"},
    "out-of-order": {"out-of-order"},
    "other-scene": {"other-scene", "unregistered"},
    "turned-90": {"turned"},
    "turned-180": {"turned"},
}
"""For each failure the flags that name it."""

_VERSION = 1
_SMALL, _LARGE = 200_000, 1_000_000
_DISPLACED = 3


@dataclass(frozen=True)
class Failure:
    """A stack and what is wrong with it: `at` has the frames that the failure is about."""

    name: str
    kind: str
    frames: tuple[Encoded, ...]
    at: tuple[int, ...]


def planted_failures(
    cache: Path, chosen: SceneSet = TEST, count: int = SWEEPS, kinds: Sequence[str] = (CLEAN, *NAMES)
) -> Iterator[Failure]:
    """Every sweep clean, and with each failure."""
    for index in range(count):
        sweep, other = _cached(cache, chosen, index), _cached(cache, chosen, (index + 1) % count)
        for kind in kinds:
            random = np.random.default_rng([chosen.seed, 9, index, (CLEAN, *NAMES).index(kind)])
            if kind == CLEAN:
                yield Failure(sweep.name, kind, sweep.frames, ())
            else:
                yield plant(kind, sweep, other, random)


def plant(kind: str, sweep: Planted, other: Planted, random: np.random.Generator) -> Failure:
    """One failure in a sweep, at a random place."""
    frames = list(sweep.frames)
    place = int(random.integers(len(frames)))
    about: tuple[int, ...] = (place,)
    if kind == "duplicate":
        frames.insert(place, frames[place])
        about = (place, place + 1)
    elif kind == "out-of-order":
        places = [k for k in range(len(frames)) if abs(k - place) >= _DISPLACED]
        about = (int(random.choice(places)),)
        frames.insert(about[0], frames.pop(place))
    elif kind == "turned-90":
        frames = [_square(frame) for frame in frames]
        frames[place] = np.asarray(np.rot90(frames[place], int(random.choice([1, 3]))).copy(), np.uint8)
    elif kind == "other-scene":
        h, w = sweep.size
        frames[place] = np.asarray(
            cv2.resize(other.frames[place], (w, h), interpolation=cv2.INTER_AREA), np.uint8
        )
    elif kind == "turned-180":
        frames[place] = np.asarray(frames[place][::-1, ::-1].copy(), np.uint8)
    else:
        frames[place] = encode_srgb(_SPOILED[kind](decode_srgb(frames[place]), random))
    return Failure(sweep.name, kind, tuple(frames), about)


def _blurred(light: Floats, random: np.random.Generator) -> Floats:
    lens = Lens(0.0, 1.0)
    kernel = lens.kernel(float(random.uniform(12.0, 25.0)))
    soft = np.asarray(cv2.filter2D(light, -1, kernel, borderType=cv2.BORDER_REFLECT), np.float32)
    return _with_noise(soft, random)


def _black(light: Floats, random: np.random.Generator) -> Floats:
    return _with_noise(light * np.float32(random.uniform(0.0, 5e-4)), random)


def _blown(light: Floats, random: np.random.Generator) -> Floats:
    return np.asarray(light * np.float32(2.0 ** random.uniform(4.0, 6.0)), np.float32)


def _dark(light: Floats, random: np.random.Generator) -> Floats:
    return _with_noise(light * np.float32(2.0 ** -random.uniform(2.5, 4.0)), random)


def _with_noise(light: Floats, random: np.random.Generator) -> Floats:
    """Read noise and shot noise of 10 000 electrons at white."""
    deviation = np.sqrt(np.maximum(light, 0.0) / 1e4 + 1e-7)
    return np.asarray(light + deviation * random.standard_normal(light.shape, np.float32), np.float32)


_SPOILED: dict[str, Callable[[Floats, np.random.Generator], Floats]] = {
    "blurred": _blurred, "black": _black, "blown": _blown, "dark": _dark,
}  # fmt: skip


def _square(frame: Encoded) -> Encoded:
    """The middle of a frame, as wide as high."""
    h, w = frame.shape[:2]
    side = min(h, w)
    top, left = (h - side) // 2, (w - side) // 2
    return np.asarray(frame[top : top + side, left : left + side].copy(), np.uint8)


def _cached(cache: Path, chosen: SceneSet, index: int) -> Planted:
    """Sweep `index`; every fourth has a megapixel and defocus to 20 px, the others less of both."""
    path = cache / f"{chosen.name}-{chosen.seed}-failures-v{_VERSION}" / f"sweep-{index:03d}.npz"
    if not path.is_file():
        random = np.random.default_rng([chosen.seed, 7, index])
        large = index % 4 == 3
        name, scene = flat_scene(chosen, random, fewest=_LARGE if large else _SMALL)
        lens = random_lens(scene, random, 1.0 if large else 0.4)
        growth = float(random.uniform(-SCALE, SCALE))
        lenses = focus_sweep(scene, lens, FRAMES)
        shots = breathing(lenses, random_noise(random), growth, random, 0.5 if large else 0.25)
        save(photograph(f"sweep {index} {name}", scene, shots, random), path)
    return load(path)


@dataclass(frozen=True)
class Told:
    """What was said about one stack: the flags of each frame, and which frames took part."""

    name: str
    kind: str
    at: tuple[int, ...]
    flags: tuple[tuple[str, ...], ...]
    used: tuple[bool, ...]


def ask(failure: Failure) -> Told:
    """Register a stack."""
    found = registration_of(failure.frames, RegistrationParameters())
    return Told(
        failure.name, failure.kind, failure.at,
        tuple(tuple(frame.flags) for frame in found.frames),
        tuple(frame.used for frame in found.frames),
    )  # fmt: skip


def table(told: Sequence[Told]) -> str:
    """A Markdown table: a line for each failure, and the false alarms."""
    lines = [
        "| failure | planted | told | by its name | other frames flagged |",
        "|---|---|---|---|---|",
    ]
    for kind in NAMES:
        of_kind = [one for one in told if one.kind == kind]
        if of_kind:
            any_flag = sum(any(one.flags[k] for k in one.at) for one in of_kind)
            named = sum(any(NAMES[kind] & set(one.flags[k]) for k in one.at) for one in of_kind)
            others = [flags for one in of_kind for k, flags in enumerate(one.flags) if k not in one.at]
            alarms = f"{sum(map(bool, others))} of {len(others)}"
            lines.append(f"| {kind} | {len(of_kind)} | {any_flag} | {named} | {alarms} |")
    failed = [one for one in told if one.kind != CLEAN]
    share = np.mean([any(one.flags[k] for k in one.at) for one in failed]) if failed else 0.0
    clean = [flags for one in told if one.kind == CLEAN for flags in one.flags]
    alarms = f"{sum(map(bool, clean))} of {len(clean)} frames of clean sweeps flagged"
    return "\n".join([*lines, "", f"{share:.1%} of {len(failed)} failures told; {alarms}."])


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0] if __doc__ else None)
    default = Path(tempfile.gettempdir()) / "parfocal-planted"
    parser.add_argument("--cache", type=Path, default=default, help="folder of rendered frames")
    parser.add_argument("--set", choices=tuple(SETS), default=TEST.name, help="which scenes and seeds")
    parser.add_argument("--count", type=int, default=SWEEPS, help="how many sweeps")
    parser.add_argument("--kinds", default=",".join((CLEAN, *NAMES)), help="failures, commas between")
    parser.add_argument("--json", type=Path, help="file for what was said about every frame")
    options = parser.parse_args()
    kinds = options.kinds.split(",")
    stacks = planted_failures(options.cache, SETS[options.set], options.count, kinds)
    told = [ask(stack) for stack in tqdm(stacks, total=options.count * len(kinds))]
    print(f"{machine()}; set {options.set}\n\n{table(told)}")
    if options.json:
        options.json.write_text(json.dumps([asdict(one) for one in told], indent=1), encoding="utf-8")
    return 0


if __name__ == "__main__":
    sys.exit(main())
