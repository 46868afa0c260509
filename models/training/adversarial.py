"""Training a generator against a discriminator, for the networks that fuse infrared and visible."""

from __future__ import annotations

from abc import abstractmethod
from collections.abc import Generator, Sequence
from pathlib import Path
from typing import Any, Generic, TypeVar

import torch
from torch import Tensor, nn
from torch.nn.utils.parametrizations import spectral_norm
from torch.nn.utils.parametrize import is_parametrized

from models.training.adversarial_settings import AdversarialSettings
from models.training.checkpoint import TrainingState
from models.training.infrared_visible import (
    InfraredVisibleSampler,
    find_infrared_visible,
    split_pairs,
)
from models.training.loop import NetworkTraining

Net = TypeVar("Net", bound=nn.Module)
FUSED, REAL = (0.0, 0.3), (0.7, 1.2)
"""Between which the labels of fused and of visible pictures are drawn, anew for every picture."""


Settings = TypeVar("Settings", bound=AdversarialSettings)


class Adversaries(nn.Module, Generic[Net]):
    """A generator and its discriminator, kept in one checkpoint and trained by one Adam."""

    def __init__(self, generator: Net, discriminator: nn.Module) -> None:
        super().__init__()
        self.generator: Net = generator
        self.discriminator = discriminator


class AdversarialTraining(NetworkTraining[Adversaries[Net], Settings, Tensor]):
    """A batch is (N, 2, H, W) in [-1, 1], infrared before visible, both from the same scene."""

    def find_pictures(self, folders: Sequence[Path]) -> None:
        share, seed = self.settings.validation_share, self.settings.seed
        self.pairs, self.unseen = split_pairs(find_infrared_visible(folders), share, seed)

    def begin(self, state: TrainingState[Adversaries[Net]]) -> None:
        pass

    def batches(self, first_step: int) -> Generator[Tensor, None, None]:
        settings = self.settings
        sampler = InfraredVisibleSampler(self.pairs, settings.crop, settings.seed, settings.gamma)
        for step in range(first_step, settings.steps):
            crops = torch.from_numpy(sampler.batch(step, settings.batch)).to(self.device)
            yield (2 * crops - 1).contiguous(memory_format=torch.channels_last)

    def gradients(self, state: TrainingState[Adversaries[Net]], batch: Tensor) -> dict[str, float]:
        """Steps of the discriminator, then the gradients of the generator's loss.

        The discriminator's steps are whole steps of the loop's Adam, which leaves parameters without
        gradients alone: the generator's have none then. They see the fused picture without its graph,
        so that the generator never learns to help them.
        """
        generator, discriminator = state.network.generator, state.network.discriminator
        random = torch.Generator().manual_seed(self.settings.seed * 1_000_003 + state.step)
        fused, sources = self.fuse(generator, batch)
        visible = sources[:, 1:]
        told = 0.0
        for _ in range(self.settings.discriminator_steps):
            state.optimiser.zero_grad()
            real = ((discriminator(visible) - labels(REAL, len(batch), random, visible)) ** 2).mean()
            made = discriminator(fused.detach()) - labels(FUSED, len(batch), random, visible)
            loss = real + (made**2).mean()
            loss.backward()
            state.optimiser.step()
            told = float(loss.detach())
        state.optimiser.zero_grad()
        discriminator.requires_grad_(False)
        judged = ((discriminator(fused) - labels(REAL, len(batch), random, visible)) ** 2).mean()
        parts = {"adversarial": judged, **self.losses(fused, sources)}
        sum(parts.values(), torch.zeros(())).backward()
        discriminator.requires_grad_(True)
        return {"discriminator": told, **{name: float(part.detach()) for name, part in parts.items()}}

    @abstractmethod
    def fuse(self, generator: Net, batch: Tensor) -> tuple[Tensor, Tensor]:
        """The fused pictures (N, 1, h, w), and the part of the batch (N, 2, h, w) that they cover."""

    @abstractmethod
    def losses(self, fused: Tensor, sources: Tensor) -> dict[str, Tensor]:
        """The weighted parts of the generator's loss but for the adversarial one, by name."""


def labels(
    between: tuple[float, float], count: int, random: torch.Generator, like: Tensor
) -> Tensor:
    """A label for each of ``count`` pictures, (count, 1)."""
    low, high = between
    return (low + (high - low) * torch.rand((count, 1), generator=random)).to(like.device)


def with_spectral_norm(network: Net) -> Net:
    """The network, each weight divided by its largest singular value (one power iteration a step)."""
    for module in network.modules():
        if isinstance(module, (nn.Conv2d, nn.ConvTranspose2d, nn.Linear)):
            spectral_norm(module)
    return network


def folded(network: Net, plain: Net) -> Net:
    """Give ``plain``, the same network without spectral norms, the divided weights; set to inference."""
    network.eval()
    state = {
        key: value for key, value in network.state_dict().items() if ".parametrizations." not in key
    }
    for name, module in network.named_modules():
        if is_parametrized(module, "weight"):
            state[f"{name}.weight"] = module.weight.detach()
    plain.load_state_dict(state)
    return plain.eval()


def record_of_pairs(training: AdversarialTraining[Any, Any]) -> dict[str, Any]:
    """Which pairs were trained on and which were kept for validation, for the record."""
    return {
        "pairs": {"training": len(training.pairs), "validation": len(training.unseen)},
        "validation_files": [pair.name for pair in training.unseen],
    }
