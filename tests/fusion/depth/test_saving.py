"""Files of depth: the scale gives the depth back, colours are in order, nothing half-written."""

from __future__ import annotations

import json
from pathlib import Path

import cv2
import numpy as np
import pytest
import tifffile
from PIL import Image

from fusion import FusionError
from fusion.depth.depth_map import DepthMap
from fusion.depth.saving import COLOURS, coloured, save_confidence, save_depth


def made(frames: int = 12) -> DepthMap:
    index = np.linspace(0, frames - 1, 600, dtype=np.float32).reshape(20, 30)
    return DepthMap(index, np.linspace(0, 1, 600, dtype=np.float32).reshape(20, 30), frames)


@pytest.mark.parametrize("near", ["first", "last"])
@pytest.mark.parametrize("ending", [".png", ".tif"])
def test_the_written_scale_gives_the_depth_back(tmp_path: Path, ending: str, near: str) -> None:
    depth = made()
    path = save_depth(depth, tmp_path / f"depth{ending}", near=near)
    if ending == ".png":
        with Image.open(path) as picture:
            text = picture.text["Description"]
        values = cv2.imread(str(path), cv2.IMREAD_UNCHANGED)
    else:
        with tifffile.TiffFile(path) as file:
            text = file.pages[0].description
            values = file.asarray()
    assert values.dtype == np.uint16
    scale = json.loads(text)
    found = values * scale["scale"] + scale["offset"]
    np.testing.assert_allclose(found, depth.index, atol=11 / 65535)
    nearest = 0 if near == "first" else 11
    assert abs(found[values == 65535][0] - nearest) < 1e-6


@pytest.mark.parametrize("colour", COLOURS[1:])
def test_colours_get_brighter_towards_near(tmp_path: Path, colour: str) -> None:
    path = save_depth(made(), tmp_path / "depth.png", colour)
    stored = cv2.imread(str(path), cv2.IMREAD_UNCHANGED)
    assert stored.dtype == np.uint8
    grey = cv2.cvtColor(stored, cv2.COLOR_BGR2LAB)[:, :, 0].ravel().astype(int)
    assert grey[0] > grey[-1] + 100
    assert (np.diff(grey) <= 2).all()


def test_grey_in_8_bits_is_the_share() -> None:
    assert coloured(np.float32([[0, 0.5, 1]]), "grey").tolist() == [[0, 128, 255]]


def test_confidence_is_white_where_sure(tmp_path: Path) -> None:
    path = save_confidence(made(), tmp_path / "sure.png")
    stored = cv2.imread(str(path), cv2.IMREAD_UNCHANGED)
    assert (stored[0, 0], stored[-1, -1]) == (0, 255)


def test_impossible_wishes_are_refused(tmp_path: Path) -> None:
    with pytest.raises(FusionError, match="no colour map"):
        save_depth(made(), tmp_path / "depth.png", "jet")
    source = tmp_path / "source.png"
    source.write_bytes(b"mine")
    with pytest.raises(FusionError, match="not overwritten"):
        save_depth(made(), source, sources=[source])
    assert source.read_bytes() == b"mine"
    assert [path.name for path in tmp_path.iterdir()] == ["source.png"]
