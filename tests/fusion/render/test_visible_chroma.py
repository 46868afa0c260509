"""A fused luminance with the visible frame's chroma."""

import cv2
import numpy as np
import pytest

from fusion.photo import Photo, luminance
from fusion.render.visible_chroma import with_visible_chroma
from tests.made import grey_texture, texture


@pytest.mark.parametrize("kind", [np.uint8, np.uint16, np.float32])
@pytest.mark.parametrize("colour", [True, False])
def test_the_visible_luminance_gives_the_visible_pixels(kind: type, colour: bool) -> None:
    scale = {np.uint8: 1, np.uint16: 257, np.float32: 1 / 255}[kind]
    photo = Photo((texture(40, 30, colour=colour) * kind(scale)).astype(kind))
    assert np.allclose(with_visible_chroma(luminance(photo), photo), photo.pixels, rtol=0, atol=1e-6)


def test_it_is_the_luminance_of_ycbcr_that_is_replaced() -> None:
    visible = (texture(40, 30) // 3 + 80).astype(np.uint8)
    fused = grey_texture(40, 30, 2).astype(np.float32) / 1024 + np.float32(0.3)
    codes = cv2.cvtColor(visible.astype(np.float32) / 255, cv2.COLOR_RGB2YCrCb)
    codes[:, :, 0] = fused
    expected = cv2.cvtColor(codes, cv2.COLOR_YCrCb2RGB) * 255
    assert np.abs(with_visible_chroma(fused, Photo(visible)) - np.clip(expected, 0, 255)).max() <= 1


def test_what_lies_outside_is_cut_off() -> None:
    visible = Photo(np.full((1, 3), 100, np.uint8))
    assert with_visible_chroma(np.float32([[-0.5, 0.5, 1.5]]), visible).tolist() == [[0, 128, 255]]
