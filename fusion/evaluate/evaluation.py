"""The whole evaluation: read earlier rows, do the tasks, save every row, summarise, report."""

from __future__ import annotations

import dataclasses
import json
from collections.abc import Sequence
from contextlib import closing
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import fusion
from fusion.evaluate.contenders import Contender
from fusion.evaluate.datasets import Scene
from fusion.evaluate.records import read_rows, write_rows
from fusion.evaluate.report import write_report
from fusion.evaluate.report_folder import SUMMARY, prepare
from fusion.evaluate.runs import Row, Task, make_tasks
from fusion.evaluate.statistics import groups, summarise
from fusion.evaluate.workers import perform_all
from fusion.files.replacing import replace_whole
from fusion.metrics import METRICS
from fusion.metrics.as_json import json_number
from fusion.progress import Progress, no_progress


@dataclass(frozen=True)
class Plan:
    """What to evaluate.

    ``keys`` None takes the usual metrics; ``crop_border`` is in pixels, for the metrics with a truth.
    """

    scenes: Sequence[Scene]
    contenders: Sequence[Contender]
    report: Path
    keys: Sequence[str] | None = None
    crop_border: int = 0
    jobs: int = 1


@dataclass(frozen=True)
class Evaluation:
    """All rows in the order of scenes and contenders, and how many came from an earlier run."""

    rows: list[Row]
    reused: int

    @property
    def failed(self) -> list[Row]:
        return [row for row in self.rows if row.error]


def evaluate(plan: Plan, progress: Progress = no_progress) -> Evaluation:
    """Fill the folder ``plan.report``: ``results.csv``, ``summary.json``, ``report.html``, pictures.

    Rows whose method, parameters, metrics and files are those of an earlier run are taken from it.
    Raising ``Cancelled`` from ``progress`` stops; the same call then goes on from there.
    """
    tasks = make_tasks(plan.scenes, plan.contenders, plan.keys, plan.crop_border, plan.report)
    prepare(plan.report, tasks)
    known = reusable(tasks, plan.report)
    wanted = used_keys(tasks)
    rows = dict(known)
    steps = len(tasks) + len(plan.scenes)
    with closing(perform_all([task for task in tasks if task.place not in known], plan.jobs)) as work:
        for row in work:
            if row is not None:
                rows[row.place] = row
                write_rows(plan.report, rows.values(), wanted)
            progress("Evaluating", len(rows), steps)
    ordered = [rows[task.place] for task in tasks]
    write_rows(plan.report, ordered, wanted)
    write_summary(plan, ordered, wanted)
    write_report(
        plan.report, tasks, ordered, lambda done: progress("Reporting", len(tasks) + done, steps)
    )
    return Evaluation(ordered, len(known))


def reusable(tasks: Sequence[Task], report: Path) -> dict[tuple[str, str, str], Row]:
    """Rows of an earlier run that would come out the same."""
    earlier = {row.place: row for row in read_rows(report) if not row.error}
    return {
        task.place: earlier[task.place]
        for task in tasks
        if task.place in earlier
        and earlier[task.place].fingerprint == task.fingerprint()
        and task.is_whole()
    }


def used_keys(tasks: Sequence[Task]) -> list[str]:
    """The metrics of any task, in the order of the catalogue."""
    used = {key for task in tasks for key in task.keys}
    return [key for key in METRICS if key in used]


def write_summary(plan: Plan, rows: Sequence[Row], keys: Sequence[str]) -> None:
    """``summary.json``: means, intervals and ranks by data set, contender and metric."""
    labels = [contender.label for contender in plan.contenders]
    means: dict[str, Any] = {}
    for name, members in groups(rows).items():
        by_key = {key: summarise(members, labels, key) for key in keys}
        means[name] = {
            label: {
                key: json_numbers(dataclasses.asdict(by_key[key][label]))
                for key in keys
                if label in by_key[key]
            }
            for label in labels
        }
    content = {
        "program": f"Parfocal {fusion.__version__}",
        "images": len(plan.scenes),
        "crop_border": plan.crop_border,
        "methods": {
            contender.label: {
                "method": contender.settings.method if contender.settings else None,
                "parameters": contender.parameters,
                "results": str(contender.results) if contender.results else None,
            }
            for contender in plan.contenders
        },
        "metrics": {key: METRICS[key].direction for key in keys},
        "failed": sum(bool(row.error) for row in rows),
        "means": means,
    }
    text = json.dumps(content, indent=2, allow_nan=False, ensure_ascii=False)
    replace_whole(plan.report / SUMMARY, (text + "\n").encode("utf-8", "backslashreplace"))


def json_numbers(numbers: dict[str, float]) -> dict[str, float | str | None]:
    """The numbers as JSON can hold them."""
    return {key: json_number(value) for key, value in numbers.items()}
