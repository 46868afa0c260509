"""Layered files: each frame a layer with a mask; flattened they give the result."""

from __future__ import annotations

from pathlib import Path

import cv2
import numpy as np
import pytest
from PIL import Image

from fusion import Cancelled, Decision, FusionError, FusionSettings, MatchingFrames, Photo, fuse
from fusion.cli import main
from fusion.cli.extras import layered_result
from fusion.contracts import Frames
from fusion.decision import ExactShare
from fusion.layered import saving
from fusion.layered.saving import LayeredResult, ending_for, save_layered
from fusion.result import FusionResult
from fusion.retouch.stroke import Brush, FrameSource, Retouch, Stroke
from tests.fusion.layered.psd_reader import Reader, flattened_layers

HEIGHT, WIDTH = 70, 90


def stack(kind: type = np.uint8, count: int = 3, grey: bool = False) -> list[np.ndarray]:
    """A texture that is sharp in another band of columns in each frame."""
    random, white = np.random.default_rng(3), np.iinfo(kind).max
    shape = (HEIGHT, WIDTH) if grey else (HEIGHT, WIDTH, 3)
    sharp = random.integers(0, white, shape, dtype=kind, endpoint=True)
    blurred = cv2.GaussianBlur(sharp, (0, 0), 3)
    band = np.arange(WIDTH) * count // WIDTH
    band = band[None, :] if grey else band[None, :, None]
    return [np.where(band == number, sharp, blurred) for number in range(count)]


def saved(path: Path, sources: list, method: str, retouch: Retouch | None = None) -> FusionResult:
    """Fuse and save with layers."""

    def finish(frames: Frames, result: FusionResult) -> None:
        save_layered(layered_result(frames, result), path)

    return fuse(sources, FusionSettings(method), finish=finish, retouch=retouch)


@pytest.mark.parametrize("kind", [np.uint8, np.uint16])
@pytest.mark.parametrize("method", ["sesf", "learned-decision", "sesf-published"])
def test_the_masked_layers_give_the_result(tmp_path: Path, kind: type, method: str) -> None:
    if method == "sesf-published" and kind is np.uint16:
        pytest.skip("it takes 8 bits")
    count = 2 if method == "sesf-published" else 3
    result = saved(tmp_path / "all.psd", stack(kind, count), method)
    read = Reader(tmp_path / "all.psd")
    assert (read.version, read.mode, read.depth) == (1, 3, 8 * np.dtype(kind).itemsize)
    assert [layer.is_hidden for layer in read.layers] == [False] * (count + 1) + [True]
    apart = np.abs(flattened_layers(read) - result.photo.pixels)
    assert apart.max() <= (1 if kind is np.uint8 else 257 + 129)
    assert np.array_equal(np.dstack(list(read.flattened)), result.photo.pixels)
    top = read.layers[-1].channels
    assert np.array_equal(np.dstack([top[n] for n in range(3)]), result.photo.pixels)
    corrected = read.layers[-2].channels[-2] > 0
    assert corrected.mean() < 0.01, "the masks alone give nearly all of it"


def test_the_layers_are_the_frames_by_name(tmp_path: Path) -> None:
    paths = []
    for number, pixels in enumerate(stack()):
        paths.append(tmp_path / f"近景 {number}.png")
        Image.fromarray(pixels).save(paths[-1])
    saved(tmp_path / "all.psd", paths, "spatial-frequency")
    read = Reader(tmp_path / "all.psd")
    assert [layer.name for layer in read.layers] == [
        *(path.name for path in paths), "Corrections", "Result",
    ]  # fmt: skip
    for layer, pixels in zip(read.layers, stack(), strict=False):
        assert np.array_equal(np.dstack([layer.channels[n] for n in range(3)]), pixels)
        assert set(np.unique(layer.channels[-1])) == {255}


def test_pillow_reads_the_flattened_picture_and_the_profile(tmp_path: Path) -> None:
    from fusion.files.colour import profiles

    pixels = stack()
    photos = [Photo(each, profiles.srgb()) for each in pixels]
    result = saved(tmp_path / "all.psd", photos, "spatial-frequency")
    with Image.open(tmp_path / "all.psd") as picture:
        assert np.array_equal(np.asarray(picture), result.photo.pixels)
        assert picture.info["icc_profile"] == profiles.srgb()
    assert b"urn:parfocal:record:" in Reader(tmp_path / "all.psd").resources[1060]


def test_grey_pictures_and_psb(tmp_path: Path) -> None:
    result = saved(tmp_path / "all.psb", stack(np.uint16, grey=True), "spatial-frequency")
    read = Reader(tmp_path / "all.psb")
    assert (read.version, read.mode) == (2, 1)
    apart = np.abs(flattened_layers(read)[:, :, 0] - result.photo.pixels)
    assert apart.max() <= 257 + 129


