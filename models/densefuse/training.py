"""Training without labels: the autoencoder learns to rebuild grey pictures."""

from __future__ import annotations

from collections.abc import Generator, Sequence
from pathlib import Path
from typing import Any

import torch
from torch import Tensor

from models.densefuse.network import Autoencoder
from models.densefuse.settings import DenseFuseSettings
from models.running.torch_weights import save_weights
from models.training.checkpoint import TrainingState
from models.training.loop import NetworkTraining
from models.training.photographs import CropSampler, find_photographs, split_photographs
from models.training.reconstruction import measure_reconstruction, save_reconstruction_picture
from models.training.structural_similarity import structural_similarity


class DenseFuseTraining(NetworkTraining[Autoencoder, DenseFuseSettings, Tensor]):
    """Writes ``densefuse.safetensors`` and ``reconstruction.png``; a batch is (N, 1, H, W)."""

    def find_pictures(self, folders: Sequence[Path]) -> None:
        share, seed = self.settings.validation_share, self.settings.seed
        self.photographs, self.unseen = split_photographs(find_photographs(folders), share, seed)

    def new_network(self) -> Autoencoder:
        return Autoencoder()

    def begin(self, state: TrainingState[Autoencoder]) -> None:
        """Nothing but the first weights."""

    def batches(self, first_step: int) -> Generator[Tensor, None, None]:
        sampler = CropSampler(self.photographs, self.settings.crop, self.settings.seed)
        for step in range(first_step, self.settings.steps):
            yield torch.from_numpy(sampler.batch(step, self.settings.batch)).to(self.device)

    def gradients(self, state: TrainingState[Autoencoder], batch: Tensor) -> dict[str, float]:
        batch = brightened(batch, self.settings.gain, self.settings.seed, state.step)
        with torch.autocast(
            batch.device.type, self.torch_type, enabled=self.torch_type != torch.float32
        ):
            output = state.network(batch).float()
        structure = 1 - structural_similarity(output, batch).mean()
        pixels = ((output - batch) ** 2).mean()
        loss = self.settings.ssim_weight * structure + pixels
        loss.backward()
        return {"1 - SSIM": float(structure.detach()), "L_p": float(pixels.detach())}

    def finish(self, state: TrainingState[Autoencoder], output: Path) -> dict[str, Any]:
        network = state.network.eval()
        save_weights(network, "densefuse", "densefuse", None, output, half=True)
        save_reconstruction_picture(network, self.unseen, output, self.device)
        return {
            "photographs": {"training": len(self.photographs), "validation": len(self.unseen)},
            "validation_files": [path.name for path in self.unseen],
            "validation": measure_reconstruction(network, self.unseen, self.device),
        }

    def summary(self, record: dict[str, Any]) -> str:
        scores = record["validation"]
        return (
            f"densefuse: SSIM {scores['ssim']:.4f}, PSNR {scores['psnr']:.2f} dB on "
            f"{len(self.unseen)} validation pictures"
        )


def brightened(crops: Tensor, largest: float, seed: int, step: int) -> Tensor:
    """Crops (N, 1, H, W), each multiplied by a factor of its own from 1 to ``largest``."""
    generator = torch.Generator().manual_seed(seed * 1_000_003 + step)
    gains = 1 + torch.rand((len(crops), 1, 1, 1), generator=generator) * (largest - 1)
    return crops * gains.to(crops.device)
