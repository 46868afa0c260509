"""What a comparison of methods found, as tables in Markdown."""

from __future__ import annotations

import statistics
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field

import numpy as np

from fusion import load_photo
from fusion.evaluate.contenders import Contender
from fusion.evaluate.evaluation import Plan
from fusion.evaluate.runs import Row, make_tasks
from fusion.photo import Pixels
from fusion.registry import find_method
from fusion.settings import MULTIFOCUS

NO_SOURCE = "no source's, %"
SECONDS = "s a picture"
KIND = {"decision": "picks", "pixels": "paints"}
"""How a method comes to its pixels."""
DIGITS = {"PSNR_reference": 2, "DeltaE2000_reference": 3, "Q_CV": 1, "SD": 2, "PSNR_fusion": 2, "SF": 2}
"""After the point; three where nothing is said."""


@dataclass(frozen=True)
class Result:
    """One contender on one set: means by metric; ``refused`` is the first sentence of pictures that it
    gave no result for, and no mean is told then: it would be of other pictures."""

    label: str
    kind: str
    pictures: int
    means: dict[str, float] = field(default_factory=dict)
    refused: str = ""


def no_source_share(fused: Pixels, sources: Iterable[Pixels], slack: int = 1) -> float:
    """Share of pixels of a fused picture that none of the sources has there, from 0 to 1.

    Parameters
    ----------
    fused, sources
        8-bit pictures of one shape.
    slack
        Levels by which a channel may differ, for rounding.

    Examples
    --------
    >>> source, other = np.uint8([[10, 20]]), np.uint8([[60, 20]])
    >>> no_source_share(np.uint8([[35, 21]]), [source, other])
    0.5
    """
    invented = np.ones(fused.shape[:2], bool)
    for source in sources:
        apart = np.abs(fused.astype(np.int16) - source)
        largest = apart if apart.ndim == 2 else apart.max(axis=2)
        invented &= largest > slack
    return float(invented.mean())


def results_of(plan: Plan, rows: Sequence[Row]) -> list[Result]:
    """A result for each contender of an evaluated set, in their order."""
    found = []
    for contender in plan.contenders:
        mine = [row for row in rows if row.method == contender.label]
        errors = [row.error for row in mine if row.error]
        if errors:
            found.append(Result(contender.label, kind_of(contender), len(mine), refused=errors[0]))
            continue
        keys = [key for key in plan.keys or () if all(key in row.values for row in mine)]
        means = {key: statistics.fmean(row.values[key] for row in mine) for key in keys}
        if plan.scenes[0].purpose == MULTIFOCUS:
            means[NO_SOURCE] = 100 * shares_of(plan, contender)
        if contender.settings is not None:
            means[SECONDS] = statistics.median(row.seconds for row in mine)
        found.append(Result(contender.label, kind_of(contender), len(mine), means))
    return found


def shares_of(plan: Plan, contender: Contender) -> float:
    """The mean over a set of the share of pixels that no source has, the border left out."""
    shares = []
    for task in make_tasks(plan.scenes, [contender], plan.keys, plan.crop_border, plan.report):
        inside = slice(plan.crop_border, -plan.crop_border or None)
        fused, *sources = (
            load_photo(path).pixels[inside, inside] for path in (task.result, *task.scene.sources)
        )
        shares.append(no_source_share(fused, sources))
    return statistics.fmean(shares)


def kind_of(contender: Contender) -> str:
    """``picks`` or ``paints``; empty for the pictures of other programs."""
    return KIND[find_method(contender.settings.method).kind] if contender.settings else ""


def set_table(name: str, results: Sequence[Result]) -> Iterator[str]:
    """The table of one set."""
    keys = list(dict.fromkeys(key for result in results for key in result.means))
    pictures = max((result.pictures for result in results), default=0)
    yield f"\n**{name}**: means over {pictures} pictures\n"
    yield "| | | " + " | ".join(keys) + " |"
    yield "|---" * (2 + len(keys)) + "|"
    for result in results:
        cells = [number(key, result.means.get(key)) for key in keys]
        yield f"| {result.label} | {result.kind} | " + " | ".join(cells) + " |"
    for result in results:
        if result.refused:
            yield f"\n{result.label} gave no result: {result.refused}"


def number(key: str, value: float | None) -> str:
    """A value as it stands in a table."""
    return "–" if value is None else f"{value:.{DIGITS.get(key, 3)}f}"


def picking_and_painting(sets: dict[str, Sequence[Result]]) -> Iterator[str]:
    """Of the sets with a truth, PSNR and the share of pixels that no source has, best method first."""
    with_truth = {
        name: [one for one in found if "PSNR_reference" in one.means] for name, found in sets.items()
    }
    known = {name: found for name, found in with_truth.items() if found}
    if not known:
        return
    by_label: dict[str, dict[str, Result]] = {}
    for name, found in known.items():
        for result in found:
            by_label.setdefault(result.label, {})[name] = result
    whole = [row for row in by_label.values() if len(row) == len(known)]
    whole.sort(key=lambda row: -statistics.fmean(one.means["PSNR_reference"] for one in row.values()))
    heads = [f"{name}: {what}" for name in known for what in ("PSNR, dB", NO_SOURCE)]
    yield "\n**Picking and painting**, where the truth is known\n"
    yield "| | | " + " | ".join(heads) + " |"
    yield "|---" * (2 + len(heads)) + "|"
    for row in whole:
        first = next(iter(row.values()))
        cells = [
            number(key, row[name].means[key]) for name in known for key in ("PSNR_reference", NO_SOURCE)
        ]
        yield f"| {first.label} | {first.kind} | " + " | ".join(cells) + " |"
