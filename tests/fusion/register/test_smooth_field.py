"""A dense field made smooth: what ripples is taken out, and a ruled page stays ruled."""

from __future__ import annotations

import cv2
import numpy as np

from fusion.frames.registered import registered
from fusion.photo import Photo
from fusion.register.smooth_field import smooth_motion
from fusion.transform import Transform
from tests.fusion.register.planted_pairs import (
    SHAPE,
    bend,
    end_point_error,
    everywhere,
    ripple,
    ruled_page,
    turned,
)

WAVE_PX, PERIOD = 2.0, 24.0


def dense(transform: Transform) -> np.ndarray:
    """The field (2, H, W) of a transform."""
    columns, rows = np.arange(SHAPE[1], dtype=np.float64), np.arange(SHAPE[0], dtype=np.float64)
    still = np.stack(np.meshgrid(columns, rows))
    return (transform.positions(columns, rows) - still).astype(np.float32)


def rippled(transform: Transform) -> np.ndarray:
    """The same with waves along the rows, as estimators of free fields leave them."""
    columns = np.arange(SHAPE[1])
    field = dense(transform)
    field[1] += (WAVE_PX * np.sin(columns * 2 * np.pi / PERIOD)).astype(np.float32)
    return field


def smooth(field: np.ndarray) -> Transform:
    motion = smooth_motion(field, everywhere())
    return Transform(motion.matrix, displacement=motion.displacement)


def test_ripples_are_taken_out() -> None:
    truth = Transform(turned(4, (9, -5)))
    found = smooth(rippled(truth))
    assert end_point_error(found, truth) < 0.35
    assert ripple(found) < WAVE_PX / 20


def test_a_ruled_page_stays_ruled() -> None:
    """The lines' centres on the page, moved by the raw field and by the smooth one."""
    field = rippled(Transform())
    x, y = np.meshgrid(*(np.arange(size, dtype=np.float32) for size in SHAPE[::-1]))
    raw = cv2.remap(ruled_page(), x + field[0], y + field[1], cv2.INTER_LINEAR, borderValue=255)
    whole = (slice(0, SHAPE[0]), slice(0, SHAPE[1]))
    photo = registered(Photo(ruled_page() / np.float32(255)), smooth(field), whole)
    assert waviness(raw / 255) > WAVE_PX / 2
    assert waviness(photo.pixels) < WAVE_PX / 10


def waviness(page: np.ndarray) -> float:
    """Standard deviation, in pixels, of where the middle line of a page lies, column by column."""
    rows = slice(98, 113)
    ink = 1 - page[rows, 30:-30]
    centres = (ink * np.arange(rows.start, rows.stop)[:, None]).sum(axis=0) / ink.sum(axis=0)
    return float(centres.std())


def test_a_smooth_bend_is_kept() -> None:
    truth = Transform(turned(-3, (4, 4)), displacement=bend(2, 1.0))
    found = smooth(dense(truth))
    assert end_point_error(found, truth) < 0.3


def test_a_part_that_moves_otherwise_does_not_turn_the_rest() -> None:
    truth = Transform(turned(2, (5, 0)))
    field = dense(truth)
    field[:, 60:110, 80:150] += 15
    assert end_point_error(smooth(field), truth) < 2.0
