"""What it costs, and what it saves, to look at full size only where the leading frames differ.

    python -m benchmarks.long_stacks [--methods sesf learned-decision] [--stacks ny43:12 mb24:14]

Stacks rendered by a thin lens from photographs with depth, with the noise of a camera (8,000
electrons at white). For each method: PSNR in dB against the scene sharp everywhere and seconds of the
processor, as it comes (``auto``), and with every pixel of every frame at full size (``exact``).
"""

from __future__ import annotations

import argparse
import sys
import time
from dataclasses import replace

import numpy as np

from benchmarks.machine import machine
from benchmarks.optics.capture import Capture
from benchmarks.optics.light import boost_highlights
from benchmarks.optics.photograph import scene_of_photograph
from benchmarks.scene_sets import SHARED, read_rgbd
from benchmarks.scenes import RenderedStack, focus_sweep, lens_for, make_stack
from fusion import FusionSettings, fuse
from fusion.registry import find_method
from fusion.settings import AUTO, EXACT, RegistrationParameters

CAMERA = Capture(electrons_at_white=8000, read_noise_electrons=3.0)
LARGEST_BLUR_PX = 9.0
HIGHLIGHTS = 3.0
SEED = 3
AS_THEY_ARE = RegistrationParameters("none", even_exposure=False)


def stack(name: str, count: int) -> RenderedStack:
    """``count`` frames of a photograph with depth, 1.5 to 2.5 megapixels, and the truth."""
    colour, depth = read_rgbd(SHARED / "rgbd", name, enlarge=3 if name.startswith("ny") else 2)
    scene = scene_of_photograph(boost_highlights(colour, HIGHLIGHTS), depth)
    lens = lens_for(scene, LARGEST_BLUR_PX)
    return make_stack(scene, focus_sweep(scene, lens, count), [CAMERA] * count, seed=SEED)


def measured(made: RenderedStack, method: str, accuracy: str) -> tuple[float, float]:
    """PSNR in dB and seconds of the processor."""
    settings = FusionSettings(method, registration=AS_THEY_ARE)
    parameters = find_method(method).parameters(accuracy=accuracy)
    begun = time.process_time()
    found = fuse(made.frames, replace(settings, parameters=parameters, device="cpu"))
    seconds = time.process_time() - begun
    error = found.photo.pixels.astype(np.float64) - made.all_in_focus
    return float(10 * np.log10(255.0**2 / np.mean(error**2))), seconds


def main() -> int:
    """Print the table."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawTextHelpFormatter)
    parser.add_argument("--methods", nargs="+", default=["sesf", "learned-decision"])
    parser.add_argument("--stacks", nargs="+", default=["ny43:12", "mb24:14"])
    options = parser.parse_args()
    print(f"{machine()}\n")
    print("| stack | frames | method | auto | exact | processor time |")
    print("|---|---:|---|---:|---:|---:|")
    for wanted in options.stacks:
        name, count = wanted.split(":")
        made = stack(name, int(count))
        for method in options.methods:
            quick, short = measured(made, method, AUTO)
            whole, long = measured(made, method, EXACT)
            print(
                f"| {name} | {count} | `{method}` | {quick:.2f} dB | {whole:.2f} dB "
                f"| {short:.0f} s, {long:.0f} s |",
                flush=True,
            )
    return 0


if __name__ == "__main__":
    sys.exit(main())
