"""Training scenes with known truth: layers, what a lens sees of them, and what a camera makes of that.

Two kinds. *Optical* scenes have a foreground before a background (or one surface of changing depth),
and a defocused layer spreads over what is behind it. *Cut-outs* are the classical kind: regions of one
sharp photograph are blurred, with a hard edge between.
"""

from __future__ import annotations

from dataclasses import dataclass

import cv2
import numpy as np

from models.arrays import FloatMap
from models.decision.textures import depth_crop, filled, matte_crop, texture
from models.training.optics import defocus, defocus_graded, over, smoothed
from models.training.shapes import Generator, ended_early, field, outline
from models.training.training_images import TrainingImages

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


@dataclass(frozen=True)
class SceneShares:
    """Of all scenes the share from rendered stacks (if there are any); of the others, of surfaces.

    ``highlights`` is the share with small lights among layered scenes in linear light, ``cut_outs`` the
    share of cut-outs where a scene has two frames, and of those ``borders`` the share at the
    photograph's border and ``ragged`` that with masks as a depth camera gives them, noise and all.
    """

    stacks: float = 0.5
    surfaces: float = 0.1
    highlights: float = 0.35
    cut_outs: float = 0.4
    borders: float = 0.4
    ragged: float = 0.0


USUAL = SceneShares()
WITHOUT_STACKS = SceneShares(stacks=0.0)


def random_scene(
    random: Generator, images: TrainingImages, side: int, frames: int, shares: SceneShares = USUAL
) -> Scene:
    """A scene of (side, side) pixels."""
    kind = random.random()
    if frames == 2 and kind < shares.cut_outs:
        return cut_out(random, images, side, shares)
    if kind < 1 - shares.surfaces:
        return layered(random, images, side, frames, shares.highlights)
    return surface(random, images, side, frames)


def cut_out(random: Generator, images: TrainingImages, side: int, shares: SceneShares = USUAL) -> Scene:
    """Two complementary regions of one photograph, the other one blurred in each frame.

    Some touch the photograph's own border, outside which the blur found zeros or a reflection.
    """
    radius = _radius(random, 16.0)
    margin = int(1.5 * radius) + 3
    window = side + 2 * margin
    top, left, border = margin, margin, cv2.BORDER_REFLECT
    if random.random() < shares.borders:
        border = _BORDERS[int(random.integers(len(_BORDERS)))]
        top, left = (int(random.choice((0, margin, 2 * margin))) for _ in range(2))
    photograph, mask = _photograph_and_mask(random, images, window, shares.ragged)
    shape, turn = _aperture(random, gaussian=0.7)
    working = _linear(photograph) if random.random() < 0.25 else photograph
    blurred = defocus(working, radius, shape, turn, border)
    if working is not photograph:
        blurred = _encoded(blurred)
    mask = (mask > 0.5).astype(np.float32)
    if border == cv2.BORDER_CONSTANT and random.random() < 0.5:
        mask = ended_early(random, mask)
    if random.random() < 0.3:
        mask = smoothed(mask, random.uniform(0.4, 2.0))
    first = mask * photograph + (1 - mask) * blurred
    second = mask * blurred + (1 - mask) * photograph
    blur = np.stack((radius * (1 - mask), radius * mask))
    scene = Scene(np.stack((first, second)), photograph, blur)
    return _crop(scene, top, left, side)


