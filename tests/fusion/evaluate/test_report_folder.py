"""A report replaces neither what it measures nor what others put into its folder."""

from __future__ import annotations

from pathlib import Path

import pytest

from fusion import FusionError, load_photo
from fusion.evaluate.contenders import read_contenders
from fusion.evaluate.datasets import find_datasets
from fusion.evaluate.evaluation import Evaluation, Plan, evaluate
from fusion.evaluate.records import NAME
from tests.fusion.files.test_outputs import picture


def run(data: Path, report: Path, methods: list[str], *results: Path) -> Evaluation:
    contenders = read_contenders(methods, list(results), "cpu")
    return evaluate(Plan(find_datasets([data]), contenders, report, ["Q_G"]))


def test_measured_pictures_of_another_program_stay(data: Path, tmp_path: Path) -> None:
    """They lie where the results of ``average`` would."""
    report = tmp_path / "report"
    run(data, report, ["spatial-frequency"])
    theirs = report / "results" / "average" / data.name
    theirs.mkdir(parents=True)
    for name in ("01", "02", "stack"):
        picture(theirs / f"{name}.png")
    before = (theirs / "01.png").read_bytes()
    with pytest.raises(FusionError, match="is one of the sources"):
        run(data, report, ["average"], theirs)
    with pytest.raises(FusionError, match="is not of Parfocal"):
        run(data, report, ["average"])
    assert (theirs / "01.png").read_bytes() == before


def test_files_of_a_folder_that_is_linked_into_a_data_set_stay(data: Path, tmp_path: Path) -> None:
    report = tmp_path / "report"
    run(data, report, ["average"])
    made = report / "results" / "average" / data.name
    (data / "linked").symlink_to(made)
    before = {path: path.read_bytes() for path in made.iterdir()}
    with pytest.raises(FusionError, match=r"lies in a data set|is one of the sources"):
        run(data, report, ["average", "spatial-frequency"])
    assert {path: path.read_bytes() for path in made.iterdir()} == before
    (data / "linked").unlink()
    (data / "linked").symlink_to(tmp_path)
    for name in ("1.png", "2.png"):
        picture(tmp_path / name)
    with pytest.raises(FusionError, match="lies in a data set"):
        run(data, report, ["average"])


def test_a_folder_with_a_table_of_something_else_is_no_report(data: Path, tmp_path: Path) -> None:
    report = tmp_path / "report"
    report.mkdir()
    (report / NAME).write_text("name,votes\nred,3\n", encoding="utf-8")
    with pytest.raises(FusionError, match="holds other files"):
        run(data, report, ["average"])
    assert (report / NAME).read_text(encoding="utf-8") == "name,votes\nred,3\n"


def test_a_run_goes_on_where_its_table_lacks_a_row(data: Path, tmp_path: Path) -> None:
    """Killed between the pictures and the row, it knows its pictures by their record."""
    report = tmp_path / "report"
    run(data, report, ["spatial-frequency"])
    table = (report / NAME).read_text(encoding="utf-8").splitlines(keepends=True)
    (report / NAME).write_text(table[0], encoding="utf-8")
    made = run(data, report, ["spatial-frequency"])
    assert made.reused == 0
    assert len(made.rows) == 3
    maps = report / "decisions" / "spatial-frequency" / data.name
    assert load_photo(maps / "01.png").metadata.xmp is not None
