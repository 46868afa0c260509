"""Saving keeps the old file through everything, and does as it is told."""

from __future__ import annotations

import os
import shutil
import signal
import subprocess
import sys
import tempfile
import time
from pathlib import Path
from typing import IO

import numpy as np
import pytest
import tifffile
from PIL import Image, JpegImagePlugin

from fusion import FusionError, Photo, SaveOptions, load_photo, pipeline, save_photo
from fusion.cli import main
from fusion.files import replacing
from tests.made import focus_pair, texture

ROOT = Path(__file__).resolve().parents[3]
SAVES_FOR_EVER = """
import sys
import numpy as np
from fusion import Photo, save_photo

shades = [np.random.default_rng(seed).integers(0, 255, (700, 900, 3), dtype=np.uint8) for seed in (1, 2)]
print("ready", flush=True)
while True:
    for pixels in shades:
        save_photo(Photo(pixels), sys.argv[1])
"""
STOPS_WHILE_WRITING = """
import os, signal, sys
import numpy as np
from fusion import Photo, save_photo

os.fsync = lambda _file: os.kill(os.getpid(), signal.SIGKILL)
save_photo(Photo(np.zeros((9, 9, 3), np.uint8)), sys.argv[1])
"""
WAITS_WHILE_WRITING = """
import os, sys
import numpy as np
from fusion import Photo, save_photo

os.fsync = lambda _file: (print("writing", flush=True), sys.stdin.readline())
save_photo(Photo(np.zeros((9, 9, 3), np.uint8)), sys.argv[1])
"""
FULL_DISK = """
import resource, signal, sys
import numpy as np
from fusion import FusionError, Photo, save_photo

signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
resource.setrlimit(resource.RLIMIT_FSIZE, (20_000, 20_000))
noise = np.random.default_rng(3).integers(0, 255, (400, 400, 3), dtype=np.uint8)
try:
    save_photo(Photo(noise), sys.argv[1])
except FusionError as error:
    print(error)
"""


def python(code: str, *arguments: Path) -> list[str]:
    return [sys.executable, "-c", code, *map(str, arguments)]


@pytest.mark.parametrize("suffix", [".png", ".tif", ".jpg"])
def test_a_process_killed_at_any_moment_leaves_a_whole_file(suffix: str, tmp_path: Path) -> None:
    target = tmp_path / f"a{suffix}"
    save_photo(Photo(texture(16, 16)), target)
    for moment in range(4):
        with subprocess.Popen(
            python(SAVES_FOR_EVER, target), cwd=ROOT, stdout=subprocess.PIPE
        ) as process:
            assert process.stdout is not None
            process.stdout.readline()
            time.sleep(0.05 + 0.07 * moment)
            process.kill()
        assert load_photo(target).pixels.ndim == 3


def test_a_process_killed_between_writing_and_renaming_leaves_the_old_file(tmp_path: Path) -> None:
    target = tmp_path / "a.png"
    save_photo(Photo(texture(8, 8)), target)
    before = target.read_bytes()
    done = subprocess.run(python(STOPS_WHILE_WRITING, target), cwd=ROOT, check=False)
    assert done.returncode == -signal.SIGKILL
    assert target.read_bytes() == before
    left = [path.name for path in tmp_path.iterdir() if path != target]
    assert all(name.startswith(".parfocal-") for name in left)


def test_the_next_save_removes_what_killed_processes_left_and_nothing_else(tmp_path: Path) -> None:
    """Whatever its age; a process that writes at that moment keeps its part file."""
    waits = python(WAITS_WHILE_WRITING, tmp_path / "c.png")
    with subprocess.Popen(waits, cwd=ROOT, stdout=subprocess.PIPE, stdin=subprocess.PIPE) as running:
        assert running.stdout is not None
        running.stdout.readline()
        written_now = {path.name for path in tmp_path.iterdir()}
        assert len(written_now) == 1
        subprocess.run(python(STOPS_WHILE_WRITING, tmp_path / "a.png"), cwd=ROOT, check=False)
        (left,) = {path.name for path in tmp_path.iterdir()} - written_now
        others = [".parfocal-notes.part", ".parfocal-abcdefgh.part.txt", "x.parfocal-abcdefgh.part"]
        for name in others:
            (tmp_path / name).touch()
        (tmp_path / ".parfocal-folder00.part").mkdir()
        (tmp_path / ".parfocal-link0000.part").symlink_to(tmp_path / others[0])
        kept = {path.name for path in tmp_path.iterdir()} - {left}
        long_ago = time.time() - 25 * 3600
        for name in kept - written_now:
            os.utime(tmp_path / name, (long_ago, long_ago), follow_symlinks=False)
        save_photo(Photo(texture(8, 8)), tmp_path / "b.png")
        assert {path.name for path in tmp_path.iterdir()} == kept | {"b.png"}
        running.communicate(b"go on\n")
    assert load_photo(tmp_path / "c.png").pixels.shape == (9, 9, 3)
    assert {path.name for path in tmp_path.iterdir()} == (kept - written_now) | {"b.png", "c.png"}


