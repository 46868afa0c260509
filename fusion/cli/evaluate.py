"""``evaluate``: methods over whole data sets, measured and reported."""

from __future__ import annotations

import argparse
import os
import sys
from pathlib import Path
from typing import TYPE_CHECKING

from fusion.cli.bar import progress_bar
from fusion.cli.metrics import check_crop_border, read_keys
from fusion.cli.renamed import add_renamed
from fusion.errors import FusionError, WrongUsageError
from fusion.progress import Cancelled
from fusion.settings import DEVICES, MODELS, MULTIFOCUS, ROLES

if TYPE_CHECKING:
    from fusion.evaluate.contenders import Contender


def add_to(parser: argparse.ArgumentParser) -> None:
    """Add the command's options to its parser."""
    parser.description = (
        "Run methods over folders of pairs (NN_A, NN_B and, where known, NN_all_in_focus; or NN_ir, "
        "NN_vi) and of stacks (sub-folders of frames), measure the results, and write a table, a "
        "summary and a page with pictures. The same command goes on after a stop. docs/lab/evaluate.md "
        "says more."
    )
    parser.epilog = "example: python -m fusion evaluate pairs --methods sesf,spatial-frequency -o report"
    parser.add_argument(
        "datasets", nargs="+", type=Path, metavar="DATASET", help="a folder of pairs or of stacks"
    )
    parser.add_argument(
        "-o", "--output", type=Path, required=True, metavar="REPORT",
        help="the folder for the report; it is made, or gone on with",
    )
    parser.add_argument(
        "--kind", choices=list(ROLES), default=MULTIFOCUS,
        help="what the data sets are: pairs and stacks focused differently, or pairs NN_ir, NN_vi "
        "(default: %(default)s)",
    )
    parser.add_argument(
        "--methods", default="", metavar="A,B,C",
        help="which methods; sesf:attention=scse:window-radius=7 sets parameters",
    )
    parser.add_argument(
        "--results", type=Path, action="append", default=[], metavar="FOLDER",
        help="also measure the pictures NN.png or NN_fused.png that another program wrote; or files "
        "named otherwise, by a path that holds {name}: others/{name}_gan.png (repeatable)",
    )
    add_measuring_options(parser)
    parser.add_argument(
        "--jobs", type=int, default=os.cpu_count() or 1, metavar="N",
        help="pictures worked on at once (default: one a core)",
    )
    parser.add_argument(
        "--align", choices=MODELS, default="none",
        help="register the frames to the first one (infrared to visible) before they are fused, and "
        "measure against the registered frames (default: none)",
    )
    parser.add_argument(
        "--device", choices=DEVICES, default="auto", help="where to compute (default: %(default)s)"
    )
    parser.add_argument("--debug", action="store_true", help="show the traceback of an error")
    parser.set_defaults(run=run)


def add_measuring_options(parser: argparse.ArgumentParser) -> None:
    """Add the options that say what is measured, and where."""
    parser.add_argument(
        "--metrics", metavar="KEYS",
        help="which, such as Q_G,Q_MI (default: PSNR, SSIM, GMSD and ΔE2000 where the truth is known, "
        "else Q_G, Q_W, Q_CV, Q_CB and Q_MI; for infrared and visible EN, SD, SD_8, SF, AG, MI, VIFF, "
        "SCD, SSIM_fusion, PSNR_fusion, Q_G and Q_CV)",
    )
    border = parser.add_argument(
        "--crop-border", type=int, default=0, metavar="N",
        help="pixels at the border that the metrics against the truth leave out (default: 0)",
    )
    add_renamed(parser, "--frame", border, gone_in="0.4")


def run(options: argparse.Namespace) -> int:
    """Run the methods, write the report; 1 where a picture failed."""
    from fusion.evaluate.datasets import find_datasets
    from fusion.evaluate.evaluation import Plan, evaluate

    check_crop_border(options.crop_border)
    if options.jobs < 1:
        raise WrongUsageError(
            "jobs-below-one", "--jobs is {jobs}; it must be 1 or more",
            jobs=options.jobs,
        )  # fmt: skip
    contenders = contenders_of(options)
    keys = read_keys(options.metrics)
    scenes = find_datasets(options.datasets, options.kind)
    plan = Plan(scenes, contenders, options.output, keys, options.crop_border, options.jobs)
    try:
        with progress_bar() as progress:
            made = evaluate(plan, progress)
    except (KeyboardInterrupt, Cancelled):
        raise Cancelled("cancelled; the same command goes on from what is done") from None
    reused = f", {made.reused} of them from before" if made.reused else ""
    print(f"{options.output / 'report.html'}  ({len(made.rows)} results{reused})")
    if made.failed:
        first = made.failed[0]
        failed = f"error: {len(made.failed)} of {len(made.rows)} results failed, first {first.method} "
        print(f"{failed}on {first.dataset}/{first.image}: {first.error}", file=sys.stderr)
    return 1 if made.failed else 0


def contenders_of(options: argparse.Namespace) -> list[Contender]:
    """Methods and folders of results; raises ``WrongUsageError``."""
    from fusion.evaluate.contenders import read_contenders

    texts = [text.strip() for text in options.methods.split(",") if text.strip()]
    if not texts and not options.results:
        raise WrongUsageError(
            "nothing-to-compare",
            "there is nothing to compare; give --methods or --results",
        )
    try:
        return read_contenders(texts, options.results, options.device, options.align, options.kind)
    except FusionError as error:
        raise WrongUsageError.of(error) from error
