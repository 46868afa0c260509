"""What a method computes with can be imported while pictures are read."""

import subprocess
import sys

import numpy as np
import pytest

from fusion import FusionSettings, fuse, methods
from fusion.completion import get_ready
from models.decision.openvino_runtime import OpenVinoDecisionRuntime, strip_shape
from models.select_backend import load_scorer


@pytest.mark.parametrize("method", sorted(methods()))
def test_a_method_that_was_got_ready_fuses_as_before(method: str) -> None:
    settings = FusionSettings(method, device="cpu")
    pair = [np.random.default_rng(seed).integers(0, 255, (48, 64), np.uint8) for seed in (1, 2)]
    before = fuse(pair, settings).photo.pixels
    get_ready(settings, (2, 48, 64))
    assert np.array_equal(fuse(pair, settings).photo.pixels, before)


@pytest.mark.parametrize(("method", "imported"), [("sesf", True), ("spatial-frequency", False)])
def test_only_a_network_s_engine_is_imported_and_never_torch(method: str, imported: bool) -> None:
    code = (
        "import sys; from fusion import FusionSettings, get_ready;"
        f"get_ready(FusionSettings({method!r}, device='cpu'));"
        "print('openvino' in sys.modules, 'torch' in sys.modules)"
    )
    told = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert told.stdout.split() == [str(imported), "False"]


def test_for_large_frames_the_network_is_kept_and_compiles_before_they_come() -> None:
    get_ready(FusionSettings("learned-decision", device="cpu"), (2, 1200, 1600))
    scorer = load_scorer("learned-decision", "cpu")
    assert scorer is load_scorer("learned-decision", "cpu")
    assert isinstance(scorer, OpenVinoDecisionRuntime)
    assert scorer.has_begun((2, *strip_shape(2, 1200, 1600)))
    assert scorer.has_begun((2, *scorer.whole_shape(2, 600, 800)))
    assert not scorer.has_begun((7, *strip_shape(7, 1200, 1600)))
