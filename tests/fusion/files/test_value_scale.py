"""Black and white of floats, signed and wide integers: found over all frames together."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import numpy as np
import pytest
import tifffile

from fusion import FusionSettings, fuse, load_photo
from fusion.files.value_scale import black_and_white
from fusion.frames.matching import MatchingFrames
from fusion.photo import Pixels, ValueRange
from tests.made import focus_pair

PAIR = focus_pair(64, 96, colour=False)
CASES: dict[str, tuple[Callable[[Pixels], Pixels], float, float]] = {
    "float 0..1": (lambda frame: (frame / 255).astype(np.float32), 0, 1),
    "float 0..255": (lambda frame: frame.astype(np.float32), 0, 255),
    "double 0..65535": (lambda frame: frame * 257.0, 0, 65535),
    "float 0..1e6": (lambda frame: (frame * 1e6 / 255).astype(np.float32), 0, 1e6),
    "int8": (lambda frame: (frame // 2).astype(np.int8), 0, 127),
    "int16": (lambda frame: frame.astype(np.int16) * 128, 0, 32767),
    "int16 of 12 bits": (lambda frame: frame.astype(np.int16) * 16, 0, 4095),
    "int32 of 8 bits": (lambda frame: frame.astype(np.int32), 0, 255),
    "uint32 of 16 bits": (lambda frame: frame.astype(np.uint32) * 257, 0, 65535),
    "uint32": (lambda frame: frame.astype(np.uint32) << 24, 0, 2**32 - 1),
    "uint64 of 10 bits": (lambda frame: frame.astype(np.uint64) * 4, 0, 1023),
}  # fmt: skip


def saved(folder: Path, frames: list[Pixels]) -> list[Path]:
    places = [folder / f"{number}.tif" for number in range(len(frames))]
    for place, frame in zip(places, frames, strict=True):
        tifffile.imwrite(place, frame)
    return places


@pytest.mark.parametrize("name", CASES)
def test_values_keep_their_proportions(name: str, tmp_path: Path) -> None:
    made, black, white = CASES[name]
    dark, light = made(PAIR.first // 8), made(np.maximum(PAIR.second, 255 * (PAIR.second > 250)))
    light[0, 0] = made(np.full((1, 1), 255, np.uint8))[0, 0]  # the frame in which the scale is seen
    frames = MatchingFrames(saved(tmp_path, [dark, light]))
    for number, stored in enumerate((dark, light)):
        wanted = (stored.astype(float) - black) / (white - black)
        assert np.abs(frames[number].pixels - wanted).max() < 1e-5
    told = [note for note in frames.notes if note.code == "white-taken-for-all"]
    assert len(told) == (0 if name == "float 0..1" else 1)
    assert not told or told[0].fields["white"] == white


@pytest.mark.parametrize("order", [(0, 1), (1, 0)])
def test_a_dark_frame_that_alone_would_be_taken_for_0_to_1_gets_the_scale_of_the_others(
    order: tuple[int, int], tmp_path: Path
) -> None:
    dark, light = np.full((8, 8), 0.5, np.float32), np.full((8, 8), 200.0, np.float32)
    places = saved(tmp_path, [dark, light])
    frames = MatchingFrames([places[number] for number in order])
    values = [float(frames[order.index(number)].pixels[0, 0]) for number in (0, 1)]
    assert values == pytest.approx([0.5 / 255, 200 / 255])


def test_photos_that_were_read_before_get_the_same_scale(tmp_path: Path) -> None:
    """As in the window, where each is read, and shown, by itself."""
    places = saved(tmp_path, [PAIR.first.astype(np.float32) / 8, PAIR.second.astype(np.float32) * 16])
    photos = [load_photo(place) for place in places]
    whites = [photo.values.white for photo in photos if photo.values]
    assert whites == [photos[0].values.highest if photos[0].values else 0, 4095]
    from_photos, from_files = MatchingFrames(photos), MatchingFrames(places)
    for one, other in zip(from_photos, from_files, strict=True):
        assert np.array_equal(one.pixels, other.pixels)


def test_a_few_highlights_above_1_are_cut_off_and_told(tmp_path: Path) -> None:
    frame = (PAIR.first / 255).astype(np.float32)
    frame[:2] = 7.5
    frames = MatchingFrames(saved(tmp_path, [frame, (PAIR.second / 255).astype(np.float32)]))
    assert frames[0].pixels[0, 0] == 1
    assert np.array_equal(frames[0].pixels[2:], frame[2:])
    (note,) = frames.notes
    assert str(note) == "0.tif: Its values below 0 and above 1 were cut off."


def test_light_far_above_1_everywhere_is_no_white_picture(tmp_path: Path) -> None:
    frame = (PAIR.first / 255 * 20).astype(np.float32)
    frames = MatchingFrames(saved(tmp_path, [frame, frame]))
    assert frames[0].pixels.max() == pytest.approx(1)
    assert frames[0].pixels.mean() < 0.6


def test_one_wild_value_does_not_make_the_picture_black(tmp_path: Path) -> None:
    frame = (PAIR.first / 255).astype(np.float32)
    frame[5, 5] = 1e30
    frames = MatchingFrames(saved(tmp_path, [frame, frame]))
    assert frames[0].pixels[5, 5] == 1
    assert frames[0].pixels[9, 9] == frame[9, 9]


def test_negative_values_are_kept_where_they_are_more_than_noise(tmp_path: Path) -> None:
    centred = (PAIR.first.astype(np.int16) - 128) * 200
    frames = MatchingFrames(saved(tmp_path, [centred, centred]))
    assert frames[0].pixels.min() == 0
    assert len(np.unique(frames[0].pixels)) == len(np.unique(centred))
    noisy = (PAIR.first.astype(np.int16) - 2) * 16
    assert black_and_white([ValueRange("int16", -32.0, float(noisy.max()), 0.01, 0.9)])[0] == 0


@pytest.mark.parametrize("name", ["float 0..255", "int16", "uint32 of 16 bits"])
def test_the_result_is_that_of_the_same_picture_in_floats(name: str, tmp_path: Path) -> None:
    made, _, white = CASES[name]
    settings = FusionSettings("spatial-frequency", device="cpu")
    result = fuse(saved(tmp_path, [made(PAIR.first), made(PAIR.second)]), settings).photo.pixels
    known = [(made(frame) / white).astype(np.float32) for frame in (PAIR.first, PAIR.second)]
    assert np.abs(result - fuse(known, settings).photo.pixels).max() < 1e-4


def test_missing_pixels_come_from_frames_that_have_them(tmp_path: Path) -> None:
    first, second = ((frame / 255).astype(np.float32) for frame in (PAIR.first, PAIR.second))
    truth = first.copy()
    first[:6], second[20:24, 40:44] = np.nan, np.inf
    for method in ("spatial-frequency", "laplacian-pyramid", "average"):
        result = fuse(saved(tmp_path, [first, second]), FusionSettings(method, device="cpu"))
        assert np.isfinite(result.photo.pixels).all()
        assert result.photo.validity is None
        assert any("no finite numbers" in str(note) for note in result.notes)
    chosen = fuse(saved(tmp_path, [first, second]), FusionSettings("spatial-frequency", device="cpu"))
    assert np.array_equal(chosen.photo.pixels[:3], second[:3])
    assert np.array_equal(chosen.photo.pixels[21:23, 41:43], truth[21:23, 41:43])


def test_where_no_frame_has_picture_the_result_is_empty_and_no_nan(tmp_path: Path) -> None:
    frames = [(frame / 255).astype(np.float32) for frame in (PAIR.first, PAIR.second)]
    for frame in frames:
        frame[:, :5] = np.nan
    result = fuse(saved(tmp_path, frames), FusionSettings("spatial-frequency", device="cpu"))
    assert np.isfinite(result.photo.pixels).all()
    assert result.photo.validity is not None
    assert not result.photo.validity[:, :5].any()
