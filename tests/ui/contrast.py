"""How well one colour is seen on another, as the Web Content Accessibility Guidelines measure it."""

from __future__ import annotations

from ui.qt import QColor


def contrast(first: str, second: str) -> float:
    """The ratio of the luminances of two colours (``#rrggbb``), from 1 for the same to 21.

    Examples
    --------
    >>> round(contrast("#000000", "#ffffff"), 1), contrast("#777777", "#777777")
    (21.0, 1.0)
    """
    darker, lighter = sorted((luminance(first), luminance(second)))
    return (lighter + 0.05) / (darker + 0.05)


def luminance(colour: str) -> float:
    """Relative luminance of a colour, 0 for black and 1 for white."""
    seen = QColor(colour)
    red, green, blue = (linear(value) for value in (seen.redF(), seen.greenF(), seen.blueF()))
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def linear(value: float) -> float:
    """A value of sRGB in [0, 1] in linear light."""
    return value / 12.92 if value <= 0.04045 else float(((value + 0.055) / 1.055) ** 2.4)
