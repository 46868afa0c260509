"""What the decision network is shown: differences, and their agreement with the detail of the mean."""

import cv2
import numpy as np
import torch

from models.decision.inputs import DETAIL_SIDES, network_input
from models.decision.network import DecisionNetwork

DETAILS = len(DETAIL_SIDES)


def noise(count: int, height: int = 48, width: int = 64) -> np.ndarray:
    return np.random.default_rng(4).random((count, height, width), dtype=np.float32)


def test_the_engine_is_shown_what_the_network_in_torch_computes() -> None:
    for count in (2, 3, 5):
        frames = noise(count)
        shown = DecisionNetwork().shown(torch.from_numpy(frames)[:, None], count)
        assert np.allclose(network_input(frames, DETAILS), shown.numpy(), atol=2e-4)


def test_the_order_of_the_frames_changes_nothing_but_the_order() -> None:
    frames = noise(2)
    assert np.array_equal(network_input(frames[::-1], DETAILS), network_input(frames, DETAILS)[::-1])


def test_where_frames_are_equal_none_agrees_more() -> None:
    frames = np.repeat(noise(1), 3, axis=0)
    assert np.abs(network_input(frames, DETAILS)[:, 1:]).max() < 1e-3


def test_the_sharp_frame_agrees_with_the_detail_even_where_the_mask_is_noise() -> None:
    """No window around a pixel could tell here: each neighbour is from either frame by chance."""
    sharp = noise(1, 96, 96)[0]
    blurred = cv2.GaussianBlur(sharp, (0, 0), 2.0)
    first_is_sharp = np.random.default_rng(5).random(sharp.shape) < 0.5
    frames = np.stack(
        [np.where(first_is_sharp, sharp, blurred), np.where(first_is_sharp, blurred, sharp)]
    )
    agreement = network_input(frames, DETAILS)[:, 2:]
    plain = np.abs(frames[0] - frames[1]) > 0.1
    for number in range(DETAILS):
        right = (agreement[0, number] > agreement[1, number]) == first_is_sharp
        assert right[plain].mean() > 0.9


def test_of_chosen_frames_it_is_what_it_is_among_all() -> None:
    frames = np.random.default_rng(5).random((5, 20, 24), dtype=np.float32)
    among_all = network_input(frames, DETAILS)[[1, 4]]
    assert np.array_equal(network_input(frames, DETAILS, (1, 4)), among_all)
