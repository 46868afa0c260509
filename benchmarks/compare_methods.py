"""Every method on every set of both kinds, in one command that goes on where it was stopped::

    python -m benchmarks.compare_methods -o FOLDER [--sets lytro,tno] [--methods sesf,pmgi]

Multi-focus: ``lytro`` (no truth), ``mfiwhu30`` and ``nyud20`` (with truth). Infrared and visible:
``ivif`` (its 29 test sets) and ``tno`` (8 pairs with the pictures that the authors' programs gave,
measured beside ours). Each set is an evaluation (``python -m fusion evaluate``) in FOLDER/SET, with all
results, a page of pictures and crops at 100 %: what is there already is not made again, method by method
and picture by picture. The tables, in Markdown, are printed and written to FOLDER/tables.md. A method
that serves the kind takes part as soon as it is registered.
"""

from __future__ import annotations

import argparse
import json
import shlex
import sys
from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass
from datetime import date
from pathlib import Path
from typing import Any

from benchmarks.comparison_tables import Result, picking_and_painting, results_of, set_table
from benchmarks.machine import machine
from benchmarks.pairs import SHARED
from fusion import FusionError
from fusion.contracts import Method
from fusion.evaluate.contenders import Contender, read_contenders
from fusion.evaluate.datasets import NAME_FIELD, find_datasets
from fusion.evaluate.evaluation import Plan, evaluate
from fusion.evaluate.records import read_rows
from fusion.registry import methods
from fusion.settings import INFRARED_VISIBLE, MULTIFOCUS

RESULTS = "results.json"
"""The means of all sets, in the output's folder, for ``benchmarks.method_pages``."""
BORDER = 16
"""Pixels left out on every side where a truth is known: some sets were blurred with black outside."""
VARIANTS = (
    "fusiondiff:sampler=deterministic", "fusiondiff:sampler=stochastic", "fusiondiff:clamp=range",
    "densefuse:rule=l1-norm",
)  # fmt: skip
"""More rows behind a method's own, each of the question that it answers."""


@dataclass(frozen=True)
class Set:
    """A set of pictures below the development data.

    ``keys`` are the metrics; ``published`` are the programs whose pictures lie beside the sources, as
    ``NN_program.png``.
    """

    folder: str
    purpose: str
    keys: tuple[str, ...]
    published: tuple[str, ...] = ()


WITH_TRUTH = ("PSNR_reference", "SSIM_reference", "DeltaE2000_reference", "Q_G")
WITHOUT_TRUTH = ("Q_G", "Q_W", "Q_CV", "Q_MI")
OF_THE_KIND = ("EN", "SD", "SF", "AG", "MI", "VIFF", "SCD", "SSIM_fusion", "PSNR_fusion", "Q_G", "Q_CV")
SETS = {
    "lytro": Set("pairs/lytro", MULTIFOCUS, WITHOUT_TRUTH),
    "mfiwhu30": Set("pairs/mfiwhu30", MULTIFOCUS, WITH_TRUTH),
    "nyud20": Set("pairs/nyud20", MULTIFOCUS, WITH_TRUTH),
    "ivif": Set("ivif/test", INFRARED_VISIBLE, OF_THE_KIND),
    "tno": Set(
        "published/tno", INFRARED_VISIBLE, OF_THE_KIND, ("densefuse", "fusiongan", "pmgi")
    ),
}


def contender_texts(purpose: str, asked: Sequence[str]) -> list[str]:
    """The methods that serve a kind, with the variants of each, as ``evaluate`` writes them.

    ``asked`` keeps those whose name, or whose name with parameters, it holds; empty keeps all.
    """
    known: dict[str, Method[Any]] = methods(purpose)
    found: list[str] = []
    for name in known:
        texts = [name, *(variant for variant in VARIANTS if variant.split(":")[0] == name)]
        found += [text for text in texts if not asked or name in asked or text in asked]
    given = [text for text in asked if ":" in text and text.split(":")[0] in known]
    return list(dict.fromkeys([*found, *given]))


