"""Training scenes with known truth: layers, what a lens sees of them, and what a camera makes of that.

Two kinds. *Optical* scenes have a foreground before a background (or one surface of changing depth),
and a defocused layer spreads over what is behind it. *Cut-outs* are the classical kind: regions of one
sharp photograph are blurred, with a hard edge between.
"""

from __future__ import annotations

from dataclasses import dataclass

import cv2
import numpy as np

from models.decision.material import Material
from models.decision.optics import FloatMap, defocus, defocus_graded, over, smoothed
from models.decision.shapes import Generator, field, outline

GAMMA = 2.2
LARGEST_RADIUS = 30.0
_BORDERS = (cv2.BORDER_CONSTANT, cv2.BORDER_CONSTANT, cv2.BORDER_REFLECT)


@dataclass
class Scene:
    """Frames of a scene in gamma-encoded luminance, and what is true of them.

    ``clean`` (n, H, W) are the frames before the camera adds anything, ``reference`` (H, W) the scene
    sharp everywhere, ``radius`` (n, H, W) how many pixels each frame is out of focus there.
    """

    clean: FloatMap
    reference: FloatMap
    radius: FloatMap


def random_scene(
    random: Generator, material: Material, side: int, frames: int, surfaces: float = 0.1
) -> Scene:
    """A scene of (side, side) pixels; ``surfaces`` is the share of those of one surface."""
    kind = random.random()
    if frames == 2 and kind < 0.40:
        return cut_out(random, material, side)
    if kind < 1 - surfaces:
        return layered(random, material, side, frames)
    return surface(random, material, side, frames)


def cut_out(random: Generator, material: Material, side: int) -> Scene:
    """Two complementary regions of one photograph, the other one blurred in each frame.

    Half of the scenes touch the photograph's own border, outside which the blur found zeros or a
    reflection.
    """
    radius = _radius(random, 16.0)
    margin = int(1.5 * radius) + 3
    window = side + 2 * margin
    top, left, border = margin, margin, cv2.BORDER_REFLECT
    if random.random() < 0.4:
        border = _BORDERS[int(random.integers(len(_BORDERS)))]
        top, left = (int(random.choice((0, margin, 2 * margin))) for _ in range(2))
    photograph, mask = _photograph_and_mask(random, material, window)
    shape, turn = _aperture(random, gaussian=0.7)
    working = _linear(photograph) if random.random() < 0.25 else photograph
    blurred = defocus(working, radius, shape, turn, border)
    if working is not photograph:
        blurred = _encoded(blurred)
    mask = (mask > 0.5).astype(np.float32)
    if random.random() < 0.3:
        mask = smoothed(mask, random.uniform(0.4, 2.0))
    first = mask * photograph + (1 - mask) * blurred
    second = mask * blurred + (1 - mask) * photograph
    blur = np.stack((radius * (1 - mask), radius * mask))
    scene = Scene(np.stack((first, second)), photograph, blur)
    return _crop(scene, top, left, side)


