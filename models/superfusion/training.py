"""Training of SuperFusion: matcher and fusion network, together or each alone, on planted fields."""

from __future__ import annotations

import dataclasses
from collections.abc import Generator, Sequence
from pathlib import Path
from typing import Any

import numpy as np
import torch
from torch import Tensor, nn

from models.superfusion.fields import inside, mean_length, sample
from models.superfusion.losses import (
    end_point_loss,
    fusion_loss,
    lovasz_softmax,
    photometric_loss,
    smoothness_loss,
)
from models.superfusion.matcher import DenseMatcher
from models.superfusion.network import FusionNetwork
from models.superfusion.planting import Pair, Planted, Planter, find_pairs
from models.superfusion.segmenter import Segmenter
from models.superfusion.settings import SuperFusionTrainingSettings
from models.superfusion.weights import save_fusion_network, save_matcher
from models.training.checkpoint import TrainingState
from models.training.loop import NetworkTraining
from models.training.photographs import split_photographs

VALIDATION_STEP = 1_000_000
"""Validation plants what no step of a training plants."""
VALIDATION_BATCHES = 6


@dataclasses.dataclass(frozen=True)
class Crops:
    """``Planted`` as tensors on the training's device."""

    infrared: Tensor
    visible: Tensor
    infrared_moved: Tensor
    visible_moved: Tensor
    field: Tensor
    known: Tensor
    labels: Tensor


class SuperFusion(nn.Module):
    """What is trained together; the segmenter serves the semantic loss and is not kept."""

    def __init__(self, settings: SuperFusionTrainingSettings) -> None:
        super().__init__()
        self.matcher = DenseMatcher(settings.dimensions)
        self.fusion = FusionNetwork()
        self.segmenter = Segmenter(settings.classes)


class SuperFusionTraining(NetworkTraining[SuperFusion, SuperFusionTrainingSettings, Crops]):
    """Writes ``superfusion-matcher.safetensors`` and ``superfusion.safetensors``."""

    largest_gradient = 5.0

    def find_pictures(self, folders: Sequence[Path]) -> None:
        """Find the pairs; for the fusion network those that have an infrared picture."""
        pairs = find_pairs(folders)
        if self.settings.part != "matcher":
            pairs = [pair for pair in pairs if pair.infrared]
        if not pairs:
            raise ValueError("the folders hold no infrared-visible pair (NAME_ir.*, NAME_vi.*)")
        if self.settings.semantic_weight and not any(pair.labels for pair in pairs):
            raise ValueError("the semantic loss needs label maps (NAME_labels.png) beside the pairs")
        by_path = {pair.visible: pair for pair in pairs}
        share, seed = self.settings.validation_share, self.settings.seed
        kinds = (
            [path for path, pair in by_path.items() if bool(pair.infrared) == real]
            for real in (True, False)
        )
        self.pairs: list[Pair] = []
        self.unseen: list[Pair] = []
        for paths in kinds:
            seen, unseen = split_photographs(paths, share, seed) if len(paths) > 1 else (paths, [])
            self.pairs += [by_path[path] for path in seen]
            self.unseen += [by_path[path] for path in unseen]

    def new_network(self) -> SuperFusion:
        return SuperFusion(self.settings)

    def begin(self, state: TrainingState[SuperFusion]) -> None:
        state.own = {}

    def batches(self, first_step: int) -> Generator[Crops, None, None]:
        planter = self._planter(self.pairs)
        for step in range(first_step, self.settings.steps):
            yield self._crops(planter.batch(step, self.settings.batch))

    def gradients(self, state: TrainingState[SuperFusion], batch: Crops) -> dict[str, float]:
        """Gradients of the matcher's losses, of the fusion's, or of both, as the settings say; the
        parts of the loss by name."""
        part, network = self.settings.part, state.network
        parts: dict[str, Tensor] = {}
        field = batch.field
        if part != "fusion":
            fields = match(network.matcher, batch, state.step)
            parts = matching_losses(fields, batch, state.step)
            field = fields[-1] if forward(state.step) else field
        if part != "matcher":
            parts |= fusing_losses(network, batch, field, self.settings.semantic_weight)
        loss = torch.stack(list(parts.values())).sum()
        loss.backward()  # type: ignore[no-untyped-call]
        told = {name: float(value.detach()) for name, value in parts.items()}
        if part != "fusion":
            told["error px"] = float(field_error(fields[-1].detach(), batch, state.step))
        return told

    def finish(self, state: TrainingState[SuperFusion], output: Path) -> dict[str, Any]:
        settings, network = self.settings, state.network
        if settings.part != "fusion":
            save_matcher(network.matcher, settings.dimensions, settings.share, output)
        if settings.part != "matcher":
            save_fusion_network(network.fusion, output)
        return {
            "pairs": {"training": len(self.pairs), "validation": len(self.unseen)},
            "validation_files": [pair.visible.name for pair in self.unseen],
            "validation": self.validate(network),
        }

    def summary(self, record: dict[str, Any]) -> str:
        scores = record["validation"]
        return ", ".join(f"{name} {value:.3f}" for name, value in scores.items())

    @torch.inference_mode()
    def validate(self, network: SuperFusion) -> dict[str, float]:
        """End-point error before and after, and the fusion loss, on pairs that were not trained on."""
        network.eval()
        planter, found = self._planter(self.unseen or self.pairs), list[dict[str, float]]()
        for number in range(VALIDATION_BATCHES):
            crops = self._crops(planter.batch(VALIDATION_STEP + number, self.settings.batch))
            scores = {}
            if self.settings.part != "fusion":
                fields = match(network.matcher, crops, 0)
                still = torch.zeros_like(crops.field)
                scores["error before px"] = float(mean_length(still, crops.field, crops.known))
                scores["error px"] = float(mean_length(fields[-1], crops.field, crops.known))
            if self.settings.part != "matcher":
                fused = network.fusion(crops.infrared, crops.visible)
                scores["fusion loss"] = float(fusion_loss(fused, crops.infrared, crops.visible))
            found.append(scores)
        return {name: float(np.mean([scores[name] for scores in found])) for name in found[0]}

    def _planter(self, pairs: Sequence[Pair]) -> Planter:
        return Planter(pairs, self.settings, whole_size=self.settings.part == "fusion")

    def _crops(self, planted: Planted) -> Crops:
        values = {
            field.name: torch.from_numpy(getattr(planted, field.name)).to(self.device)
            for field in dataclasses.fields(planted)
        }
        return Crops(**values)


