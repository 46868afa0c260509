"""Doubtful places: all that were planted are found, the worst first, and nothing else."""

from __future__ import annotations

import numpy as np
import pytest

from fusion import FusionSettings, fuse
from fusion.decision import Decision
from fusion.photo import Photo
from fusion.refine.doubt import differing_places, doubtful_places
from tests.made import focus_stack


def planted(height: int = 403, width: int = 611) -> Decision:
    """Three doubtful regions in a sure decision of three frames, each between two of them."""
    confidence = np.ones((height, width), np.float32)
    labels = np.zeros((height, width), np.uint8)
    second = np.ones((height, width), np.uint8)
    confidence[40:56, 80:96] = 0.1
    confidence[200:224, 296:328] = 0.05
    confidence[392:403, 592:611] = 0.3
    labels[200:224, 296:328] = 2
    second[392:403, 592:611] = 2
    confidence[100, 100] = 0
    return Decision(labels, np.ones_like(confidence), confidence, 3, second)


def test_planted_places_come_worst_first() -> None:
    places = doubtful_places(planted())
    assert [place.middle for place in places] == [(312.0, 212.0), (601.5, 397.5), (88.0, 48.0)]
    assert [place.choices[:2] for place in places] == [(2, 1), (0, 2), (0, 1)]
    assert places[0].doubt > places[1].doubt > places[2].doubt
    assert len(doubtful_places(planted(), most=2)) == 2


def test_a_large_region_is_walked_through_in_tiles() -> None:
    confidence = np.full((400, 600), 0.2, np.float32)
    decision = Decision(np.zeros((400, 600), np.uint8), np.ones_like(confidence), confidence, 2)
    places = doubtful_places(decision)
    assert len(places) > 50
    assert all(place.area[1].stop - place.area[1].start <= 40 for place in places)


def test_a_sure_decision_has_none_and_small_ones_work() -> None:
    for shape in ((1, 1), (3, 200), (64, 64)):
        sure = np.ones(shape, np.float32)
        assert doubtful_places(Decision(np.zeros(shape, np.uint8), sure, sure, 2)) == []


def test_what_was_retouched_is_no_place_any_more() -> None:
    from fusion.retouch.stroke import Brush, FrameSource, Retouch, Stroke

    stack, _truth = focus_stack(3, 160, 300)
    settings = FusionSettings("spatial-frequency", device="cpu")
    plain = fuse(stack, settings).decision
    assert plain is not None
    plain.confidence_steps[60:90, 200:230] = 0
    stroke = Stroke(((215.0, 75.0, 1.0),), Brush(FrameSource(number=2), 40, 1.0))
    result = fuse(stack, settings, retouch=Retouch((stroke,))).decision
    assert result is not None
    assert result.confidence[60:90, 200:230].min() == 1
    places = doubtful_places(result)
    assert not any(60 <= place.middle[1] < 90 and 200 <= place.middle[0] < 230 for place in places)
    assert (plain.confidence_steps[60:90, 200:230] == 0).all()


@pytest.mark.parametrize("kind", [np.uint8, np.uint16, np.float32])
def test_where_two_results_differ_much(kind: type) -> None:
    highest = 1.0 if kind is np.float32 else float(np.iinfo(kind).max)
    first = np.full((403, 611, 3), 0.5 * highest).astype(kind)
    second = first.copy()
    second[40:56, 80:96] = 0.6 * highest
    second[200:224, 296:328] = 0
    second[300:310, 10:20] = 0.51 * highest
    decision = planted()
    places = differing_places(Photo(first), Photo(second), [decision, None])
    assert [place.middle for place in places] == [(312.0, 212.0), (88.0, 48.0)]
    assert [place.choices for place in places] == [(2,), (0,)]
    assert all(place.differs for place in places)
    assert places[0].doubt == 24 * 32
    assert differing_places(Photo(first), Photo(first)) == []
    assert differing_places(Photo(first), Photo(second[1:])) == []
