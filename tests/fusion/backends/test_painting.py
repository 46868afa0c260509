"""A network paints the luminance; type, chroma, device, stages and errors are the same for all."""

import numpy as np
import pytest

from fusion import FusionError
from fusion.backends.painting import paint_luminance
from fusion.contracts import Context
from fusion.frames.matching import MatchingFrames
from fusion.progress import no_progress
from models.arrays import Cuttable, FloatMap
from models.manifest import WeightsError
from models.protocols import Painter
from models.running.tiling import Tick
from tests.made import infrared_pair


class Brighter:
    """Paints the brighter luminance, a little above white where both are white."""

    device = "cpu"

    def paint(self, channels: Cuttable, tick: Tick | None = None) -> FloatMap:
        assert tick is not None
        tick(1, 2)
        tick(2, 2)
        values = np.asarray(channels[slice(0, 2)], np.float32)
        return values.max(axis=0, keepdims=True) * np.float32(1.02)


def load(device: str) -> Painter:
    assert device == "cpu"
    return Brighter()


def test_the_visible_type_and_colours_are_kept() -> None:
    infrared, visible = infrared_pair()
    frames = MatchingFrames([np.repeat(infrared[..., None], 3, axis=2), visible])
    outcome = paint_luminance(frames, load, Context("cpu", no_progress))
    assert outcome.pixels.shape == visible.shape
    assert outcome.pixels.dtype == np.uint8
    assert (outcome.decision, outcome.device) == (None, "cpu")


def test_what_is_painted_can_be_finished_before_it_is_cut() -> None:
    frames = MatchingFrames([np.full((4, 4), level, np.uint8) for level in (100, 50)])
    seen: list[float] = []

    def finish(painted: FloatMap) -> FloatMap:
        seen.append(float(painted.max()))
        return painted / 2

    outcome = paint_luminance(frames, load, Context("cpu", no_progress), finish)
    assert seen == [pytest.approx(1.02 * 100 / 255)]
    assert (outcome.pixels == 51).all()


def test_stages_and_times_are_told() -> None:
    frames = MatchingFrames([np.full((4, 4), level, np.uint8) for level in (100, 50)])
    stages: list[tuple[str, int, int]] = []
    context = Context("cpu", lambda stage, done, total: stages.append((stage, done, total)))
    paint_luminance(frames, load, context)
    assert stages == [("Loading the network", 0, 1), ("Painting", 1, 2), ("Painting", 2, 2)]
    assert set(context.timer.timings) >= {"loading the network", "painting", "blending"}


def test_missing_weights_are_an_error_of_fusion() -> None:
    def fail(_device: str) -> Painter:
        raise WeightsError("no-weights", "the trained weights {path} are missing", path="x")

    frames = MatchingFrames([np.zeros((4, 4), np.uint8)] * 2)
    with pytest.raises(FusionError, match="weights x are missing"):
        paint_luminance(frames, fail, Context("cpu", no_progress))
