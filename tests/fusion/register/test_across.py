"""Frames of two modalities through the whole road: registered once, valid where they show something."""

from __future__ import annotations

import json
from dataclasses import replace

import cv2
import numpy as np
import pytest

from fusion import FusionError, FusionSettings, fuse
from fusion.cli import main
from fusion.frames.registered import registered
from fusion.photo import Photo
from fusion.register.apply import register_sources
from fusion.register.registration import Registration
from fusion.register.transform_file import read_transforms, save_transforms
from fusion.settings import RegistrationParameters
from fusion.transform import Transform
from tests.fusion.register.planted_pairs import SHAPE, bend, end_point_error, planted, turned

ASKED = RegistrationParameters("cross-modal", reference=1, even_exposure=False)
TRUTH = Transform(turned(3, (6, -4)), displacement=bend(5, 1.0))
WHOLE = (slice(0, SHAPE[0]), slice(0, SHAPE[1]))


@pytest.fixture(scope="module")
def pair() -> list[np.ndarray]:
    """Infrared, visible, of 8 bits; the infrared one lies on the visible by ``TRUTH``."""
    visible, infrared = planted(TRUTH, seed=3)
    return [np.rint(infrared).astype(np.uint8), np.rint(visible).astype(np.uint8)]


@pytest.fixture(scope="module")
def found(pair) -> Registration:
    """How they lie, as it is found."""
    return register_sources(pair, ASKED)


def test_fusing_registers_across_and_repeats(pair):
    settings = FusionSettings("average", registration=ASKED)
    result = fuse(pair, settings)
    own = result.registration
    assert (own.model, own.reference) == ("field", 1)
    assert end_point_error(own.frames[0].transform, TRUTH) < 1
    rows, columns = own.area
    assert result.photo.pixels.shape == (rows.stop - rows.start, columns.stop - columns.start)
    written = json.loads(result.record.to_json())["registration"]
    record = replace(result.record, registration=written)
    again = fuse(pair, record.settings, registration=record.transforms)
    assert np.array_equal(again.photo.pixels, result.photo.pixels)


def test_a_frame_is_not_valid_outside_of_what_it_shows(pair, found):
    photo = registered(Photo(pair[0]), found.frames[0].transform, WHOLE)
    assert photo.validity is not None
    assert 0.8 < photo.validity.mean() < 1
    inner = registered(Photo(pair[0]), found.frames[0].transform, found.area)
    assert inner.validity is None
    assert np.array_equal(inner.pixels, photo.pixels[found.area])


def test_what_a_frame_lacks_is_taken_from_the_other(pair, found):
    asked = RegistrationParameters("none", reference=1, keep_size=True)
    result = fuse(pair, FusionSettings("average", registration=asked), registration=found)
    photo = registered(Photo(pair[0]), result.registration.frames[0].transform, WHOLE)
    outside = ~photo.validity
    assert result.photo.pixels.shape == SHAPE
    assert np.array_equal(result.photo.pixels[outside], pair[1][outside])


def test_a_displacement_is_written_and_read(found, tmp_path):
    path = save_transforms(found, tmp_path / "t.json")
    again = read_transforms(path)
    content = json.loads(path.read_text())
    assert (content["version"], again.model, again.area) == (2, "field", found.area)
    one, other = found.frames[0].transform.displacement, again.frames[0].transform.displacement
    assert np.array_equal(one.knots, other.knots)
    assert (one.spacing, one.origin) == (other.spacing, other.origin)


@pytest.mark.parametrize(
    "bad", [{"knots": [[[0.0]]]}, {"spacing": 0}, {"knots": "x"}, {"origin": [1]}, {"spacing": None}]
)
def test_a_displacement_that_is_none_is_refused(found, tmp_path, bad):
    path = save_transforms(found, tmp_path / "t.json")
    content = json.loads(path.read_text())
    content["frames"][0]["displacement"].update(bad)
    path.write_text(json.dumps(content))
    with pytest.raises(FusionError, match="holds no transforms"):
        read_transforms(path)


def test_frames_without_common_edges_lie_as_they_are():
    generator = np.random.default_rng(1)
    frames = [np.rint(generator.normal(128, 20, SHAPE)).clip(0, 255).astype(np.uint8) for _ in range(2)]
    found = register_sources(frames, ASKED)
    assert found.is_identity
    assert found.frames[0].flags == ("unregistered",)


def test_the_command_registers_across_and_repeats(pair, tmp_path, capsys):
    paths = [str(tmp_path / name) for name in ("01_ir.png", "01_vi.png")]
    for path, pixels in zip(paths, pair, strict=True):
        cv2.imwrite(path, pixels)
    output = tmp_path / "fused.png"
    options = ["--kind", "infrared-visible", "--method", "average", "--align", "cross-modal"]
    assert main(["fuse", *paths, *options, "-o", str(output), "--sidecar"]) == 0
    assert "were registered (field)" in capsys.readouterr().err
    assert main(["repeat", f"{output}.json"]) == 0
    assert "the same pixels" in capsys.readouterr().out


def test_a_pair_that_cannot_be_registered_is_told():
    generator = np.random.default_rng(1)
    frames = [np.rint(generator.normal(128, 20, SHAPE)).clip(0, 255).astype(np.uint8) for _ in range(2)]
    settings = FusionSettings("average", registration=ASKED, purpose="infrared-visible", roles="given")
    assert "frame-told" in {note.code for note in fuse(frames, settings).notes}
