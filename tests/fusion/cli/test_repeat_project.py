"""``repeat PROJECT``: every result again, to the same pixels; files that moved are found or named."""

from __future__ import annotations

import dataclasses
import shutil
from pathlib import Path

import numpy as np
import pytest

from fusion import FusionResult, FusionSettings, Photo, fuse, load_photo, save_photo
from fusion.cli import main
from fusion.project import Project, ProjectResult, ProjectSource, read_project, save_project
from fusion.retouch.stroke import Brush, FrameSource, Retouch, Stroke
from tests.made import focus_pair


@pytest.fixture
def shots(tmp_path: Path) -> list[Path]:
    pair, folder = focus_pair(48, 64), tmp_path / "shots"
    folder.mkdir()
    paths = [folder / "near.png", folder / "far.png"]
    for path, pixels in zip(paths, (pair.first, pair.second), strict=True):
        save_photo(Photo(pixels), path)
    return paths


@pytest.fixture
def results(shots: list[Path]) -> list[FusionResult]:
    """One by a method that decides, retouched; and one by another that does not."""
    brush = Brush(FrameSource(load_photo(shots[0]).sha256, name="near.png"), radius_px=6)
    retouch = Retouch((Stroke(((50.0, 20.0, 1.0), (55.0, 30.0, 1.0)), brush),))
    return [
        fuse(shots, FusionSettings("spatial-frequency", device="cpu"), retouch=retouch),
        fuse(shots, FusionSettings("laplacian-pyramid", device="cpu")),
    ]


@pytest.fixture
def project(shots: list[Path], results: list[FusionResult], tmp_path: Path) -> Path:
    sources = tuple(
        ProjectSource(path.name, path.as_posix(), "", load_photo(path).sha256, path.stat().st_size)
        for path in shots
    )
    recipes = []
    for made, title in zip(results, ("retouched", ""), strict=True):
        assert made.record is not None
        record = dataclasses.replace(made.record, strokes=None)
        recipes.append(ProjectResult(record, (0, 1), made.record.retouch, title=title))
    whole = Project(sources, (0, 1), results=tuple(recipes))
    return save_project(whole, tmp_path / "flower.parfocal")


def test_every_result_is_made_again_byte_for_byte(
    project: Path, results: list[FusionResult], tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    out = tmp_path / "again"
    assert main(["repeat", str(project), "-o", str(out), "--sidecar"]) == 0
    told = capsys.readouterr().out
    assert "1 retouched: the same pixels as recorded (spatial-frequency, cpu)" in told
    assert "2 laplacian-pyramid: the same pixels as recorded" in told
    names = ["flower_1_retouched.tif", "flower_2_laplacian-pyramid.tif"]
    for name, made in zip(names, results, strict=True):
        again = load_photo(out / name).pixels
        assert again.dtype == made.photo.pixels.dtype
        assert again.tobytes() == made.photo.pixels.tobytes()
        assert main(["repeat", str(out / f"{name}.json")]) == 0


def test_a_project_that_moved_with_its_files_is_made_again(project: Path, tmp_path: Path) -> None:
    elsewhere = tmp_path / "elsewhere"
    elsewhere.mkdir()
    project.rename(elsewhere / project.name)
    (tmp_path / "shots").rename(elsewhere / "shots")
    assert main(["repeat", str(elsewhere / project.name)]) == 0


def test_files_that_are_gone_are_named_in_a_sentence(
    project: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    kept = tmp_path / "kept"
    shutil.move(tmp_path / "shots", kept)
    assert main(["repeat", str(project)]) == 1
    assert "uses files that are gone: near.png, far.png; say with --sources" in capsys.readouterr().err
    assert main(["repeat", str(project), "--sources", str(kept)]) == 0
    save_photo(Photo(np.zeros((48, 64, 3), np.uint8)), kept / "near.png")
    assert main(["repeat", str(project), "--sources", str(kept)]) == 1
    assert "have changed since" in capsys.readouterr().err


def test_other_pixels_than_recorded_are_told(
    project: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    known = read_project(project)
    wrong = dataclasses.replace(known.results[1].record, pixels_sha256="00" * 32)
    unknown = dataclasses.replace(known.results[0].record, pixels_sha256="")
    first, second = known.results
    changed = (dataclasses.replace(first, record=unknown), dataclasses.replace(second, record=wrong))
    save_project(dataclasses.replace(known, results=changed), project)
    assert main(["repeat", str(project)]) == 1
    assert "1 of 2 results have other pixels than recorded" in capsys.readouterr().err


@pytest.mark.parametrize(
    ("arguments", "said"),
    [(["--save-strokes", "s.json"], "the strokes of a project are in the project"), ([], "no results")],
)
def test_what_cannot_be_is_told(
    arguments: list[str], said: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    path = save_project(Project(), tmp_path / "empty.parfocal")
    assert main(["repeat", str(path), *arguments]) != 0
    assert said in capsys.readouterr().err


def test_a_source_is_not_written_over(project: Path, tmp_path: Path) -> None:
    taken = tmp_path / "shots" / "flower_1_retouched.tif"
    (tmp_path / "shots" / "near.png").rename(taken)
    known = read_project(project)
    first = dataclasses.replace(known.sources[0], name=taken.name, path=taken.as_posix())
    save_project(dataclasses.replace(known, sources=(first, known.sources[1])), project)
    before = taken.read_bytes()
    assert main(["repeat", str(project), "-o", str(tmp_path / "shots")]) == 1
    assert taken.read_bytes() == before
