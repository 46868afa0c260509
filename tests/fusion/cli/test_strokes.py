"""Strokes without a window: fuse --strokes and repeat make the same pixels, byte for byte."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest

from fusion import FusionSettings, MatchingFrames, Photo, fuse, load_photo, read_transforms, save_photo
from fusion.cli import main
from fusion.record import read_record
from fusion.retouch.sources import source_of
from fusion.retouch.stroke import Brush, FrameSource, Recipe, Retouch, Stroke
from fusion.retouch.stroke_file import read_strokes, save_strokes
from tests.made import focus_stack, moved_stack, similarity

FAST = ["--method", "spatial-frequency", "--device", "cpu"]


@pytest.fixture
def shots(tmp_path: Path) -> list[Path]:
    """Three files."""
    stack, _truth = focus_stack(3, 120, 200)
    paths = [tmp_path / "shots" / f"{number}.tif" for number in range(3)]
    paths[0].parent.mkdir()
    return [save_photo(Photo(pixels), path) for pixels, path in zip(stack, paths, strict=True)]


def strokes_for(shots: list[Path]) -> Retouch:
    """A few strokes, whose sources are named by the hashes of the files."""
    origins = MatchingFrames(shots).origins
    one, other = source_of(origins, 0), source_of(origins, 2)
    return Retouch(
        (
            Stroke(((150.0, 30.0, 1.0), (180.0, 60.0, 0.5)), Brush(one, 15, matches=True)),
            Stroke(((20.0, 80.0, 1.0), (60.0, 80.0, 1.0)), Brush(other, 12, opacity=0.7, snaps=True)),
            Stroke(((100.0, 60.0, 1.0),), Brush(Recipe("average", frames=(one, other)), 10)),
            Stroke(((155.0, 35.0, 1.0),), Brush(None, 5)),
        ),
        one,
    )


def test_fuse_with_strokes_and_repeat_make_the_same_pixels(
    shots: list[Path], tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    retouch = strokes_for(shots)
    file, out = save_strokes(retouch, tmp_path / "strokes.json"), tmp_path / "out.png"
    command = ["fuse", *map(str, shots), "-o", str(out), "--strokes", str(file), "--sidecar", *FAST]
    assert main(command) == 0
    in_memory = fuse(shots, FusionSettings("spatial-frequency", device="cpu"), retouch=retouch)
    assert np.array_equal(load_photo(out).pixels, in_memory.photo.pixels)
    plain = fuse(shots, FusionSettings("spatial-frequency", device="cpu"))
    assert not np.array_equal(plain.photo.pixels, in_memory.photo.pixels)
    again, found = tmp_path / "again.png", tmp_path / "found.json"
    capsys.readouterr()
    sidecar = f"{out}.json"
    assert main(["repeat", sidecar, "-o", str(again), "--save-strokes", str(found)]) == 0
    assert "the same pixels as recorded" in capsys.readouterr().out
    assert np.array_equal(load_photo(again).pixels, load_photo(out).pixels)
    assert read_strokes(found) == retouch == read_record(out).retouch
    assert read_record(Path(sidecar)).retouch == retouch


@pytest.mark.parametrize("kind", ["uint8", "uint16", "float32"])
@pytest.mark.parametrize("colour", [True, False])
@pytest.mark.parametrize("method", ["spatial-frequency", "laplacian-pyramid", "learned-decision"])
def test_repeat_makes_the_same_pixels_of_every_kind(
    tmp_path: Path, method: str, colour: bool, kind: str
) -> None:
    paths = []
    for number, picture in enumerate(focus_stack(3, 96, 140)[0]):
        pixels = picture if colour else picture[:, :, 0].copy()
        if kind == "float32":
            pixels = pixels.astype(np.float32) / 255
        elif kind == "uint16":
            pixels = pixels.astype(np.uint16) * 257
        paths.append(save_photo(Photo(pixels), tmp_path / f"{number}.tif"))
    file, out = save_strokes(strokes_for(paths), tmp_path / "strokes.json"), tmp_path / "out.tif"
    command = ["fuse", *map(str, paths), "-o", str(out), "--strokes", str(file), "--align", "none"]
    assert main([*command, "--sidecar", "--method", method, "--device", "cpu"]) == 0
    assert main(["repeat", f"{out}.json"]) == 0


def test_strokes_come_from_a_retouched_result_too(shots: list[Path], tmp_path: Path) -> None:
    """Fusing again with another method keeps the strokes."""
    file, out = save_strokes(strokes_for(shots), tmp_path / "strokes.json"), tmp_path / "out.png"
    command = ["fuse", *map(str, shots), "-o", str(out), "--strokes", str(file), "--sidecar", *FAST]
    assert main(command) == 0
    for number, given in enumerate((out, Path(f"{out}.json"))):
        other = tmp_path / f"{number}.png"
        command = ["fuse", *map(str, shots), "-o", str(other), "--strokes", str(given)]
        assert main([*command, "--method", "average"]) == 0
        assert read_record(other).retouch == strokes_for(shots)
        assert read_record(other).method == "average"


def test_a_crop_and_another_reference_move_the_strokes(tmp_path: Path) -> None:
    motions = [similarity(shift=(0, 0)), similarity(shift=(6, -4)), similarity(shift=(-5, 7))]
    shots = [
        save_photo(Photo(pixels), tmp_path / f"{number}.png")
        for number, pixels in enumerate(moved_stack(motions))
    ]
    transforms = tmp_path / "t.json"
    common = ["fuse", *map(str, shots), *FAST]
    assert main([*common, "-o", str(tmp_path / "a.png"), "--save-transforms", str(transforms)]) == 0
    found = read_transforms(transforms)
    rows, columns = found.area
    assert (rows.start, columns.start) != (0, 0)
    origins = MatchingFrames(shots).origins
    at = (140.0, 100.0, 1.0)
    reference = source_of(origins, found.reference)
    stroke = Stroke((at,), Brush(source_of(origins, 0), 12, 1.0))
    file = save_strokes(Retouch((stroke,), reference), tmp_path / "strokes.json")

    def middle(name: str, *options: str) -> tuple[float, float]:
        """Where the stroke lies in the result, against the result without it."""
        results = []
        for number, more in enumerate(([], ["--strokes", str(file)])):
            out = tmp_path / f"{name}{number}.png"
            assert main([*common, "-o", str(out), *options, *more]) == 0
            results.append(load_photo(out).pixels.astype(int))
        changed = np.abs(results[1] - results[0]).sum(axis=2) > 0
        y, x = np.nonzero(changed)
        return (x.min() + x.max()) / 2, (y.min() + y.max()) / 2

    given = ["--transforms", str(transforms)]
    x, y = middle("cropped", *given)
    assert abs(x + columns.start - at[0]) < 1.5
    assert abs(y + rows.start - at[1]) < 1.5
    x, y = middle("whole", *given, "--keep-size")
    assert abs(x - at[0]) < 1.5
    assert abs(y - at[1]) < 1.5


def test_what_is_no_strokes_stops_before_the_work(
    shots: list[Path], tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    wrong = tmp_path / "wrong.json"
    wrong.write_text("{}")
    out = tmp_path / "out.png"
    assert main(["fuse", *map(str, shots), "-o", str(out), "--strokes", str(wrong)]) == 1
    assert "wrong.json is not a record of Parfocal" in capsys.readouterr().err
    assert not out.exists()


def test_strokes_are_not_written_over_and_not_invented(
    shots: list[Path], tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    file = save_strokes(strokes_for(shots), tmp_path / "strokes.json")
    before = file.read_bytes()
    command = ["fuse", *map(str, shots), "-o", str(tmp_path / "a.png"), "--strokes", str(file), *FAST]
    assert main([*command, "--save-transforms", str(file)]) != 0
    assert file.read_bytes() == before
    assert main(["fuse", *map(str, shots), "-o", str(tmp_path / "b.png"), "--sidecar", *FAST]) == 0
    capsys.readouterr()
    sidecar, out = str(tmp_path / "b.png.json"), str(tmp_path / "s.json")
    assert main(["repeat", sidecar, "--save-strokes", out]) == 1
    assert "the record has no strokes" in capsys.readouterr().err
    empty = save_strokes(Retouch(()), tmp_path / "empty.json")
    for none in (tmp_path / "b.png", sidecar, empty):
        command = ["fuse", *map(str, shots), "-o", str(tmp_path / "c.png"), *FAST]
        assert main([*command, "--strokes", str(none)]) == 1
        assert "has no strokes; leave --strokes out" in capsys.readouterr().err


def test_a_missing_source_of_a_stroke_is_told(
    shots: list[Path], tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    gone = Retouch((Stroke(((9.0, 9.0, 1.0),), Brush(FrameSource("ab", name="gone.tif"))),))
    file = save_strokes(gone, tmp_path / "strokes.json")
    command = ["fuse", *map(str, shots), "-o", str(tmp_path / "a.png"), "--strokes", str(file), *FAST]
    assert main(command) == 1
    assert "gone.tif, which is not among the sources" in capsys.readouterr().err
