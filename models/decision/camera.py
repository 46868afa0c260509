"""What a camera and its files add to frames of a training scene."""

from __future__ import annotations

import cv2
import numpy as np

from models.arrays import FloatMap
from models.training.shapes import Generator

LARGEST_SHIFT = 1.5
"""Pixels that registration may leave."""


def photograph(random: Generator, clean: FloatMap) -> FloatMap:
    """Frames (n, H, W) as a camera would give them: a little off, soft, noisy, compressed, in 8 bits."""
    softness = random.uniform(0.3, 1.0) if random.random() < 0.25 else 0.0
    strength = float(np.exp(random.uniform(np.log(0.002), np.log(0.06))))
    noisy = random.random() < 0.5
    shot = random.random() < 0.5
    quality = int(random.integers(45, 97)) if random.random() < 0.45 else 0
    moves = random.random() < 0.3
    drifts = random.random() < 0.15
    frames = []
    for number, picture in enumerate(clean):
        if moves and number:
            picture = _moved(random, picture)
        if softness:
            picture = cv2.GaussianBlur(picture, (0, 0), softness)
        if drifts:
            picture = picture * np.float32(random.uniform(0.95, 1.05))
        if noisy:
            level = np.sqrt(np.maximum(picture, 0.02)) if shot else 1.0
            grain = random.standard_normal(picture.shape, dtype=np.float32)
            picture = picture + np.float32(strength) * level * grain
        frames.append(_stored(picture, quality))
    return np.stack(frames)


def _moved(random: Generator, picture: FloatMap) -> FloatMap:
    shift = random.uniform(-LARGEST_SHIFT, LARGEST_SHIFT, 2)
    matrix = np.array([[1, 0, shift[0]], [0, 1, shift[1]]], np.float32)
    return np.asarray(
        cv2.warpAffine(
            picture, matrix, picture.shape[::-1], flags=cv2.INTER_CUBIC, borderMode=cv2.BORDER_REFLECT
        ),
        np.float32,
    )


def _stored(picture: FloatMap, quality: int) -> FloatMap:
    values = np.rint(np.clip(picture, 0, 1) * 255).astype(np.uint8)
    if quality:
        encoded = cv2.imencode(".jpg", values, [cv2.IMWRITE_JPEG_QUALITY, quality])[1]
        values = np.asarray(cv2.imdecode(encoded, cv2.IMREAD_GRAYSCALE), np.uint8)
    return values.astype(np.float32) / np.float32(255)
