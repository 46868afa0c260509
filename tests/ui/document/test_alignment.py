"""The document's registration: kept while it holds, thrown away when sources or parameters change."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest

from fusion.register.registration import FrameReport, Registration
from fusion.transform import Transform
from tests.ui.document.test_session import filled
from ui.document.session import Session


def found(count: int, **more: object) -> Registration:
    """A registration of so many small frames, each shifted by a pixel more."""
    frames = tuple(
        FrameReport(
            f"{number}.png",
            Transform(np.array([[1.0, 0, number], [0, 1, 0], [0, 0, 1]])),
            shift_px=(float(number), 0.0),
        )
        for number in range(count)
    )
    area = (slice(0, 8), slice(0, 12 - count))
    return Registration("shift", 0, (8, 12), area, frames, **more)  # type: ignore[arg-type]


@pytest.fixture
def session() -> Session:
    return filled(Session(), 3)


def take(session: Session) -> Registration:
    registration = found(len(session.sources))
    session.take_registration(registration, session.sources, session.registration_parameters)
    assert session.registration is registration
    return registration


def test_what_was_found_is_kept_until_a_source_changes(session: Session) -> None:
    take(session)
    session.choose_device("cpu")
    session.choose_method("average")
    assert session.registration is not None
    session.move(0, 1)
    assert session.registration is None


@pytest.mark.parametrize(
    ("name", "value"),
    [("model", "affine"), ("reference", 2), ("keep_size", True), ("even_exposure", False)],
)
def test_another_parameter_throws_away_what_was_found(
    session: Session, name: str, value: object
) -> None:
    take(session)
    session.set_registration_parameter(name, value)
    assert session.registration is None
    assert getattr(session.settings.registration, name) == value


def test_what_was_found_for_older_sources_is_not_taken(session: Session) -> None:
    sources, parameters = session.sources, session.registration_parameters
    session.remove(2)
    session.take_registration(found(3), sources, parameters)
    assert session.registration is None


def test_a_tick_is_recorded_in_what_was_found_and_in_the_parameters(session: Session) -> None:
    take(session)
    session.use(1, False)
    assert session.registration is not None
    assert session.registration.used == (0, 2)
    assert session.registration_parameters.leave_out == (1,)
    session.use(1, True)
    assert session.registration.used == (0, 1, 2)
    assert (session.registration_parameters.keep, session.registration_parameters.leave_out) == (
        (1,), (),
    )  # fmt: skip


def test_the_crop_is_that_of_the_frames_that_take_part(session: Session) -> None:
    take(session)
    areas = []
    for used in (False, True):
        session.use(2, used)
        assert session.registration is not None
        areas.append(session.registration.area[1])
    assert areas == [slice(0, 11), slice(0, 10)], "each frame is shifted by a pixel more"


def test_the_crop_stays_where_frames_have_too_little_in_common(session: Session) -> None:
    apart = found(3)
    frames = list(apart.frames)
    frames[2] = replace(
        frames[2], transform=Transform(np.array([[1.0, 0, 99], [0, 1, 0], [0, 0, 1]])), used=False
    )
    apart = replace(apart, frames=tuple(frames))
    session.take_registration(apart, session.sources, session.registration_parameters)
    session.use(2, True)
    assert session.registration is not None
    assert session.registration.used == (0, 1, 2)
    assert session.registration.area == apart.area


def test_the_last_frame_stays(session: Session) -> None:
    for number in (0, 1, 2):
        session.use(number, False)
    assert [session.is_used(number) for number in range(3)] == [False, False, True]


def test_what_was_said_of_a_source_goes_with_it(session: Session) -> None:
    session.use(2, False)
    session.set_registration_parameter("reference", 1)
    session.move(2, 0)
    assert session.registration_parameters.leave_out == (0,)
    assert session.registration_parameters.reference == 2
    session.remove(0)
    assert session.registration_parameters.leave_out == ()
    assert session.registration_parameters.reference == 1
    session.empty_slots()
    assert session.registration_parameters.reference is None


def test_whoever_is_told_of_more_sources_finds_no_registration_of_fewer(session: Session) -> None:
    session.set_registration_parameter("reference", 1)  # goes with its source, which changes settings
    take(session)
    seen: list[bool] = []
    for signal in (session.settings_changed, session.alignment_changed, session.sources_changed):
        signal.connect(lambda: seen.append(all(map(session.is_used, range(len(session.sources))))))
    others = filled(Session(), 5).sources
    session.put_all([(source, None) for source in others], instead=True)
    assert len(seen) > 2
    assert all(seen)
