"""Names that are no UTF-8, as disks of old systems hold them: read, written, recorded, found again."""

from __future__ import annotations

import csv
import json
import os
import sys
from pathlib import Path

import pytest

from fusion import Photo, load_photo, save_photo
from fusion.cli import main
from fusion.record import read_record
from tests.made import focus_pair

FAST = ["--method", "spatial-frequency", "--device", "cpu"]
PAIR = focus_pair(64, 80)
pytestmark = pytest.mark.skipif(
    sys.platform in ("win32", "darwin"), reason="every name is Unicode there"
)


def named(folder: Path, name: bytes) -> Path:
    return folder / os.fsdecode(name)


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """Two sources in a folder, none of whose names is UTF-8."""
    place = named(tmp_path, b"dia\xe9")
    place.mkdir()
    save_photo(Photo(PAIR.first), named(place, b"01_A\xff.png"))
    save_photo(Photo(PAIR.second), named(place, b"01_B\xfe.tif"))
    return place


def test_sources_results_templates_and_records(
    folder: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    sources = sorted(folder.iterdir())
    out = named(folder, b"{first}_\xf0.png")
    aligned, transforms = named(tmp_path, b"al\xf1"), named(tmp_path, b"t\xf2.json")
    assert main([
        "fuse", *map(str, sources), "-o", str(out), *FAST, "--sidecar", "--save-aligned", str(aligned),
        "--save-transforms", str(transforms), "--decision-map", str(named(tmp_path, b"map\xf3.png")),
    ]) == 0  # fmt: skip
    result = named(folder, b"01_A\xff_\xf0.png")
    assert load_photo(result).pixels.shape == PAIR.first.shape
    assert sorted(os.listdir(os.fsencode(aligned))) == [b"001_01_A\xff.tif", b"002_01_B\xfe.tif"]  # noqa: PTH208
    for record in (result, result.with_name(result.name + ".json")):
        assert [os.fsencode(one.name) for one in read_record(record).sources] == [
            b"01_A\xff.png", b"01_B\xfe.tif",
        ]  # fmt: skip
        assert main(["repeat", str(record)]) == 0
    json.loads(result.with_name(result.name + ".json").read_text(encoding="utf-8"))
    command = ["fuse", *map(str, sources), "-o", str(tmp_path / "again.png"), *FAST]
    assert main([*command, "--transforms", str(transforms)]) == 0
    assert "notes" not in capsys.readouterr().err


def test_a_folder_of_such_names_is_expanded_and_checked(folder: Path, tmp_path: Path) -> None:
    assert main(["fuse", str(folder), "-o", str(named(tmp_path, b"o\xff.jpg")), *FAST]) == 0
    assert main(["check", str(folder)]) == 0
    assert main(["depth", str(folder), "-o", str(named(tmp_path, b"d\xff.png"))]) == 0


def test_a_missing_file_is_one_sentence(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    gone = named(tmp_path, b"gone\xff.png")
    assert main(["fuse", str(gone), str(gone), "-o", str(tmp_path / "o.png")]) == 1
    assert "there is no file" in capsys.readouterr().err


def test_evaluate_reads_reports_and_goes_on(folder: Path, tmp_path: Path) -> None:
    named(folder, b"01_B\xfe.tif").rename(named(folder, b"0\xfe1_B.png"))
    named(folder, b"01_A\xff.png").rename(named(folder, b"0\xfe1_A.png"))
    report = named(tmp_path, b"report\xff")
    command = ["evaluate", str(folder), "-o", str(report), "--jobs", "1", "--methods", "average"]
    for _ in range(2):
        assert main(command) == 0
        with (report / "results.csv").open(
            encoding="utf-8", errors="surrogateescape", newline=""
        ) as file:
            (row,) = csv.DictReader(file)
        assert os.fsencode(row["image"]) == b"0\xfe1"
    (report / "report.html").read_text(encoding="utf-8")
    json.loads((report / "summary.json").read_text(encoding="utf-8"))
