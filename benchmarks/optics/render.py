"""What a thin lens sees of a scene: layers blurred one by one and laid over each other.

Notes
-----
Scattering: the light of each point spreads over the image of the aperture (Potmesil and
Chakravarty, SIGGRAPH 1981). A layer parallel to the sensor is one convolution. On a layer of
changing depth the points are sorted into bins of the radius, neighbouring bins mix linearly, and
the sum is divided by what a uniform surface would give. Layers are composited front to back with
the blurred alpha (Kraus and Strengert, Eurographics 2007).

Known weakness: where two layers are both out of focus, the compositing takes the part of the lens
that the front one blocks to be independent of what the rear one shows through it. If one of the two
is in focus the result is that of traced rays (`optics.rays`), up to the bins.
"""

from collections.abc import Iterator, Sequence

import cv2
import numpy as np

from benchmarks.optics.lens import Lens
from benchmarks.optics.light import Floats
from benchmarks.optics.scene import Layer, Scene, Window

_TILE_PX = 384  # small enough for the cache
_FINEST_STEP_PX = 0.25  # spacing of the radius bins near focus
_RELATIVE_STEP = 0.12  # and far from it
_TINY = 1e-7


def render(scene: Scene, lens: Lens, tile_px: int = _TILE_PX) -> Floats:
    """Linear light (H×W×3, float32) on a sensor behind `lens`; works tile by tile."""
    picture = np.empty((*scene.size, 3), np.float32)
    halo = 2 + int(np.ceil(max(abs(lens.radius_px(d)) for d in scene.disparity_range)))
    for tile in tiles(scene.size, tile_px):
        outer = tile.grown(halo, scene.size)
        picture[tile.area] = render_layers(scene.layers_in(outer), lens)[tile.within(outer).area]
    return picture


def tiles(size: tuple[int, int], tile_px: int) -> Iterator[Window]:
    """Windows of at most tile_px × tile_px that cover a picture of `size`."""
    for top in range(0, size[0], tile_px):
        for left in range(0, size[1], tile_px):
            yield Window(top, left, min(top + tile_px, size[0]), min(left + tile_px, size[1]))


def render_layers(layers: Sequence[Layer], lens: Lens) -> Floats:
    """Linear light of one window of a scene; the border of the window is mirrored."""
    light = np.zeros_like(layers[0].colour)
    through = np.ones(light.shape[:2], np.float32)
    for layer in layers:
        window = _lit_by(layer, lens)
        if window is None:
            continue
        colour, alpha = _defocus(layer.cropped(window), lens)
        light[window.area] += through[window.area][..., None] * colour
        through[window.area] *= 1.0 - alpha
        if float(through.max()) < _TINY:
            break
    return light


def _lit_by(layer: Layer, lens: Lens) -> Window | None:
    """The pixels that the light of a layer reaches, as a rectangle."""
    h, w = layer.colour.shape[:2]
    if layer.alpha is None:
        return Window(0, 0, h, w)
    solid = np.asarray(layer.alpha > 0, np.uint8)
    left, top, width, height = cv2.boundingRect(solid)
    if width == 0:
        return None
    nearest, farthest = float(np.max(layer.disparity)), float(np.min(layer.disparity))
    reach = 2 + int(max(abs(lens.radius_px(nearest)), abs(lens.radius_px(farthest))))
    return Window(top, left, top + height, left + width).grown(reach, (h, w))


def _defocus(layer: Layer, lens: Lens) -> tuple[Floats, Floats]:
    """Blurred colour, premultiplied, and blurred alpha of a layer."""
    planes = _planes(layer)
    if isinstance(layer.disparity, np.ndarray):
        blurred = _scatter(planes, lens.radius_px(layer.disparity), lens)
    else:
        blurred = _filter(planes, lens.kernel(lens.radius_px(layer.disparity)))
    colour, coverage = blurred[..., :3], blurred[..., 3]
    alpha = blurred[..., 4] if blurred.shape[2] > 4 else coverage
    if layer.alpha is None:
        alpha = np.ones_like(coverage)
    elif isinstance(layer.disparity, np.ndarray):
        alpha = np.asarray(alpha / np.maximum(blurred[..., -1], _TINY), np.float32)
    alpha = np.asarray(np.clip(alpha, 0.0, 1.0), np.float32)
    gain = alpha / np.maximum(coverage, np.float32(_TINY))
    return np.asarray(colour * gain[..., None], np.float32), alpha


def _planes(layer: Layer) -> Floats:
    """What has to be spread: α·t·colour (3), α·t, α, and 1 where it is needed, as H×W×(4 to 6)."""
    shape = layer.colour.shape[:2]
    one = np.ones(shape, np.float32)
    alpha = one if layer.alpha is None else layer.alpha
    known = alpha if layer.trust is None else alpha * layer.trust
    parts = [layer.colour * known[..., None], known[..., None]]
    varies = isinstance(layer.disparity, np.ndarray)
    if layer.alpha is not None and (layer.trust is not None or varies):
        parts.append(alpha[..., None])
        if varies:
            parts.append(one[..., None])
    return np.concatenate(parts, axis=2)


def radius_bins(largest_px: float) -> Floats:
    """Signed radii of the bins up to `largest_px`: 0.25 px apart near focus, 12 % far from it."""
    radii = [0.0]
    while radii[-1] < largest_px:
        radii.append(radii[-1] + max(_FINEST_STEP_PX, _RELATIVE_STEP * radii[-1]))
    return np.array([-r for r in radii[:0:-1]] + radii, np.float32)


def _scatter(planes: Floats, radius: Floats, lens: Lens) -> Floats:
    """Spread every pixel of `planes` by its own signed radius."""
    bins = radius_bins(float(np.abs(radius).max()))
    place = np.interp(radius, bins, np.arange(len(bins))).astype(np.float32)
    total = np.zeros_like(planes)
    h, w = radius.shape
    for index in range(int(np.floor(place.min())), int(np.ceil(place.max())) + 1):
        weight = np.maximum(1.0 - np.abs(place - np.float32(index)), 0.0)
        left, top, width, height = cv2.boundingRect((weight > 0).astype(np.uint8))
        if width == 0:
            continue
        kernel = lens.kernel(float(bins[index]))
        reach = kernel.shape[0] // 2
        area = Window(top, left, top + height, left + width).grown(reach, (h, w)).area
        total[area] += _filter(planes[area] * weight[area][..., None], kernel)
    return total


def _filter(planes: Floats, kernel: Floats) -> Floats:
    """Correlation of each plane with a kernel, the border mirrored so that no light is lost there."""
    if kernel.size == 1:
        return planes.copy()
    return np.asarray(
        cv2.filter2D(planes, cv2.CV_32F, kernel, borderType=cv2.BORDER_REFLECT), np.float32
    )
