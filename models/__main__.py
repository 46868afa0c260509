"""``python -m models train``: train the encoder on folders of photographs."""

from __future__ import annotations

import argparse
import dataclasses
import sys
from pathlib import Path

from models.attention import ATTENTIONS
from models.losses import PIXEL_REDUCTIONS
from models.train import PRECISIONS, TrainingSettings, train

CHOICES = {
    "attention": list(ATTENTIONS),
    "reduction": list(PIXEL_REDUCTIONS),
    "precision": list(PRECISIONS),
}
HELP = {
    "attention": "squeeze-and-excitation variant",
    "steps": "steps of Adam",
    "batch": "crops in a step",
    "crop": "side of a crop in pixels",
    "rate": "learning rate at the start",
    "last_rate": "learning rate at the end of the cosine decay",
    "ssim_weight": "λ, the weight of 1 − SSIM beside the pixel distance",
    "reduction": "pixel distance of each picture (root mean square), or of the whole batch (norm)",
    "noise": "largest noise added to the input, standard deviation in [0, 1]; the target stays clean",
    "validation_share": "share of the photographs kept for validation",
    "seed": "seed of the split, the crops and the first weights",
    "precision": "arithmetic of the network while it trains",
}


def build_parser() -> argparse.ArgumentParser:
    """The options, one for each field of ``TrainingSettings``."""
    parser = argparse.ArgumentParser(prog="python -m models", description=__doc__)
    commands = parser.add_subparsers(dest="command", required=True)
    training = commands.add_parser(
        "train",
        help="train the encoder without labels",
        description="Train the squeeze-and-excitation dense encoder on any photographs. Run the same "
        "command again to go on after an interruption.",
        formatter_class=argparse.ArgumentDefaultsHelpFormatter,
    )
    training.add_argument("folders", nargs="+", type=Path, help="folders of photographs")
    training.add_argument("-o", "--output", type=Path, required=True, help="folder for the results")
    training.add_argument("--device", choices=["auto", "cpu", "cuda"], default="auto", help="where")
    training.add_argument("--threads", type=int, default=0, help="CPU threads; 0 lets torch choose")
    for field in dataclasses.fields(TrainingSettings):
        training.add_argument(
            "--" + field.name.replace("_", "-"),
            type=type(field.default),
            default=field.default,
            choices=CHOICES.get(field.name),
            help=HELP[field.name],
        )
    return parser


def main(arguments: list[str] | None = None) -> int:
    """Run the command; returns 0 done, 1 failed, 130 stopped (argparse exits with 2 by itself)."""
    options = build_parser().parse_args(arguments)
    names = [field.name for field in dataclasses.fields(TrainingSettings)]
    if options.threads:
        import torch

        torch.set_num_threads(options.threads)
    try:
        settings = TrainingSettings(**{name: getattr(options, name) for name in names})
        train(options.folders, options.output, settings, options.device, report=print)
    except (OSError, ValueError) as error:
        print(f"error: {error}", file=sys.stderr)
        return 1
    except KeyboardInterrupt:
        print("stopped; run the same command again to go on", file=sys.stderr)
        return 130
    return 0


if __name__ == "__main__":
    sys.exit(main())
