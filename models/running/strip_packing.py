"""Windows of different widths side by side in strips, which go through a network as if each were one."""

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
    """The items in a strip, each with its number and the column where it begins; what lies between
    ``begin`` and ``end`` is free."""

    begin: int
    end: int
    items: list[tuple[int, int]] = field(default_factory=list)
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
            self.items.append((number, self.end))
        else:
            self.items.append((number, self.begin))
            self.begin += item.width


def pack_into_strips(items: Sequence[Item], width: int) -> list[list[tuple[int, int]]]:
    """Items side by side in about as few strips as can be: first-fit decreasing.

    Parameters
    ----------
    items
        None is wider than a strip. Those that must come first or last are placed before the others.
    width
        Of a strip.

    Returns
    -------
    list
        Of each strip the numbers of its items and the column where each begins.

    Examples
    --------
    >>> pack_into_strips([Item(60), Item(40), Item(30, last=True)], 100)
    [[(2, 70), (0, 0)], [(1, 0)]]
    """
    strips: list[Strip] = []

    def order(number: int) -> tuple[bool, bool, int]:
        item = items[number]
        return not item.first, not item.last, -item.width

    for number in sorted(range(len(items)), key=order):
        strip = next((strip for strip in strips if strip.fits(items[number])), None)
        if strip is None:
            strip = Strip(0, width)
            strips.append(strip)
        strip.take(number, items[number])
    return [strip.items for strip in strips]
