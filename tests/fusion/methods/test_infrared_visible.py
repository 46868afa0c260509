"""One contract for all methods that fuse infrared and visible: a new one is tested when it registers."""

from dataclasses import replace
from pathlib import Path

import cv2
import numpy as np
import pytest

from fusion import (
    Cancelled,
    FusionError,
    FusionResult,
    FusionSettings,
    Photo,
    fuse,
    methods,
    save_photo,
)
from fusion.completion import complete
from fusion.photo import luminance
from fusion.record import from_json
from tests.made import infrared_pair, rough_scene

KIND = "infrared-visible"
NAMES = sorted(methods(KIND))


def run(sources: list[np.ndarray], name: str, **settings: str) -> FusionResult:
    return fuse(sources, FusionSettings(name, device="cpu", purpose=KIND, **settings))  # type: ignore[arg-type]


@pytest.mark.parametrize("name", NAMES)
@pytest.mark.parametrize("colour", [True, False])
def test_the_result_is_as_the_visible_frame_and_has_no_decision(name: str, colour: bool) -> None:
    infrared, visible = infrared_pair(colour=colour)
    result = run([infrared, visible], name)
    assert result.photo.pixels.shape == visible.shape
    assert result.photo.pixels.dtype == np.uint8
    assert result.decision is None
    assert result.settings.purpose == KIND


@pytest.mark.parametrize("name", NAMES)
def test_the_visible_chroma_is_kept(name: str) -> None:
    infrared, visible = infrared_pair()
    result = run([infrared, visible], name)
    before, after = (
        cv2.cvtColor(pixels, cv2.COLOR_RGB2YCrCb)[:, :, 1:].astype(int)
        for pixels in (visible, result.photo.pixels)
    )
    inside = (result.photo.pixels > 0).all(axis=2) & (result.photo.pixels < 255).all(axis=2)
    assert inside.mean() > 0.5
    assert np.abs(before - after)[inside].max() <= 1


@pytest.mark.parametrize("name", NAMES)
def test_what_only_the_infrared_shows_is_seen(name: str) -> None:
    infrared, visible = infrared_pair()
    fused = luminance(Photo(run([infrared, visible], name).photo.pixels))
    spot, around = fused[30:50, 40:60], fused[30:50, 70:90]
    assert spot.mean() > around.mean() + 0.05


@pytest.mark.parametrize("name", NAMES)
def test_the_record_makes_the_same_pixels_again(name: str, tmp_path: Path) -> None:
    places = [tmp_path / "7_vi.png", tmp_path / "7_ir.png"]
    for place, pixels in zip(reversed(places), infrared_pair(), strict=True):
        save_photo(Photo(pixels), place)
    one = fuse(places, FusionSettings(name, device="cpu", purpose=KIND))
    assert one.record is not None
    record = from_json(one.record.to_json(), tmp_path / "record.json")
    assert [source.name for source in record.sources] == ["7_ir.png", "7_vi.png"]
    assert (record.settings.purpose, record.settings.roles) == (KIND, "given")
    other = fuse([tmp_path / source.name for source in record.sources], record.settings)
    assert np.array_equal(one.photo.pixels, other.photo.pixels)


@pytest.mark.parametrize("name", NAMES)
def test_frames_are_neither_moved_nor_brightened_unless_asked(name: str) -> None:
    infrared, visible = infrared_pair()
    moved = np.roll(infrared // 4, 5, axis=1)
    result = run([moved, visible], name)
    assert result.registration is not None
    assert result.registration.is_identity
    assert result.registration.reference == 1
    assert result.photo.pixels.shape == visible.shape


@pytest.mark.parametrize("name", NAMES)
@pytest.mark.parametrize("kind", [np.uint16, np.float32])
def test_deeper_sources_keep_their_depth(name: str, kind: type) -> None:
    infrared, visible = infrared_pair()
    scale = 257 if kind == np.uint16 else 1 / 255
    result = run([(pixels * kind(scale)).astype(kind) for pixels in (infrared, visible)], name)
    assert result.photo.pixels.dtype == kind


@pytest.mark.parametrize("name", NAMES)
@pytest.mark.parametrize("shape", [(1, 1), (1, 40), (13, 7), (31, 33)])
def test_odd_and_tiny_pictures_work(name: str, shape: tuple[int, int]) -> None:
    infrared, visible = infrared_pair(*shape)
    assert run([infrared, visible], name).photo.pixels.shape == visible.shape


@pytest.mark.parametrize("name", NAMES)
def test_it_stops_when_the_progress_function_says_so(name: str) -> None:
    infrared, visible = infrared_pair()

    def stop(stage: str, done: int, total: int) -> None:
        assert 0 <= done <= total
        if stage != "Reading":
            raise Cancelled

    with pytest.raises(Cancelled):
        fuse([infrared, visible], FusionSettings(name, device="cpu", purpose=KIND), stop)


@pytest.mark.parametrize("name", NAMES)
def test_one_or_three_sources_are_refused(name: str) -> None:
    infrared, visible = infrared_pair()
    with pytest.raises(FusionError, match="two sources at least"):
        run([infrared], name)
    with pytest.raises(FusionError, match=r"3 sources were given|takes 2 sources"):
        run([infrared, visible, visible], name)


@pytest.mark.parametrize("name", [name for name in NAMES if methods()[name].roles])
def test_a_method_of_this_kind_alone_needs_no_kind(name: str) -> None:
    assert methods()[name].roles == ("infrared", "visible")
    settings = complete(FusionSettings(name))
    assert settings.purpose == KIND
    assert settings.registration is not None
    assert settings.registration.model == "none"


def test_a_method_of_the_other_kind_is_refused_with_those_that_serve() -> None:
    with pytest.raises(FusionError, match=r"sesf does not serve infrared-visible; there are .*average"):
        run(list(infrared_pair()), "sesf")


def test_identical_sources_come_back_unchanged_by_the_classical_methods() -> None:
    _, visible = infrared_pair(colour=False)
    for name in ("average", "laplacian-pyramid", "guided-filter", "stationary-wavelet"):
        assert np.array_equal(run([visible, visible], name).photo.pixels, visible)


def test_registering_can_be_asked_for() -> None:
    scene = rough_scene(200, 290)
    asked = replace(complete(FusionSettings(purpose=KIND)).registration, model="shift")  # type: ignore[type-var]
    settings = FusionSettings("average", device="cpu", purpose=KIND, registration=asked)
    result = fuse([scene[:, 6:286, 1].copy(), scene[:, :280].copy()], settings)
    assert result.registration is not None
    assert abs(result.registration.frames[0].shift_px[0]) == pytest.approx(6, abs=0.3)
    assert result.registration.used == (0, 1)
    assert not [flag for frame in result.registration.frames for flag in frame.flags]
