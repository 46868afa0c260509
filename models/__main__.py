"""``python -m models train``: train the networks on folders of photographs."""

from __future__ import annotations

import argparse
import dataclasses
import sys
from pathlib import Path
from typing import Any

from models.attention import ATTENTIONS, pools_globally
from models.decision.training import DecisionTrainingSettings, train_decision
from models.manifest import WeightsError
from models.sesf.training import PRECISIONS, TrainingSettings, train
from models.training.losses import PIXEL_REDUCTIONS

METHODS: dict[str, tuple[type[Any], Any, str]] = {
    "sesf": (
        TrainingSettings,
        train,
        "Train the squeeze-and-excitation dense encoder on any photographs, without labels.",
    ),
    "learned-decision": (
        DecisionTrainingSettings,
        train_decision,
        "Train the learned decision on scenes made from photographs. Photographs with depth "
        "(NAME_image.* with NAME_disp.png or NAME_depth.png) and mattes (NAME_rgba.png) in the folders "
        "are used as such.",
    ),
}
CHOICES = {
    "attention": list(ATTENTIONS),
    "reduction": list(PIXEL_REDUCTIONS),
    "precision": list(PRECISIONS),
    "block": ["dense", "plain"],
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
    "decisiveness": "how soon a lead of one frame becomes a plain choice in the fused picture",
    "validation_share": "share of the photographs kept for validation",
    "widths": "channels of the network's levels, finest first",
    "growth": "channels that a dense layer adds, by level",
    "fine": "channels and growth of the level at full size; 0 leaves it out",
    "details": "sizes of detail whose agreement with each frame the network is shown",
    "block": "convolutions densely connected, or each given only what the one before it found",
    "picture_weight": "weight of the fused picture",
    "cut_out_share": "share of cut-outs among the scenes of two frames that come from no stack",
    "border_share": "share of cut-outs at the border of their photograph",
    "ragged_share": "share of cut-out masks with the noise of a depth camera",
    "choice_weight": "weight of the choice of a frame beside the fused picture",
    "even_weight": "weight of the choice where the frames are alike",
    "edge_weight": "how much more the choice counts near a change of the best frame",
    "rim_weight": "how much more the outermost pixels of a scene count",
    "faithful_weight": "weight of knowing which frame shows the scene as it is",
    "frames": "frames of a scene, step by step, again and again",
    "stack_share": "share of the scenes that come from rendered stacks, where there are any",
    "surface_share": "share of single surfaces of changing depth among the other scenes",
    "highlight_share": "share of scenes with small lights among layered scenes in linear light",
    "start": "folder with weights to begin from",
    "first_step": "number of the first batch of scenes; another one than that of the training before",
    "seed": "seed of the split, the crops and the first weights",
    "precision": "arithmetic of the network while it trains",
}


def build_parser(method: str = "sesf") -> argparse.ArgumentParser:
    """The options, one for each field of the method's settings."""
    settings, _, description = METHODS[method]
    parser = argparse.ArgumentParser(prog="python -m models", description=__doc__)
    commands = parser.add_subparsers(dest="command", required=True)
    training = commands.add_parser(
        "train",
        help="train a network",
        description=f"{description} Run the same command again to go on after an interruption.",
        formatter_class=argparse.ArgumentDefaultsHelpFormatter,
    )
    training.add_argument(
        "--method", choices=list(METHODS), default=method, help="whose network; --help depends on it"
    )
    training.add_argument("folders", nargs="+", type=Path, help="folders of photographs")
    training.add_argument("-o", "--output", type=Path, required=True, help="folder for the results")
    training.add_argument("--device", choices=["auto", "cpu", "cuda"], default="auto", help="where")
    training.add_argument("--threads", type=int, default=0, help="CPU threads; 0 lets torch choose")
    for field in dataclasses.fields(settings):
        training.add_argument(
            "--" + field.name.replace("_", "-"),
            type=type(field.default),
            default=field.default,
            choices=_choices(method, field.name),
            help=HELP[field.name],
        )
    return parser


def _choices(method: str, name: str) -> list[str] | None:
    if method == "learned-decision" and name == "attention":
        return [*(choice for choice in ATTENTIONS if not pools_globally(choice)), "none"]
    return CHOICES.get(name)


def chosen_method(arguments: list[str] | None) -> str:
    """The value of ``--method``, by which the other options differ."""
    first = argparse.ArgumentParser(add_help=False)
    first.add_argument("--method", choices=list(METHODS), default="sesf")
    return str(first.parse_known_args(arguments)[0].method)


def main(arguments: list[str] | None = None) -> int:
    """Run the command; returns 0 done, 1 failed, 130 stopped (argparse exits with 2 by itself)."""
    method = chosen_method(arguments)
    options = build_parser(method).parse_args(arguments)
    settings_type, run, _ = METHODS[method]
    names = [field.name for field in dataclasses.fields(settings_type)]
    if options.threads:
        import torch

        torch.set_num_threads(options.threads)
    try:
        settings = settings_type(**{name: getattr(options, name) for name in names})
        run(options.folders, options.output, settings, options.device, report=print)
    except (OSError, ValueError, WeightsError) as error:
        print(f"error: {error}", file=sys.stderr)
        return 1
    except KeyboardInterrupt:
        print("stopped; run the same command again to go on", file=sys.stderr)
        return 130
    return 0


if __name__ == "__main__":
    sys.exit(main())
