"""Training FusionDiff: a sharp picture is given noise, and the network finds it again."""

from __future__ import annotations

from collections.abc import Generator, Sequence
from pathlib import Path
from typing import Any

import cv2
import numpy as np
import torch
from torch import Tensor

from models.arrays import FloatMap
from models.fusiondiff.dimensions import FORMS, NOISE_STEPS, Form
from models.fusiondiff.network import NoisePredictor
from models.fusiondiff.pairs import TripleSampler, find_sources, load_triple
from models.fusiondiff.schedule import StepBack, kept_shares, steps_back
from models.fusiondiff.settings import DiffusionTrainingSettings
from models.fusiondiff.weights import NETWORK_NAME, save_predictor, weights_name
from models.manifest import find_entry, replace_file
from models.running.torch_weights import load_weights
from models.training.checkpoint import TrainingState
from models.training.loop import NetworkTraining

VALIDATION_PICTURES = 8
VALIDATION_SIDE = 128
VALIDATION_STEPS = 10


class DiffusionTraining(NetworkTraining[NoisePredictor, DiffusionTrainingSettings, FloatMap]):
    """Writes ``fusiondiff.safetensors`` (``fusiondiff-full`` of that form) and ``fused.png``.

    A batch is (N, 3, planes, crop, crop) in [-1, 1]: first source, second source, truth.
    """

    warm_up_steps = 100
    largest_gradient = 1.0

    def find_pictures(self, folders: Sequence[Path]) -> None:
        settings = self.settings
        found, unseen = find_sources(folders, settings.validation_share, settings.seed)
        self.sources = found[: settings.pairs or None]
        self.unseen = unseen[:VALIDATION_PICTURES]
        self.form = FORMS[settings.form]

    def new_network(self) -> NoisePredictor:
        return NoisePredictor(self.form)

    def begin(self, state: TrainingState[NoisePredictor]) -> None:
        if self.settings.start:
            folder = Path(self.settings.start)
            entry = find_entry(weights_name(self.settings.form), NETWORK_NAME, folder)
            load_weights(state.network, entry, folder)

    def batches(self, first_step: int) -> Generator[FloatMap, None, None]:
        settings = self.settings
        triples = [
            load_triple(source, self.form.planes, settings.seed, settings.largest_blur)
            for source in self.sources
        ]
        sampler = TripleSampler(triples, settings.crop, settings.seed)
        for step in range(first_step, settings.steps):
            yield sampler.batch(settings.first_step + step, settings.batch)

    def gradients(self, state: TrainingState[NoisePredictor], batch: FloatMap) -> dict[str, float]:
        """Gradients of the error of what the network finds in pictures with noise of random times; the
        parts of the loss by name."""
        number = self.settings.seed * 1_000_003 + self.settings.first_step + state.step
        random = torch.Generator().manual_seed(number)
        times = torch.randint(NOISE_STEPS, (len(batch),), generator=random)
        first, second, truth = torch.from_numpy(batch).to(self.device).unbind(1)
        noise = torch.randn(truth.shape, generator=random).to(self.device)
        target = inward(truth, first, second, self.form)
        kept = torch.from_numpy(kept_shares().astype(np.float32))[times].to(self.device)
        kept = kept[:, None, None, None]
        noisy = kept.sqrt() * target + (1 - kept).sqrt() * noise
        pictures = torch.cat((first, second, noisy), dim=1).to(memory_format=torch.channels_last)
        with torch.autocast(
            self.device.type, self.torch_type, enabled=self.torch_type != torch.float32
        ):
            found = state.network.predict(pictures, times.to(self.device))
        wanted = target if self.form.residual else noise
        loss = torch.nn.functional.mse_loss(found.float(), wanted)
        loss.backward()  # type: ignore[no-untyped-call]
        return {"squared error": float(loss.detach())}

    def finish(self, state: TrainingState[NoisePredictor], output: Path) -> dict[str, Any]:
        figures = self.validate(state.network, output)
        save_predictor(state.network, self.settings.form, output)
        return {
            "training": len(self.sources),
            "validation": len(self.unseen),
            "training_files": [source.name for source in self.sources],
            "validation_files": [source.name for source in self.unseen],
            "figures": figures,
        }

    def summary(self, record: dict[str, Any]) -> str:
        figures = record["figures"]
        return (
            f"fusiondiff: {figures['fused']:.2f} dB on {record['validation']} validation pairs, "
            f"the mean of the sources {figures['mean']:.2f} dB"
        )

    @torch.inference_mode()
    def validate(self, network: NoisePredictor, output: Path) -> dict[str, float]:
        """PSNR in dB of what the network fuses by DDIM, the method's default, and by the published
        process, and of the sources' mean, over pairs that it was not trained on; with ``fused.png``:
        both sources, what was fused, the truth."""
        network.eval()
        settings, rows, errors = self.settings, [], []
        ways = [steps_back(VALIDATION_STEPS, implicit=implicit) for implicit in (True, False)]
        for number, source in enumerate(self.unseen):
            triple = load_triple(source, self.form.planes, settings.seed, settings.largest_blur)
            side = min(VALIDATION_SIDE, *(size // 8 * 8 for size in triple.shape[2:]))
            values = triple[:, :, :side, :side].astype(np.float32) / np.float32(127.5) - 1
            first, second, truth = torch.from_numpy(values)[:, None].to(self.device)
            made = [sampled(network, first, second, steps, seed=number) for steps in ways]
            fused, mean = made[0], (first + second) / 2
            errors.append([float(((each - truth) ** 2).mean()) for each in (*made, mean)])
            row = torch.cat((first, second, fused, truth), dim=3)[0]
            rows.append(row.movedim(0, 2).cpu().numpy())
        save_rows(rows, output / "fused.png")
        squared = np.maximum(np.mean(errors, axis=0), 1e-9)
        names = ("fused", "published", "mean")
        return dict(zip(names, (10 * np.log10(4 / squared)).tolist(), strict=True))


def inward(truth: Tensor, first: Tensor, second: Tensor, form: Form) -> Tensor:
    """What noise is added to: the picture, or what it has more than the sources' mean."""
    return form.residual * (truth - (first + second) / 2) if form.residual else truth


def outward(values: Tensor, first: Tensor, second: Tensor, form: Form) -> Tensor:
    """The picture that ``inward`` was taken from: between the sources, as the method keeps it; a whole
    picture within [-1, 1], as published."""
    if not form.residual:
        return values.clamp(-1, 1)
    picture = values / form.residual + (first + second) / 2
    return torch.clamp(picture, torch.minimum(first, second), torch.maximum(first, second))


def sampled(
    network: NoisePredictor, first: Tensor, second: Tensor, steps: Sequence[StepBack], seed: int
) -> Tensor:
    """The picture fused from two sources (1, planes, H, W) in [-1, 1], by steps that add no noise."""
    form = network.form
    random = torch.Generator().manual_seed(seed)
    state = torch.randn(first.shape, generator=random).to(first.device)
    picture = first
    for step in steps:
        times = torch.full((len(first),), float(step.time), device=first.device)
        found = network.predict(torch.cat((first, second, state), dim=1), times)
        if not form.residual:
            found = (state - (1 - step.kept) ** 0.5 * found) / step.kept**0.5
        picture = outward(found, first, second, form)
        state = step.of_picture * inward(picture, first, second, form) + step.of_state * state
    return picture


def save_rows(rows: Sequence[FloatMap], path: Path) -> None:
    """Rows (H, W, planes) in [-1, 1], one below the other, as a PNG file."""
    width = min(row.shape[1] for row in rows)
    values = np.concatenate([row[:, :width] for row in rows])
    pixels = np.rint(np.clip((values + 1) * 127.5, 0, 255)).astype(np.uint8)
    replace_file(path, cv2.imencode(".png", pixels[..., ::-1])[1].tobytes())
