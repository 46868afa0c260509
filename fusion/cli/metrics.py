"""``metrics``: numbers for one fused picture."""

from __future__ import annotations

import argparse
import json
from collections.abc import Iterable, Sequence
from pathlib import Path

from fusion.cli.bar import progress_bar
from fusion.cli.renamed import add_renamed
from fusion.errors import FusionError, WrongUsageError
from fusion.files import load_photo
from fusion.photo import Photo
from fusion.settings import MULTIFOCUS, ROLES


def add_to(parser: argparse.ArgumentParser) -> None:
    """Add the command's options to its parser."""
    parser.description = (
        "Measure a fused picture against its sources and, where there is one, the truth. "
        "docs/lab/metrics.md says how to read the numbers."
    )
    parser.epilog = "example: python -m fusion metrics near.jpg far.jpg --fused sharp.png"
    parser.add_argument(
        "sources", nargs="+", type=Path, metavar="SOURCE",
        help="two pictures or more, in the order of their depth",
    )
    parser.add_argument(
        "--kind", choices=list(ROLES), default=MULTIFOCUS,
        help="what the sources are; an infrared and a visible picture are brought to the scale on which "
        "they are fused (default: %(default)s)",
    )
    parser.add_argument(
        "--fused", type=Path, required=True, metavar="FILE", help="the picture to measure"
    )
    parser.add_argument(
        "--reference", type=Path, metavar="FILE", help="the true picture, sharp everywhere"
    )
    parser.add_argument(
        "--metrics", metavar="KEYS", help="which, such as Q_G,Q_MI (default: all that can be had)"
    )
    border = parser.add_argument(
        "--crop-border", type=int, default=0, metavar="N",
        help="pixels at the border that the metrics against the reference leave out (default: 0)",
    )
    add_renamed(parser, "--frame", border, gone_in="0.4")
    parser.add_argument(
        "--json", action="store_true", help='print JSON: a value by key; "inf" where it is infinite'
    )
    parser.add_argument("--debug", action="store_true", help="show the traceback of an error")
    parser.set_defaults(run=run)


def run(options: argparse.Namespace) -> int:
    """Score one picture and print its numbers."""
    from fusion.metrics import score

    if len(options.sources) < 2:
        raise WrongUsageError(
            "too-few-files-to-measure",
            "measuring takes two sources at least; give another file",
        )
    keys = read_keys(options.metrics)
    check_crop_border(options.crop_border)
    fused = load_photo(options.fused)
    sources = [load_photo(path) for path in options.sources]
    reference = load_photo(options.reference) if options.reference else None
    border = options.crop_border
    if reference and 2 * border >= min(fused.height, fused.width):
        raise FusionError(
            "border-too-wide",
            "a border of {border} pixels leaves nothing of {width} × {height}; take a smaller one",
            border=border, width=fused.width, height=fused.height,
        )  # fmt: skip
    for photo in [*sources, *([reference] if reference else [])]:
        refuse_other_size(photo, fused)
    if ROLES[options.kind]:
        sources = by_role(sources)
    with progress_bar() as progress:
        values = score(
            [photo.pixels for photo in sources], fused.pixels,
            reference.pixels if reference else None, keys, border, progress,
        )  # fmt: skip
    print(as_json(values) if options.json else as_table(values))
    return 0


def by_role(sources: Sequence[Photo]) -> list[Photo]:
    """An infrared and a visible picture in this order and on one scale; raises ``WrongUsageError``."""
    from fusion.frames.roles import frames_by_role

    if len(sources) != 2:
        raise WrongUsageError(
            "too-many-for-roles",
            "{count} sources were given; fusing infrared and visible takes one of each",
            count=len(sources),
        )
    return list(frames_by_role(sources))


def read_keys(text: str | None) -> list[str] | None:
    """The keys in a comma-separated list; raises ``WrongUsageError`` for one that is not there."""
    from fusion.metrics import METRICS

    if text is None:
        return None
    keys = [key.strip() for key in text.split(",") if key.strip()]
    for key in keys:
        if key not in METRICS:
            raise WrongUsageError(
                "unknown-metric", "there is no metric {name!r}; there are {known}",
                name=key, known=", ".join(METRICS),
            )  # fmt: skip
    if not keys:
        raise WrongUsageError(
            "no-metric-named", "--metrics names no metric; there are {known}",
            known=", ".join(METRICS),
        )  # fmt: skip
    return list(dict.fromkeys(keys))


def check_crop_border(border: int) -> None:
    """Refuse a negative border."""
    if border < 0:
        raise WrongUsageError(
            "border-below-zero", "--crop-border is {border}; it must be 0 or more",
            border=border,
        )  # fmt: skip


def refuse_other_size(photo: Photo, fused: Photo) -> None:
    """Raise for a picture of another size, naming its file."""
    if (photo.height, photo.width) != (fused.height, fused.width):
        raise FusionError(
            "size-of-fused-differs",
            "{path} is {width} × {height} pixels and the fused picture {fused} is {fused_width} × "
            "{fused_height}; take pictures of the same size",
            path=photo.path, width=photo.width, height=photo.height, fused=fused.path,
            fused_width=fused.width, fused_height=fused.height,
        )  # fmt: skip


def as_json(values: dict[str, float]) -> str:
    """A JSON object of value by key."""
    from fusion.metrics.as_json import json_number

    numbers = {key: json_number(value) for key, value in values.items()}
    return json.dumps(numbers, indent=2, allow_nan=False)


def as_table(values: dict[str, float]) -> str:
    """Aligned columns: key, value, which direction is better, what it compares, title."""
    from fusion.metrics import METRICS

    rows = [("metric", "value", "better", "family", "what it measures")]
    for key, value in values.items():
        metric = METRICS[key]
        rows.append((key, f"{value:.6g}", metric.direction, metric.family, metric.title))
    return "\n".join(aligned(rows))


def aligned(rows: Iterable[tuple[str, ...]]) -> list[str]:
    """Lines whose columns stand below one another; the second column ends at the right."""
    table = list(rows)
    widths = [max(len(row[column]) for row in table) for column in range(len(table[0]))]
    return [
        "  ".join(
            cell.rjust(width) if column == 1 else cell.ljust(width)
            for column, (cell, width) in enumerate(zip(row, widths, strict=True))
        ).rstrip()
        for row in table
    ]
