"""A result says what made it, and can be made again to the pixel."""

from __future__ import annotations

import json
import os
from pathlib import Path

import numpy as np
import pytest

from fusion import FusionError, FusionSettings, Photo, fuse, load_photo, save_photo
from fusion.cli import main
from fusion.cli.repeat import find_sources
from fusion.methods.multifocus.sesf import SesfParameters
from fusion.record import Record, SourceRecord, read_record
from fusion.version import __version__
from tests.made import focus_pair

FAST = ["--method", "spatial-frequency", "--guide-radius", "7", "--device", "cpu"]


@pytest.fixture
def made(tmp_path: Path) -> Path:
    """A result with its sidecar; the sources lie in another folder."""
    pair, folder = focus_pair(), tmp_path / "shots 微距"
    folder.mkdir()
    paths = [folder / "near 近.png", folder / "far.tif"]
    for path, pixels in zip(paths, (pair.first, pair.second), strict=True):
        save_photo(Photo(pixels), path)
    out = tmp_path / "sharp.png"
    assert main(["fuse", *map(str, paths), "-o", str(out), "--sidecar", *FAST]) == 0
    return out


def test_the_sidecar_says_what_made_the_result(made: Path) -> None:
    record = json.loads(Path(f"{made}.json").read_text(encoding="utf-8"))
    assert record["version"] == __version__
    assert record["method"] == "spatial-frequency"
    assert record["parameters"]["guide_radius"] == 7
    assert [source["name"] for source in record["sources"]] == ["near 近.png", "far.tif"]
    assert record["sources"][0]["path"] == "shots 微距/near 近.png"
    assert record["sources"][0]["sha256"] == load_photo(made.parent / "shots 微距/near 近.png").sha256


@pytest.mark.parametrize("suffix", [".png", ".tif", ".jpg", ".webp"])
def test_the_record_is_embedded_without_the_folders_of_the_sources(made: Path, suffix: str) -> None:
    copy = save_photo(load_photo(made), made.with_suffix(suffix))
    record = read_record(copy)
    assert record.method == "spatial-frequency"
    assert [source.path for source in record.sources] == ["", ""]
    assert "shots" not in (load_photo(copy).metadata.xmp or b"").decode()


def test_a_sidecar_makes_the_same_pixels_again(
    made: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    again = tmp_path / "again.tif"
    assert main(["repeat", f"{made}.json", "-o", str(again)]) == 0
    assert "the same pixels as recorded" in capsys.readouterr().out
    assert np.array_equal(load_photo(again).pixels, load_photo(made).pixels)


def test_the_result_itself_is_a_record(made: Path, tmp_path: Path) -> None:
    before = sorted(tmp_path.rglob("*"))
    assert main(["repeat", str(made), "--sources", str(tmp_path / "shots 微距")]) == 0
    assert sorted(tmp_path.rglob("*")) == before


def test_missing_and_changed_sources_are_named(
    made: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    folder = made.parent / "shots 微距"
    (folder / "near 近.png").unlink()
    save_photo(Photo(np.zeros((96, 128, 3), np.uint8)), folder / "far.tif")
    assert main(["repeat", f"{made}.json"]) == 1
    said = capsys.readouterr().err
    assert "near 近.png is missing" in said
    assert "far.tif has changed since" in said
    assert said.count("\n") == 1


def test_a_record_asks_no_other_computer_for_its_sources(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    asked: list[str] = []
    monkeypatch.setattr(os.path, "isfile", lambda path: bool(asked.append(str(path))))
    sources = (SourceRecord("near.tif", "ab" * 32, path="//host/share/near.tif"),)
    with pytest.raises(FusionError, match=r"near\.tif is missing"):
        find_sources(Record("average", {}, "cpu", sources, ""), tmp_path, None)
    assert asked
    assert not any(path.startswith("//") for path in asked)


def test_pixels_that_differ_are_told(made: Path, capsys: pytest.CaptureFixture[str]) -> None:
    sidecar = Path(f"{made}.json")
    text = sidecar.read_text(encoding="utf-8")
    sidecar.write_text(text.replace('"guide_radius": 7', '"guide_radius": 12'), encoding="utf-8")
    assert main(["repeat", str(sidecar)]) == 1
    assert "the pixels differ from the recorded ones" in capsys.readouterr().err


def test_repeat_never_overwrites_a_source(made: Path) -> None:
    source = made.parent / "shots 微距" / "far.tif"
    before = source.read_bytes()
    assert main(["repeat", f"{made}.json", "-o", str(source)]) == 1
    assert source.read_bytes() == before


@pytest.mark.parametrize(
    "text",
    ["", "[]", "{}", "nothing", '{"parfocal_record": 1}', "[" * 100_000,
     '{"parfocal_record": 1, "sources": [{"name": 3}]}'],
)  # fmt: skip
def test_what_is_no_record_is_one_sentence(text: str, tmp_path: Path) -> None:
    path = tmp_path / "wrong.json"
    path.write_text(text)
    with pytest.raises(FusionError, match=r"wrong\.json is not a record of Parfocal"):
        read_record(path)


BEFORE = Path(__file__).parent / "records_of_before"


@pytest.mark.parametrize("name", ["spatial-frequency", "average"])
def test_a_record_of_the_first_format_makes_the_same_pixels_again(
    name: str, capsys: pytest.CaptureFixture[str]
) -> None:
    """Made by version 0.1, whose methods kept their area limit whatever it removed. No network: its
    rounding may differ between processors."""
    assert main(["repeat", str(BEFORE / f"{name}.png.json")]) == 0
    assert "the same pixels as recorded" in capsys.readouterr().out


def test_values_of_older_parameters_mean_what_they_meant() -> None:
    recorded = read_record(BEFORE / "sesf.png.json").settings
    assert recorded.parameters == SesfParameters(area_limit="fixed")
    sources = [str(BEFORE / "near.png"), str(BEFORE / "far.png")]
    assert fuse(sources, FusionSettings("spatial-frequency", device="cpu")).notes != ()


def test_a_record_of_a_later_format_is_told(tmp_path: Path) -> None:
    path = tmp_path / "late.json"
    path.write_text('{"parfocal_record": 99, "version": "7.0", "sources": []}')
    with pytest.raises(FusionError, match=r"another Parfocal \(7\.0\)"):
        read_record(path)


def test_a_picture_without_a_record_is_told(made: Path) -> None:
    with pytest.raises(FusionError, match="has no record of how it was made"):
        read_record(made.parent / "shots 微距" / "far.tif")


@pytest.mark.parametrize("slabs", [3, {"parts": 2}, ["size"]])
def test_slabs_that_are_none_are_told_in_a_sentence(
    made: Path, slabs: object, capsys: pytest.CaptureFixture[str]
) -> None:
    sidecar = Path(f"{made}.json")
    content = json.loads(sidecar.read_text(encoding="utf-8"))
    sidecar.write_text(json.dumps({**content, "slabs": slabs}), encoding="utf-8")
    assert main(["repeat", str(sidecar)]) == 1
    assert "is not a record of Parfocal" in capsys.readouterr().err


def test_a_hash_of_weights_without_weights_changes_nothing(made: Path) -> None:
    sidecar = Path(f"{made}.json")
    content = json.loads(sidecar.read_text(encoding="utf-8"))
    sidecar.write_text(json.dumps({**content, "weights_sha256": "ab"}), encoding="utf-8")
    assert main(["repeat", str(sidecar)]) == 0
