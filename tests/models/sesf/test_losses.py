"""The loss agrees with its definitions."""

import numpy as np
import pytest
import torch
from skimage.metrics import structural_similarity as reference_ssim

from models.sesf.losses import pixel_distance, reconstruction_loss
from models.training.structural_similarity import structural_similarity


def pictures(count: int = 3) -> tuple[torch.Tensor, torch.Tensor]:
    generator = torch.Generator().manual_seed(5)
    first = torch.rand(count, 1, 40, 50, generator=generator)
    return first, (first + 0.1 * torch.randn(first.shape, generator=generator)).clamp(0, 1)


def test_ssim_agrees_with_an_independent_implementation() -> None:
    first, second = (batch.double() for batch in pictures(1))
    reference = reference_ssim(
        first[0, 0].numpy(),
        second[0, 0].numpy(),
        data_range=1,
        gaussian_weights=True,
        sigma=1.5,
        use_sample_covariance=False,
        full=True,
    )[1][5:-5, 5:-5].mean()
    assert float(structural_similarity(first, second)[0]) == pytest.approx(reference, abs=1e-4)


def test_equal_pictures_are_fully_similar_and_cost_nothing() -> None:
    first, _ = pictures()
    assert torch.allclose(structural_similarity(first, first), torch.ones(3), atol=1e-5)
    loss, structure, pixels = reconstruction_loss(first, first, 1.0, "picture")
    assert float(loss) < 1e-4
    assert structure == pytest.approx(0, abs=1e-5)
    assert pixels < 1e-4


def test_the_pixel_distance_of_a_picture_is_its_root_mean_square_error() -> None:
    first, second = pictures()
    expected = np.mean([((a - b) ** 2).mean().sqrt() for a, b in zip(first, second, strict=True)])
    assert float(pixel_distance(first, second, "picture")) == pytest.approx(float(expected), rel=1e-5)


def test_the_pixel_distance_of_a_batch_is_the_norm_of_all_differences() -> None:
    first, second = pictures()
    expected = float(((first - second) ** 2).sum().sqrt())
    assert float(pixel_distance(first, second, "batch")) == pytest.approx(expected, rel=1e-5)


def test_lambda_weighs_the_structural_term() -> None:
    first, second = pictures()
    loss, structure, pixels = reconstruction_loss(second, first, 7.0, "picture")
    assert float(loss) == pytest.approx(7 * structure + pixels, rel=1e-5)


def test_an_unknown_reduction_is_refused() -> None:
    first, second = pictures()
    with pytest.raises(ValueError, match="picture, batch"):
        pixel_distance(first, second, "sum")
