"""The loupe: a lens at the cursor, on every canvas at the same place."""

from __future__ import annotations

from collections.abc import Sequence
from functools import partial

from ui.canvas.loupe import FACTORS, Loupe
from ui.features.feature import Entry, Parts
from ui.i18n import tr


class LoupeFeature:
    """Switches the lens on and off, and moves it with the cursor."""

    def __init__(self, parts: Parts) -> None:
        self._canvases = parts.viewer.canvases
        self.loupes = [Loupe() for _ in self._canvases]
        self.is_on = False
        self._at: tuple[float, float] | None = None
        self._refresh = parts.refresh
        for canvas, loupe in zip(self._canvases, self.loupes, strict=True):
            canvas.layers.append(loupe)
            canvas.pointed.connect(self._point)

    def entries(self) -> Sequence[Entry]:
        def group() -> str:
            return tr("&Loupe")

        factors = [
            Entry("view", f"loupe: {factor}", partial(text_of, factor), partial(self.take, factor),
                  checked=partial(self._is, factor), group=group)
            for factor in FACTORS
        ]  # fmt: skip
        return [
            Entry("view", "loupe", lambda: tr("&Loupe at the cursor"), self.toggle, "L",
                  checked=lambda: self.is_on, group=group),
            *factors,
            Entry("view", "loupe larger", lambda: tr("L&arger, then small again"), self.enlarge,
                  "Shift+L", group=group),
            Entry("view", "loupe square", lambda: tr("S&quare"), self.change_shape,
                  checked=lambda: not self.loupes[0].is_round, group=group),
        ]  # fmt: skip

    def toggle(self) -> None:
        """Switch the lens on or off."""
        self.is_on = not self.is_on
        self._move()
        self._refresh()

    def take(self, factor: int) -> None:
        """Enlarge by so much, and switch the lens on."""
        self.is_on = True
        for loupe in self.loupes:
            loupe.factor = factor
        self._move()
        self._refresh()

    def enlarge(self) -> None:
        """The next larger enlargement; after the largest the smallest."""
        at = FACTORS.index(self.loupes[0].factor)
        self.take(FACTORS[(at + 1) % len(FACTORS)] if self.is_on else FACTORS[at])

    def change_shape(self) -> None:
        """Round becomes square, and square round."""
        for loupe in self.loupes:
            loupe.is_round = not loupe.is_round
        self._move()
        self._refresh()

    def refresh(self) -> None:
        """What is shown changed: the canvases paint the lens with it."""

    def close(self) -> None:
        """Nothing runs here."""

    def _is(self, factor: int) -> bool:
        return self.is_on and self.loupes[0].factor == factor

    def _point(self, at: tuple[float, float] | None) -> None:
        """The cursor is elsewhere, in pixels of the reference frame with centres at whole numbers."""
        self._at = None if at is None else (at[0] + 0.5, at[1] + 0.5)
        if self.is_on:
            self._move()

    def _move(self) -> None:
        for canvas, loupe in zip(self._canvases, self.loupes, strict=True):
            canvas.update(loupe.rectangle(canvas))
            loupe.at = self._at if self.is_on else None
            canvas.update(loupe.rectangle(canvas))


def text_of(factor: int) -> str:
    """``2 ×``."""
    return f"&{factor} ×"
