"""Parts side by side: nothing touches, and what must lie at an end lies there."""

from hypothesis import given, settings
from hypothesis import strategies as st

from models.running.strip_packing import Item, pack_into_strips

items = st.builds(Item, st.integers(1, 100), st.booleans(), st.booleans())


@settings(max_examples=100, deadline=None)
@given(st.lists(items, max_size=40))
def test_things_are_packed_without_touching(items: list[Item]) -> None:
    strips = pack_into_strips(items, 100)
    assert sorted(number for strip in strips for number, _ in strip) == list(range(len(items)))
    for strip in strips:
        end = 0
        for number, begin in sorted(strip, key=lambda place: place[1]):
            assert begin >= end
            end = begin + items[number].width
        assert end <= 100


@settings(max_examples=100, deadline=None)
@given(st.lists(items, max_size=40))
def test_first_and_last_things_are_at_the_ends(items: list[Item]) -> None:
    for strip in pack_into_strips(items, 100):
        for number, begin in strip:
            item = items[number]
            assert not item.first or begin == 0 or item.last
            assert not item.last or begin + item.width == 100


def test_no_strip_is_wasted() -> None:
    assert len(pack_into_strips([Item(60), Item(40), Item(30), Item(70)], 100)) == 2
    assert len(pack_into_strips([Item(50, first=True), Item(50, last=True)], 100)) == 1
