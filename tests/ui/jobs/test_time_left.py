"""The time left is told from the work that is left, with a clock of the test's own."""

from __future__ import annotations

import pytest

from ui.jobs.time_left import STAGES, Clock, TimeLeft

PLAN = {"Reading": 1.0, "Measuring sharpness": 8.0, "Blending": 1.0}


def test_nothing_is_told_before_there_is_something_to_tell_from() -> None:
    left = TimeLeft(PLAN, 0.0)
    assert left.seconds(5.0) is None
    left.report("Reading", 0, 2, 0.1)
    assert left.seconds(9.0) is None, "no work was done"
    left.report("Measuring sharpness", 1, 100, 0.2)
    assert left.seconds(0.5) is None, "too early"


def test_the_rest_takes_as_long_as_what_was_done() -> None:
    left = TimeLeft(PLAN, 0.0)
    left.report("Reading", 1, 1, 1.0)
    assert left.seconds(2.0) == pytest.approx(18.0)
    left.report("Measuring sharpness", 50, 100, 5.0)
    assert left.done() == 0.5
    assert left.seconds(5.0) == pytest.approx(5.0)
    left.report("Blending", 1, 2, 9.5)
    assert left.seconds(9.5) == pytest.approx(0.5)
    left.report("Blending", 2, 2, 10.0)
    assert left.seconds(10.0) == 0.0


def test_a_stage_that_is_left_out_counts_as_done() -> None:
    left = TimeLeft(STAGES, 0.0)
    left.report("Reading", 1, 1, 1.0)
    before = left.done()
    left.report("Measuring sharpness", 0, 10, 2.0)
    assert left.done() > before


def test_a_job_of_one_unknown_stage_goes_by_itself() -> None:
    left = TimeLeft(STAGES, 0.0)
    left.report("Counting", 1, 4, 3.0)
    assert left.seconds(3.0) == pytest.approx(9.0)
    left.report("Guessing", 1, 4, 4.0)
    assert left.seconds(4.0) is None, "who knows what else comes"


def test_the_next_job_of_a_kind_goes_by_the_last() -> None:
    clock = Clock()
    kind = ("Fusing", "slow-blending")
    clock.begin(kind, 0.0)
    clock.report("Measuring sharpness", 0, 1, 0.0)
    clock.report("Blending", 0, 1, 2.0)
    clock.end(True, 20.0)
    clock.begin(kind, 100.0)
    clock.report("Measuring sharpness", 0, 1, 100.0)
    assert clock.report("Measuring sharpness", 1, 1, 104.0) == pytest.approx(36.0)
    clock.end(False, 105.0)
    clock.begin(kind, 200.0)
    clock.report("Measuring sharpness", 0, 1, 200.0)
    left = clock.report("Measuring sharpness", 1, 1, 204.0)
    assert left == pytest.approx(36.0), "one that was stopped teaches nothing"
    clock.begin(("Fusing", "another"), 300.0)
    clock.report("Measuring sharpness", 0, 1, 300.0)
    assert clock.report("Measuring sharpness", 1, 1, 304.0) != pytest.approx(36.0)
