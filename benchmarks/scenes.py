"""Ground truth that obeys optics: pairs and stacks as a thin lens sees a known scene.

A scene (`benchmarks.optics.scene`) comes from a photograph with its disparity, a matte over a
background or a made-up layout; `make_stack` renders it at several focus distances, adds what a
camera adds, and keeps the truth: the all-in-focus picture, which frame is sharpest where, and how
each frame was moved.
"""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from benchmarks.optics.capture import Capture, Matrix, develop
from benchmarks.optics.lens import Lens
from benchmarks.optics.light import Encoded, Floats, encode_srgb
from benchmarks.optics.render import render, tiles
from benchmarks.optics.scene import Scene, flatten

_STILL = Capture()


@dataclass(frozen=True)
class RenderedStack:
    """Frames of one scene and the truth about them; all pictures are of one size.

    Parameters
    ----------
    frames
        H×W×3 sRGB, 8 or 16 bit, in the order of the focus distances asked for.
    all_in_focus
        The scene through a pinhole: same type, without noise, exposure change or movement.
    sharpest
        H×W index of the frame whose circle of confusion is smallest on the foremost surface. Beside the
        edge of a nearer surface that frame may still be veiled by it: there no frame shows the truth.
    disparity
        H×W disparity of that surface.
    transforms
        For each frame the 3×3 matrix from pixels (x, y) of `all_in_focus` to those of the frame.
    lenses
        For each frame its lens.
    """

    frames: tuple[Encoded, ...]
    all_in_focus: Encoded
    sharpest: npt.NDArray[np.uint8]
    disparity: Floats
    transforms: tuple[Matrix, ...]
    lenses: tuple[Lens, ...]


def make_stack(
    scene: Scene,
    lenses: Sequence[Lens],
    captures: Sequence[Capture] | None = None,
    seed: int = 0,
    bits: int = 8,
    crop_px: int = 0,
) -> RenderedStack:
    """Render one frame for each lens.

    Parameters
    ----------
    scene
        What is photographed.
    lenses
        One for each frame, usually ``lens.focused_at(d)`` for several disparities.
    captures
        One for each frame; None for perfect captures.
    seed
        Of the noise: equal arguments give equal frames.
    bits
        8 or 16.
    crop_px
        Border to cut off all pictures, so that frames which moved show no mirrored border.
    """
    captures = [_STILL] * len(lenses) if captures is None else captures
    if len(captures) != len(lenses) or not 1 <= len(lenses) <= 255:
        raise ValueError(f"{len(lenses)} lenses and {len(captures)} captures; give 1 to 255 of each")
    inner = np.s_[crop_px : scene.size[0] - crop_px, crop_px : scene.size[1] - crop_px]
    frames, transforms = [], []
    seeds = np.random.SeedSequence(seed).spawn(len(lenses))
    for lens, capture, child in zip(lenses, captures, seeds, strict=True):
        light = render(scene, lens)
        frame, transform = develop(light, capture, np.random.default_rng(child), bits, crop_px)
        frames.append(frame)
        transforms.append(transform)
    sharp, disparity = _see_through_pinhole(scene, bits)
    return RenderedStack(
        tuple(frames),
        sharp[inner],
        sharpest_frame(disparity[inner], lenses),
        disparity[inner],
        tuple(transforms),
        tuple(lenses),
    )


def make_pair(
    scene: Scene,
    lens: Lens,
    near: float,
    far: float,
    captures: Sequence[Capture] | None = None,
    seed: int = 0,
    bits: int = 8,
    crop_px: int = 0,
) -> RenderedStack:
    """Two frames, focused at disparity `near` and at disparity `far`."""
    return make_stack(
        scene, [lens.focused_at(near), lens.focused_at(far)], captures, seed, bits, crop_px
    )


def focus_sweep(scene: Scene, lens: Lens, count: int) -> list[Lens]:
    """`count` lenses that focus evenly from the nearest to the farthest disparity of a scene."""
    far, near = scene.disparity_range
    return [lens.focused_at(float(d)) for d in np.linspace(near, far, count)]


def lens_for(scene: Scene, largest_radius_px: float, blades: int = 0, rotation_deg: float = 0.0) -> Lens:
    """A lens focused on the farthest disparity that spreads the nearest by `largest_radius_px`."""
    far, near = scene.disparity_range
    return Lens(far, largest_radius_px / max(near - far, 1e-9), blades, rotation_deg)


def sharpest_frame(disparity: Floats, lenses: Sequence[Lens]) -> npt.NDArray[np.uint8]:
    """For each pixel the index of the lens with the smallest circle of confusion (first of equals)."""
    best = np.zeros(disparity.shape, np.uint8)
    smallest = np.abs(lenses[0].radius_px(disparity))
    for index, lens in enumerate(lenses[1:], start=1):
        radius = np.abs(lens.radius_px(disparity))
        best[radius < smallest] = index
        smallest = np.minimum(smallest, radius)
    return best


def _see_through_pinhole(scene: Scene, bits: int) -> tuple[Encoded, Floats]:
    """All-in-focus picture and its disparity, tile by tile."""
    shape = (*scene.size, 3)
    sharp: Encoded = np.empty(shape, np.uint8) if bits == 8 else np.empty(shape, np.uint16)
    disparity = np.empty(scene.size, np.float32)
    for tile in tiles(scene.size, 1024):
        colour, disparity[tile.area] = flatten(scene.layers_in(tile))
        sharp[tile.area] = encode_srgb(colour, bits)
    return sharp, disparity
