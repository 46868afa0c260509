"""Training without labels: the autoencoder learns to rebuild photographs; the encoder is kept."""

from __future__ import annotations

import dataclasses
import io
import json
import math
import sys
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
import torch
from torch import Tensor
from tqdm import tqdm

from models.manifest import Normalisation, replace_file
from models.sesf.decoder import Autoencoder
from models.sesf.weights import save_encoder
from models.training.device import best_device, machine
from models.training.losses import PIXEL_REDUCTIONS, reconstruction_loss, structural_similarity
from models.training.photographs import (
    CropSampler,
    find_photographs,
    mean_and_deviation,
    read_luminance,
    split_photographs,
)

CHECKPOINT = "checkpoint.pt"
RECORD = "training.json"
PRECISIONS = {"float32": torch.float32, "bfloat16": torch.bfloat16}


@dataclass(frozen=True)
class TrainingSettings:
    """Everything that decides the weights, the photographs aside."""

    attention: str = "cse"
    steps: int = 4000
    batch: int = 16
    crop: int = 128
    rate: float = 1e-3
    last_rate: float = 1e-5
    ssim_weight: float = 1.0
    reduction: str = "picture"
    noise: float = 0.0
    """Largest standard deviation of the noise added to the input, in luminance units; the target
    stays clean. 0 is the published plain reconstruction."""
    validation_share: float = 0.1
    seed: int = 1
    precision: str = "float32"

    def __post_init__(self) -> None:
        if self.reduction not in PIXEL_REDUCTIONS:
            raise ValueError(f"reduction is one of {', '.join(PIXEL_REDUCTIONS)}, not {self.reduction}")
        if self.precision not in PRECISIONS:
            raise ValueError(f"precision is one of {', '.join(PRECISIONS)}, not {self.precision}")
        if min(self.steps, self.batch) < 1 or self.crop < 16:
            raise ValueError("steps and batch are at least 1, crop at least 16 pixels")


@dataclass
class TrainingState:
    """What a checkpoint holds."""

    network: Autoencoder
    optimiser: torch.optim.Optimizer
    normalisation: Normalisation
    step: int = 0
    seconds: float = 0.0


def train(
    folders: Sequence[Path],
    output: Path,
    settings: TrainingSettings,
    device: str = "auto",
    checkpoint_every: int = 200,
    report: Callable[[str], None] | None = None,
) -> dict[str, Any]:
    """Train, or go on from the checkpoint in ``output``; returns the record also written there.

    ``output`` receives ``checkpoint.pt`` (to resume), ``sesf-ATTENTION.safetensors`` with its manifest,
    ``reconstruction.png`` and ``training.json``. With the same photographs, settings and machine the
    weights are the same, interrupted or not.
    """
    training, validation = split_photographs(
        find_photographs(folders), settings.validation_share, settings.seed
    )
    where = best_device() if device == "auto" else torch.device(device)
    state = resume_or_start(output, settings, training, where)
    sampler = CropSampler(training, settings.crop, settings.seed)
    run_steps(state, sampler, settings, output, checkpoint_every, where)
    scores = validate(state.network, state.normalisation, validation, where)
    name = f"sesf-{settings.attention}"
    save_encoder(state.network.encoder, state.normalisation, name, output)
    save_reconstruction(state.network, state.normalisation, validation, output, where)
    record = {
        "settings": dataclasses.asdict(settings),
        "photographs": {"training": len(training), "validation": len(validation)},
        "validation_files": [path.name for path in validation],
        "normalisation": dataclasses.asdict(state.normalisation),
        "seconds": round(state.seconds, 1),
        "machine": machine(where),
        "validation": scores,
    }
    replace_file(output / RECORD, (json.dumps(record, indent=2) + "\n").encode())
    if report:
        report(
            f"{name}: SSIM {scores['ssim']:.4f}, PSNR {scores['psnr']:.2f} dB on "
            f"{len(validation)} validation photographs, {state.seconds / 60:.1f} minutes"
        )
    return record


def resume_or_start(
    output: Path, settings: TrainingSettings, training: Sequence[Path], device: torch.device
) -> TrainingState:
    """The state in ``output``'s checkpoint, or a fresh one.

    Raises ``ValueError`` when the checkpoint was made with other settings: mixing two runs gives
    weights that nobody can make again.
    """
    torch.manual_seed(settings.seed)
    network: Autoencoder = Autoencoder(settings.attention).to(
        device, memory_format=torch.channels_last  # type: ignore[call-overload]  # torch's stubs lack it
    )
    optimiser = torch.optim.Adam(network.parameters(), lr=settings.rate)
    path = output / CHECKPOINT
    if not path.exists():
        return TrainingState(network, optimiser, Normalisation(*mean_and_deviation(training)))
    saved = torch.load(path, map_location=device, weights_only=True)
    if saved["settings"] != dataclasses.asdict(settings):
        raise ValueError(
            f"{path} belongs to a training with other settings; choose another --output or remove it"
        )
    network.load_state_dict(saved["network"])
    optimiser.load_state_dict(saved["optimiser"])
    normalisation = Normalisation(**saved["normalisation"])
    return TrainingState(network, optimiser, normalisation, saved["step"], saved["seconds"])