def layered(
    random: Generator, images: TrainingImages, side: int, frames: int, highlights: float = 0.35
) -> Scene:
    """A foreground with alpha before a background, each flat or graded, under a thin lens."""
    widest = _radius(random, LARGEST_RADIUS)
    encode = random.random() < 0.6
    lights = encode and random.random() < highlights
    if lights:  # that bloom into discs only if they are far out of focus
        widest = max(widest, random.uniform(3.0, 20.0))
    margin = min(int(widest) + 2, side // 3)
    window = side + 2 * margin
    front, back, alpha, depth = _layers(random, images, window)
    if encode:
        front, back = (_linear(picture) for picture in (front, back))
    if lights:
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


def surface(random: Generator, images: TrainingImages, side: int, frames: int) -> Scene:
    """One surface whose depth changes slowly: a ramp or hills."""
    widest = _radius(random, 16.0)
    margin = int(widest) + 2
    window = side + 2 * margin
    picture = texture(random, images, window)
    depth = _slow(random, window) if random.random() < 0.5 else _ramp(random, window)
    shape, turn = _aperture(random, gaussian=0.3)
    radii = [np.abs(depth - np.float32(f)) * np.float32(widest) for f in _focuses(random, frames)]
    clean = [defocus_graded(picture[..., None], r, shape, turn)[..., 0] for r in radii]
    return _crop(Scene(np.stack(clean), picture, np.stack(radii)), margin, margin, side)


def _layers(
    random: Generator, images: TrainingImages, window: int
) -> tuple[FloatMap, FloatMap, FloatMap, tuple[FloatMap, FloatMap]]:
    """Foreground, background, alpha, and the disparity of both layers (0 far, 1 near)."""
    flat = (np.ones((window, window), np.float32), np.zeros((window, window), np.float32))
    choice = random.random()
    if images.depths and choice < 0.25:
        picture, disparity = depth_crop(random, images, window)
        cut = float(np.quantile(disparity[::8, ::8], random.uniform(0.2, 0.8)))
        alpha = smoothed((disparity > cut).astype(np.float32), 0.6)
        near, far = (filled(picture, known) for known in (disparity > cut, disparity <= cut))
        if random.random() < 0.5:
            depths = (filled(disparity, disparity > cut), filled(disparity, disparity <= cut))
            smooth = [smoothed(depth, 4.0) for depth in depths]
            return near, far, alpha, (smooth[0], smooth[1])
        return near, far, alpha, flat
    front, back = texture(random, images, window), texture(random, images, window)
    if images.mattes and choice < 0.5:
        alpha = matte_crop(random, images, window)
    else:
        alpha = outline(random, window)
    if random.random() < 0.25:
        near = 1 - random.uniform(0, 0.4) * _ramp(random, window)
        far = random.uniform(0, 0.4) * _ramp(random, window)
        return front, back, alpha, (near.astype(np.float32), far.astype(np.float32))
    return front, back, alpha, flat


def _photograph_and_mask(
    random: Generator, images: TrainingImages, window: int, ragged: float
) -> tuple[FloatMap, FloatMap]:
    """A photograph, and a mask that follows its depth, another photograph's tones, or nothing."""
    choice = random.random()
    if images.depths and choice < 0.35:
        picture, disparity = depth_crop(random, images, window)
        if random.random() < ragged:
            disparity = _measured(random, disparity)
        cut = float(np.quantile(disparity[::8, ::8], random.uniform(0.2, 0.8)))
        return picture, (disparity > cut).astype(np.float32)
    picture = texture(random, images, window)
    if choice < 0.5:
        other = picture if random.random() < 0.5 else texture(random, images, window)
        smooth = smoothed(other, random.uniform(1.0, 8.0))
        if random.random() < ragged:
            smooth = _measured(random, smooth)
        level = float(np.quantile(smooth[::8, ::8], random.uniform(0.3, 0.7)))
        return picture, (smooth > level).astype(np.float32)
    if images.mattes and choice < 0.65:
        return picture, matte_crop(random, images, window)
    return picture, outline(random, window)


def _measured(random: Generator, depth: FloatMap) -> FloatMap:
    """Depth with the noise of a camera that measures it; masks of it fray into single pixels."""
    noise = random.standard_normal(depth.shape, dtype=np.float32)
    if random.random() < 0.4:
        noise = smoothed(noise, 0.6)
    strength = float(np.exp(random.uniform(np.log(0.01), np.log(0.3)))) * float(depth.std())
    return np.asarray(depth + np.float32(strength) * noise, np.float32)


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
    spots = random.integers(0, linear.shape[0], (int(random.integers(1, 24)), 2))
    brightest = float(np.exp(random.uniform(np.log(2), np.log(40))))
    for y, x in spots:
        light = brightest * random.uniform(0.3, 1.0)
        cv2.circle(result, (int(x), int(y)), int(random.integers(0, 3)), light, -1)
    return np.asarray(result, np.float32)


def _linear(encoded: FloatMap) -> FloatMap:
    return np.asarray(np.power(np.maximum(encoded, 0), np.float32(GAMMA)), np.float32)


def _encoded(linear: FloatMap) -> FloatMap:
    return np.asarray(np.power(np.clip(linear, 0, 1), np.float32(1 / GAMMA)), np.float32)


def _crop(scene: Scene, top: int, left: int, side: int) -> Scene:
    rows, columns = slice(top, top + side), slice(left, left + side)
    return Scene(
        np.ascontiguousarray(scene.clean[:, rows, columns], np.float32),
        np.ascontiguousarray(scene.reference[rows, columns], np.float32),
        np.ascontiguousarray(scene.radius[:, rows, columns], np.float32),
    )
