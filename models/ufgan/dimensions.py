"""UFGAN's dimensions, for those who do without torch."""

from __future__ import annotations

from models.manifest import State

WIDTHS = (16, 32, 64, 128)
"""Channels at each level of the U-Net here; the published code has 64, 128, 256, 512 and 1024."""
SLOPE = 0.01
EPSILON = 1e-5


def multiple(levels: int) -> int:
    """Sides that a network of so many levels takes are multiples of this."""
    return int(2 ** (levels - 1))


def radius(levels: int) -> int:
    """Pixels on each side that a pixel depends on.

    Two 3x3 convolutions on the way down and two on the way up at each level but the lowest, which has
    two, each as wide as the level's pixels; and a pixel of the lowest level reaches over all it covers.

    Examples
    --------
    >>> radius(4)
    51
    """
    convolutions = sum(2 * 2**level * (1 if level == levels - 1 else 2) for level in range(levels))
    return int(convolutions + multiple(levels) - 1)


def level_count(state: State) -> int:
    """Levels of the network with these weights."""
    return len([name for name in state if name.startswith("down.") and name.endswith("beside.weight")])


def state_widths(state: State) -> tuple[int, ...]:
    """Channels at each level of the network with these weights."""
    return tuple(len(state[f"down.{level}.beside.weight"]) for level in range(level_count(state)))