def run_steps(
    state: TrainingState,
    sampler: CropSampler,
    settings: TrainingSettings,
    output: Path,
    checkpoint_every: int,
    device: torch.device,
) -> None:
    """Train up to ``settings.steps``, saving a checkpoint at times and at the end."""
    state.network.train()
    begun = time.monotonic() - state.seconds
    bar = tqdm(
        total=settings.steps, initial=state.step, unit="step", disable=not sys.stderr.isatty()
    )
    with bar:
        while state.step < settings.steps:
            for group in state.optimiser.param_groups:
                group["lr"] = learning_rate(settings, state.step)
            crops = torch.from_numpy(sampler.batch(state.step, settings.batch)).to(device)
            structure, pixels = one_step(state, crops, settings)
            state.step += 1
            state.seconds = time.monotonic() - begun
            bar.set_postfix_str(f"1 - SSIM {structure:.4f}, L_p {pixels:.4f}")
            bar.update()
            if state.step % checkpoint_every == 0 or state.step == settings.steps:
                save_checkpoint(state, settings, output)


def one_step(
    state: TrainingState, crops: Tensor, settings: TrainingSettings
) -> tuple[float, float]:
    """One step of Adam on ``crops`` (N, 1, H, W) in [0, 1]; returns (1 − SSIM, L_p)."""
    inputs = crops
    if settings.noise > 0:
        generator = torch.Generator().manual_seed(settings.seed * 1_000_003 + state.step)
        strength = torch.rand((len(crops), 1, 1, 1), generator=generator) * settings.noise
        noise = torch.randn(crops.shape, generator=generator) * strength
        inputs = crops + noise.to(crops.device)
    state.optimiser.zero_grad()
    output = rebuild(state.network, state.normalisation, inputs, PRECISIONS[settings.precision])
    loss, structure, pixels = reconstruction_loss(
        output, crops, settings.ssim_weight, settings.reduction
    )
    loss.backward()  # type: ignore[no-untyped-call]
    state.optimiser.step()
    return structure, pixels


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


def learning_rate(settings: TrainingSettings, step: int) -> float:
    """Cosine decay from ``rate`` to ``last_rate``."""
    share = (1 + math.cos(math.pi * step / settings.steps)) / 2
    return settings.last_rate + (settings.rate - settings.last_rate) * share


def save_checkpoint(state: TrainingState, settings: TrainingSettings, output: Path) -> None:
    """Write what a later call needs to go on from here."""
    output.mkdir(parents=True, exist_ok=True)
    buffer = io.BytesIO()
    torch.save(
        {
            "settings": dataclasses.asdict(settings),
            "network": state.network.state_dict(),
            "optimiser": state.optimiser.state_dict(),
            "normalisation": dataclasses.asdict(state.normalisation),
            "step": state.step,
            "seconds": state.seconds,
        },
        buffer,
    )
    replace_file(output / CHECKPOINT, buffer.getvalue())


@torch.inference_mode()
def validate(
    network: Autoencoder,
    normalisation: Normalisation,
    photographs: Sequence[Path],
    device: torch.device,
) -> dict[str, float]:
    """Mean SSIM and PSNR (dB) of the whole rebuilt photographs."""
    network.eval()
    similarities, ratios = [], []
    for path in photographs:
        truth = luminance_tensor(path, device)
        output = rebuild(network, normalisation, truth).clamp(0, 1)
        similarities.append(float(structural_similarity(output, truth)[0]))
        error = float(((output - truth) ** 2).mean())
        ratios.append(-10 * math.log10(max(error, 1e-10)))
    return {"ssim": float(np.mean(similarities)), "psnr": float(np.mean(ratios))}


@torch.inference_mode()
def save_reconstruction(
    network: Autoencoder,
    normalisation: Normalisation,
    photographs: Sequence[Path],
    output: Path,
    device: torch.device,
) -> None:
    """``reconstruction.png``: three validation photographs above what the network made of them."""
    import cv2

    network.eval()
    columns = []
    for path in photographs[:3]:
        truth = luminance_tensor(path, device)
        made = rebuild(network, normalisation, truth).clamp(0, 1)
        side_by_side = torch.cat((truth, made), dim=2)[0, 0].cpu().numpy()
        height = round(256 * side_by_side.shape[0] / side_by_side.shape[1])
        columns.append(cv2.resize(side_by_side, (256, height), interpolation=cv2.INTER_AREA))
    tallest = max(column.shape[0] for column in columns)
    padded = [np.pad(c, ((0, tallest - c.shape[0]), (0, 0)), constant_values=1) for c in columns]
    picture = np.rint(np.hstack(padded) * 255).astype(np.uint8)
    replace_file(output / "reconstruction.png", cv2.imencode(".png", picture)[1].tobytes())


def luminance_tensor(path: Path, device: torch.device) -> Tensor:
    """A photograph as (1, 1, H, W) luminance in [0, 1]."""
    values = read_luminance(path).astype(np.float32) / np.float32(255)
    return torch.from_numpy(values)[None, None].to(device)
