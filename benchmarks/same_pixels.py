"""Whether two checkouts make the same pixels, decision maps and confidences, byte for byte.

``python -m benchmarks.same_pixels OLD NEW`` runs every method of OLD on the sample pairs, 01 to 05 of
lytro, mfiwhu30 and nyud20, three generated stacks of five frames and a pair of 24 megapixels, in either
checkout, and prints what differs. Methods that give no decision in NEW are compared by their pixels
alone. Where a method can lower its area limit it is told not to (``area_limit`` fixed), as before that
was possible.
"""

from __future__ import annotations

import argparse
import json
import os
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from pathlib import Path

import cv2
import numpy as np

from benchmarks.pairs import SHARED
from benchmarks.scene_sets import benchmark_scenes
from benchmarks.speed_runs import make_pair
from fusion.photo import Pixels

HERE = Path(__file__).resolve().parent.parent
SAMPLES = ("circuit_board", "push_button", "motorcycle")
GENERATED = 3

DUMP = """
import dataclasses, hashlib, json, sys
import numpy as np
from fusion import FusionError, FusionSettings, fuse, methods

def digest(values):
    values = np.ascontiguousarray(values)
    return hashlib.sha256(f"{values.shape} {values.dtype}".encode() + values.tobytes()).hexdigest()

for name, paths, method in json.load(open(sys.argv[1])):
    found = {}
    kind = methods()[method].parameters
    limited = any(field.name == "area_limit" for field in dataclasses.fields(kind))
    parameters = kind(area_limit="fixed") if limited else kind()
    try:
        result = fuse(paths, FusionSettings(method, parameters, "cpu"))
        found["pixels"] = digest(result.photo.pixels)
        if result.decision is not None:
            found["labels"] = digest(result.decision.labels)
            found["weight"] = digest(result.decision.weight)
            found["confidence"] = digest(result.decision.confidence)
    except FusionError as error:
        found["refused"] = str(error)
    print(json.dumps([name, method, found]), flush=True)
"""


def scenes(folder: Path) -> Iterator[tuple[str, list[str]]]:
    """Name and files of every scene; those that are made are written into ``folder``."""
    for sample in SAMPLES:
        yield sample, [str(HERE / "data" / f"{sample}_{number}.jpg") for number in (1, 2)]
    for pairs in ("lytro", "mfiwhu30", "nyud20"):
        files = sorted((SHARED / "pairs" / pairs).iterdir())
        for number in range(1, 6):
            wanted = (f"{number:02d}_A", f"{number:02d}_B")
            yield f"{pairs} {number:02d}", [str(path) for path in files if path.stem in wanted]
    stacks = (scene for scene in benchmark_scenes(shared=SHARED) if len(scene.lenses) > 2)
    for _, scene in zip(range(GENERATED), stacks, strict=False):
        frames = scene.stack().frames
        yield f"generated {scene.name}", list(saved(folder, scene.name, frames))
    first, second = make_pair(folder, 24, [])
    yield "24 megapixels", [str(first), str(second)]


def saved(folder: Path, name: str, frames: tuple[Pixels, ...]) -> Iterator[str]:
    """The frames as PNG."""
    for number, pixels in enumerate(frames):
        path = folder / f"{name}_{number}.png"
        cv2.imwrite(str(path), np.ascontiguousarray(pixels[:, :, ::-1]))
        yield str(path)


def dump(checkout: Path, work: Path) -> dict[tuple[str, str], dict[str, str]]:
    """Hashes by scene and method, from the program in ``checkout``."""
    done = subprocess.run(
        [sys.executable, "-c", DUMP, str(work)], cwd=checkout, stdout=subprocess.PIPE, check=True,
        env={**os.environ, "PYTHONPATH": str(checkout)}, text=True,
    )  # fmt: skip
    rows = map(json.loads, done.stdout.splitlines())
    return {(name, method): found for name, method, found in rows}


def main() -> int:
    """Compare two checkouts; 1 where anything differs."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("checkouts", nargs=2, type=Path, metavar="CHECKOUT", help="OLD and NEW")
    parser.add_argument("--methods", help="only these, separated by commas")
    parser.add_argument("--scenes", default="", help="only scenes whose name begins so")
    options = parser.parse_args()
    listed = subprocess.run(
        [sys.executable, "-c", "from fusion import methods; print(*methods())"],
        cwd=options.checkouts[0], capture_output=True, text=True, check=True,
    ).stdout.split()  # fmt: skip
    methods = options.methods.split(",") if options.methods else listed
    with tempfile.TemporaryDirectory() as place:
        folder = Path(place)
        asked = [
            (name, paths, method)
            for name, paths in scenes(folder)
            if name.startswith(options.scenes)
            for method in methods
        ]
        work = folder / "work.json"
        work.write_text(json.dumps(asked))
        old, new = (dump(checkout.resolve(), work) for checkout in options.checkouts)
    differing = 0
    for key, found in old.items():
        common = new[key].keys() & found.keys() or found.keys()
        wrong = sorted(what for what in common if new[key].get(what) != found.get(what))
        differing += bool(wrong)
        print(f"{key[0]:<24} {key[1]:<20} {'differs: ' + ', '.join(wrong) if wrong else 'the same'}")
    print(f"{len(old) - differing} of {len(old)} the same")
    return int(differing > 0)


if __name__ == "__main__":
    sys.exit(main())
