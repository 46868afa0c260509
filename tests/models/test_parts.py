"""Parts side by side: nothing touches, and what must lie at an end lies there."""

from hypothesis import given, settings
from hypothesis import strategies as st

from models.parts import Thing, packed

things = st.builds(Thing, st.integers(1, 100), st.booleans(), st.booleans())


@settings(max_examples=100, deadline=None)
@given(st.lists(things, max_size=40))
def test_things_are_packed_without_touching(things: list[Thing]) -> None:
    strips = packed(things, 100)
    assert sorted(number for strip in strips for number, _ in strip) == list(range(len(things)))
    for strip in strips:
        end = 0
        for number, begin in sorted(strip, key=lambda place: place[1]):
            assert begin >= end
            end = begin + things[number].width
        assert end <= 100


@settings(max_examples=100, deadline=None)
@given(st.lists(things, max_size=40))
def test_first_and_last_things_are_at_the_ends(things: list[Thing]) -> None:
    for strip in packed(things, 100):
        for number, begin in strip:
            thing = things[number]
            assert not thing.first or begin == 0 or thing.last
            assert not thing.last or begin + thing.width == 100


def test_no_strip_is_wasted() -> None:
    assert len(packed([Thing(60), Thing(40), Thing(30), Thing(70)], 100)) == 2
    assert len(packed([Thing(50, first=True), Thing(50, last=True)], 100)) == 1