def compare(
    name: str, data: Path, output: Path, asked: Sequence[str] = (), pictures: int = 0
) -> list[Result]:
    """Fuse and measure one set; what an earlier call measured is taken from ``output``.

    Parameters
    ----------
    name
        Of ``SETS``.
    data
        The folder of development data.
    output
        Gets a folder for the set.
    asked
        Methods, as ``contender_texts`` takes them; those of earlier calls stay in the results.
    pictures
        How many of the set's; 0 takes all.
    """
    chosen = SETS[name]
    folder = data / chosen.folder
    earlier = {row.method for row in read_rows(output / name)}
    texts = contender_texts(chosen.purpose, [*asked, *earlier] if asked else [])
    published = [folder / f"{NAME_FIELD}_{program}.png" for program in chosen.published]
    contenders = [
        *read_contenders(texts, [], "cpu", purpose=chosen.purpose),
        *(
            Contender(f"{program}, published picture", results=path)
            for program, path in zip(chosen.published, published, strict=True)
        ),
    ]
    scenes = find_datasets([folder], chosen.purpose)[: pictures or None]
    border = BORDER if scenes[0].truth else 0
    plan = Plan(scenes, contenders, output / name, chosen.keys, border)

    def progress(stage: str, done: int, total: int) -> None:
        print(f"\r{name}: {stage.lower()} {done} of {total}", end="", file=sys.stderr, flush=True)

    found = evaluate(plan, progress)
    print(file=sys.stderr)
    return results_of(plan, found.rows)


def keep_results(output: Path, found: Mapping[str, Sequence[Result]]) -> None:
    """Write the means by set into ``RESULTS``; sets that were not asked for stay."""
    path = output / RESULTS
    known = json.loads(path.read_text(encoding="utf-8")) if path.is_file() else {}
    known |= {name: [asdict(one) for one in results] for name, results in found.items()}
    path.write_text(json.dumps(known, indent=1), encoding="utf-8")


def chosen_sets(text: str) -> list[str]:
    """Names of sets; raises ``FusionError`` for one that is not known."""
    names = list(dict.fromkeys(name.strip() for name in text.split(",")))
    for name in names:
        if name not in SETS:
            raise FusionError(
                "unknown-set", "there is no set {name!r}; there are {known}",
                name=name, known=", ".join(SETS),
            )  # fmt: skip
    return names


def main(arguments: Sequence[str] | None = None) -> int:
    given = list(sys.argv[1:] if arguments is None else arguments)
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("-o", "--output", type=Path, required=True, help="folder for all that is made")
    parser.add_argument("--sets", default=",".join(SETS), help=f"of {', '.join(SETS)}")
    parser.add_argument("--methods", default="", help="which, parted by commas; all if nothing is said")
    parser.add_argument("--pictures", type=int, default=0, help="of each set; 0 takes all")
    parser.add_argument("--data", type=Path, default=SHARED, help="folder of the development data")
    options = parser.parse_args(given)
    command = shlex.join(["python", "-m", "benchmarks.compare_methods", *given])
    lines = [f"`{command}`, {date.today()}, {machine()}"]
    asked = [text.strip() for text in options.methods.split(",") if text.strip()]
    found: dict[str, Sequence[Result]] = {}
    try:
        options.output.mkdir(parents=True, exist_ok=True)
        for name in chosen_sets(options.sets):
            found[name] = compare(name, options.data, options.output, asked, options.pictures)
            lines += set_table(name, found[name])
        lines += picking_and_painting(found)
    except (FusionError, OSError) as error:
        print(f"error: {error}", file=sys.stderr)
        return 1
    keep_results(options.output, found)
    text = "\n".join(lines) + "\n"
    (options.output / "tables.md").write_text(text, encoding="utf-8")
    print(text)
    return 0


if __name__ == "__main__":
    sys.exit(main())
