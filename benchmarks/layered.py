"""Layered files in other programs: ``python -m benchmarks.layered [METHOD ...]``.

Fuses a stack that it makes, saves it as PSD of 8 and 16 bits and as PSB, and lets GIMP
(``gimp-console``) and ImageMagick (``identify``) open each file; psd-tools too, if PSD_TOOLS names a
Python that has it.
Prints the layers that they found, and by how many levels the picture that GIMP and psd-tools flatten
differs from the result. With ``--large`` it writes 17 frames of 24 megapixels instead, and prints the
time and the memory.
"""

from __future__ import annotations

import argparse
import os
import resource
import shutil
import subprocess
import tempfile
import time
from pathlib import Path

import cv2
import imagecodecs
import numpy as np

from fusion import FusionSettings, MatchingFrames, Photo, fuse
from fusion.cli.extras import layered_result
from fusion.contracts import Frames
from fusion.decision import Decision
from fusion.layered.saving import LayeredResult, save_layered
from fusion.result import FusionResult

FLATTEN = """
(let* ((image (car (gimp-file-load RUN-NONINTERACTIVE "{psd}" "{psd}")))
       (layers (vector->list (cadr (gimp-image-get-layers image)))))
  (for-each (lambda (layer)
    (gimp-message (string-append "layer: " (car (gimp-item-get-name layer))
      (if (= -1 (car (gimp-layer-get-mask layer))) "" ", mask")
      (if (= TRUE (car (gimp-item-get-visible layer))) "" ", hidden")))) layers)
  (let ((flat (car (gimp-image-flatten image))))
    (file-png-save RUN-NONINTERACTIVE image flat "{png}" "{png}" 0 1 0 0 0 0 0))
  (gimp-quit 0))
"""
PSD_TOOLS = """
import sys, numpy as np
from psd_tools import PSDImage
from psd_tools.composite import composite
file = PSDImage.open(sys.argv[1])
for layer in file:
    print("layer:", layer.name, "mask" if layer.has_mask() else "", "" if layer.visible else "hidden")
np.save(sys.argv[2], composite(file, force=True)[0])
"""
HEIGHT, WIDTH, FRAMES = 400, 600, 5


def made_stack(kind: type[np.uint8] | type[np.uint16]) -> list[np.ndarray]:
    """Frames (H, W, 3), each sharp in a slanted band of its own."""
    random, white = np.random.default_rng(5), int(np.iinfo(kind).max)
    noise = random.integers(0, white, (HEIGHT, WIDTH, 3), endpoint=True).astype(np.float32)
    smooth = cv2.GaussianBlur(noise, (0, 0), 1.2)
    sharp = (smooth - smooth.min()) * (white / np.ptp(smooth))
    blurred = cv2.GaussianBlur(sharp, (0, 0), 5)
    y, x = np.mgrid[:HEIGHT, :WIDTH]
    band = np.clip((x + y // 2) * FRAMES // (WIDTH + HEIGHT // 2), 0, FRAMES - 1)[:, :, None]
    return [np.rint(np.where(band == n, sharp, blurred)).astype(kind) for n in range(FRAMES)]


def save(path: Path, kind: type[np.uint8] | type[np.uint16], method: str) -> np.ndarray:
    """Fuse, save with layers, and give the result's pixels."""

    def finish(frames: Frames, result: FusionResult) -> None:
        save_layered(layered_result(frames, result), path)

    return fuse(made_stack(kind), FusionSettings(method), finish=finish).photo.pixels


def difference(seen: np.ndarray, pixels: np.ndarray) -> str:
    """The largest difference in levels of 8 bits, and the share of the values that differ at all."""
    scale = 1 if pixels.dtype == np.uint8 else 257
    apart = np.abs(np.rint(seen[:, :, :3]).astype(int) - pixels)
    return f"at most {apart.max() / scale:.3f} levels, {(apart > 0).mean():.3%} of the values differ"


def by_gimp(path: Path, pixels: np.ndarray) -> None:
    """Open and flatten in GIMP."""
    png = path.with_suffix(".png")
    script = FLATTEN.format(psd=path, png=png).replace("\n", " ")
    command = ["gimp-console", "-idfsc", "--batch-interpreter", "plug-in-script-fu-eval"]
    try:
        run = subprocess.run([*command, "-b", script], capture_output=True, text=True, timeout=120)
    except subprocess.TimeoutExpired:
        print("GIMP does not open it: it waits for an answer")
        return
    told = (line.partition("layer: ") for line in (run.stdout + run.stderr).splitlines())
    print("\n".join(f"layer: {name}" for _, found, name in told if found))
    if png.exists():
        seen = np.asarray(imagecodecs.png_decode(png.read_bytes()))
        print("GIMP, flattened:", difference(seen, pixels))
    else:
        print("GIMP does not open it:", " ".join(run.stderr.split())[-300:])


def by_psd_tools(python: str, path: Path, pixels: np.ndarray) -> None:
    """Open and flatten in psd-tools."""
    made = path.with_suffix(".npy")
    subprocess.run([python, "-c", PSD_TOOLS, path, made], check=True)
    print("psd-tools, flattened:", difference(np.load(made) * np.iinfo(pixels.dtype).max, pixels))


def by_image_magick(path: Path) -> None:
    """List the layers by ImageMagick, which gives the flattened picture as the first."""
    tool = shutil.which("identify-im6.q16") or shutil.which("identify")
    if tool is not None:
        run = subprocess.run([tool, path], capture_output=True, text=True, check=False)
        print(f"ImageMagick: {len(run.stdout.splitlines())} pictures {run.stderr.strip()[:200]}")


class SameFrame(MatchingFrames):
    """One frame in the place of many, so that only writing takes memory."""

    count = 17

    def __len__(self) -> int:
        return self.count

    def __getitem__(self, _number: int, /) -> Photo:
        return super().__getitem__(0)


def large(path: Path) -> None:
    """17 frames of 24 megapixels."""
    height, width, count = 4000, 6000, SameFrame.count
    pixels = np.random.default_rng(1).integers(0, 255, (height, width, 3), np.uint8)
    frames = SameFrame([pixels])
    labels = np.repeat((np.arange(width) * count // width)[None].astype(np.uint8), height, axis=0)
    ones = np.ones(labels.shape, np.float32)
    decision = Decision(labels, ones, ones, count, np.roll(labels, 1, axis=1))
    before = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    begin = time.perf_counter()
    names = [f"frame {number}" for number in range(count)]
    save_layered(LayeredResult(frames[0], frames, range(count), names, decision), path)
    after = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    print(f"{path.name}: {path.stat().st_size / 1e6:.0f} MB in {time.perf_counter() - begin:.0f} s")
    print(f"memory at most: {after / 1024:.0f} MB, {before / 1024:.0f} MB of these before writing")


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("methods", nargs="*", default=["sesf", "learned-decision", "average"])
    parser.add_argument("--large", action="store_true")
    options = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        if options.large:
            large(Path(folder) / "large.psd")
            return
        for method in options.methods:
            for name, kind in (("8.psd", np.uint8), ("16.psd", np.uint16), ("8.psb", np.uint8)):
                path = Path(folder) / f"{method}-{name}"
                pixels = save(path, kind, method)
                print(f"\n{path.name}: {path.stat().st_size / 1e6:.1f} MB")
                by_gimp(path, pixels)
                by_image_magick(path)
                if python := os.environ.get("PSD_TOOLS"):
                    by_psd_tools(python, path, pixels)


if __name__ == "__main__":
    main()
