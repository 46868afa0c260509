"""``report.html``: one page with all pictures embedded, for light and dark, without scripts."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from html import escape
from itertools import groupby
from pathlib import Path

from fusion.evaluate.gallery import scene_section
from fusion.evaluate.pictures import side_for, some
from fusion.evaluate.plots import dot_plot, legend
from fusion.evaluate.report_folder import PAGE
from fusion.evaluate.runs import Row, Task
from fusion.evaluate.statistics import NONE, Summary, groups, summarise
from fusion.evaluate.style import STYLE
from fusion.files.replacing import replace_whole
from fusion.metrics import METRICS

ARROWS = {"higher": "↑", "lower": "↓", "nearest zero": "→0"}


def write_report(
    report: Path, tasks: Sequence[Task], rows: Sequence[Row], advance: Callable[[int], None]
) -> None:
    """Write the page. ``rows`` belong to ``tasks``; ``advance`` takes the number of scenes done."""
    labels = list(dict.fromkeys(task.contender.label for task in tasks))
    used = {key for task in tasks for key in task.keys}
    keys = [key for key in METRICS if key in used]
    parts = [head(tasks, rows, labels)]
    for name, members in groups(rows).items():
        parts.append(f"<h2>{escape(name)}</h2>")
        parts.append(means_table(members, labels, keys))
    parts.append(f"<h2>Picture by picture</h2>{legend(labels)}")
    parts += [plot(key, rows, labels) for key in keys]
    parts.append("<h2>The pictures</h2>")
    scenes = [
        list(pairs)
        for _, pairs in groupby(zip(tasks, rows, strict=True), key=lambda pair: pair[0].place[:2])
    ]
    side = side_for(sum(pictures_of(pairs) for pairs in scenes))
    for done, pairs in enumerate(scenes, 1):
        parts.append(scene_section(pairs, side))
        advance(done)
    page = "\n".join([*parts, "</body></html>\n"])
    replace_whole(report / PAGE, page.encode("utf-8", "backslashreplace"))


def pictures_of(pairs: Sequence[tuple[Task, Row]]) -> int:
    """How many reduced pictures a scene shows."""
    scene = pairs[0][0].scene
    return len(some(scene.sources)) + bool(scene.truth) + len(pairs) * (2 + bool(scene.truth))


def head(tasks: Sequence[Task], rows: Sequence[Row], labels: Sequence[str]) -> str:
    """The beginning of the page: title, what was compared, and errors."""
    scenes = {task.place[:2]: task.scene for task in tasks}
    truths = sum(scene.truth is not None for scene in scenes.values())
    sets = ", ".join(dict.fromkeys(scene.dataset for scene in scenes.values()))
    border = tasks[0].crop_border
    left_out = f" The metrics against it leave out {border} pixels at the border."
    cropped = left_out if truths and border else ""
    failed = [row for row in rows if row.error]
    errors = "".join(
        f"<li>{escape(f'{row.dataset} / {row.image}, {row.method}: {row.error}')}</li>"
        for row in failed
    )
    wrong = f'<h2 class="error">What failed</h2><ul>{errors}</ul>' if failed else ""
    return (
        '<!DOCTYPE html><html lang="en"><head><meta charset="utf-8">'
        '<meta name="viewport" content="width=device-width, initial-scale=1">'
        f"<title>Evaluation of {escape(sets)}</title><style>{STYLE}</style></head><body>"
        f"<h1>Evaluation of {escape(', '.join(labels))}</h1>"
        f'<p class="quiet">Data: {escape(sets)}. {len(scenes)} pictures, {truths} of them with a ground '
        f"truth.{cropped}</p>{wrong}"
    )


def means_table(rows: Sequence[Row], labels: Sequence[str], keys: Sequence[str]) -> str:
    """Means, intervals and ranks; the best mean is bold."""
    found = {key: summary for key in keys if (summary := summarise(rows, labels, key))}
    if not found:
        return '<p class="quiet">No value.</p>'
    titles = "".join(
        f'<th title="{escape(METRICS[key].title)}">{escape(key.removesuffix("_reference"))} '
        f"{ARROWS[METRICS[key].direction]}</th>"
        for key in found
    )
    lines = []
    for label in labels:
        cells = "".join(cell(summary.get(label), best_of(summary)) for summary in found.values())
        lines.append(f"<tr><td>{escape(label)}</td>{cells}</tr>")
    counts = sorted({next(iter(summary.values())).count for summary in found.values()})
    images = " to ".join(dict.fromkeys(str(count) for count in (counts[0], counts[-1])))
    return (
        f'<div class="wide"><table><tr><th>method</th>{titles}</tr>{"".join(lines)}</table></div>'
        f'<p class="note">Means over {images} pictures that every method has a '
        "value for, with their 95 % bootstrap interval and the mean rank over the pictures. "
        "↑ higher is better, ↓ lower, →0 nearest zero. Where intervals overlap, more "
        "pictures may turn the order around.</p>"
    )


def best_of(summary: dict[str, Summary]) -> float:
    """The best rank of a mean; 0, a rank that none has, where there is only one contender."""
    return min(one.rank for one in summary.values()) if len(summary) > 1 else 0


def cell(summary: Summary | None, best_rank: float) -> str:
    """A table cell with a mean, its interval and its rank."""
    if summary is None:
        return "<td>–</td>"
    interval = f"{number(summary.low)} to {number(summary.high)}" if summary.count > 1 else "one picture"
    best = ' class="best"' if summary.rank == best_rank else ""
    return (
        f"<td{best}>{number(summary.mean)}<small>{interval}</small>"
        f"<small>rank {summary.mean_rank:.2f}</small></td>"
    )


def number(value: float) -> str:
    """Four digits; infinity as its sign."""
    if value in (float("inf"), float("-inf")):
        return "∞" if value > 0 else "−∞"
    return f"{value:#.4g}" if abs(value) < 999.95 else f"{value:.0f}"


def plot(key: str, rows: Sequence[Row], labels: Sequence[str]) -> str:
    """A metric's plot with its heading."""
    places = list(dict.fromkeys((row.dataset, row.image) for row in rows if key in row.values))
    by_place = {row.place: row.values.get(key, NONE) for row in rows}
    several = len({dataset for dataset, _ in places}) > 1
    names = [f"{image}, {dataset}" if several else image for dataset, image in places]
    values = {label: [by_place.get((*place, label), NONE) for place in places] for label in labels}
    drawn = dot_plot(key, names, values)
    metric = METRICS[key]
    title = metric.title[:1].upper() + metric.title[1:]
    return (
        f"<h3>{escape(key.removesuffix('_reference'))} {ARROWS[metric.direction]}</h3>"
        f'<p class="quiet">{escape(title)}. {escape(metric.blind_to)}</p><div class="wide">{drawn}</div>'
        if drawn
        else ""
    )
