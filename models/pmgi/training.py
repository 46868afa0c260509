"""Training PMGI without truth: the fused picture keeps intensity and gradient of both sources."""

from __future__ import annotations

from collections.abc import Generator, Sequence
from pathlib import Path
from typing import Any

import numpy as np
import torch
from torch import Tensor

from models.pmgi.dimensions import WEIGHTS
from models.pmgi.direct import least_loss_picture
from models.pmgi.losses import PROPORTIONS, fusion_losses
from models.pmgi.network import PmgiNetwork
from models.pmgi.settings import PmgiSettings
from models.running.torch_weights import save_weights
from models.training.checkpoint import TrainingState
from models.training.fused_validation import as_channels, save_fused
from models.training.infrared_visible import (
    InfraredVisibleSampler,
    find_infrared_visible,
    split_pairs,
)
from models.training.loop import NetworkTraining


class PmgiTraining(NetworkTraining[PmgiNetwork, PmgiSettings, Tensor]):
    """Writes ``pmgi.safetensors`` and ``fused.png``; a batch is (N, 2, H, W) in [0, 1]."""

    def find_pictures(self, folders: Sequence[Path]) -> None:
        share, seed = self.settings.validation_share, self.settings.seed
        self.pairs, self.unseen = split_pairs(find_infrared_visible(folders), share, seed)

    def new_network(self) -> PmgiNetwork:
        return PmgiNetwork()

    def begin(self, state: TrainingState[PmgiNetwork]) -> None:
        """Nothing but the first weights."""

    def batches(self, first_step: int) -> Generator[Tensor, None, None]:
        sampler = InfraredVisibleSampler(self.pairs, self.settings.crop, self.settings.seed)
        for step in range(first_step, self.settings.steps):
            crops = torch.from_numpy(sampler.batch(step, self.settings.batch)).to(self.device)
            yield crops.contiguous(memory_format=torch.channels_last)

    def gradients(self, state: TrainingState[PmgiNetwork], batch: Tensor) -> dict[str, float]:
        proportions = PROPORTIONS[self.settings.task]
        intensity, gradient = fusion_losses(state.network(batch), batch, proportions)
        loss = intensity + gradient
        loss.backward()  # type: ignore[no-untyped-call]
        return {"intensity": float(intensity.detach()), "gradient": float(gradient.detach())}

    def finish(self, state: TrainingState[PmgiNetwork], output: Path) -> dict[str, Any]:
        network = state.network.eval()
        save_weights(network, WEIGHTS[self.settings.task], "pmgi", None, output, half=True)
        with torch.inference_mode():
            save_fused(network, self.unseen[:3], output, self.device)
            figures = self._validate(network)
        return {
            "pairs": {"training": len(self.pairs), "validation": len(self.unseen)},
            "validation_files": [pair.name for pair in self.unseen],
            "validation": figures,
        }

    def _validate(self, network: PmgiNetwork) -> dict[str, float]:
        """The loss on the unseen pairs, and the least that any picture of them can have."""
        proportions = PROPORTIONS[self.settings.task]
        found: list[float] = []
        least: list[float] = []
        for pair in self.unseen:
            channels = as_channels(pair, self.device)
            best = least_loss_picture(channels[0].cpu().numpy(), proportions)
            direct = torch.from_numpy(best)[None, None].to(self.device)
            for picture, losses in ((network(channels), found), (direct, least)):
                losses.append(float(sum(fusion_losses(picture, channels, proportions))))
        return {"loss": float(np.mean(found)), "least_loss": float(np.mean(least))}

    def summary(self, record: dict[str, Any]) -> str:
        scores = record["validation"]
        return (
            f"{WEIGHTS[self.settings.task]}: loss {scores['loss']:.5f} on {len(self.unseen)} validation "
            f"pairs; the least possible is {scores['least_loss']:.5f}"
        )
