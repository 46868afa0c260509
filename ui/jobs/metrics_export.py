"""Measured values, also as text for the clipboard, CSV and JSON. Keys and words stay English there."""

from __future__ import annotations

import csv
import io
import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path

from fusion import Photo
from fusion.errors import FusionError
from fusion.files.outputs import refuse_outputs
from fusion.files.replacing import replace_whole
from fusion.files.table_cells import guarded
from ui.document.fused import Fused

ENDINGS = (".csv", ".json")


@dataclass(frozen=True, eq=False)
class Measured:
    """Values by key, and what they were measured on."""

    fused: Fused
    reference: Photo | None
    values: Mapping[str, float]


def write(path: Path, measured: Measured, protected: Iterable[Path] = ()) -> Path:
    """Write the values in the form that the ending names, whole or not at all.

    Raises
    ------
    FusionError
        For another ending, for one of the ``protected`` files, or where it cannot be written.
    """
    forms = {".csv": as_csv, ".json": as_json}
    form = forms.get(path.suffix.lower())
    if form is None:
        raise FusionError(
            "unknown-table-ending",
            "the file name {name} must end in .csv or .json, which says the form",
            name=path.name,
        )
    refuse_outputs([path], protected)
    replace_whole(path, form(measured).encode("utf-8"))
    return path


def as_tabs(measured: Measured) -> str:
    """Lines of name, value and what is better, with tabs between: spreadsheets take them as cells."""
    return "".join("\t".join(map(guarded, row[:3])) + "\n" for row in table(measured))


def as_csv(measured: Measured) -> str:
    """Metric, value, what is better, and the range."""
    text = io.StringIO()
    rows = ([guarded(cell) for cell in row] for row in table(measured))
    csv.writer(text, lineterminator="\n").writerows(rows)
    return text.getvalue()


def as_json(measured: Measured) -> str:
    """The values with what they were measured on. JSON has no infinity: it is the text ``inf``."""
    from fusion.metrics import METRICS
    from fusion.metrics.as_json import json_number

    result, reference = measured.fused.result, measured.reference
    document = {
        "result": {
            "method": result.settings.method,
            "width": result.photo.width,
            "height": result.photo.height,
        },
        "sources": [measured.fused.sources[number].name for number in measured.fused.numbers],
        "reference": reference.name if reference is not None else None,
        "metrics": {
            key: {
                "value": json_number(value),
                "better": METRICS[key].direction,
                "range": METRICS[key].range,
                "title": METRICS[key].title,
                "blind_to": METRICS[key].blind_to,
            }
            for key, value in measured.values.items()
        },
    }
    return json.dumps(document, ensure_ascii=False, indent=2, allow_nan=False) + "\n"


def table(measured: Measured) -> list[tuple[str, str, str, str]]:
    """A heading and a row for each value, with all its digits."""
    from fusion.metrics import METRICS

    rows = [
        (key, repr(float(value)), METRICS[key].direction, METRICS[key].range)
        for key, value in measured.values.items()
    ]
    return [("metric", "value", "better", "range"), *rows]
