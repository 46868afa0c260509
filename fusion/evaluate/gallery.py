"""The pictures of one scene in the report: sources, results, maps, and crops at full size."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from html import escape
from itertools import chain

import numpy as np

from fusion.errors import FusionError
from fusion.evaluate.datasets import Scene
from fusion.evaluate.pictures import (
    CROP,
    ERROR_WHITE,
    Bytes,
    crop,
    crop_places,
    data_uri,
    difference,
    error_map,
    load_small_values,
    reduced,
    some,
)
from fusion.evaluate.runs import Row, Task
from fusion.files.writing import to_8_bit
from fusion.frames.roles import frames_by_role
from fusion.settings import AS_GIVEN, ROLES

Pairs = Sequence[tuple[Task, Row]]


def scene_section(pairs: Pairs, side: int) -> str:
    """A section that unfolds with all pictures of one scene; a sentence where one cannot be shown."""
    scene = pairs[0][0].scene
    try:
        inside = sources_row(scene, side)
        inside += "".join(contender_row(task, row, side) for task, row in pairs)
        inside += crop_rows(scene, [task for task, row in pairs if not row.error])
    except (FusionError, OSError) as error:
        inside = f'<p class="error">{escape(str(error))}</p>'
    name = f"{escape(scene.dataset)} / {escape(scene.name)}"
    return f"<details open><summary>{name}</summary><div>{inside}</div></details>"


def sources_row(scene: Scene, side: int) -> str:
    """The sources, four at most, and the truth."""
    shown = [figure(reduced(pixels, side), text) for text, pixels in shown_sources(scene)]
    if scene.truth:
        shown.append(figure(reduced(load_small_values(scene.truth), side), "ground truth"))
    return f'<div class="row">{"".join(shown)}</div>'


def shown_sources(scene: Scene) -> Iterator[tuple[str, Bytes]]:
    """Of the sources, four at most, what each is and its pixels in 8 bits, one after another."""
    roles = ROLES[scene.purpose]
    if roles:
        frames = frames_by_role(scene.sources, AS_GIVEN)
        for role, photo in zip(roles, frames, strict=True):
            yield role, np.asarray(to_8_bit(photo.pixels), np.uint8)
        return
    for number, path in some(scene.sources):
        yield f"source {number} of {len(scene.sources)}", load_small_values(path)


def contender_row(task: Task, row: Row, side: int) -> str:
    """Result, decision map and error map of one contender, and its values."""
    title = f"<h3>{escape(task.contender.label)}</h3>"
    if row.error:
        return f'{title}<p class="error">{escape(row.error)}</p>'
    fused = load_small_values(task.result)
    shown = [figure(reduced(fused, side), "result")]
    if task.decision is not None:
        text = "decision map, white: first source"
        shown.append(figure(reduced(load_small_values(task.decision), side), text))
    if task.scene.truth:
        text = f"error map, white: {ERROR_WHITE} levels of 255 or more"
        errors = error_map(fused, load_small_values(task.scene.truth))
        shown.append(figure(reduced(errors, side), text))
    named = ((escape(key.removesuffix("_reference")), value) for key, value in row.values.items())
    values = " · ".join(f"{name} {value:#.4g}" for name, value in named)
    return f'{title}<p class="quiet">{values}</p><div class="row">{"".join(shown)}</div>'


def crop_rows(scene: Scene, tasks: Sequence[Task]) -> str:
    """Windows at 100 % where the results differ most; of one result, where it differs from the truth,
    or where the sources do."""
    if not tasks:
        return ""
    results = [task.result for task in tasks]
    if len(results) > 1:
        compared, why = results, "the results differ most"
    elif scene.truth:
        compared, why = [results[0], scene.truth], "the result differs most from the truth"
    else:
        compared, why = [path for _, path in some(scene.sources)], "the sources differ most"
    places = crop_places(difference(load_small_values(path) for path in compared))
    results_of = [(task.contender.label, task.result) for task in tasks]
    truth = [("ground truth", scene.truth)] if scene.truth else []
    named = chain(
        shown_sources(scene),
        ((text, load_small_values(path)) for text, path in [*results_of, *truth]),
    )
    rows = [""] * len(places)
    for text, pixels in named:
        for index, place in enumerate(places):
            rows[index] += figure(crop(pixels, place), text, quality=92, natural=True)
    titles = (f"<h3>100 %, where {why}: {CROP} pixels from x {x}, y {y}</h3>" for x, y in places)
    return "".join(
        f'{title}<div class="row">{row}</div>' for title, row in zip(titles, rows, strict=True)
    )


def figure(pixels: Bytes, text: str, quality: int = 80, natural: bool = False) -> str:
    """A picture embedded in the page, with its caption."""
    height, width = pixels.shape[:2]
    style = f' style="width:{width}px"' if natural else ""
    return (
        f'<figure{style}><img width="{width}" height="{height}" alt="{escape(text)}" '
        f'src="{data_uri(pixels, quality)}"><figcaption>{escape(text)}</figcaption></figure>'
    )
