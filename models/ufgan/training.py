"""Training UFGAN: U-Net and discriminator on crops of infrared and visible pairs."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import torch
from torch import Tensor

from models.running.torch_weights import save_weights
from models.sesf.weights import load_encoder
from models.training.adversarial import (
    AdversarialTraining,
    Adversaries,
    folded,
    record_of_pairs,
    with_spectral_norm,
)
from models.training.checkpoint import TrainingState
from models.training.fused_validation import save_fused, validate
from models.ufgan.losses import (
    TransferLoss,
    dissimilarity,
    gradient_loss,
    intensity_loss,
    total_variation,
)
from models.ufgan.network import Discriminator, Fusion, UNet, without_norms
from models.ufgan.settings import UfGanSettings, level_widths

NAME = NETWORK_NAME = "ufgan"
"""Of the weights, and of the kind of network in the manifest."""


class UfGanTraining(AdversarialTraining[UNet, UfGanSettings]):
    """Writes ``ufgan.safetensors`` and ``fused.png``."""

    def new_network(self) -> Adversaries[UNet]:
        encoder, normalisation = load_encoder(self.settings.encoder)
        transfer = TransferLoss(encoder, normalisation.mean, normalisation.deviation)
        self._transfer = transfer.to(self.device)
        network = with_spectral_norm(UNet(level_widths(self.settings)))
        return Adversaries(network, with_spectral_norm(Discriminator()))

    def fuse(self, generator: UNet, batch: Tensor) -> tuple[Tensor, Tensor]:
        return generator(batch), batch

    def losses(self, fused: Tensor, sources: Tensor) -> dict[str, Tensor]:
        settings = self.settings
        content, style = self._transfer(fused, sources)
        return {
            "intensity": settings.intensity_weight * intensity_loss(fused, sources),
            "gradient": settings.gradient_weight * gradient_loss(fused, sources),
            "ssim": settings.ssim_weight * dissimilarity(fused, sources),
            "variation": settings.variation_weight * total_variation(fused - sources[:, 1:]),
            "content": settings.content_weight * content,
            "style": settings.style_weight * style,
        }

    def finish(self, state: TrainingState[Adversaries[UNet]], output: Path) -> dict[str, Any]:
        plain = UNet(level_widths(self.settings)).to(self.device)
        network = without_norms(folded(state.network.generator, plain))
        save_weights(network, NAME, NETWORK_NAME, None, output, half=True)
        fusion = Fusion(network)
        with torch.inference_mode():
            figures = validate(fusion, self.unseen, self.device)
            save_fused(fusion, self.unseen[:3], output, self.device)
        return {**record_of_pairs(self), "validation": figures}

    def summary(self, record: dict[str, Any]) -> str:
        named = ", ".join(f"{name} {value:.4f}" for name, value in record["validation"].items())
        return f"{NAME}: {named} on {len(self.unseen)} validation pairs"
