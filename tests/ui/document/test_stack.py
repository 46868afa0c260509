"""The list of sources changes as a whole, and every change can be undone."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest
from PIL import Image

from fusion import Photo, ReadOptions, load_photo
from ui.document.history import History
from ui.document.session import Session, Source
from ui.document.source import Facts


def source(name: str, height: int = 8) -> Source:
    return Source(Photo(np.zeros((height, 12), np.uint8), path=Path(name)))


@pytest.fixture
def session() -> Session:
    """Five sources, a to e."""
    made = Session()
    made.put_all([(source(letter), None) for letter in "abcde"])
    return made


def names(session: Session) -> str:
    return "".join(one.name if one else "-" for one in session.slots)


def test_any_number_of_sources_is_one_change(session: Session) -> None:
    heard: list[int] = []
    session.sources_changed.connect(lambda: heard.append(len(session.sources)))
    session.put_all([(source(str(number)), None) for number in range(300)])
    session.remove_all(range(5, 305))
    assert heard == [305, 5]
    assert names(session) == "abcde"


@pytest.mark.parametrize(
    ("slots", "to", "expected"),
    [([1, 3], 0, "bdace"), ([0, 1], 5, "cdeab"), ([0, 4], 2, "baecd"), ([2], 3, "abcde")],
)
def test_sources_move_in_one_block(session: Session, slots: list[int], to: int, expected: str) -> None:
    session.move_all(slots, to)
    assert names(session) == expected


def test_reversed_thinned_sorted_and_emptied(session: Session) -> None:
    session.reverse()
    assert names(session) == "edcba"
    session.keep_every(2)
    assert names(session) == "eca"
    session.arrange(sorted(session.sources, key=lambda one: one.name))
    assert names(session) == "ace"
    session.empty_slots()
    assert names(session) == "--"


def test_each_change_is_undone_and_made_again(session: Session) -> None:
    seen = [names(session)]
    session.reverse()
    seen.append(names(session))
    session.remove_all([0, 2])
    seen.append(names(session))
    session.move(2, 0)
    seen.append(names(session))
    session.empty_slots()
    for expected in seen[::-1]:
        session.undo()
        assert names(session) == expected
    session.undo()
    assert (names(session), session.can_undo) == ("--", False)
    for expected in [*seen, "--"]:
        session.redo()
        assert names(session) == expected
    assert not session.can_redo


def test_a_change_after_undoing_cannot_be_redone_over(session: Session) -> None:
    session.reverse()
    session.undo()
    session.remove(0)
    assert not session.can_redo
    session.undo()
    assert names(session) == "abcde"


def test_undoing_brings_ticks_back(session: Session) -> None:
    session.use_all([1, 2], used=False)
    session.remove(1)
    assert [session.is_used(number) for number in range(4)] == [True, False, True, True]
    session.undo()
    assert [session.is_used(number) for number in range(5)] == [True, False, False, True, True]
    session.undo()
    assert all(session.is_used(number) for number in range(5))


def test_one_source_stays_ticked(session: Session) -> None:
    session.use_all(range(5), used=False)
    assert [session.is_used(number) for number in range(5)] == [True, False, False, False, False]


def test_what_is_begun_anew_cannot_be_undone(session: Session) -> None:
    session.clear()
    assert (session.can_undo, session.can_redo) == (False, False)


def test_pixels_that_only_undoing_could_show_are_limited(tmp_path: Path) -> None:
    """Above the limit the oldest stay in their files, and come back all the same."""
    session, made = Session(), []
    session.history = History(limit=200)
    for number in range(5):
        path = tmp_path / f"{number}.png"
        Image.fromarray(np.full((4, 8, 3), number, np.uint8)).save(path)
        made.append(Source(load_photo(path)))
        session.put(made[-1], 0)
    assert [each.is_kept for each in made] == [False, False, True, True, True]
    for number in (3, 2, 1, 0):
        session.undo()
        assert session.sources[0].photo.pixels.max() == number


def test_a_source_in_its_file_is_read_when_it_is_asked_for(tmp_path: Path) -> None:
    pixels = np.arange(96, dtype=np.uint8).reshape(8, 12)
    path = tmp_path / "a.png"
    Image.fromarray(pixels).save(path)
    stays = Source.in_file(path, None, ReadOptions(), Facts(12, 8))
    assert (stays.is_kept, stays.kept_bytes, stays.for_fusing) == (False, 0, path)
    np.testing.assert_array_equal(stays.photo.pixels, pixels)
    assert not stays.is_kept


def test_what_is_not_known_of_a_file_is_not_held_against_it(session: Session) -> None:
    session.put(Source.in_file(Path("f"), None, ReadOptions(), Facts(None, None)))
    assert session.why_not_fuse() == ""
    session.put(Source.in_file(Path("g"), None, ReadOptions(), Facts(13, 8)))
    assert "13 × 8" in session.why_not_fuse()
