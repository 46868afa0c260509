"""The verification on a device gives the labels that it gives on the CPU, every one."""

from __future__ import annotations

import numpy as np
import pytest
import torch
from hypothesis import given
from hypothesis import strategies as st

from fusion.backends.torch.consistency import eroded, verified_labels
from fusion.backends.torch.regions import without_small
from fusion.refine import bit_masks, consistency
from tests.fusion.backends.agreement import DEVICES
from tests.fusion.refine.test_consistency import random_labels, remove_small

areas = st.sampled_from([0.0, 0.005, 0.02, 0.25])


@pytest.mark.parametrize("device", DEVICES)
@given(seed=st.integers(0, 10_000), frames=st.integers(2, 4), radius=st.integers(0, 6), area=areas)
def test_labels_are_those_of_the_cpu(
    device: str, seed: int, frames: int, radius: int, area: float
) -> None:
    raw = random_labels(seed, frames)
    found = verified_labels(torch.from_numpy(raw).to(device), frames, radius, area)
    assert np.array_equal(found.cpu().numpy(), consistency.verified_labels(raw, frames, radius, area))


@given(
    seed=st.integers(0, 10_000), radius=st.integers(0, 9), height=st.integers(1, 40),
    width=st.integers(1, 140), share=st.sampled_from([0.5, 0.95]),
)  # fmt: skip
def test_eroding_is_eroding_of_packed_masks(
    seed: int, radius: int, height: int, width: int, share: float
) -> None:
    mask = np.random.default_rng(seed).random((2, height, width)) < share
    found = eroded(torch.from_numpy(mask), radius).numpy()
    for one, expected in zip(found, mask, strict=True):
        packed = bit_masks.erode(bit_masks.pack(expected), width, radius)
        assert np.array_equal(one, bit_masks.unpack(packed, width))


@given(seed=st.integers(0, 10_000), share=st.floats(0, 1), smallest=st.integers(0, 60))
def test_small_regions_go_from_each_mask_by_itself(seed: int, share: float, smallest: int) -> None:
    masks = np.random.default_rng(seed).random((3, 17, 23)) < share
    found = without_small(torch.from_numpy(masks), smallest).numpy()
    for one, mask in zip(found, masks, strict=True):
        assert np.array_equal(one, remove_small(mask, smallest))


@pytest.mark.parametrize("label", [0, 1, 255])
def test_one_label_everywhere_stays_and_no_choice_at_all_is_the_first_frame(label: int) -> None:
    raw = torch.full((30, 40), label, dtype=torch.uint8)
    assert (verified_labels(raw, 2, 5, 0.01) == label % 255).all()
