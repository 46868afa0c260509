"""The calibration table counts what it says."""

import numpy as np
import pytest

from benchmarks.calibration import Judged, judge, plot, table
from benchmarks.quality_sets import Case
from fusion import FusionSettings, Photo
from tests.made import focus_pair


def judged(confidence: list[float], right: list[bool]) -> Judged:
    return Judged(np.array(confidence, np.float32), np.array(right), 1.0, 0.0)


def test_each_step_of_confidence_has_its_share_and_its_right_choices() -> None:
    rows = table(judged([0.05, 0.92, 0.93, 0.92, 1.0], [False, True, True, False, True]))
    assert [(low, high) for low, high, _, _ in rows] == [(0, 0.1), (0.9, 0.95), (0.99, 1.0)]
    assert [share for _, _, share, _ in rows] == pytest.approx([0.2, 0.6, 0.2])
    assert [right for _, _, _, right in rows] == pytest.approx([0, 2 / 3, 1])


def test_the_plot_has_a_point_for_each_step_and_a_line_for_each_set() -> None:
    rows = table(judged([0.05, 0.92, 1.0], [False, True, True]))
    drawing = plot({"generated": rows, "with noise": rows[:2]})
    assert drawing.count("<circle") == 5
    assert "generated" in drawing
    assert "with noise" in drawing


def test_a_clear_pair_is_judged_right_where_it_matters() -> None:
    pair = focus_pair()
    frames = (Photo(pair.first), Photo(pair.second))
    case = Case("made", frames, Photo(pair.truth), (~pair.first_is_sharp).astype(np.uint8))
    blurred = Case("soft", frames, Photo(255 - pair.truth), None)
    result = judge([case, blurred], FusionSettings("spatial-frequency", device="cpu"))
    assert len(result.confidence) == len(result.right) > 100
    assert result.where_sharp > 0.5