def layered(random: Generator, material: Material, side: int, frames: int) -> Scene:
    """A foreground with alpha before a background, each flat or graded, under a thin lens."""
    widest = _radius(random, LARGEST_RADIUS)
    margin = min(int(widest) + 2, side // 3)
    window = side + 2 * margin
    front, back, alpha, depth = _layers(random, material, window)
    encode = random.random() < 0.6
    if encode:
        front, back = (_linear(picture) for picture in (front, back))
        if random.random() < 0.35:
            back = _with_highlights(random, back)
            front = _with_highlights(random, front) if random.random() < 0.5 else front
    shape, turn = _aperture(random, gaussian=0.15)
    premultiplied = np.stack((front * alpha, alpha), axis=2)
    clean, blur = [], []
    for focus in _focuses(random, frames):
        front_radius = np.abs(depth[0] - np.float32(focus)) * np.float32(widest)
        back_radius = np.abs(depth[1] - np.float32(focus)) * np.float32(widest)
        near = defocus_graded(premultiplied, front_radius, shape, turn)
        far = defocus_graded(back[..., None], back_radius, shape, turn)[..., 0]
        clean.append(over(near[..., 0], near[..., 1], far))
        blur.append(alpha * front_radius + (1 - alpha) * back_radius)
    reference = over(front * alpha, alpha, back)
    pictures = [_encoded(p) if encode else p for p in (*clean, reference)]
    scene = Scene(np.stack(pictures[:-1]), pictures[-1], np.stack(blur))
    return _crop(scene, margin, margin, side)


def surface(random: Generator, material: Material, side: int, frames: int) -> Scene:
    """One surface whose depth changes slowly: a ramp or hills."""
    widest = _radius(random, 16.0)
    margin = int(widest) + 2
    window = side + 2 * margin
    picture = _texture(random, material, window)
    depth = _slow(random, window) if random.random() < 0.5 else _ramp(random, window)
    shape, turn = _aperture(random, gaussian=0.3)
    radii = [np.abs(depth - np.float32(f)) * np.float32(widest) for f in _focuses(random, frames)]
    clean = [defocus_graded(picture[..., None], r, shape, turn)[..., 0] for r in radii]
    return _crop(Scene(np.stack(clean), picture, np.stack(radii)), margin, margin, side)


def _layers(
    random: Generator, material: Material, window: int
) -> tuple[FloatMap, FloatMap, FloatMap, tuple[FloatMap, FloatMap]]:
    """Foreground, background, alpha, and the disparity of both layers (0 far, 1 near)."""
    flat = (np.ones((window, window), np.float32), np.zeros((window, window), np.float32))
    choice = random.random()
    if material.depths and choice < 0.25:
        picture, disparity = _depth_crop(random, material, window)
        cut = float(np.quantile(disparity[::8, ::8], random.uniform(0.2, 0.8)))
        alpha = smoothed((disparity > cut).astype(np.float32), 0.6)
        near, far = (_filled(picture, known) for known in (disparity > cut, disparity <= cut))
        if random.random() < 0.5:
            depths = (_filled(disparity, disparity > cut), _filled(disparity, disparity <= cut))
            smooth = [smoothed(depth, 4.0) for depth in depths]
            return near, far, alpha, (smooth[0], smooth[1])
        return near, far, alpha, flat
    front, back = _texture(random, material, window), _texture(random, material, window)
    if material.mattes and choice < 0.5:
        alpha = _matte_crop(random, material, window)
    else:
        alpha = outline(random, window)
    if random.random() < 0.25:
        near = 1 - random.uniform(0, 0.4) * _ramp(random, window)
        far = random.uniform(0, 0.4) * _ramp(random, window)
        return front, back, alpha, (near.astype(np.float32), far.astype(np.float32))
    return front, back, alpha, flat


def _photograph_and_mask(
    random: Generator, material: Material, window: int
) -> tuple[FloatMap, FloatMap]:
    """A photograph, and a mask that follows its depth, another photograph's tones, or nothing."""
    choice = random.random()
    if material.depths and choice < 0.35:
        picture, disparity = _depth_crop(random, material, window)
        cut = float(np.quantile(disparity[::8, ::8], random.uniform(0.2, 0.8)))
        return picture, (disparity > cut).astype(np.float32)
    picture = _texture(random, material, window)
    if choice < 0.5:
        other = picture if random.random() < 0.5 else _texture(random, material, window)
        smooth = smoothed(other, random.uniform(1.0, 8.0))
        level = float(np.quantile(smooth[::8, ::8], random.uniform(0.3, 0.7)))
        return picture, (smooth > level).astype(np.float32)
    if material.mattes and choice < 0.65:
        return picture, _matte_crop(random, material, window)
    return picture, outline(random, window)


def _texture(random: Generator, material: Material, window: int) -> FloatMap:
    """A crop of a photograph at a random scale; sometimes nearly even, as skies and skin are."""
    picture = material.photographs[int(random.integers(len(material.photographs)))]
    values = _random_crop(random, picture, _scale(random), window)[0]
    choice = random.random()
    if choice < 0.07:
        values = smoothed(values, random.uniform(3.0, 12.0))
    elif choice < 0.14:
        values = values.mean() + np.float32(random.uniform(0.02, 0.3)) * (values - values.mean())
    low = random.uniform(0, 0.15) if random.random() < 0.3 else 0.0
    high = random.uniform(0.6, 1.0) if random.random() < 0.3 else 1.0
    return (low + (high - low) * values).astype(np.float32)


def _depth_crop(random: Generator, material: Material, window: int) -> tuple[FloatMap, FloatMap]:
    picture, disparity = material.depths[int(random.integers(len(material.depths)))]
    return _random_crop(random, picture, _scale(random), window, disparity)


def _matte_crop(random: Generator, material: Material, window: int) -> FloatMap:
    alpha = material.mattes[int(random.integers(len(material.mattes)))]
    scale = float(np.exp(random.uniform(np.log(0.4), np.log(1.6))))
    return _random_crop(random, alpha, scale, window)[0]


def _random_crop(
    random: Generator, picture: np.ndarray, scale: float, window: int, beside: FloatMap | None = None
) -> tuple[FloatMap, FloatMap]:
    """The same part of a picture and a map, scaled, flipped and turned: (window, window) in [0, 1].

    Without a map ``beside`` the second is the first again.
    """
    height, width = picture.shape
    scale = max(scale, window / min(height, width))
    part = min(int(np.ceil(window / scale)), height, width)
    top = int(random.integers(height - part + 1))
    left = int(random.integers(width - part + 1))
    turns, flip = int(random.integers(4)), bool(random.integers(2))

    def piece(values: np.ndarray, enlarging: int) -> FloatMap:
        cut = values[top : top + part, left : left + part]
        if cut.dtype == np.uint8:
            cut = cut.astype(np.float32) / np.float32(255)
        if part != window:
            way = cv2.INTER_AREA if window < part and values is picture else enlarging
            cut = cv2.resize(cut, (window, window), interpolation=way)
        cut = np.rot90(cut, turns)
        return np.ascontiguousarray(np.clip(cut[:, ::-1] if flip else cut, 0, 1), np.float32)

    first = piece(picture, cv2.INTER_CUBIC)
    return first, first if beside is None else piece(beside, cv2.INTER_NEAREST)


def _scale(random: Generator) -> float:
    """Mostly reduced, so that they are sharp to the pixel; at times enlarged, as large ones are."""
    if random.random() < 0.75:
        return float(np.exp(random.uniform(np.log(0.4), 0)))
    return float(np.exp(random.uniform(0, np.log(2.5))))


def _radius(random: Generator, largest: float) -> float:
    return float(np.exp(random.uniform(np.log(0.7), np.log(largest))))


def _aperture(random: Generator, gaussian: float) -> tuple[str, int]:
    choice = random.random()
    if choice < gaussian:
        return "gaussian", 0
    if choice < gaussian + 0.2:
        return str(int(random.integers(5, 9))), 9 * int(random.integers(8))
    return "disc", 0


def _focuses(random: Generator, frames: int) -> list[float]:
    """Disparities in focus, 0 to 1 in even steps, each a little off at times; in random order."""
    focuses = np.linspace(0, 1, frames)
    if random.random() < 0.5:
        focuses = focuses + random.uniform(-0.12, 0.12, frames)
    return [float(value) for value in random.permutation(focuses)]


def _ramp(random: Generator, window: int) -> FloatMap:
    angle = random.uniform(0, 2 * np.pi)
    y, x = np.mgrid[:window, :window].astype(np.float32)
    slope = x * np.cos(angle) + y * np.sin(angle)
    return ((slope - slope.min()) / (slope.max() - slope.min() + 1e-6)).astype(np.float32)


def _slow(random: Generator, window: int) -> FloatMap:
    height = field(random, window, int(random.integers(1, 4)))
    return ((height - height.min()) / (height.max() - height.min() + 1e-6)).astype(np.float32)


def _with_highlights(random: Generator, linear: FloatMap) -> FloatMap:
    """Small lights, and bright parts brighter than white, which bloom into discs when defocused."""
    result = np.where(linear > 0.85, linear * np.float32(random.uniform(1, 4)), linear)
    spots = random.integers(0, linear.shape[0], (int(random.integers(0, 12)), 2))
    for y, x in spots:
        cv2.circle(result, (int(x), int(y)), int(random.integers(0, 3)), random.uniform(1, 8), -1)
    return np.asarray(result, np.float32)


def _linear(encoded: FloatMap) -> FloatMap:
    return np.asarray(np.power(np.maximum(encoded, 0), np.float32(GAMMA)), np.float32)


def _encoded(linear: FloatMap) -> FloatMap:
    return np.asarray(np.power(np.clip(linear, 0, 1), np.float32(1 / GAMMA)), np.float32)


def _filled(values: FloatMap, known: np.ndarray) -> FloatMap:
    """Unknown pixels from the nearest known ones, by averages over ever larger squares."""
    weight = known.astype(np.float32)
    if weight.min() > 0 or weight.max() == 0:
        return values
    result = values * weight
    total, scale = weight.copy(), 3
    while total.min() < 1e-3 and scale < 2 * max(values.shape):
        wide = cv2.boxFilter(values * weight, cv2.CV_32F, (scale, scale))
        share = cv2.boxFilter(weight, cv2.CV_32F, (scale, scale))
        new = (total < 1e-3) & (share > 1e-3)
        result[new] = wide[new] / share[new]
        total[new] = 1
        scale = 2 * scale + 1
    return np.asarray(result, np.float32)


def _crop(scene: Scene, top: int, left: int, side: int) -> Scene:
    rows, columns = slice(top, top + side), slice(left, left + side)
    return Scene(
        np.ascontiguousarray(scene.clean[:, rows, columns], np.float32),
        np.ascontiguousarray(scene.reference[rows, columns], np.float32),
        np.ascontiguousarray(scene.radius[:, rows, columns], np.float32),
    )
