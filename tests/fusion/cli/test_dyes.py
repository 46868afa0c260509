"""z-stacks of several dyes: recognised by their axes, fused dye by dye, never mixed."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest
import tifffile

from fusion import ReadOptions, load_photo
from fusion.cli import main
from fusion.files import dyes_of, pages_of
from fusion.files.metadata.plane_axes import axes_in
from tests.made import focus_stack

PLANES = np.stack([frame[:, :, 0] for frame in focus_stack(3, 48, 96)[0]])
OTHER = 255 - np.stack([frame[:, :, 1] for frame in focus_stack(3, 48, 96, seed=5)[0]]) // 2
BOTH = np.stack([PLANES, OTHER], axis=1).astype(np.uint16) * 257
"""(Z, C, H, W)."""
FAST = ["--method", "spatial-frequency", "--device", "cpu", "--align", "none"]


def z_stack(path: Path, axes: str, how: str) -> Path:
    """Both dyes in the order that ``axes`` gives; T is of length 1, or 2 where it stands first."""
    order = [("ZC".index(axis)) for axis in axes if axis in "ZC"]
    stored = np.moveaxis(BOTH, order, range(len(order)))
    if "T" in axes:
        stored = np.stack([stored, stored // 2])
    if how == "imagej":
        tifffile.imwrite(path, stored, imagej=True, metadata={"axes": axes})
    elif how == "ome":
        tifffile.imwrite(path, stored, ome=True, metadata={"axes": axes})
    else:
        tifffile.imwrite(path, stored, metadata={"axes": axes})
    return path


KINDS = [
    ("imagej", "ZCYX"), ("imagej", "TZCYX"), ("ome", "ZCYX"), ("ome", "CZYX"), ("ome", "TCZYX"),
    ("shaped", "ZCYX"), ("shaped", "CZYX"),
]  # fmt: skip


@pytest.mark.parametrize(("how", "axes"), KINDS)
def test_dyes_and_focus_are_recognised_by_their_axes(how: str, axes: str, tmp_path: Path) -> None:
    path = z_stack(tmp_path / "a.ome.tif", axes, how)
    dyes = dyes_of(path)
    assert len(dyes) == 2
    assert pages_of(path) == 6 * (1 + ("T" in axes))
    for dye, pages in enumerate(dyes):
        read = [load_photo(path, ReadOptions(page=page)).pixels for page in pages]
        assert np.array_equal(read, BOTH[:, dye])


def test_each_dye_is_fused_by_itself(tmp_path: Path) -> None:
    path = z_stack(tmp_path / "a.tif", "ZCYX", "imagej")
    map_file = tmp_path / "map.png"
    command = ["fuse", str(path), "--pages", "-o", str(tmp_path / "{first}.tif"), *FAST]
    assert main([*command, "--decision-map", str(map_file)]) == 0
    assert sorted(p.name for p in tmp_path.iterdir()) == [
        "a.tif", "a_dye1.tif", "a_dye2.tif", "map_dye1.png", "map_dye2.png",
    ]  # fmt: skip
    for dye in (0, 1):
        alone = tmp_path / "planes"
        alone.mkdir(exist_ok=True)
        for number, plane in enumerate(BOTH[:, dye]):
            tifffile.imwrite(alone / f"{number}.tif", plane)
        assert main(["fuse", str(alone), "-o", str(tmp_path / "alone.tif"), *FAST]) == 0
        wanted = load_photo(tmp_path / "alone.tif").pixels
        assert np.array_equal(load_photo(tmp_path / f"a_dye{dye + 1}.tif").pixels, wanted)


def test_one_dye_can_be_chosen(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    path, out = z_stack(tmp_path / "a.tif", "ZCYX", "imagej"), tmp_path / "out.tif"
    assert main(["fuse", str(path), "--pages", "-o", str(tmp_path / "all.tif"), *FAST]) == 0
    assert main(["fuse", str(path), "--dye", "2", "-o", str(out), *FAST]) == 0
    assert np.array_equal(load_photo(out).pixels, load_photo(tmp_path / "all_dye2.tif").pixels)
    assert main(["repeat", str(out)]) == 0
    capsys.readouterr()
    assert main(["fuse", str(path), "--dye", "3", "-o", str(out), *FAST]) == 2
    assert "there is no dye 3; there are 2, counted from 1" in capsys.readouterr().err
    assert main(["check", str(path), "--pages"]) == 2
    assert "the z-stack has 2 dyes; choose one with --dye" in capsys.readouterr().err


def test_dyes_lie_on_each_other(tmp_path: Path) -> None:
    """The second is moved and cropped as the first, even if it would be registered otherwise."""
    moved = np.stack([BOTH, np.roll(BOTH, (1, 2), axis=(2, 3))])[[0, 1, 0], [0, 1, 2]]
    path = tmp_path / "a.tif"
    tifffile.imwrite(path, np.tile(moved, (1, 1, 3, 3)), imagej=True, metadata={"axes": "ZCYX"})
    command = [
        "fuse",
        str(path),
        "--pages",
        "-o",
        str(tmp_path / "o.tif"),
        *FAST[:4],
        "--align",
        "shift",
    ]
    assert main(command) == 0
    shapes = {load_photo(tmp_path / f"o_dye{dye}.tif").pixels.shape for dye in (1, 2)}
    assert len(shapes) == 1


def test_files_with_different_numbers_of_dyes_are_one_sentence(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    paths = [z_stack(tmp_path / "a.tif", "ZCYX", "imagej"), tmp_path / "b.tif"]
    tifffile.imwrite(paths[1], BOTH[0, 0])
    assert main(["fuse", *map(str, paths), "--pages", "-o", str(tmp_path / "o.tif")]) == 2
    assert "different numbers of dyes (1, 2)" in capsys.readouterr().err


@pytest.mark.parametrize("description", ["ImageJ", "tifffile", "nameless"])
def test_a_stack_behind_one_directory_is_read_whole(description: str, tmp_path: Path) -> None:
    """As ImageJ writes what is larger than 4 GB."""
    path = tmp_path / "a.tif"
    stack = BOTH[:, 0]
    if description == "ImageJ":
        text = "ImageJ=1.53t\nimages=3\nslices=3\n"
        tifffile.imwrite(path, stack[0], description=text, metadata=None)
        path.write_bytes(path.read_bytes() + stack[1:].astype("<u2").tobytes())
    else:
        axes = {"axes": "ZYX"} if description == "tifffile" else {}
        tifffile.imwrite(
            path, stack, photometric="minisblack", metadata={**axes, "truncated": True}
        )
    assert pages_of(path) == 3
    assert str(*load_photo(path).notes).startswith("It has 3 pages; only the first was read.")
    for number in range(3):
        assert np.array_equal(load_photo(path, ReadOptions(page=number)).pixels, stack[number])
    assert main(["fuse", str(path), "--pages", "-o", str(tmp_path / "o.tif"), *FAST]) == 0
    assert load_photo(tmp_path / "o.tif").notes == ()
    assert main(["repeat", str(tmp_path / "o.tif")]) == 0


def test_times_are_not_mixed_and_told(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    path = z_stack(tmp_path / "a.tif", "TZCYX", "imagej")
    assert main(["fuse", str(path), "--dye", "1", "-o", str(tmp_path / "o.tif"), *FAST]) == 0
    assert "It holds 2 z-stacks, one for each time; only that of the first" in capsys.readouterr().err
    note = str(*load_photo(path).notes)
    assert note.startswith("It is a z-stack of 3 planes in each of 2 dyes; only the first was read.")


@pytest.mark.parametrize(
    "description",
    [b"ImageJ=1\nimages=99999999999\n", b"ImageJ=1\nslices=9999\nchannels=9999\n", b"{\"shape\": 5}",
     b"{\"shape\": [[1], 2, 3], \"axes\": \"ZYX\"}", b"<OME",
     b"<OME><Pixels SizeC='-5' SizeZ='x'/></OME>",
     b"<OME><Pixels SizeC='0'/></OME>", b"<!DOCTYPE a [<!ENTITY b 'c'>]><OME/>", b"{" * 100_000,
     b"<OME>" + b"<a>" * 50_000, b"ImageJ=\xff\xfe\nslices=\xb2\n"],
)  # fmt: skip
def test_a_description_that_cannot_be_true_says_nothing(description: bytes) -> None:
    axes = axes_in(description)
    assert axes is None or axes.count == 1
