"""Folders, links and every kind of name, and names made from templates."""

from __future__ import annotations

from datetime import datetime
from pathlib import Path

import pytest
from PIL import Image

from fusion import FusionError, Metadata, Photo, load_photo, save_photo
from fusion.cli import main
from fusion.files.exif import without_mark
from fusion.files.names import expand, fill, natural_key
from tests.made import focus_pair, texture

NOW = datetime(2026, 11, 21, 16, 47, 15)
FAST = ["--method", "spatial-frequency", "--device", "cpu"]


def save_pair(folder: Path, names: tuple[str, str] = ("1.png", "2.png")) -> list[Path]:
    pair = focus_pair()
    return [
        save_photo(Photo(pixels), folder / name)
        for name, pixels in zip(names, (pair.first, pair.second), strict=True)
    ]


def test_a_folder_stands_for_its_pictures_in_the_order_people_count(tmp_path: Path) -> None:
    names = ["shot10.png", "Shot2.PNG", "shot1.tif", "照片3.jpg"]
    for name in [*names, "notes.txt", ".hidden.png"]:
        (tmp_path / name).touch()
    (tmp_path / "inside.png").mkdir()
    found = [path.name for path in expand([tmp_path])]
    assert found == ["shot1.tif", "Shot2.PNG", "shot10.png", "照片3.jpg"]
    assert expand([tmp_path / "shot10.png", tmp_path / "gone.png"])[1].name == "gone.png"


def test_a_folder_can_be_sorted_by_the_time_of_capture(tmp_path: Path) -> None:
    """Of EXIF, with its fractions of a second; whatever the names say."""
    for name, second, fraction in (("a.jpg", 7, "50"), ("b.jpg", 7, "25"), ("c.tif", 3, "00")):
        exif = Image.Exif()
        exif.get_ifd(0x8769).update({36867: f"2026:11:21 16:47:0{second}", 37521: fraction})
        photo = Photo(texture(8, 8), metadata=Metadata(exif=without_mark(exif.tobytes())))
        save_photo(photo, tmp_path / name)
    assert [path.name for path in expand([tmp_path])] == ["a.jpg", "b.jpg", "c.tif"]
    assert [path.name for path in expand([tmp_path], by_time=True)] == ["c.tif", "b.jpg", "a.jpg"]
    (tmp_path / "d.png").write_bytes(b"no picture, no time")
    assert expand([tmp_path], by_time=True)[-1].name == "d.png"


def test_natural_order_copes_with_any_digits() -> None:
    names = ["a²", "a٣", "a10", "a9", "", "9", "a" * 3000 + "1" * 3000]
    assert [p.name for p in sorted(map(Path, names), key=natural_key)][-1].startswith("a")


def test_a_folder_without_pictures_is_one_sentence(tmp_path: Path) -> None:
    with pytest.raises(FusionError, match="has no pictures in it; choose another one"):
        expand([tmp_path])


def test_a_template_becomes_a_name() -> None:
    sources = [Path("x/近 near.nef"), Path("y/far.tif")]
    filled = fill(Path("out{}/{first}_{last}_{count}_{method}_{date}_{time}.tif"), sources, "sesf", NOW)
    assert filled == Path("out{}/近 near_far_2_sesf_2026-11-21_16-47-15.tif")
    assert fill(Path("{{x}}.png"), sources, "sesf", NOW) == Path("{x}.png")
    with pytest.raises(FusionError, match=r"has \{name\}, which is no field; there are \{first\}"):
        fill(Path("{name}.png"), sources, "sesf", NOW)


def test_a_name_too_long_for_a_disk_is_shortened(tmp_path: Path) -> None:
    sources = save_pair(tmp_path, ("山" * 70 + ".png", "b.png"))
    filled = fill(tmp_path / "{first}_{first}.png", sources, "sesf", NOW)
    assert len(filled.name.encode()) <= 240
    assert filled.suffix == ".png"
    assert save_photo(Photo(texture(8, 8)), filled, sources).is_file()


def test_the_command_line_takes_folders_and_templates(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    folder = tmp_path / "文件夹 📷 with spaces"
    folder.mkdir()
    save_pair(folder)
    out = tmp_path / "{first}_{method}.jpg"
    assert main(["fuse", str(folder), "-o", str(out), *FAST, "--jpeg-quality", "80"]) == 0
    assert (tmp_path / "1_spatial-frequency.jpg").is_file()
    assert capsys.readouterr().err == ""


def test_symbolic_links_are_followed_and_never_let_a_source_be_replaced(tmp_path: Path) -> None:
    first, second = save_pair(tmp_path)
    link, folder = tmp_path / "link.png", tmp_path / "linked"
    link.symlink_to(first)
    folder.symlink_to(tmp_path, target_is_directory=True)
    before = first.read_bytes()
    assert main(["fuse", str(link), str(second), "-o", str(folder / "1.png"), *FAST]) == 1
    assert main(["fuse", str(first), str(second), "-o", str(link), *FAST]) == 1
    assert first.read_bytes() == before
    assert main(["fuse", str(link), str(second), "-o", str(folder / "out.png"), *FAST]) == 0
    assert load_photo(tmp_path / "out.png").pixels.shape == (96, 128, 3)


def test_a_link_that_leads_round_in_circles_is_one_sentence(tmp_path: Path) -> None:
    (tmp_path / "a.png").symlink_to(tmp_path / "b.png")
    (tmp_path / "b.png").symlink_to(tmp_path / "a.png")
    with pytest.raises(FusionError, match=r"a\.png cannot be read|there is no file"):
        load_photo(tmp_path / "a.png")


def test_a_name_that_no_disk_takes_is_one_sentence(tmp_path: Path) -> None:
    with pytest.raises(FusionError, match="cannot be read"):
        load_photo(tmp_path / ("x" * 400 + ".png"))
    with pytest.raises(FusionError, match="cannot be written"):
        save_photo(Photo(texture(8, 8)), tmp_path / ("x" * 400 + ".png"))
