"""Training FusionGAN: generator and discriminator on crops of infrared and visible pairs."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import torch
from torch import Tensor

from models.fusiongan.dimensions import RADIUS, TRAINING
from models.fusiongan.losses import content_losses
from models.fusiongan.network import Discriminator, Fusion, Generator
from models.fusiongan.settings import FusionGanSettings
from models.running.torch_weights import save_weights
from models.training.adversarial import (
    AdversarialTraining,
    Adversaries,
    folded,
    record_of_pairs,
    with_spectral_norm,
)
from models.training.checkpoint import TrainingState
from models.training.fused_validation import save_fused, validate

NAME = NETWORK_NAME = "fusiongan"
"""Of the weights, and of the kind of network in the manifest."""


class FusionGanTraining(AdversarialTraining[Generator, FusionGanSettings]):
    """Writes ``fusiongan.safetensors`` and ``fused.png``."""

    def new_network(self) -> Adversaries[Generator]:
        generator = with_spectral_norm(Generator(self.settings.width))
        discriminator = with_spectral_norm(Discriminator(self.settings.crop - 2 * RADIUS))
        return Adversaries(generator, discriminator)

    def fuse(self, generator: Generator, batch: Tensor) -> tuple[Tensor, Tensor]:
        return generator(batch), batch[:, :, RADIUS:-RADIUS, RADIUS:-RADIUS]

    def losses(self, fused: Tensor, sources: Tensor) -> dict[str, Tensor]:
        intensity, gradient = content_losses(fused, sources)
        weight = self.settings.content_weight
        return {
            "intensity": weight * intensity,
            "gradient": weight * self.settings.gradient_weight * gradient,
        }

    def finish(
        self, state: TrainingState[Adversaries[Generator]], output: Path
    ) -> dict[str, Any]:
        plain = Generator(self.settings.width).to(self.device)
        generator = folded(state.network.generator, plain)
        save_weights(generator, NAME, NETWORK_NAME, None, output, half=True)
        fusion = Fusion(generator, TRAINING)
        with torch.inference_mode():
            figures = validate(fusion, self.unseen, self.device)
            save_fused(fusion, self.unseen[:3], output, self.device)
        return {**record_of_pairs(self), "validation": figures}

    def summary(self, record: dict[str, Any]) -> str:
        named = ", ".join(f"{name} {value:.4f}" for name, value in record["validation"].items())
        return f"{NAME}: {named} on {len(self.unseen)} validation pairs"