def test_a_part_file_that_was_removed_before_it_was_locked_is_made_again(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Another process may take it for an old one in that moment."""
    real, stolen = replacing.lock, list[str]()

    def late(file: IO[bytes]) -> bool | None:
        if not stolen:
            stolen.append(file.name)
            Path(file.name).unlink()
        return real(file)

    monkeypatch.setattr(replacing, "lock", late)
    save_photo(Photo(texture(8, 8)), tmp_path / "a.png")
    assert [path.name for path in tmp_path.iterdir()] == ["a.png"]


def test_a_full_disk_leaves_the_old_file_and_one_sentence(tmp_path: Path) -> None:
    """The limit on a file's size stands for the disk: writing fails half way."""
    target = tmp_path / "a.png"
    save_photo(Photo(texture(8, 8)), target)
    before = target.read_bytes()
    done = subprocess.run(
        python(FULL_DISK, target), cwd=ROOT, check=True, capture_output=True, text=True
    )
    assert "a.png cannot be written (File too large); choose another folder or free space" in done.stdout
    assert target.read_bytes() == before
    assert [path.name for path in tmp_path.iterdir()] == ["a.png"]


def test_a_read_only_folder_is_one_sentence_before_the_work(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    pair, locked = focus_pair(), tmp_path / "locked"
    locked.mkdir()
    paths = [
        str(save_photo(Photo(pixels), locked / f"{name}.png"))
        for name, pixels in (("near", pair.first), ("far", pair.second))
    ]
    locked.chmod(0o500)
    if os.access(locked, os.W_OK):
        pytest.skip("root may write anywhere, and so may everyone where folders have no permissions")
    assert main(["fuse", *paths, "-o", str(locked / "out.png")]) == 1
    assert "may not be written; choose another one" in capsys.readouterr().err


def test_a_permission_that_is_refused_leaves_the_old_file(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """As a share does that lets itself be looked at and then not written; also for root."""
    target = save_photo(Photo(texture(8, 8)), tmp_path / "a.png")
    before = target.read_bytes()

    def refused(*_given: object, **_named: object) -> None:
        raise PermissionError(13, "Permission denied")

    for module, name in ((tempfile, "NamedTemporaryFile"), (Path, "replace")):
        with monkeypatch.context() as patched:
            patched.setattr(module, name, refused)
            with pytest.raises(FusionError, match=r"a\.png cannot be written \(Permission denied\)"):
                save_photo(Photo(texture(9, 9)), target)
        assert target.read_bytes() == before
        assert list(tmp_path.iterdir()) == [target]


def test_jpeg_takes_quality_and_subsampling(tmp_path: Path) -> None:
    sizes = []
    for quality, subsampling, stored in ((95, "4:4:4", 0), (95, "4:2:0", 2), (60, "4:2:0", 2)):
        options = SaveOptions(jpeg_quality=quality, jpeg_subsampling=subsampling)
        path = save_photo(Photo(texture(200, 200)), tmp_path / "a.jpg", options=options)
        with Image.open(path) as picture:
            assert JpegImagePlugin.get_sampling(picture) == stored
        sizes.append(path.stat().st_size)
    assert sizes == sorted(sizes, reverse=True)


@pytest.mark.parametrize("compression", ["deflate", "lzw", "zstd", "none"])
@pytest.mark.parametrize("kind", [np.uint8, np.uint16, np.float32])
def test_every_tiff_compression_keeps_every_pixel(
    compression: str, kind: type, tmp_path: Path
) -> None:
    pixels = texture(70, 50).astype(kind)
    if kind is np.float32:
        pixels /= 255
    options = SaveOptions(tiff_compression=compression)
    path = save_photo(Photo(pixels), tmp_path / "a.tif", options=options)
    assert np.array_equal(load_photo(path).pixels, pixels)
    with tifffile.TiffFile(path) as file:
        assert (file.pages.first.compression == 1) is (compression == "none")


def test_png_levels_differ_in_size_alone(tmp_path: Path) -> None:
    pixels = np.repeat(np.arange(200, dtype=np.uint16), 200).reshape(200, 200)
    sizes = []
    for level in (0, 1, 9):
        path = save_photo(Photo(pixels), tmp_path / "a.png", options=SaveOptions(png_level=level))
        assert np.array_equal(load_photo(path).pixels, pixels)
        sizes.append(path.stat().st_size)
    assert sizes[0] > sizes[1] >= sizes[2]


def test_a_lower_webp_quality_is_smaller_and_near_the_picture(tmp_path: Path) -> None:
    ramp = np.tile(np.arange(128, dtype=np.uint8)[:, None, None], (1, 90, 3))
    noise = np.random.default_rng(3).integers(0, 24, (128, 90, 3), dtype=np.uint8)
    photo = Photo(ramp + noise)
    exact = save_photo(photo, tmp_path / "exact.webp")
    near = save_photo(photo, tmp_path / "near.webp", options=SaveOptions(webp_quality=80))
    assert near.stat().st_size < exact.stat().st_size / 2
    np.testing.assert_array_equal(load_photo(exact).pixels, photo.pixels)
    difference = load_photo(near).pixels.astype(float) - photo.pixels
    assert 0 < np.abs(difference).mean() < 10


@pytest.mark.parametrize(
    ("option", "value", "sentence"),
    [
        ("jpeg_quality", 0, "the JPEG quality is 0; it must be from 1 to 100"),
        ("webp_quality", 101, "the WebP quality is 101; it must be from 1 to 100"),
        ("png_level", 10, "the PNG level is 10; it must be from 0 to 9"),
        ("jpeg_subsampling", "4:1:1", "must be one of 4:4:4, 4:2:2, 4:2:0"),
        ("tiff_compression", "rar", "must be one of deflate, lzw, zstd, none"),
    ],
)
def test_options_out_of_range_are_one_sentence(option: str, value: object, sentence: str) -> None:
    with pytest.raises(FusionError, match=sentence):
        SaveOptions(**{option: value})  # type: ignore[arg-type]


def test_the_command_line_says_what_a_format_loses(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    pair = focus_pair()
    paths = [
        str(save_photo(Photo(pixels.astype(np.uint16) * 257), tmp_path / f"{name}.tif"))
        for name, pixels in (("near", pair.first), ("far", pair.second))
    ]
    assert main(["fuse", *paths, "-o", str(tmp_path / "out.jpg"), "--method", "average"]) == 0
    said = capsys.readouterr().err
    assert said == (
        "note: This format holds 8 of the 16 bits; save as TIFF or PNG to keep all.\n"
    )
    assert main(["fuse", *paths, "-o", str(tmp_path / "o.jpg"), "--jpeg-quality", "0"]) == 2
    assert "the JPEG quality is 0" in capsys.readouterr().err
    assert not (tmp_path / "o.jpg").exists()


@pytest.mark.skipif(shutil.which("exiftool") is None, reason="exiftool is not installed")
@pytest.mark.parametrize("suffix", [".jpg", ".png", ".tif", ".webp"])
def test_another_program_reads_the_metadata_without_complaint(suffix: str, tmp_path: Path) -> None:
    from tests.fusion.files.test_metadata import rich_photo

    path = save_photo(rich_photo(deep=True), tmp_path / f"a{suffix}")
    told = subprocess.run(
        ["exiftool", "-s", "-warning", "-error", "-Make", "-ExposureTime", "-GPSLatitude", "-City",
         "-Orientation", "-Software", str(path)],
        capture_output=True, text=True, check=True,
    ).stdout  # fmt: skip
    for value in ("Maker", "1/125", "48 deg 8' 7.70\" N", "Jena", "Horizontal", "Parfocal"):
        assert value in told
    assert "Warning" not in told


@pytest.mark.parametrize("command", ["fuse", "depth"])
def test_what_is_too_large_for_its_format_is_refused_before_the_work(
    command: str, tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    """libjpeg writes 65,500 pixels a side, not the 65,535 that the format could say."""
    wide = Photo(np.zeros((4, 65_501), np.uint8))
    paths = [str(save_photo(wide, tmp_path / f"{number}.png")) for number in (1, 2)]
    monkeypatch.setattr(pipeline, "align_for", lambda *_: pytest.fail("the work began"))
    assert main([command, *paths, "-o", str(tmp_path / "out.jpg")]) == 1
    said = capsys.readouterr().err
    assert "out.jpg cannot hold 65501 × 4 pixels in this format; save as TIFF" in said
    assert not (tmp_path / "out.jpg").exists()


def test_the_widest_jpeg_is_written(tmp_path: Path) -> None:
    place = save_photo(Photo(np.zeros((4, 65_500), np.uint8)), tmp_path / "a.jpg")
    assert load_photo(place).width == 65_500
