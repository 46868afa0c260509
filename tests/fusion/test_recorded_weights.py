"""A file of weights in a record: no picture tells where it lies, and it is found again from anywhere."""

from __future__ import annotations

import json
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest

from fusion import Photo, load_photo, save_photo
from fusion.cli import main
from fusion.project import Project, ProjectResult
from fusion.project.project_file import content_of, project_from
from fusion.record import Record, read_record, write_sidecar
from fusion.recorded_paths import hash_of_weights, name_only, strokes_with_weights
from fusion.retouch.stroke import Brush, Recipe, Retouch, Stroke
from fusion.retouch.stroke_file import content_of as strokes_content
from tests.fusion.methods.test_published_painters import save_theirs
from tests.made import infrared_pair


@pytest.fixture
def made(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A result with its sidecar, by weights named with a path from the folder where the command ran."""
    (tmp_path / "secret").mkdir()
    for name, pixels in zip(("1_ir.png", "1_vi.png"), infrared_pair(), strict=True):
        save_photo(Photo(pixels), tmp_path / "secret" / name)
    save_theirs("densefuse", tmp_path / "secret/theirs.npz")
    monkeypatch.chdir(tmp_path)
    assert main([
        "fuse", "secret/1_ir.png", "secret/1_vi.png", "-o", "fused.png", "--method", "densefuse",
        "--weights", "secret/theirs.npz", "--sidecar", "--device", "cpu",
    ]) == 0  # fmt: skip
    return tmp_path / "fused.png"


def test_a_picture_tells_no_folder_of_the_weights(made: Path) -> None:
    packet = (load_photo(made).metadata.xmp or b"").decode()
    assert "theirs.npz" in packet
    assert "secret" not in packet


def test_a_sidecar_finds_the_weights_from_any_folder(
    made: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "elsewhere").mkdir()
    monkeypatch.chdir(tmp_path / "elsewhere")
    stored = json.loads(Path(f"{made}.json").read_text(encoding="utf-8"))
    assert stored["parameters"]["weights"] == "secret/theirs.npz"
    assert main(["repeat", f"{made}.json"]) == 0


def test_no_result_is_written_over_the_weights(
    made: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    weights = (made.parent / "secret/theirs.npz").rename(made.parent / "secret/theirs.png")
    before = weights.read_bytes()
    shot = [f"secret/1_{role}.png" for role in ("ir", "vi")]
    named = ["--method", "densefuse", "--weights", "secret/theirs.png"]
    assert main(["fuse", *shot, *named, "-o", "secret/theirs.png"]) == 1
    assert main(["fuse", *shot, *named, "-o", "again.png", "--sidecar"]) == 0
    assert main(["repeat", "again.png.json", "-o", str(weights)]) == 1
    assert capsys.readouterr().err.count("theirs.png is one of the sources and is not overwritten") == 2
    assert weights.read_bytes() == before


def test_a_picture_finds_the_weights_beside_the_sources(
    made: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(["repeat", str(made), "--sources", str(tmp_path / "secret")]) == 0
    (tmp_path / "secret/theirs.npz").unlink()
    assert main(["repeat", str(made), "--sources", str(tmp_path / "secret")]) == 1
    told = capsys.readouterr().err
    assert "theirs.npz is missing; say with --sources in which folder" in told


def test_weights_that_have_changed_are_named(
    made: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """It was said that another program had made the pixels: "by Parfocal 0.1.0 on cpu, these on cpu"."""
    weights = made.parent / "secret/theirs.npz"
    with np.load(weights) as archive:
        np.savez(weights, **{name: values * np.float32(0.9) for name, values in archive.items()})
    for record in (f"{made}.json", str(made)):
        assert main(["repeat", record, "--sources", str(weights.parent)]) == 1
        assert "theirs.npz has changed since; say with --sources" in capsys.readouterr().err
    write_sidecar(replace(read_record(made), weights_sha256=""), made, ())  # as records of before are
    assert main(["repeat", f"{made}.json", "--sources", str(weights.parent)]) == 1
    assert "the pixels differ from the recorded ones" in capsys.readouterr().err


def test_a_record_of_before_knows_no_hash_of_weights(made: Path) -> None:
    sidecar = Path(f"{made}.json")
    content = json.loads(sidecar.read_text(encoding="utf-8"))
    assert content.pop("weights_sha256") == hash_of_weights({"weights": "secret/theirs.npz"})
    sidecar.write_text(json.dumps({**content, "parfocal_record": 5}), encoding="utf-8")
    assert read_record(sidecar).weights_sha256 == ""
    assert main(["repeat", str(sidecar)]) == 0


def test_a_project_keeps_the_whole_path(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    record = Record("densefuse", {"weights": "theirs.npz"}, "cpu", (), "")
    content = content_of(Project(results=(ProjectResult(record, ()),)))
    (result,) = project_from(content, tmp_path / "a.parfocal").results
    assert result.record.parameters == {"weights": (tmp_path / "theirs.npz").as_posix()}


def test_a_stroke_with_another_result_tells_no_folder_either(tmp_path: Path) -> None:
    weights = tmp_path / "secret" / "theirs.npz"
    weights.parent.mkdir()
    weights.write_bytes(b"")
    recipe = Recipe("densefuse", (("weights", weights.as_posix()),), 1)
    strokes = strokes_content(Retouch((Stroke(((1.0, 2.0, 1.0),), Brush(recipe)),)))
    record = Record("average", {}, "cpu", (), "", strokes=strokes)
    assert "secret" not in record.to_json()
    sidecar = tmp_path / "a.json"
    sidecar.write_text(record.to_json(tmp_path), encoding="utf-8")
    assert "secret/theirs.npz" in sidecar.read_text(encoding="utf-8")
    assert str(tmp_path) not in sidecar.read_text(encoding="utf-8")
    assert read_record(sidecar) == record


@pytest.mark.parametrize("strokes", [[], "x", {"strokes": 3}, {"strokes": [None, {"source": 1}]}])
def test_what_is_no_strokes_is_left_to_those_who_read_them(strokes: object) -> None:
    assert strokes_with_weights(strokes, name_only) == strokes


def test_other_parameters_stay_as_they_are(tmp_path: Path) -> None:
    path = tmp_path / "a.json"
    record = Record("densefuse", {"weights": "", "rule": "mean"}, "cpu", (), "")
    path.write_text(record.to_json(tmp_path), encoding="utf-8")
    assert read_record(path) == record
