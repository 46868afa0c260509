"""``python -m models``: train the networks on folders of photographs, and make pairs to train on."""

from __future__ import annotations

import argparse
import dataclasses
import sys
from collections.abc import Sequence
from pathlib import Path
from typing import Any

from models.manifest import WeightsError
from models.networks import Network, find_network, networks
from models.pairs import PairOptions, make_pairs
from models.running.process import STOPPED, Interrupts, raise_interrupts
from models.running.threads import MOST_THREADS, is_thread_count
from models.training.focus_pairs import EDGES
from models.training.settings import RunOptions

PROGRAM = "python -m models"
DEFAULT = "sesf"


class FormerName(argparse.Action):
    """Takes an option by the name that it had before, and says what it is called now."""

    def __call__(
        self,
        parser: argparse.ArgumentParser,  # noqa: ARG002  # argparse gives it
        namespace: argparse.Namespace,
        values: str | Sequence[Any] | None,
        option_string: str | None = None,
    ) -> None:
        print(f"note: {option_string} is now --{self.dest.replace('_', '-')}", file=sys.stderr)
        setattr(namespace, self.dest, values)


def build_parser(network: Network) -> argparse.ArgumentParser:
    """The options, one for each field of the network's settings."""
    parser = argparse.ArgumentParser(prog=PROGRAM, description=__doc__)
    commands = parser.add_subparsers(dest="command", required=True)
    training = commands.add_parser(
        "train",
        help="train a network",
        description=f"{network.description} Run the same command again to go on after an interruption.",
        formatter_class=argparse.ArgumentDefaultsHelpFormatter,
    )
    training.add_argument(
        "--method", choices=sorted(networks()), default=network.name,
        help="whose network; --help depends on it",
    )  # fmt: skip
    training.add_argument("folders", nargs="+", type=Path, help="folders of photographs")
    training.add_argument(
        "-o", "--output", type=results_folder, required=True, help="folder for the results"
    )  # fmt: skip
    training.add_argument("--device", choices=["auto", "cpu", "cuda"], default="auto", help="where")
    training.add_argument(
        "--threads", type=threads_from, default=0, help="CPU threads; 0 lets torch choose"
    )  # fmt: skip
    for field in dataclasses.fields(network.settings):
        add_option(training, field)
    add_pairs_command(commands)
    return parser


def add_pairs_command(commands: Any) -> None:
    """The command ``pairs`` and its options."""
    pairs = commands.add_parser(
        "pairs",
        help="make near- and far-focused pairs from photographs with segmentation masks",
        description="Make near- and far-focused pairs from photographs that are sharp everywhere and "
        "have segmentation masks of the same names. A folder of pairs is taken by every training for "
        "multi-focus networks, and by evaluate.",
        formatter_class=argparse.ArgumentDefaultsHelpFormatter,
    )
    pairs.add_argument("photographs", type=Path, help="folder of photographs")
    pairs.add_argument("masks", type=Path, help="folder of masks: what is near is bright, or a class")
    pairs.add_argument(
        "-o", "--output", type=results_folder, required=True, help="folder for the pairs"
    )  # fmt: skip
    plain = PairOptions()
    pairs.add_argument(
        "--smallest-blur", type=float, default=plain.smallest_blur, help="smallest radius in pixels"
    )  # fmt: skip
    pairs.add_argument(
        "--largest-blur", type=float, default=plain.largest_blur, help="largest radius in pixels"
    )  # fmt: skip
    pairs.add_argument(
        "--edges", choices=EDGES, default=plain.edges,
        help="spread: the defocused foreground lies over what is behind; hard: blur ends at the mask",
    )  # fmt: skip
    pairs.add_argument("--seed", type=int, default=plain.seed, help="seed of the radii")