def test_a_painted_result_lies_over_frames_without_masks(tmp_path: Path) -> None:
    result = saved(tmp_path / "all.psd", stack(), "average")
    read = Reader(tmp_path / "all.psd")
    assert [layer.is_hidden for layer in read.layers] == [False] * 4
    assert all(-2 not in layer.channels for layer in read.layers)
    assert np.array_equal(flattened_layers(read), result.photo.pixels)


def test_floating_point_becomes_16_bits(tmp_path: Path) -> None:
    pictures = [pixels.astype(np.float32) / 255 for pixels in stack()]
    saved(tmp_path / "all.psd", pictures, "spatial-frequency")
    assert Reader(tmp_path / "all.psd").depth == 16


def test_strokes_are_in_the_layers(tmp_path: Path) -> None:
    brush = Brush(FrameSource(number=0), radius_px=12, hardness=0.3, opacity=0.7)
    retouch = Retouch((Stroke(((30.0, 30.0, 1.0), (60.0, 40.0, 1.0)), brush),))
    result = saved(tmp_path / "all.psd", stack(), "sesf", retouch)
    apart = np.abs(flattened_layers(Reader(tmp_path / "all.psd")) - result.photo.pixels)
    assert apart.max() <= 1


def test_what_the_masks_cannot_say_is_corrected(tmp_path: Path) -> None:
    frames = MatchingFrames([np.full((4, 5), level, np.uint8) for level in (50, 200)])
    share = np.full((4, 5), 1.2)
    labels, ones = np.zeros((4, 5), np.uint8), np.ones((4, 5), np.float32)
    decision = Decision(labels, ones, ones, 2, blending=ExactShare(share))
    photo = Photo(np.full((4, 5), 20, np.uint8))
    save_layered(LayeredResult(photo, frames, (0, 1), "ab", decision), tmp_path / "all.psd")
    read = Reader(tmp_path / "all.psd")
    assert (read.layers[2].channels[-2] == 255).all()
    assert (flattened_layers(read) == 20).all()


def test_where_no_frame_has_picture_the_file_is_transparent(tmp_path: Path) -> None:
    holes = np.ones((HEIGHT, WIDTH), bool)
    holes[:5] = False
    photos = [Photo(pixels, validity=holes) for pixels in stack()]
    saved(tmp_path / "all.psd", photos, "spatial-frequency")
    read = Reader(tmp_path / "all.psd")
    assert read.count == 4
    assert (read.flattened[3][:5] == 0).all()
    assert (read.flattened[3][5:] == 255).all()


def test_the_ending_says_the_format_and_limits_hold(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    frames = MatchingFrames(stack())
    result = LayeredResult(frames[0], frames, (0, 1, 2), "abc")
    with pytest.raises(FusionError, match=r"must end in \.psd or \.psb"):
        save_layered(result, tmp_path / "all.png")
    monkeypatch.setattr(saving, "LARGEST_PSD_SIDE", 80)
    assert ending_for(frames[0], 3) == ".psb"
    with pytest.raises(FusionError, match=r"ending \.psb"):
        save_layered(result, tmp_path / "all.psd")
    assert list(tmp_path.iterdir()) == []


def test_stopping_leaves_nothing_behind(tmp_path: Path) -> None:
    def stop(stage: str, done: int, _total: int) -> None:
        if stage == "Writing the layers" and done == 1:
            raise Cancelled

    frames = MatchingFrames(stack())
    with pytest.raises(Cancelled):
        save_layered(LayeredResult(frames[0], frames, (0, 1, 2), "abc"), tmp_path / "a.psd", (), stop)
    assert list(tmp_path.iterdir()) == []


def test_the_command_line_saves_layers(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    paths = []
    for number, pixels in enumerate(stack(count=2)):
        paths.append(tmp_path / f"{number}.png")
        Image.fromarray(pixels).save(paths[-1])
    output = str(tmp_path / "sharp.png")
    given = ["fuse", *map(str, paths), "-o", output, "--method", "spatial-frequency"]
    assert main([*given, "--layers", str(tmp_path / "all.psd")]) == 0
    assert len(Reader(tmp_path / "all.psd").layers) == 4
    assert main([*given, "--layers", str(tmp_path / "all.jpg")]) != 0
    assert "must end in .psd or .psb" in capsys.readouterr().err
    assert main([*given, "--layers", str(paths[0].with_suffix(".psd") / "none" / "all.psd")]) != 0
