"""No spreadsheet runs a cell, and every cell is read again as it was."""

from __future__ import annotations

import csv
from pathlib import Path

import pytest

from fusion.evaluate.records import NAME, read_rows, write_rows
from fusion.evaluate.runs import Row
from fusion.files.table_cells import guarded, unguarded

DANGEROUS = [
    "=1+1", "+1+1", "-1+1", "@SUM(A1)", "\t=1", "\r=1", "\n=1", "\0=1", "\x1f=1", "＝1+1", "－1", "＋1",
    "＠a", "'=1", "''=1", '=HYPERLINK("http://a")', "-2+3+cmd|' /C calc'!A0", "-", "=",
]  # fmt: skip
HARMLESS = ["near.png", "'near.png", "", " =1", "-0.25", "+1e-05", "-inf", "nan", "3", "a=b", "'"]


@pytest.mark.parametrize("text", DANGEROUS)
def test_what_a_spreadsheet_would_run_is_guarded(text: str) -> None:
    assert guarded(text) == "'" + text
    assert unguarded(guarded(text)) == text


@pytest.mark.parametrize("text", HARMLESS)
def test_other_cells_stay_as_they_are(text: str) -> None:
    assert guarded(text) == text
    assert unguarded(text) == text


def test_a_table_of_results_runs_nothing_and_is_read_again(tmp_path: Path) -> None:
    place = ("@set", "=HYPERLINK(1)", "-method")
    row = Row(*place, {"ssim": -0.25}, 1.5, "cpu", "=error", "", "+print")
    write_rows(tmp_path, [row], ["ssim"])
    with (tmp_path / NAME).open(encoding="utf-8", newline="") as file:
        cells = [cell for line in csv.reader(file) for cell in line]
    assert not [cell for cell in cells if cell[:1] in "=+-@" and cell not in ("", "-0.25")]
    assert read_rows(tmp_path) == [row]
