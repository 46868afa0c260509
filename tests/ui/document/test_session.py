"""The document alone, without a window: slots, the method that follows the sources, what is stale."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest

from fusion import FusionSettings, Photo, complete
from tests.ui.conftest import mixed
from ui.document.fused import Fused, Source
from ui.document.session import Session


def source(name: str = "a.png", kind: type = np.uint8, height: int = 8) -> Source:
    return Source(Photo(np.zeros((height, 12), kind), path=Path(name)))


@pytest.fixture
def session() -> Session:
    return Session()


def filled(session: Session, count: int) -> Session:
    for number in range(count):
        session.put(source(f"{number}.png"))
    return session


def test_the_method_follows_the_number_of_sources(session: Session) -> None:
    assert (session.settings.method, session.is_chosen_by_count) == ("sesf", True)
    filled(session, 2)
    assert session.settings.method == "sesf"
    session.put(source("third.png"))
    assert session.settings.method == "learned-decision"
    session.remove(2)
    assert session.settings.method == "sesf"
    assert session.is_chosen_by_count


def test_a_method_that_was_named_is_kept(session: Session) -> None:
    session.choose_method("sesf")
    filled(session, 3)
    assert (session.settings.method, session.is_chosen_by_count) == ("sesf", False)
    session.choose_by_count()
    assert (session.settings.method, session.is_chosen_by_count) == ("learned-decision", True)


def test_everyone_hears_of_the_method_that_was_taken(session: Session) -> None:
    heard: list[tuple[str, bool]] = []
    session.settings_changed.connect(
        lambda: heard.append((session.settings.method, session.is_chosen_by_count))
    )
    filled(session, 3)
    assert heard == [("learned-decision", True)]
    session.choose_method("learned-decision")
    assert heard[1:] == [("learned-decision", False)]


def test_those_who_hear_of_sources_see_the_method_for_them(session: Session) -> None:
    seen: list[str] = []
    session.sources_changed.connect(lambda: seen.append(session.settings.method))
    filled(session, 3)
    assert seen == ["sesf", "sesf", "learned-decision"]


def test_parameters_are_kept_while_the_method_follows(session: Session) -> None:
    filled(session, 2)
    session.set_parameter("window_radius", 9)
    session.put(source("third.png"))
    session.remove(2)
    assert session.parameters.window_radius == 9  # type: ignore[attr-defined]
    assert session.is_chosen_by_count


def test_where_a_source_will_go(session: Session) -> None:
    filled(session, 2)
    slot = session.slot_for
    assert [slot(n, None, instead=False) for n in range(3)] == [2, 3, 4]
    assert [slot(n, 1, instead=False) for n in range(3)] == [1, 2, 3]
    assert [slot(n, None, instead=True) for n in range(3)] == [0, 1, 2]
    session.empty_slots()
    assert [slot(n, 1, instead=False) for n in range(3)] == [1, 0, 2]


def test_why_sources_cannot_be_fused(session: Session) -> None:
    assert "slot 1" in session.why_not_fuse()
    session.put(source("a.png"))
    assert "slot 2" in session.why_not_fuse()
    session.put(source("b.png", height=9))
    assert "b.png has 12 × 9 pixels and a.png has 12 × 8" in session.why_not_fuse()
    session.put(source("c.png", np.float32), 1)
    assert "floating-point" in session.why_not_fuse()
    session.put(source("d.png", np.uint16), 1)
    assert session.why_not_fuse() == ""


def test_a_result_by_the_method_that_auto_took_instead_is_not_stale(session: Session) -> None:
    filled(session, 3)
    assert (session.settings.method, session.settings_to_fuse.method) == ("learned-decision", "auto")
    other = complete(FusionSettings("sesf"))
    result = mixed([one.photo for one in session.sources], other, lambda *_: None)
    session.take_result(Fused(result, session.sources, (), None, asked=session.settings))
    assert session.why_stale() == ""
    session.choose_method("sesf")
    assert session.settings_to_fuse.method == "sesf"
    assert "other settings" in session.why_stale()


def test_a_result_is_stale_when_fuse_would_give_another(session: Session) -> None:
    filled(session, 2)
    result = mixed([one.photo for one in session.sources], session.settings, lambda *_: None)
    session.take_result(Fused(result, session.sources, (), None))
    assert session.why_stale() == ""
    session.set_parameter("window_radius", 9)
    assert "other settings" in session.why_stale()
    session.reset_parameters()
    session.move(0, 1)
    assert "other sources" in session.why_stale()
