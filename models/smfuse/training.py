"""Training the mask generator by itself: what it learns from is computed from the pairs."""

from __future__ import annotations

from collections.abc import Generator, Sequence
from pathlib import Path
from typing import Any

import cv2
import numpy as np
import torch
from torch import Tensor

from models.manifest import replace_file
from models.smfuse.losses import fused, gradient_loss, initial_mask, map_loss
from models.smfuse.network import MaskGenerator, symmetric_map
from models.smfuse.settings import MaskTrainingSettings
from models.smfuse.weights import save_mask_generator, weights_name
from models.training.checkpoint import TrainingState
from models.training.loop import NetworkTraining
from models.training.pair_batches import PairBatch, PairSampler, find_pair_sources

_VALIDATION_STEPS = 4


class MaskTraining(NetworkTraining[MaskGenerator, MaskTrainingSettings, PairBatch]):
    """Writes ``smfuse.safetensors`` (``smfuse-dilated`` of that variant) and ``masks.png``."""

    def find_pictures(self, folders: Sequence[Path]) -> None:
        settings = self.settings
        self.sources, self.unseen = find_pair_sources(folders, settings.validation_share, settings.seed)
        self.validation = PairSampler(
            self.unseen, settings.crop, settings.seed + 1, settings.largest_blur
        )

    def new_network(self) -> MaskGenerator:
        return MaskGenerator(self.settings.variant)

    def begin(self, state: TrainingState[MaskGenerator]) -> None:
        """Nothing but weights is needed."""

    def batches(self, first_step: int) -> Generator[PairBatch, None, None]:
        settings = self.settings
        sampler = PairSampler(self.sources, settings.crop, settings.seed, settings.largest_blur)
        for step in range(first_step, settings.steps):
            yield sampler.batch(step, settings.batch)

    def gradients(self, state: TrainingState[MaskGenerator], batch: PairBatch) -> dict[str, float]:
        """Gradients of the map loss and the maximum-gradient loss together; both by name."""
        settings = self.settings
        first, second = (torch.from_numpy(part).to(self.device) for part in (batch.first, batch.second))
        initial = initial_mask(first, second, settings.filter_radius, settings.filter_epsilon)
        first, second = 2 * first - 1, 2 * second - 1
        with torch.autocast(self.device.type, self.torch_type, self.torch_type != torch.float32):
            soft = state.network(first, second)
        soft = soft.float()
        maps = map_loss(soft, initial)
        gradient = gradient_loss(fused(soft, first, second, settings.gradient), first, second)
        loss = settings.map_weight * maps + settings.gradient_weight * gradient
        loss.backward()  # type: ignore[no-untyped-call]
        return {"L_map": float(maps.detach()), "L_gra": float(gradient.detach())}

    def finish(self, state: TrainingState[MaskGenerator], output: Path) -> dict[str, Any]:
        figures = self.validate(state.network)
        save_mask_generator(state.network, output)
        self.save_masks(state.network, output)
        return {
            "training": self.sources.counts(),
            "validation": self.unseen.counts(),
            "validation_files": self.unseen.names(),
            "figures": figures,
        }

    def summary(self, record: dict[str, Any]) -> str:
        figures = record["figures"]
        return (
            f"{weights_name(self.settings.variant)}: {100 * figures['right']:.2f} % of pixels right on "
            f"validation pairs, the initial mask {100 * figures['initial_right']:.2f} %"
        )

    @torch.inference_mode()
    def validate(self, network: MaskGenerator) -> dict[str, float]:
        """Share of pixels in [0, 1] that go to the source in focus, by the network and by the guided
        block, over pairs that training did not see and that differ by half a grey level there."""
        network.eval()
        right: list[list[float]] = []
        for step in range(_VALIDATION_STEPS):
            batch, first, second = self._validation_batch(step)
            initial = initial_mask(
                first, second, self.settings.filter_radius, self.settings.filter_epsilon
            )
            mask = symmetric_map(network, 2 * first - 1, 2 * second - 1) > 0.5
            truth = torch.from_numpy(batch.mask).to(self.device) > 0.5
            counts = (first - second).abs() > 0.5 / 255
            right.append([float((m == truth)[counts].float().mean()) for m in (mask, initial > 0.5)])
        network.train()
        means = np.mean(right, axis=0)
        return {"right": float(means[0]), "initial_right": float(means[1])}

    @torch.inference_mode()
    def save_masks(self, network: MaskGenerator, output: Path) -> None:
        """``masks.png``: both sources, the initial mask, the network's, and the true one."""
        network.eval()
        batch, first, second = self._validation_batch(_VALIDATION_STEPS)
        soft = symmetric_map(network, 2 * first - 1, 2 * second - 1)
        truth = torch.from_numpy(batch.mask)
        columns = (first, second, initial_mask(first, second), (soft > 0.5).float(), truth)
        rows = torch.cat([column[:6].flatten(0, 2).cpu() for column in columns], dim=1).numpy()
        picture = np.rint(np.clip(rows, 0, 1) * 255).astype(np.uint8)
        replace_file(output / "masks.png", cv2.imencode(".png", picture)[1].tobytes())
        network.train()

    def _validation_batch(self, step: int) -> tuple[PairBatch, Tensor, Tensor]:
        batch = self.validation.batch(step, 8)
        first, second = (torch.from_numpy(part).to(self.device) for part in (batch.first, batch.second))
        return batch, first, second
