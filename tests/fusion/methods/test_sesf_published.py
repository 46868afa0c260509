"""``sesf-published`` against a slow version written from the description of the published program."""

from dataclasses import replace

import numpy as np
import pytest
import torch
from skimage import morphology

from fusion import FusionError, FusionSettings, find_method, fuse
from models.sesf.weights import load_encoder
from tests.made import focus_pair, texture


def slow_line_sums(line: list[float], radius: int) -> list[float]:
    """Window sums along a line by a running total, cut at the ends."""
    totals, total = [], 0.0
    for value in line:
        total += value
        totals.append(total)
    last = len(line) - 1
    return [
        totals[min(i + radius, last)] - (totals[i - radius - 1] if i > radius else 0.0)
        for i in range(len(line))
    ]


def slow_window(values: np.ndarray, radius: int, mean: bool) -> np.ndarray:
    """Sum, or mean over the part inside, of a (2·radius + 1)² window."""
    columns = [slow_line_sums(list(column), radius) for column in values.T.astype(np.float64)]
    sums = np.array([slow_line_sums(list(row), radius) for row in np.array(columns).T])
    return sums / slow_window(np.ones(values.shape), radius, mean=False) if mean else sums


def slow_sharpness(pixels: np.ndarray, radius: int) -> np.ndarray:
    """Features of the whole picture with zeros outside; squared differences; window sums."""
    encoder, normalisation = load_encoder("sesf-cse")
    grey = pixels / 255 if pixels.ndim == 2 else pixels / 255 @ np.array([0.2125, 0.7154, 0.0721])
    values = (torch.from_numpy(grey.astype(np.float32)) - normalisation.mean) / normalisation.deviation
    with torch.inference_mode():
        features = encoder(values[None, None])[0].double().numpy()
    total = np.zeros(grey.shape)
    for plane in features:
        outside = np.pad(plane, ((1, 0), (1, 0)))
        change = (outside[1:, :-1] - plane) ** 2 + (outside[:-1, 1:] - plane) ** 2
        total += slow_window(change, radius, mean=False)
    return total


def slow_published(first: np.ndarray, second: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """The published program, step by step: (pixels, map)."""
    decision = slow_sharpness(first, 5) > slow_sharpness(second, 5)
    smallest = 0.01 * decision.size
    element = morphology.disk(5)
    decision = morphology.opening(decision, element)
    decision = ~without_small_holes(~decision, smallest)
    decision = morphology.closing(decision, element)
    decision = without_small_holes(decision, smallest)
    mask = decision.astype(np.float64)
    colour = mask[:, :, None] if first.ndim == 3 else mask
    guide = first * colour + second * (1 - colour)
    planes = [guide] if guide.ndim == 2 else [guide[:, :, c] for c in range(3)]
    mean_p = slow_window(mask, 4, mean=True)
    slopes, removed = [], np.zeros(mask.shape)
    for plane in planes:
        mean_i = slow_window(plane, 4, mean=True)
        covariance = slow_window(plane * mask, 4, mean=True) - mean_i * mean_p
        variance = slow_window(plane * plane, 4, mean=True) - mean_i * mean_i
        slopes.append(covariance / (variance + 0.1))
        removed = removed + slopes[-1] * mean_i
    soft = np.zeros(mask.shape)
    for plane, slope in zip(planes, slopes, strict=True):
        soft = soft + slow_window(slope, 4, mean=True) * plane
    soft = soft + slow_window(mean_p - removed, 4, mean=True)
    weight = soft[:, :, None] if first.ndim == 3 else soft
    fused = np.clip(first * 1.0 * weight + second * 1.0 * (1 - weight), 0, 255)
    return fused.astype(np.uint8), soft


def without_small_holes(mask: np.ndarray, smallest: float) -> np.ndarray:
    """Holes of fewer than ``smallest`` pixels are filled (scikit-image counts them inclusively)."""
    return morphology.remove_small_holes(mask, max_size=int(np.ceil(smallest)) - 1, connectivity=1)


@pytest.mark.parametrize("colour", [True, False])
def test_the_preset_gives_the_published_program_s_pixels(colour: bool) -> None:
    pair = focus_pair(61, 74, colour=colour)
    # A third region and specks, so that the cleaning has work to do.
    first, second = pair.first.copy(), pair.second.copy()
    first[40:50, 10:20], second[40:50, 10:20] = pair.second[40:50, 10:20], pair.first[40:50, 10:20]
    expected, soft = slow_published(first, second)
    result = fuse([first, second], FusionSettings("sesf-published", device="cpu"))
    assert np.array_equal(result.photo.pixels, expected)
    assert np.allclose(result.decision.first_share, np.clip(soft, 0, 1), atol=1e-5)


def test_its_map_leaves_the_range_and_ours_does_not() -> None:
    pair = focus_pair(61, 74)
    _, soft = slow_published(pair.first, pair.second)
    assert soft.min() < 0 or soft.max() > 1


def test_it_truncates_where_sesf_rounds() -> None:
    pair = focus_pair()
    published, ours = (
        fuse([pair.first, pair.second], FusionSettings(name, device="cpu")).photo.pixels
        for name in ("sesf-published", "sesf")
    )
    assert published.mean() < ours.mean()


def test_it_refuses_deeper_sources_and_says_what_to_take() -> None:
    deep = texture(30, 30).astype(np.uint16)
    with pytest.raises(FusionError, match="8-bit sources; take the method sesf"):
        fuse([deep, deep], FusionSettings("sesf-published", device="cpu"))


def test_its_parameters_reach_the_program() -> None:
    pair = focus_pair(61, 74)
    settings = FusionSettings(
        "sesf-published",
        replace(find_method("sesf-published").parameters(), guide_radius=9),
        "cpu",
    )
    other = fuse([pair.first, pair.second], settings).photo.pixels
    default = fuse([pair.first, pair.second], replace(settings, parameters=None)).photo.pixels
    assert not np.array_equal(other, default)