def results_folder(text: str) -> Path:
    """The folder that ``--output`` names, which need not exist."""
    path = Path(text)
    if not text.strip():
        raise argparse.ArgumentTypeError("the name of the folder is empty; name one")
    if path.exists() and not path.is_dir():
        raise argparse.ArgumentTypeError(f"{text} is a file; name a folder")
    return path


def threads_from(text: str) -> int:
    """The number of threads that ``--threads`` names, or 0."""
    if text != "0" and not is_thread_count(text):
        raise argparse.ArgumentTypeError(f"{text} is no number of threads from 0 to {MOST_THREADS}")
    return int(text)


def refuse_among_pictures(output: Path, folders: Sequence[Path]) -> None:
    """Raise where results would be written into a folder of pictures or below it: the next call finds
    every picture below, and would take them for photographs."""
    inside = output.resolve()
    for folder in folders:
        if inside.is_relative_to(folder.resolve()):
            raise ValueError(
                f"{output} lies in {folder}, whose pictures are read; choose another --output"
            )


def add_option(parser: argparse.ArgumentParser, field: dataclasses.Field[Any]) -> None:
    """The option of a field of settings, and those it was before."""
    kind, choices = type(field.default), field.metadata["choices"] or None
    parser.add_argument(
        "--" + field.name.replace("_", "-"),
        type=kind,
        default=field.default,
        choices=choices,
        help=field.metadata["help"],
    )
    for name in field.metadata["old_names"]:
        parser.add_argument(
            "--" + name.replace("_", "-"),
            type=kind,
            dest=field.name,
            default=field.default,
            action=FormerName,
            help=argparse.SUPPRESS,
        )


def chosen_network(arguments: list[str] | None) -> Network:
    """The network that ``--method`` names, by which the other options differ."""
    first = argparse.ArgumentParser(prog=PROGRAM, add_help=False)
    first.add_argument("--method", choices=sorted(networks()), default=DEFAULT)
    return find_network(first.parse_known_args(arguments)[0].method)


def run_pairs(options: argparse.Namespace) -> None:
    """Make the pairs that the options ask for."""
    refuse_among_pictures(options.output, (options.photographs, options.masks))
    how = PairOptions(options.smallest_blur, options.largest_blur, options.edges, options.seed)
    made = make_pairs(options.photographs, options.masks, options.output, how, print)
    print(f"{len(made)} pairs in {options.output}")


def run_training(network: Network, options: argparse.Namespace) -> None:
    """Train the network as the options say."""
    if options.threads:
        import torch

        torch.set_num_threads(options.threads)
    refuse_among_pictures(options.output, options.folders)
    names = [field.name for field in dataclasses.fields(network.settings)]
    settings = network.settings(**{name: getattr(options, name) for name in names})
    run = RunOptions(options.device, report=print)
    network.train(options.folders, options.output, settings, run)


def sentence_of(error: Exception) -> str:
    """What an error says to a user; the system's own ones are told without Python's numbers.

    Examples
    --------
    >>> sentence_of(PermissionError(13, "Permission denied", "/out"))
    '/out cannot be read or written (Permission denied); choose another one'
    """
    if isinstance(error, OSError) and error.strerror and error.filename:
        return f"{error.filename} cannot be read or written ({error.strerror}); choose another one"
    return str(error)


def main(arguments: list[str] | None = None) -> int:
    """Run the command; returns 0 done, 1 failed, 130 stopped (argparse exits with 2 by itself)."""
    network = chosen_network(arguments)
    options = build_parser(network).parse_args(arguments)
    raise_interrupts()
    try:
        if options.command == "pairs":
            run_pairs(options)
        else:
            run_training(network, options)
    except (OSError, ValueError, WeightsError) as error:
        print(f"error: {sentence_of(error)}", file=sys.stderr)
        return 1
    except BaseException as error:
        if not (Interrupts.came or isinstance(error, KeyboardInterrupt)):
            raise  # an import may have made another error of an interrupt
        print("stopped; run the same command again to go on", file=sys.stderr)
        return STOPPED
    return 0
