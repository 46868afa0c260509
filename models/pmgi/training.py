"""Training PMGI without truth: the fused picture keeps intensity and gradient of both sources."""

from __future__ import annotations

from collections.abc import Generator, Sequence
from pathlib import Path
from typing import Any

import numpy as np
import torch
from torch import Tensor

from models.pmgi.crops import VALIDATION_CROP, find_crops
from models.pmgi.dimensions import WEIGHTS
from models.pmgi.direct import least_loss_picture, mirrored_loss
from models.pmgi.losses import PROPORTIONS, fusion_losses
from models.pmgi.network import PmgiNetwork
from models.pmgi.settings import PmgiSettings
from models.running.torch_weights import save_weights
from models.training.checkpoint import TrainingState
from models.training.loop import NetworkTraining

VALIDATION_CROPS = 32


class PmgiTraining(NetworkTraining[PmgiNetwork, PmgiSettings, Tensor]):
    """Writes ``pmgi.safetensors`` or ``pmgi-multifocus.safetensors``, by task.

    A batch is (N, 2, H, W) in [0, 1].
    """

    def find_pictures(self, folders: Sequence[Path]) -> None:
        self.crops, self.unseen = find_crops(folders, self.settings)
        self.validation = self.unseen.sampler(VALIDATION_CROP)

    def new_network(self) -> PmgiNetwork:
        return PmgiNetwork()

    def begin(self, state: TrainingState[PmgiNetwork]) -> None:
        """Nothing but the first weights."""

    def batches(self, first_step: int) -> Generator[Tensor, None, None]:
        batch = self.crops.sampler(self.settings.crop)
        for step in range(first_step, self.settings.steps):
            crops = torch.from_numpy(batch(step, self.settings.batch)).to(self.device)
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
        return {
            "pairs": {"training": len(self.crops.names), "validation": len(self.unseen.names)},
            "validation_files": self.unseen.names,
            "validation": self._validate(network),
        }

    @torch.inference_mode()
    def _validate(self, network: PmgiNetwork) -> dict[str, float]:
        """The loss on unseen crops, and the least that any picture of them can have."""
        proportions = PROPORTIONS[self.settings.task]
        crops = self.validation(0, VALIDATION_CROPS)
        painted = network(torch.from_numpy(crops).to(self.device))[:, 0].cpu().numpy()
        pairs = [
            (mirrored_loss(picture, crop, proportions),
             mirrored_loss(least_loss_picture(crop, proportions), crop, proportions))
            for picture, crop in zip(painted, crops, strict=True)
        ]  # fmt: skip
        found, least = np.mean(pairs, axis=0).tolist()
        return {"loss": found, "least_loss": least}

    def summary(self, record: dict[str, Any]) -> str:
        scores = record["validation"]
        return (
            f"{WEIGHTS[self.settings.task]}: loss {scores['loss']:.5f} on crops of "
            f"{len(self.unseen.names)} validation pictures; the least possible is "
            f"{scores['least_loss']:.5f}"
        )
