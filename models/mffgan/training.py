"""Training the generator, first alone, then against the discriminator."""

from __future__ import annotations

import math
from collections.abc import Generator as Generates
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import cv2
import numpy as np
import torch
from torch import Tensor, nn

from models.manifest import replace_file
from models.mffgan.losses import FAKE, REAL, ContentWeights, content_loss, distance_to, joint_gradient
from models.mffgan.network import AdversarialNetworks, Generator
from models.mffgan.settings import AdversarialTrainingSettings
from models.mffgan.weights import NAME, load_generator, save_generator
from models.training.checkpoint import TrainingState
from models.training.filters import laplacian
from models.training.loop import NetworkTraining
from models.training.pair_batches import PairBatch, PairSampler, find_pair_sources

_VALIDATION_STEPS = 8


class MffGanTraining(NetworkTraining[AdversarialNetworks, AdversarialTrainingSettings, PairBatch]):
    """Writes ``mff-gan.safetensors``, the generator's weights alone, and ``fused.png``.

    Generator and discriminator learn from the same batch, each with the other as it was before the step.
    """

    def find_pictures(self, folders: Sequence[Path]) -> None:
        settings = self.settings
        self.sources, self.unseen = find_pair_sources(folders, settings.validation_share, settings.seed)
        self.validation = PairSampler(
            self.unseen, settings.crop, settings.seed + 1, settings.largest_blur
        )

    def new_network(self) -> AdversarialNetworks:
        return AdversarialNetworks(self.settings.crop, self.settings.discriminator_width)

    def parameter_groups(self, network: AdversarialNetworks) -> list[dict[str, Any]]:
        share = self.settings.discriminator_rate / self.settings.rate
        return [
            {"params": list(network.generator.parameters())},
            {"params": list(network.discriminator.parameters()), "rate_share": share},
        ]

    def begin(self, state: TrainingState[AdversarialNetworks]) -> None:
        """Take over the generator's weights in the folder ``start``, where one is named."""
        if self.settings.start:
            begun = load_generator(folder=Path(self.settings.start))
            state.network.generator.load_state_dict(begun.state_dict())

    def batches(self, first_step: int) -> Generates[PairBatch, None, None]:
        settings = self.settings
        sampler = PairSampler(self.sources, settings.crop, settings.seed, settings.largest_blur)
        for step in range(first_step, settings.steps):
            yield sampler.batch(step, settings.batch)

    def gradients(self, state: TrainingState[AdversarialNetworks], batch: PairBatch) -> dict[str, float]:
        """Gradients of the generator in its turns, and of the discriminator once it takes part; the
        parts of the loss by name."""
        settings, networks = self.settings, state.network
        near, far = self._pictures(batch)
        random = torch.Generator().manual_seed(settings.seed * 1_000_003 + state.step)
        adversarial = state.step >= settings.generator_alone
        turn = (state.step - settings.generator_alone) % settings.discriminator_steps
        with torch.set_grad_enabled(not adversarial or turn == settings.discriminator_steps - 1):
            with torch.autocast(self.device.type, self.torch_type, self.torch_type != torch.float32):
                fused = networks.generator(near, far)
            fused = fused.float()
            weights = ContentWeights(
                settings.intensity_weight, settings.gradient_weight, settings.decision_side
            )
            parts = content_loss(fused, near, far, weights)
        judged = self._discriminator(networks.discriminator, fused, (near, far), random, adversarial)
        if fused.requires_grad:
            content = weights.intensity * parts["L_int"] + weights.gradient * parts["L_grad"]
            loss = settings.content_weight * content + judged["L_adv"]
            loss.backward()  # type: ignore[no-untyped-call]
        return {name: float(value.detach()) for name, value in {**parts, **judged}.items()}

    def _discriminator(
        self,
        network: nn.Module,
        fused: Tensor,
        sources: tuple[Tensor, Tensor],
        random: torch.Generator,
        adversarial: bool,
    ) -> dict[str, Tensor]:
        """Adds the discriminator's own gradients; returns what it asks of the generator and its loss."""
        if not adversarial:
            return {"L_adv": fused.new_zeros(()), "L_D": fused.new_zeros(())}
        gradient = laplacian(fused).abs()
        judged_fake = network(gradient.detach())
        loss = distance_to(judged_fake, FAKE, random)
        loss = loss + distance_to(network(joint_gradient(*sources)), REAL, random)
        loss.backward()  # type: ignore[no-untyped-call]
        network.requires_grad_(False)
        asked = distance_to(network(gradient), REAL, random)
        network.requires_grad_(True)
        return {"L_adv": asked, "L_D": loss}

    def finish(self, state: TrainingState[AdversarialNetworks], output: Path) -> dict[str, Any]:
        figures = self.validate(state.network.generator)
        save_generator(state.network.generator, output)
        self.save_fused(state.network.generator, output)
        return {
            "training": self.sources.counts(),
            "validation": self.unseen.counts(),
            "validation_files": self.unseen.names(),
            "figures": figures,
        }

    def summary(self, record: dict[str, Any]) -> str:
        figures = record["figures"]
        fused, average = figures["psnr"], figures["average"]
        return f"{NAME}: {fused:.2f} dB on validation pairs, the sources' mean {average:.2f} dB"

    @torch.inference_mode()
    def validate(self, network: Generator) -> dict[str, float]:
        """Mean PSNR (dB) of the fused luma and of the sources' mean, on unseen pairs."""
        network.eval()
        ratios: list[tuple[float, float]] = []
        for step in range(_VALIDATION_STEPS):
            batch, near, far = self._validation_batch(step)
            truth = 2 * torch.from_numpy(batch.truth).to(self.device) - 1
            for made in zip(network(near, far), (near + far) / 2, truth, strict=True):
                errors = [float((picture - made[2]).square().mean()) / 4 for picture in made[:2]]
                ratios.append((psnr(errors[0]), psnr(errors[1])))
        network.train()
        means = np.mean(ratios, axis=0)
        return {"psnr": float(means[0]), "average": float(means[1])}

    @torch.inference_mode()
    def save_fused(self, network: Generator, output: Path) -> None:
        """``fused.png``: both sources, what the generator makes of them, and the truth."""
        network.eval()
        batch, near, far = self._validation_batch(_VALIDATION_STEPS)
        truth = 2 * torch.from_numpy(batch.truth) - 1
        columns = (near, far, network(near, far), truth)
        rows = torch.cat([column[:6].flatten(0, 2).cpu() for column in columns], dim=1).numpy()
        picture = np.rint(np.clip(rows * 127.5 + 127.5, 0, 255)).astype(np.uint8)
        replace_file(output / "fused.png", cv2.imencode(".png", picture)[1].tobytes())
        network.train()

    def _validation_batch(self, step: int) -> tuple[PairBatch, Tensor, Tensor]:
        batch = self.validation.batch(step, 8)
        return batch, *self._pictures(batch)

    def _pictures(self, batch: PairBatch) -> tuple[Tensor, Tensor]:
        """Both sources' luma in [-1, 1]."""
        first, second = (torch.from_numpy(part).to(self.device) for part in (batch.first, batch.second))
        return 2 * first - 1, 2 * second - 1


def psnr(error: float) -> float:
    """In dB of a mean squared error on [0, 1]."""
    return -10 * math.log10(max(error, 1e-10))
