"""Views from the side: near covers far, holes are filled from behind; files can be opened again."""

from __future__ import annotations

import io
import json
import struct
from pathlib import Path

import cv2
import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from PIL import Image

from fusion import FusionError
from fusion.depth.animation import check_ending, encode_animation, rocking_views
from fusion.depth.mesh import glb_of
from fusion.depth.stereo import anaglyph, side_by_side
from fusion.depth.views import reduced, view_from_side
from tests.made import grey_texture, texture

FAR, NEAR = 60, 200


def bar() -> tuple[np.ndarray, np.ndarray]:
    """A bright near bar before a dark far wall."""
    picture = np.full((20, 60), FAR, np.uint8)
    nearness = np.zeros((20, 60), np.float32)
    picture[:, 25:35], nearness[:, 25:35] = NEAR, 1
    return picture, nearness


@pytest.mark.parametrize("shift", [8, -8])
def test_near_moves_before_far_and_holes_are_filled_from_behind(shift: int) -> None:
    picture, nearness = bar()
    view = view_from_side(picture, nearness, shift)
    expected = np.full((20, 60), FAR, np.uint8)
    expected[:, 25 + shift // 2 : 35 + shift // 2] = NEAR
    np.testing.assert_array_equal(view, expected)


def test_a_near_surface_hides_what_moves_under_it() -> None:
    picture = np.tile(np.arange(60, dtype=np.uint8), (4, 1))
    nearness = np.zeros((4, 60), np.float32)
    picture[:, 30:40], nearness[:, 30:40] = NEAR, 1
    view = view_from_side(picture, nearness, 6)
    assert (view[:, 33:43] == NEAR).all()
    assert (view[:, 43:] != NEAR).all()


def test_no_shift_changes_nothing() -> None:
    picture = texture(20, 30)
    np.testing.assert_array_equal(view_from_side(picture, np.zeros((20, 30), np.float32), 0), picture)


def test_a_sloping_surface_has_no_holes() -> None:
    nearness = np.tile(np.linspace(0, 1, 90, dtype=np.float32), (5, 1))
    picture = np.tile(np.linspace(20, 200, 90).astype(np.uint8), (5, 1))
    view = view_from_side(picture, nearness, 20)
    assert (np.diff(view[0].astype(int)) >= 0).all(), "stretched, in order"


@settings(max_examples=25, deadline=None)
@given(
    height=st.integers(1, 12), width=st.integers(1, 40), seed=st.integers(0, 99),
    shift=st.floats(-60, 60, allow_nan=False),
)  # fmt: skip
def test_any_depth_gives_a_view_of_the_picture_s_own_values(
    height: int, width: int, seed: int, shift: float
) -> None:
    generator = np.random.default_rng(seed)
    picture = generator.integers(50, 90, (height, width, 3), np.uint8)
    nearness = generator.uniform(0, 1, (height, width)).astype(np.float32)
    view = view_from_side(picture, nearness, shift)
    assert view.shape == picture.shape
    assert view.min() >= picture.min()
    assert view.max() <= picture.max()


def test_stereo_shows_near_crossed_against_far() -> None:
    picture, nearness = bar()
    both = side_by_side(picture, nearness, 8)
    left, right = both[:, :60], both[:, 60:]
    assert np.flatnonzero(left[0] == NEAR)[0] == 25 + 2
    assert np.flatnonzero(right[0] == NEAR)[0] == 25 - 2
    glasses = anaglyph(picture, nearness, 8)
    assert glasses.shape == (20, 60, 3)
    assert np.ptp(glasses[0, 30].astype(int)) <= 3, "grey where both eyes see the same"
    assert glasses[0, 36, 0] > glasses[0, 36, 2] + 50, "only the left eye sees the bar: red"
    assert glasses[0, 23, 2] > glasses[0, 23, 0] + 50


def leaves() -> np.ndarray:
    """A grey texture in three channels, since films halve the colour's resolution."""
    return np.dstack([grey_texture(45, 61)] * 3)


def views() -> list[np.ndarray]:
    picture = leaves()
    nearness = np.tile(np.linspace(0, 1, 61, dtype=np.float32), (45, 1))
    return rocking_views(picture, nearness, 4, count=8)


def test_rocking_goes_round() -> None:
    made = views()
    np.testing.assert_array_equal(made[0], leaves())
    np.testing.assert_array_equal(made[0], made[4])
    assert (made[2] != made[6]).any()


@pytest.mark.parametrize("ending", [".gif", ".webp"])
def test_animations_open_again_and_repeat(ending: str) -> None:
    made = views()
    with Image.open(io.BytesIO(encode_animation(made, ending))) as picture:
        assert picture.n_frames == 8
        assert picture.info["loop"] == 0
        assert picture.size == (61, 45)
        picture.seek(0)
        first = np.asarray(picture.convert("RGB")).astype(int)
    assert np.abs(first - made[0]).mean() < 12


def test_a_film_opens_again(tmp_path: Path) -> None:
    path = tmp_path / "film.mp4"
    path.write_bytes(encode_animation(views(), ".mp4"))
    film = cv2.VideoCapture(str(path))
    assert film.get(cv2.CAP_PROP_FRAME_COUNT) == 32
    there, frame = film.read()
    film.release()
    assert there
    assert frame.shape == (44, 60, 3)
    assert np.abs(frame[:, :, ::-1].astype(int) - leaves()[:44, :60]).mean() < 15


def test_an_unknown_ending_is_refused() -> None:
    check_ending(Path("a.GIF"))
    with pytest.raises(FusionError, match=r"\.gif, \.webp, \.mp4"):
        check_ending(Path("a.avi"))


def test_reduced_keeps_the_sides_ratio() -> None:
    picture, nearness = reduced(texture(40, 100), np.zeros((40, 100), np.float32), 50)
    assert picture.shape == (20, 50, 3)
    assert nearness.shape == (20, 50)
    assert reduced(texture(4, 6), np.zeros((4, 6), np.float32), 50)[0].shape == (4, 6, 3)


def test_the_surface_is_well_formed_gltf() -> None:
    picture, nearness = bar()
    content = glb_of(picture, nearness, relief=0.5)
    mark, version, length = struct.unpack("<4sII", content[:12])
    assert (mark, version, length) == (b"glTF", 2, len(content))
    size, kind = struct.unpack("<I4s", content[12:20])
    assert kind == b"JSON"
    assert size % 4 == 0
    described = json.loads(content[20 : 20 + size])
    binary = content[20 + size + 8 :]
    assert len(binary) == described["buffers"][0]["byteLength"]

    def block(number: int) -> bytes:
        view = described["bufferViews"][number]
        return binary[view["byteOffset"] : view["byteOffset"] + view["byteLength"]]

    points = np.frombuffer(block(0), np.float32).reshape(-1, 3)
    corners = np.frombuffer(block(2), np.uint32).reshape(-1, 3)
    assert described["accessors"][0]["count"] == len(points) == 1200
    assert described["accessors"][2]["count"] == corners.size
    assert corners.max() == len(points) - 1
    assert np.ptp(points, axis=0) == pytest.approx([1, 20 / 60, 0.5])
    np.testing.assert_allclose(described["accessors"][0]["min"], points.min(axis=0))
    one, two, three = (points[corners[:, corner]] for corner in range(3))
    flat = np.cross(two - one, three - one)
    assert (flat[:, 2] > 0).all(), "all triangles face the viewer"
    with Image.open(io.BytesIO(block(3))) as texture_picture:
        assert texture_picture.size == (60, 20)