def forward(step: int) -> bool:
    """Whether a step matches towards the moved picture, where the field is known: three of four do."""
    return step % 4 != 3


def match(matcher: DenseMatcher, crops: Crops, step: int) -> list[Tensor]:
    """Fields of a step: infrared and visible picture are moved in turn."""
    of_infrared = bool((step // 4 + step) % 2)
    pair = crops.infrared_moved, crops.visible
    if of_infrared == forward(step):
        pair = crops.infrared, crops.visible_moved
    fields: list[Tensor] = matcher(*pair, moving_infrared=of_infrared)
    return fields


def field_error(field: Tensor, crops: Crops, step: int) -> Tensor:
    """End-point error; of a field that restores the unmoved, by what it does after the planted one."""
    if forward(step):
        return mean_length(field, crops.field, crops.known)
    return mean_length(field, -sample(crops.field, field), crops.known * inside(field))


def matching_losses(fields: list[Tensor], crops: Crops, step: int) -> dict[str, Tensor]:
    """Photometric loss in each modality, end point where it is known, smoothness, border."""
    field, (here, there) = fields[-1], (crops.infrared, crops.infrared_moved)
    others = (crops.visible, crops.visible_moved)
    if not forward(step):
        here, there, others = there, here, others[::-1]
    lies = inside(field)
    mask = crops.known * lies
    seen = [(sample(one, field), other) for one, other in ((here, there), others)]
    losses = {
        "photometric": 10 * torch.stack([photometric_loss(*pair, mask) for pair in seen]).mean(),
        "smoothness": torch.stack([smoothness_loss(each) for each in fields[:-1]]).mean(),
        "border": 0.1 * (1 - lies).mean(),
    }
    known = forward(step)
    truth = crops.field if known else field.detach()
    losses["end point"] = known * end_point_loss(field, truth, (there, others[1]))
    return losses


def fusing_losses(
    network: SuperFusion, crops: Crops, field: Tensor, semantic_weight: float
) -> dict[str, Tensor]:
    """Fusion loss, agreement of the pair fused before and after it moves, and the semantic loss."""
    fused = network.fusion(crops.infrared, crops.visible)
    moved = network.fusion(sample(crops.infrared, field), crops.visible_moved)
    mask = crops.known * inside(field)
    losses = {
        "fusion": 10 * fusion_loss(fused, crops.infrared, crops.visible),
        "symmetry": photometric_loss(sample(fused, field), moved, mask),
    }
    if semantic_weight:
        losses["semantic"] = semantic_weight * lovasz_softmax(network.segmenter(fused), crops.labels)
    return losses
