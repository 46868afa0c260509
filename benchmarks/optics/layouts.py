"""Scenes put together: mattes over backgrounds, and made-up depth (ramp, steps, spheres, thin
structures).

Textures are H×W×3 linear light of one size; a scene has the size of its background.
"""

from collections.abc import Sequence

import cv2
import numpy as np

from benchmarks.optics.light import Floats
from benchmarks.optics.scene import Layer, Scene

_SUBPIXEL_BITS = 4  # OpenCV draws with coordinates in 1/16 pixel


def matte_scene(
    foreground: Floats, alpha: Floats, background: Floats, near: float = 1.0, far: float = 0.0
) -> Scene:
    """A foreground with alpha (hair, glass, lace) before a background, both parallel to the sensor."""
    return Scene.of_layers([Layer(foreground, alpha, near), Layer(background, None, far)])


def ramp(texture: Floats, near: float = 1.0, far: float = 0.0, angle_deg: float = 90.0) -> Scene:
    """One slanted plane; it comes nearer along `angle_deg` (0 to the right, 90 downwards)."""
    return Scene.of_layers([Layer(texture, None, _plane(texture.shape[:2], near, far, angle_deg))])


def steps(
    textures: Sequence[Floats], near: float = 1.0, far: float = 0.0, angle_deg: float = 0.0
) -> Scene:
    """Parallel planes like stairs, one for each texture, with straight edges across `angle_deg`."""
    count = len(textures)
    place = _plane(textures[0].shape[:2], 1.0, 0.0, angle_deg) * count
    edge_px = count / float(np.hypot(*textures[0].shape[:2]))
    layers = []
    for index in reversed(range(count)):
        alpha = np.clip((place - index) / edge_px + 0.5, 0.0, 1.0).astype(np.float32)
        disparity = far + (near - far) * index / max(count - 1, 1)
        layers.append(Layer(textures[index], alpha if index else None, float(disparity)))
    return Scene.of_layers(layers)


def spheres(
    texture: Floats,
    background: Floats,
    generator: np.random.Generator,
    count: int = 4,
    near: float = 1.0,
    far: float = 0.0,
) -> Scene:
    """Balls at random places before a slanted background; each bulges towards the camera."""
    h, w = background.shape[:2]
    y, x = np.meshgrid(np.arange(h, dtype=np.float32), np.arange(w, dtype=np.float32), indexing="ij")
    layers = []
    for place in np.sort(generator.uniform(0.35, 0.85, count))[::-1]:
        radius = float(generator.uniform(0.08, 0.22)) * min(h, w)
        distance = np.hypot(x - generator.uniform(0, w), y - generator.uniform(0, h))
        height = np.sqrt(np.maximum(1.0 - (distance / radius) ** 2, 0.0))
        disparity = far + (near - far) * (place + 0.15 * height)
        alpha = np.clip(radius + 0.5 - distance, 0.0, 1.0)
        layers.append(Layer(texture, alpha.astype(np.float32), disparity.astype(np.float32)))
    layers.append(Layer(background, None, _plane((h, w), far + 0.3 * (near - far), far, 90.0)))
    return Scene.of_layers(layers)


def thin_structures(
    texture: Floats,
    background: Floats,
    generator: np.random.Generator,
    count: int = 12,
    near: float = 1.0,
    far: float = 0.0,
) -> Scene:
    """Curved threads 1 to 6 pixels wide at a few depths before a parallel background."""
    h, w = background.shape[:2]
    layers = []
    for place in (1.0, 0.7, 0.4):
        drawn = np.zeros((h, w), np.uint8)
        for _ in range(max(count // 3, 1)):
            points = _curve(generator, (h, w)) * (1 << _SUBPIXEL_BITS)
            thick = int(generator.integers(1, 7))
            cv2.polylines(
                drawn, [np.rint(points).astype(np.int32)], False, 255, thick, cv2.LINE_AA, _SUBPIXEL_BITS
            )
        alpha = drawn.astype(np.float32) / np.float32(255)
        layers.append(Layer(texture, alpha, float(far + (near - far) * place)))
    return Scene.of_layers([*layers, Layer(background, None, float(far))])


def noise_texture(
    size: tuple[int, int], generator: np.random.Generator, roughness: float = 0.75
) -> Floats:
    """Coloured noise at all scales, H×W×3; each octave has `roughness` of the next coarser one."""
    h, w = size
    total = np.zeros((h, w, 3), np.float32)
    weight, cells = 1.0, 4
    while cells < 2 * max(h, w):
        rows, columns = max(2, min(cells * h // max(h, w), h)), max(2, min(cells * w // max(h, w), w))
        octave = generator.random((rows, columns, 3), np.float32) - np.float32(0.5)
        total += np.float32(weight) * np.asarray(
            cv2.resize(octave, (w, h), interpolation=cv2.INTER_CUBIC)
        )
        weight, cells = weight * roughness, cells * 2
    low, high = np.percentile(total, [1, 99])
    return np.asarray(np.clip((total - low) / (high - low), 0.02, 1.0) ** 2.2, np.float32)


def _plane(size: tuple[int, ...], near: float, far: float, angle_deg: float) -> Floats:
    """Disparity that runs evenly from `far` to `near` along a direction, corner to corner."""
    y, x = np.meshgrid(
        np.linspace(0, size[0] - 1, size[0]), np.linspace(0, size[1] - 1, size[1]), indexing="ij"
    )
    along = x * np.cos(np.deg2rad(angle_deg)) + y * np.sin(np.deg2rad(angle_deg))
    share = (along - along.min()) / max(float(np.ptp(along)), 1e-9)
    return np.asarray(far + (near - far) * share, np.float32)


def _curve(generator: np.random.Generator, size: tuple[int, int]) -> Floats:
    """A smooth curve through the picture, points as (x, y): a cubic Bézier, its ends free."""
    corners = generator.uniform(-0.2, 1.2, (4, 2)) * [size[1], size[0]]
    t = np.linspace(0.0, 1.0, 64)[:, None]
    weights = np.hstack([(1 - t) ** 3, 3 * t * (1 - t) ** 2, 3 * t**2 * (1 - t), t**3])
    return np.asarray(weights @ corners, np.float32)


def random_scene(textures: Sequence[Floats], generator: np.random.Generator) -> Scene:
    """A made-up layout of any kind, with photographs of one size as textures: feed for training."""
    first, second, third = (textures[int(k)] for k in generator.integers(0, len(textures), 3))
    angle = float(generator.uniform(0, 360))
    kind = int(generator.integers(4))
    if kind == 0:
        return ramp(first, angle_deg=angle)
    if kind == 1:
        return steps([first, second, third][: int(generator.integers(2, 4))], angle_deg=angle)
    if kind == 2:
        return spheres(first, second, generator, int(generator.integers(1, 7)))
    return thin_structures(first, second, generator, int(generator.integers(3, 19)))
