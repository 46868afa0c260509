"""Training the learned decision on scenes that are made while it runs."""

from __future__ import annotations

from collections.abc import Generator, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import closing
from pathlib import Path
from typing import Any

from models.decision.batches import Batch, Batches, Schedule, made_ahead
from models.decision.losses import LossWeights, decision_loss
from models.decision.network import DecisionNetwork, Widths, run_network
from models.decision.scenes import SceneShares
from models.decision.settings import DecisionTrainingSettings, numbers
from models.decision.validation import save_decisions, validate
from models.decision.warm_start import adapted
from models.decision.weights import load_decision, save_decision
from models.running.tile_runner import work_alone
from models.training.checkpoint import TrainingState
from models.training.loop import NetworkTraining
from models.training.training_images import KINDS, find_training_images

NAME = "learned-decision"
"""Of the weights."""


class DecisionTraining(NetworkTraining[DecisionNetwork, DecisionTrainingSettings, Batch]):
    """Writes ``learned-decision.safetensors`` and ``decisions.png``.

    Photographs, photographs with depth and mattes (``models.training.training_images``) are each split
    into a part to train on and a part to validate with, so that no picture is in both. ``ValueError``
    where the folders hold too few.
    """

    warm_up_steps = 200
    largest_gradient = 1.0

    def find_pictures(self, folders: Sequence[Path]) -> None:
        settings = self.settings
        found = find_training_images(folders)
        self.images, self.unseen = found.split(settings.validation_share, settings.seed)
        if not self.unseen.photographs:
            raise ValueError("the folders hold fewer than two photographs; name one that holds more")

    def new_network(self) -> DecisionNetwork:
        settings = self.settings
        widths = Widths(
            numbers(settings.widths), numbers(settings.growth), settings.fine, settings.details
        )
        return DecisionNetwork(widths, settings.attention, settings.block)

    def begin(self, state: TrainingState[DecisionNetwork]) -> None:
        if self.settings.start:
            start_from(state.network, Path(self.settings.start))

    def batches(self, first_step: int) -> Generator[Batch, None, None]:
        make = Batches(self.images.load(), schedule(self.settings)).__getitem__
        made = made_ahead(make, range(first_step, self.settings.steps), self.workers)
        with ThreadPoolExecutor(2, initializer=work_alone) as self._pool, closing(made) as batches:
            for batch in batches:
                yield batch.to(self.device)

    def gradients(self, state: TrainingState[DecisionNetwork], batch: Batch) -> dict[str, float]:
        """The batch is worked on in halves, each in a thread of its own with torch at one thread: on a
        busy machine torch's own threads wait for each other at every operation. Two gradients add up to
        the same bits in either order."""
        whole = len(batch.reference)
        weights = loss_weights(self.settings)

        def work(half: Batch) -> dict[str, float]:
            share = len(half.reference) / whole
            scores, in_focus = run_network(state.network, half.seen, self.torch_type)
            loss, parts = decision_loss(scores, in_focus, half.truth(), weights)
            (loss * share).backward()  # type: ignore[no-untyped-call]
            return {name: value * share for name, value in parts.items()}

        results = list(self._pool.map(work, batch.halves()))
        return {name: sum(result[name] for result in results) for name in results[0]}

    def finish(self, state: TrainingState[DecisionNetwork], output: Path) -> dict[str, Any]:
        """Validate, write weights and pictures into ``output``; returns its part of the record."""
        decisiveness, seed = self.settings.decisiveness, self.settings.seed
        unseen = self.unseen.load()
        figures = validate(state.network, unseen, decisiveness, seed, self.device)
        save_decision(state.network, NAME, output)
        save_decisions(state.network, unseen, decisiveness, seed, output, self.device)
        return {
            "training": self.images.counts(),
            "validation": self.unseen.counts(),
            "validation_files": [
                path.name for kind in KINDS for path in getattr(self.unseen, kind)
            ],
            "figures": figures,
        }

    def summary(self, record: dict[str, Any]) -> str:
        named = ", ".join(f"{name} {value:.2f} dB" for name, value in record["figures"].items())
        return f"{NAME}: {named} on validation scenes"


def start_from(network: DecisionNetwork, folder: Path) -> None:
    """Copy the weights in ``folder``, as far as ``adapted`` can; ``ValueError`` if it cannot."""
    try:
        network.load_state_dict(adapted(load_decision(NAME, folder).state_dict(), network))
    except ValueError as error:
        raise ValueError(f"the weights in {folder} are of another network: {error}") from error


def schedule(settings: DecisionTrainingSettings) -> Schedule:
    """What each step's batch is made of."""
    return Schedule(
        settings.steps,
        settings.batch,
        settings.crop,
        settings.seed,
        numbers(settings.frames),
        scene_shares(settings),
        settings.first_step,
        settings.rim_weight,
    )


def scene_shares(settings: DecisionTrainingSettings) -> SceneShares:
    """Of which kinds the scenes are."""
    return SceneShares(
        settings.stack_share,
        settings.surface_share,
        settings.highlight_share,
        settings.cut_out_share,
        settings.border_share,
        settings.ragged_share,
    )


def loss_weights(settings: DecisionTrainingSettings) -> LossWeights:
    """How the parts of the loss are added up."""
    return LossWeights(
        settings.picture_weight,
        settings.choice_weight,
        settings.even_weight,
        settings.edge_weight,
        settings.in_focus_weight,
        settings.decisiveness,
    )
