"""A folder's pictures: each shot once, and nothing that the program made."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest
from PIL import Image

from fusion import FusionSettings, Metadata, Photo, fuse, save_photo
from fusion.cli import main
from fusion.depth.depth_map import DepthMap
from fusion.depth.saving import save_confidence, save_depth
from fusion.files.capture_time import capture_time
from fusion.files.metadata.exif import without_mark
from fusion.files.names import expand
from fusion.notes import Note
from tests.fusion.files.test_dng import DEEP, shots_as_raw_and_png, write_dng
from tests.made import focus_pair, texture

PAIR = focus_pair(48, 64)
FAST = ["--method", "spatial-frequency", "--device", "cpu", "--align", "none"]


def names(folder: Path, twins: str = "auto") -> tuple[list[str], list[str]]:
    """What of a folder is taken, and the codes of the notes on it."""
    notes: list[Note] = []
    return [path.name for path in expand([folder], twins=twins, notes=notes)], [n.code for n in notes]


def shot(path: Path, time: str = "", fraction: dict[int, str] | None = None, tag: int = 36867) -> Path:
    """A JPEG with EXIF."""
    exif = Image.Exif()
    if time and tag == 306:
        exif[306] = time
    elif time:
        exif.get_ifd(0x8769)[tag] = time
    exif.get_ifd(0x8769).update(fraction or {})
    block = without_mark(exif.tobytes())
    return save_photo(Photo(texture(16, 16), metadata=Metadata(exif=block)), path)


def test_of_raw_and_jpeg_of_one_shot_one_is_taken(tmp_path: Path) -> None:
    for name in ("DSC_1.NEF", "DSC_1.JPG", "dsc_2.nef", "DSC_2.jpg", "DSC_2.heic"):
        (tmp_path / name).touch()
    raw, jpeg = ["DSC_1.NEF", "dsc_2.nef"], ["DSC_1.JPG", "DSC_2.heic", "DSC_2.jpg"]
    assert names(tmp_path) == (raw, ["raw-of-shots-taken"])
    assert names(tmp_path, "raw") == (raw, ["raw-of-shots-taken"])
    found, notes = names(tmp_path, "jpeg")
    assert (sorted(found), notes) == (jpeg, ["jpeg-of-shots-taken"])
    assert len(names(tmp_path, "both")[0]) == 5
    (tmp_path / "DSC_3.jpg").touch()
    found, notes = names(tmp_path)
    assert (sorted(found), notes) == ([*jpeg, "DSC_3.jpg"], ["jpeg-of-shots-taken"])
    (tmp_path / "DSC_4.nef").touch()
    assert names(tmp_path)[0] == [*raw, "DSC_3.jpg", "DSC_4.nef"]


def test_two_cameras_that_count_alike_made_no_twins(tmp_path: Path) -> None:
    tags = [(306, 2, 0, "2026:11:21 16:47:01", True)]
    write_dng(tmp_path / "a.dng", DEEP, tags)
    shot(tmp_path / "a.jpg", "2026:11:21 16:47:01")
    assert names(tmp_path)[0] == ["a.dng"]
    shot(tmp_path / "a.jpg", "2026:11:22 09:00:00")
    assert len(names(tmp_path)[0]) == 2


def test_the_command_line_takes_each_shot_once_and_says_so(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    folder = shots_as_raw_and_png(tmp_path / "shots")
    assert main(["fuse", str(folder), "-o", str(tmp_path / "a.tif"), *FAST]) == 0
    assert "as RAW and as JPEG or the like; the RAW files were taken: 2." in capsys.readouterr().err
    command = ["fuse", str(folder), "-o", str(tmp_path / "b.png"), *FAST, "--raw-beside-jpeg", "jpeg"]
    assert main(command) == 0
    assert "the RAW files were left out: 2." in capsys.readouterr().err


@pytest.mark.parametrize("ending", [".png", ".tif", ".jpg", ".webp", ".bmp"])
def test_results_and_maps_in_a_folder_are_no_sources(
    ending: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    for number, pixels in enumerate((PAIR.first, PAIR.second)):
        save_photo(Photo(pixels), tmp_path / f"{number}.png")
    command = [
        "fuse", str(tmp_path), *FAST, "-o", str(tmp_path / f"out{ending}"),
        "--decision-map", str(tmp_path / "map.tif"),
    ]  # fmt: skip
    assert main([*command, "--sidecar"]) == 0
    depth = DepthMap(np.zeros((48, 64), np.float32), np.ones((48, 64), np.float32), frames=2)
    save_depth(depth, tmp_path / "depth.png")
    save_depth(depth, tmp_path / "colours.jpg", colour="viridis")
    save_confidence(depth, tmp_path / "confidence.png")
    assert names(tmp_path) == (["0.png", "1.png"], ["own-results-left-out"])
    before = (tmp_path / f"out{ending}").read_bytes()
    capsys.readouterr()
    assert main([*command, "--sidecar"]) == 0
    said = capsys.readouterr().err
    assert "Results and maps of Parfocal in the folder are no sources and were left out: " in said
    assert "and were left out: colours.jpg, confidence.png, depth.png, map.tif, out" in said
    assert (tmp_path / f"out{ending}").read_bytes() == before


def test_results_alone_are_sources_and_named_files_always(tmp_path: Path) -> None:
    """As when a long stack was fused in parts before."""
    for number, pixels in enumerate((PAIR.first, PAIR.second)):
        result = fuse([pixels, pixels], FusionSettings("average", device="cpu"))
        save_photo(result.photo, tmp_path / f"{number}.png")
    assert names(tmp_path) == (["0.png", "1.png"], [])
    save_photo(Photo(PAIR.first), tmp_path / "2.png")
    assert names(tmp_path) == (["2.png"], ["own-results-left-out"])
    assert len(expand([tmp_path / "0.png", tmp_path / "2.png"])) == 2


def test_a_foreign_json_beside_a_picture_says_nothing(tmp_path: Path) -> None:
    save_photo(Photo(PAIR.first), tmp_path / "a.png")
    (tmp_path / "a.png.json").write_text('{"title": "a fly"}')
    assert names(tmp_path) == (["a.png"], [])


@pytest.mark.parametrize("fraction", [37520, 37521, 37522])
@pytest.mark.parametrize("date", [36867, 36868, 306])
def test_fractions_of_a_second_count_wherever_they_stand(
    date: int, fraction: int, tmp_path: Path
) -> None:
    for name, value in (("a.jpg", "75"), ("b.jpg", "50"), ("c.jpg", "25")):
        shot(tmp_path / name, "2026:11:21 16:47:07", {fraction: value}, date)
    assert capture_time(tmp_path / "a.jpg") == "2026:11:21 16:47:07.75"
    assert [path.name for path in expand([tmp_path], by_time=True)] == ["c.jpg", "b.jpg", "a.jpg"]


def test_the_fraction_of_the_shot_itself_comes_first(tmp_path: Path) -> None:
    path = shot(tmp_path / "a.jpg", "2026:11:21 16:47:07", {37520: "99", 37521: "12", 37522: "  "})
    assert capture_time(path) == "2026:11:21 16:47:07.12"
