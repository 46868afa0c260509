"""Parts of a picture that hold wanted cells, and how they go through a network side by side.

Boundaries are long and thin. Square tiles that cover one are mostly beside it; runs of cells fit it, and
what surrounds each of them is worked out once for the whole run.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field


@dataclass(frozen=True)
class Item:
    """A window of ``width`` columns to be placed in a strip, at its beginning or end if it says so."""

    width: int
    first: bool = False
    last: bool = False


@dataclass
class Strip:
    """A row of items: the number of each and where it begins, and what is still free."""

    begin: int
    end: int
    places: list[tuple[int, int]] = field(default_factory=list)
    ended: bool = False

    def fits(self, item: Item) -> bool:
        """Whether there is room for it where it must lie."""
        if self.end - self.begin < item.width or (item.first and self.begin > 0):
            return False
        return not (item.last and self.ended)

    def take(self, number: int, item: Item) -> None:
        """Put it at the right if it is to be last, else beside what is there."""
        if item.last:
            self.end -= item.width
            self.ended = True
            self.places.append((number, self.end))
        else:
            self.places.append((number, self.begin))
            self.begin += item.width


def pack_into_strips(items: Sequence[Item], side: int) -> list[list[tuple[int, int]]]:
    """Things side by side in about as few strips of ``side`` as can be; none is wider than that.

    Of each strip the numbers of the items and where each begins. First-fit decreasing, those that must
    come first or last before the others.
    """
    strips: list[Strip] = []

    def order(number: int) -> tuple[bool, bool, int]:
        item = items[number]
        return not item.first, not item.last, -item.width

    for number in sorted(range(len(items)), key=order):
        strip = next((strip for strip in strips if strip.fits(items[number])), None)
        if strip is None:
            strip = Strip(0, side)
            strips.append(strip)
        strip.take(number, items[number])
    return [strip.places for strip in strips]
