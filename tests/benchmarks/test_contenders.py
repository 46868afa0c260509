"""What the benchmarks compare runs in the program's own order of steps."""

from __future__ import annotations

import numpy as np
import pytest

from benchmarks.contenders import DEFAULTS, by_activity, by_scores, decision_of, untrained_encoder
from benchmarks.decide import ScaledEncoder
from fusion import FusionError, FusionSettings, Photo, fuse
from fusion.methods.multifocus.learned_decision import WEIGHTS, LearnedDecisionParameters
from fusion.methods.multifocus.spatial_frequency import SpatialFrequencyParameters
from fusion.settings import EXACT
from models.decision.torch_runtime import TorchDecisionRuntime
from models.sesf.torch_runtime import TorchEncoderRuntime
from tests.made import focus_pair

PAIR = focus_pair(64, 80)
FRAMES = (Photo(PAIR.first), Photo(PAIR.second))


def test_without_an_encoder_it_is_the_method_of_grey_gradients() -> None:
    settings = FusionSettings("spatial-frequency", SpatialFrequencyParameters(), "cpu")
    expected = fuse(list(FRAMES), settings).photo.pixels
    assert np.array_equal(by_activity(None, DEFAULTS, FRAMES).pixels, expected)


def test_with_the_programs_own_weights_it_is_the_learned_decision() -> None:
    settings = FusionSettings(WEIGHTS, LearnedDecisionParameters(accuracy=EXACT), "cpu")
    expected = decision_of(fuse(list(FRAMES), settings))
    found = decision_of(by_scores(TorchDecisionRuntime.load(WEIGHTS), FRAMES))
    assert (found.labels == expected.labels).mean() > 0.99


def test_a_method_that_computes_pixels_has_no_decision() -> None:
    with pytest.raises(FusionError, match="without a decision"):
        decision_of(fuse(list(FRAMES), FusionSettings("average")))


def test_the_same_seed_gives_the_same_untrained_encoder() -> None:
    grey = FRAMES[0].pixels.astype(np.float32).mean(axis=2) / 255
    one, same, other = (untrained_encoder(seed).gradient_energy(grey) for seed in (1, 1, 2))
    assert np.array_equal(one, same)
    assert not np.array_equal(one, other)


def test_scales_of_one_leave_the_encoder_as_it_is() -> None:
    import torch

    trained = TorchEncoderRuntime.load("sesf-cse")
    grey = FRAMES[0].pixels.astype(np.float32).mean(axis=2) / 255
    scaled = [ScaledEncoder(trained, torch.full((64,), scale)) for scale in (1.0, 2.0)]
    one, two = (encoder.gradient_energy(grey) for encoder in scaled)
    np.testing.assert_allclose(two, 4 * one, rtol=1e-4)
    apart = np.abs(one - trained.gradient_energy(grey))  # the means are those of the mirrored picture
    assert np.median(apart) < 0.05 * np.median(one)
