"""Folders, links and every kind of name, and names made from templates."""

from __future__ import annotations

import ast
import os
import subprocess
import sys
from datetime import datetime
from pathlib import Path

import pytest
from PIL import Image

from fusion import FusionError, Metadata, Photo, load_photo, save_photo
from fusion.cli import main
from fusion.files.metadata.exif import without_mark
from fusion.files.names import expand, fill, natural_key
from fusion.files.writing import refuse_impossible
from fusion.record import Record, write_sidecar
from tests.made import focus_pair, texture

ROOT = Path(__file__).resolve().parents[3]
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
    assert len(filled.name.encode()) <= 250
    assert filled.suffix == ".png"
    assert save_photo(Photo(texture(8, 8)), filled, sources).is_file()
    assert write_sidecar(Record("average", {}, "cpu", (), ""), filled, ()).is_file()


@pytest.mark.parametrize("length", [241, 245, 255])
def test_a_legal_name_is_not_shortened(length: int, tmp_path: Path) -> None:
    name = "n" * (length - 4) + ".png"
    for template in (tmp_path / name, tmp_path / name.replace("nnnnn", "{first}", 1)):
        filled = fill(template, [Path("nnnnn.tif")], "sesf", NOW)
        assert filled.name == name
    assert save_photo(Photo(texture(8, 8)), filled).is_file()


def test_a_name_that_was_typed_too_long_is_an_error_and_no_other_name(tmp_path: Path) -> None:
    place = tmp_path / ("n" * 300 + ".png")
    assert fill(place, [Path("a.tif")], "sesf", NOW) == place


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


def test_an_unknown_field_is_one_sentence_before_the_work(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    paths = save_pair(tmp_path)
    before = sorted(tmp_path.iterdir())
    assert main(["fuse", *map(str, paths), "-o", str(tmp_path / "{camera}.png"), *FAST]) == 2
    said = capsys.readouterr().err
    assert said == (
        "error: the name has {camera}, which is no field; there are {first}, {last}, {count}, {method}, "
        "{date}, {time}\n"
    )
    assert sorted(tmp_path.iterdir()) == before


@pytest.mark.parametrize(
    ("first", "name"),
    [
        ("shot: 1?.nef", "shot_ 1__fused.tif"),
        ('a<b>"c|d*.nef', "a_b__c_d__fused.tif"),
        ("tab\there.nef", "tab_here_fused.tif"),
        ("山水 📷.nef", "山水 📷_fused.tif"),
    ],
)
def test_names_for_windows_hold_nothing_that_it_forbids(first: str, name: str) -> None:
    assert fill(Path("{first}_fused.tif"), [Path(first)], "sesf", NOW, windows=True).name == name
    assert fill(Path("{first}_fused.tif"), [Path(first)], "sesf", NOW, windows=False).name == (
        first.replace(".nef", "_fused.tif")
    )


@pytest.mark.parametrize("device", ["CON", "nul", "Aux", "prn", "COM1", "lpt9", "COM²", "CONIN$"])
def test_names_of_devices_are_changed_where_a_template_makes_them(device: str) -> None:
    for ending in (".tif", ".old.tif"):
        source = Path(f"{device}{ending}.nef")
        filled = fill(Path("{first}"), [source], "sesf", NOW, windows=True)
        assert filled.name == f"{device}_{ending}"
    assert fill(Path("{first}.tif"), [Path("CONCERT.nef")], "sesf", NOW, windows=True).stem == "CONCERT"


def test_names_never_end_in_a_dot_or_a_space_on_windows() -> None:
    """Windows drops these silently, so that another file than the one named is written."""
    filled = fill(Path("{first}.tif"), [Path("end. ..nef")], "sesf", NOW, windows=True)
    assert filled.name == "end.tif"
    assert fill(Path("{first}.tif"), [Path(". ..nef")], "sesf", NOW, windows=True).name == "_.tif"


@pytest.mark.parametrize("name", ["CON.tif", "nul.png", "lpt1.old.jpg", "a?.tif", "a:b.png", "NUL .tif"])
def test_a_name_that_windows_cannot_hold_is_refused_there(name: str, tmp_path: Path) -> None:
    """``NUL.tif`` would be written into nothing, ``a:b.png`` into a hidden stream of ``a``."""
    refuse_impossible(tmp_path / name, windows=False)
    with pytest.raises(FusionError, match=r"Windows cannot hold a file of the name"):
        refuse_impossible(tmp_path / name, windows=True)
    refuse_impossible(tmp_path / "CONCERT 近.tif", windows=True)


FORBIDDEN = (
    "imread", "imwrite", "imreadmulti", "imwritemulti", "imcount", "imreadWithMetadata",
    "imwriteWithMetadata", "VideoCapture", "VideoWriter", "FileStorage", "imsave",
)  # fmt: skip
OPEN_FILES = ("file", "buffer", "io.BytesIO(content)", "io.BytesIO(readable)")


def test_no_path_goes_through_a_library_that_cannot_take_unicode() -> None:
    """Such libraries are given bytes or an open file, since some hand a path to C in the system's own
    code page: ``cv2.imread`` finds no file with a Chinese name on most Windows.
    """
    seen = set()
    for folder in ("fusion", "models", "ui"):
        for path in (ROOT / folder).rglob("*.py"):
            for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
                if isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute):
                    call = ast.unparse(node.func)
                    if call == "cv2.VideoWriter":  # FFmpeg takes UTF-8 on every system
                        assert ast.unparse(node.args[1]) == "cv2.CAP_FFMPEG"
                    elif node.func.attr in FORBIDDEN:
                        assert not call.startswith("cv2."), f"{path}: {call}"
                        given = ast.unparse(node.args[0])
                        assert given in OPEN_FILES, f"{path}: {call}({given})"
                        seen.add(call)
                    if call in ("OpenEXR.File", "tifffile.TiffFile", "pillow_heif.open_heif"):
                        given = ast.unparse(node.args[0])
                        assert given in OPEN_FILES, f"{path}: {call}({given})"
                        seen.add(call)
    assert {"rawpy.imread", "tifffile.imwrite", "OpenEXR.File", "tifffile.TiffFile"} <= seen


@pytest.mark.parametrize("encoding", ["cp1252", "ascii"])
def test_names_that_a_console_cannot_show_stop_nothing(encoding: str, tmp_path: Path) -> None:
    """The output of a program on Windows is in the system's code page where it goes into a file."""
    paths = save_pair(tmp_path, ("近景 📷.png", "远景.png"))
    out = tmp_path / "结果.jpg"
    done = subprocess.run(
        [sys.executable, "-m", "fusion", "fuse", *map(str, paths), "-o", str(out), *FAST],
        cwd=ROOT, env={**os.environ, "PYTHONIOENCODING": encoding}, capture_output=True, check=False,
    )  # fmt: skip
    assert (done.returncode, done.stderr) == (0, b"")
    assert out.is_file()
    missing = subprocess.run(
        [sys.executable, "-m", "fusion", "fuse", str(tmp_path / "没有.png"), "b.png", "-o", str(out)],
        cwd=ROOT, env={**os.environ, "PYTHONIOENCODING": encoding}, capture_output=True, check=False,
    )  # fmt: skip
    assert missing.returncode == 1
    assert missing.stderr.startswith(b"error: there is no file")
