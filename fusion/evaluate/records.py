"""The rows on disk: ``results.csv``, which is also what a later run goes on from."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable, Sequence
from pathlib import Path

from fusion.evaluate.runs import Row
from fusion.files.replacing import replace_whole
from fusion.files.table_cells import guarded, unguarded

NAME = "results.csv"
BEFORE = ("dataset", "image", "method")
AFTER = ("seconds", "device", "error", "error_code", "fingerprint")


def write_rows(report: Path, rows: Iterable[Row], keys: Sequence[str]) -> None:
    """Write a line for each picture and contender; a metric that was not measured is empty."""
    text = io.StringIO()
    table = csv.writer(text, lineterminator="\n")
    table.writerow([*BEFORE, *keys, *AFTER])
    for row in rows:
        values = [repr(row.values[key]) if key in row.values else "" for key in keys]
        end = [f"{row.seconds:.3f}", row.device, row.error, row.error_code, row.fingerprint]
        table.writerow([guarded(cell) for cell in (*row.place, *values, *end)])
    replace_whole(report / NAME, text.getvalue().encode("utf-8", "surrogateescape"))


def read_rows(report: Path) -> list[Row]:
    """The rows of an earlier run; none where there was none or its file is damaged."""
    try:
        content = (report / NAME).read_text(encoding="utf-8", errors="surrogateescape")
        return [read_row(line) for line in csv.DictReader(io.StringIO(content))]
    except (OSError, ValueError, KeyError, TypeError, csv.Error):
        return []


def read_row(line: dict[str, str]) -> Row:
    """A row from a line of the table."""
    line = {key: unguarded(text) for key, text in line.items()}
    known = {*BEFORE, *AFTER}
    values = {key: float(text) for key, text in line.items() if key not in known and text}
    place = (line["dataset"], line["image"], line["method"])
    return Row(
        *place, values, float(line["seconds"]), line["device"], line["error"],
        line.get("error_code", ""),  # tables of version 0.1.0 have none
        line["fingerprint"],
    )  # fmt: skip
