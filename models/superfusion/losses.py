"""The losses of SuperFusion, as its published code has them; pictures (N, 1, H, W) in [0, 1]."""

from __future__ import annotations

from collections.abc import Sequence

import torch
from torch import Tensor
from torch.nn import functional

from models.superfusion.fields import box_blurred
from models.training.structural_similarity import structural_similarity

BORDER = 10
"""Pixels at the border that the end-point loss leaves out."""
SMALLEST = 0.01
"""Errors of the field below this count as this; the picture spans -1 to 1."""
WINDOWS = (9, 21, 45)


def gradients(picture: Tensor) -> tuple[Tensor, Tensor]:
    """Differences to the right and to the lower neighbour, of the picture's size."""
    padded = functional.pad(picture, (0, 1, 0, 1), mode="replicate")
    return padded[..., :-1, 1:] - picture, padded[..., 1:, :-1] - picture


def gradient_strength(picture: Tensor) -> Tensor:
    """Sum of the absolute differences."""
    across, down = gradients(picture)
    return across.abs() + down.abs()


def second_derivatives(picture: Tensor) -> Tensor:
    """Second differences across and down, (N, 2C, H, W), 0 at the border."""
    padded = functional.pad(picture, (1, 1, 1, 1), mode="replicate")
    middle = 2 * picture
    across = padded[..., 1:-1, 2:] + padded[..., 1:-1, :-2] - middle
    down = padded[..., 2:, 1:-1] + padded[..., :-2, 1:-1] - middle
    return torch.cat((across, down), 1)


def mean_where(values: Tensor, mask: Tensor) -> Tensor:
    """The mean over the pixels where the mask is 1."""
    return (values * mask).sum() / (mask.sum() * values.shape[1]).clamp(min=1)


def photometric_loss(made: Tensor, wanted: Tensor, mask: Tensor) -> Tensor:
    """Two pictures of one modality brought to one mean and deviation, compared where the mask is 1."""
    made, wanted = evened(made, mask), evened(wanted, mask)
    made, wanted = box_blurred(made, 3), box_blurred(wanted, 3)
    difference = (made - wanted).abs()
    bent = (second_derivatives(made) - second_derivatives(wanted)).abs()
    plain = mean_where(difference, mask) + mean_where(difference**2, mask)
    return 0.1 * plain + 0.9 * mean_where(bent + 10 * bent**2, mask)


def evened(picture: Tensor, mask: Tensor) -> Tensor:
    """The picture with mean ½ and deviation ¼ where the mask is 1."""
    count = mask.sum((2, 3), keepdim=True).clamp(min=1)
    mean = (picture * mask).sum((2, 3), keepdim=True) / count
    away = picture - mean
    deviation = torch.sqrt((away**2 * mask).sum((2, 3), keepdim=True) / count + 1e-4)
    return 0.5 + 0.25 * away / deviation


def end_point_loss(field: Tensor, truth: Tensor, pictures: Sequence[Tensor]) -> Tensor:
    """Squared distance of the field (N, 2, H, W) from the true one, more where a picture has detail."""
    height, width = field.shape[-2:]
    size = torch.tensor([width - 1, height - 1]).to(field)[:, None, None] / 2
    error = ((field - truth) / size).abs().clamp(min=SMALLEST) ** 2
    detail = sum(second_derivatives(picture).abs().mean(1, keepdim=True) for picture in pictures)
    inner = (slice(None), slice(None), slice(BORDER, -BORDER), slice(BORDER, -BORDER))
    return 1000 * ((1 + 2 * detail) * error)[inner].mean()


def smoothness_loss(field: Tensor) -> Tensor:
    """What a field bends, and how far it is from its own means over windows."""
    height, width = field.shape[-2:]
    size = torch.tensor([width - 1, height - 1]).to(field)[:, None, None] / 2
    unit = field / size
    result = 500 * second_derivatives(unit).abs().mean()
    for side in WINDOWS:
        if side <= min(height, width):
            result = result + 5000 * ((unit - box_blurred(unit, side)) ** 2).mean() / (side + 1)
    return result


def fusion_loss(fused: Tensor, infrared: Tensor, visible: Tensor) -> Tensor:
    """Gradient to the larger gradient, structure to both pictures, intensity to the larger."""
    largest = torch.maximum(gradient_strength(infrared), gradient_strength(visible))
    texture = (gradient_strength(fused) - largest).abs().mean()
    structure = sum(
        ((1 - structural_similarity(fused, picture)) / 2).clamp(0, 1).mean()
        for picture in (infrared, visible)
    )
    intensity = (fused - torch.maximum(infrared, visible)).abs().mean()
    return 0.6 * texture + 0.3 * structure + 0.1 * intensity


def lovasz_softmax(scores: Tensor, labels: Tensor, ignored: int = 255) -> Tensor:
    """Berman, Rannen Triki and Blaschko, "The Lovász-Softmax loss", CVPR 2018.

    ``scores`` (N, K, H, W) before the softmax, ``labels`` (N, H, W) classes; the mean over the classes
    that are present of the Lovász extension of 1 - intersection over union. 0 where nothing is labelled.
    """
    kept = labels.flatten() != ignored
    classes = labels.flatten()[kept].long()
    shares = scores.softmax(1).permute(0, 2, 3, 1).flatten(0, 2)[kept]
    losses = []
    for number in range(scores.shape[1]):
        present = (classes == number).to(shares)
        if not present.any():
            continue
        errors, order = (present - shares[:, number]).abs().sort(descending=True)
        losses.append(errors @ lovasz_gradient(present[order]))
    return torch.stack(losses).mean() if losses else scores.sum() * 0


def lovasz_gradient(present: Tensor) -> Tensor:
    """Slopes of the Lovász extension of the Jaccard loss, for pixels sorted by error."""
    total = present.sum()
    intersection = total - present.cumsum(0)
    union = total + (1 - present).cumsum(0)
    jaccard = 1 - intersection / union
    return torch.cat((jaccard[:1], jaccard[1:] - jaccard[:-1]))
