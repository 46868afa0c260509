"""Training without labels: the autoencoder learns to rebuild photographs; the encoder is kept."""

from __future__ import annotations

import dataclasses
from collections.abc import Generator, Sequence
from functools import partial
from pathlib import Path
from typing import Any

import torch
from torch import Tensor

from models.sesf.decoder import Autoencoder
from models.sesf.losses import reconstruction_loss
from models.sesf.settings import EncoderTrainingSettings
from models.sesf.weights import Normalisation, save_encoder
from models.training.checkpoint import TrainingState
from models.training.loop import NetworkTraining
from models.training.photographs import (
    CropSampler,
    find_photographs,
    mean_and_deviation,
    split_photographs,
)
from models.training.reconstruction import measure_reconstruction, save_reconstruction_picture


class EncoderTraining(NetworkTraining[Autoencoder, EncoderTrainingSettings, Tensor]):
    """Writes ``sesf-ATTENTION.safetensors`` and ``reconstruction.png``; a batch is (N, 1, H, W)."""

    def find_pictures(self, folders: Sequence[Path]) -> None:
        share, seed = self.settings.validation_share, self.settings.seed
        self.photographs, self.unseen = split_photographs(find_photographs(folders), share, seed)

    def new_network(self) -> Autoencoder:
        return Autoencoder(self.settings.attention)

    def begin(self, state: TrainingState[Autoencoder]) -> None:
        mean, deviation = mean_and_deviation(self.photographs)
        state.own = {"normalisation": {"mean": mean, "deviation": deviation}}

    def batches(self, first_step: int) -> Generator[Tensor, None, None]:
        sampler = CropSampler(self.photographs, self.settings.crop, self.settings.seed)
        for step in range(first_step, self.settings.steps):
            yield torch.from_numpy(sampler.batch(step, self.settings.batch)).to(self.device)

    def gradients(self, state: TrainingState[Autoencoder], batch: Tensor) -> dict[str, float]:
        inputs = batch
        if self.settings.noise > 0:
            inputs = with_noise(batch, self.settings.noise, self.settings.seed, state.step)
        output = rebuild(state.network, normalisation_of(state), inputs, self.torch_type)
        loss, structure, pixels = reconstruction_loss(
            output, batch, self.settings.ssim_weight, self.settings.reduction
        )
        loss.backward()  # type: ignore[no-untyped-call]
        return {"1 - SSIM": structure, "L_p": pixels}

    def finish(self, state: TrainingState[Autoencoder], output: Path) -> dict[str, Any]:
        network, normalisation = state.network, normalisation_of(state)
        scores = validate(network, normalisation, self.unseen, self.device)
        save_encoder(network.encoder, normalisation, self._name(), output)
        save_reconstruction(network, normalisation, self.unseen, output, self.device)
        return {
            "photographs": {"training": len(self.photographs), "validation": len(self.unseen)},
            "validation_files": [path.name for path in self.unseen],
            "normalisation": dataclasses.asdict(normalisation),
            "validation": scores,
        }

    def summary(self, record: dict[str, Any]) -> str:
        scores = record["validation"]
        return (
            f"{self._name()}: SSIM {scores['ssim']:.4f}, PSNR {scores['psnr']:.2f} dB on "
            f"{len(self.unseen)} validation photographs"
        )

    def _name(self) -> str:
        return f"sesf-{self.settings.attention}"


def normalisation_of(state: TrainingState[Autoencoder]) -> Normalisation:
    """Mean and deviation of the photographs that the training began with."""
    return Normalisation(**state.own["normalisation"])


def with_noise(crops: Tensor, largest: float, seed: int, step: int) -> Tensor:
    """Crops (N, 1, H, W) with noise, each of its own strength up to ``largest``."""
    generator = torch.Generator().manual_seed(seed * 1_000_003 + step)
    strength = torch.rand((len(crops), 1, 1, 1), generator=generator) * largest
    noise = torch.randn(crops.shape, generator=generator) * strength
    return crops + noise.to(crops.device)


def rebuild(
    network: Autoencoder,
    normalisation: Normalisation,
    luminance: Tensor,
    precision: torch.dtype = torch.float32,
) -> Tensor:
    """The network's version of ``luminance``, (N, 1, H, W) in [0, 1] both."""
    normalised = (luminance - normalisation.mean) / normalisation.deviation
    normalised = normalised.to(memory_format=torch.channels_last)
    with torch.autocast(luminance.device.type, precision, enabled=precision != torch.float32):
        output = network(normalised)
    return output.float() * normalisation.deviation + normalisation.mean


def validate(
    network: Autoencoder,
    normalisation: Normalisation,
    photographs: Sequence[Path],
    device: torch.device,
) -> dict[str, float]:
    """Mean SSIM and PSNR (dB) of the whole rebuilt photographs."""
    rebuild_one = partial(rebuild, network.eval(), normalisation)
    return measure_reconstruction(rebuild_one, photographs, device)


def save_reconstruction(
    network: Autoencoder,
    normalisation: Normalisation,
    photographs: Sequence[Path],
    output: Path,
    device: torch.device,
) -> None:
    """``reconstruction.png``: three validation photographs above what the network made of them."""
    rebuild_one = partial(rebuild, network.eval(), normalisation)
    save_reconstruction_picture(rebuild_one, photographs, output, device)
