"""The activity of the pixel under the cursor across all frames, as a curve under the picture."""

from __future__ import annotations

from collections.abc import Sequence

from fusion.progress import Progress
from ui.features.feature import Entry, Parts
from ui.i18n import tr
from ui.jobs.latest import Latest
from ui.panels.scrubber import FEWEST
from ui.pictures.activity_curve import PIXELS, ActivityCurve, curve_at


class ActivityFeature:
    """Measures where the cursor is; the curve of the last place stays, so that it can be clicked."""

    def __init__(self, parts: Parts) -> None:
        self._session, self._gallery = parts.session, parts.job_actions.gallery
        self._scrubber, self._refresh = parts.scrubber, parts.refresh
        self.is_on = False
        self._place: tuple[int, int] | None = None
        self._curve: ActivityCurve | None = None
        self.measuring = Latest(parts.jobs, self._take)
        for canvas in parts.viewer.canvases:
            canvas.pointed.connect(self._point)
        parts.session.sources_changed.connect(self._forget)

    def entries(self) -> Sequence[Entry]:
        return [
            Entry("view", "activity", lambda: tr("Ac&tivity at the cursor, over all frames"),
                  self.toggle, "A", possible=self._has_frames, checked=lambda: self.is_on),
        ]  # fmt: skip

    def toggle(self) -> None:
        """Show the curve at the cursor, or the sharpness of the frames again."""
        self.is_on, self._curve = not self.is_on, None
        self._show()
        if self.is_on:
            self._measure()
        else:
            self.measuring.stop()
        self._refresh()

    def refresh(self) -> None:
        """Say it in the window's language; the scrubber follows the session by itself."""
        if self.is_on:
            self._show()

    def close(self) -> None:
        """Measure no more."""
        self.measuring.stop()

    def _has_frames(self) -> bool:
        return len(self._session.sources) >= FEWEST

    def _point(self, at: tuple[float, float] | None) -> None:
        if at is None:
            return
        place = round(at[0]), round(at[1])
        if place != self._place:
            self._place = place
            if self.is_on:
                self._measure()

    def _forget(self) -> None:
        """Other frames: what was measured is over."""
        self._curve = None
        if self.is_on:
            self._show()

    def _measure(self) -> None:
        """Measure off the window's thread; of places that come meanwhile only the last one."""
        sources, place = self._session.sources, self._place
        if place is None or min(place) < 0 or not self._has_frames():
            return
        registration = self._session.registration
        cells = [self._gallery.cells_of(source) for source in sources]

        def work(progress: Progress) -> tuple[ActivityCurve, int]:
            curve = curve_at(place, sources, registration, cells, lambda: progress("", 0, 1))
            return curve, len(sources)

        self.measuring.ask(work)

    def _take(self, measured: tuple[ActivityCurve, int]) -> None:
        curve, count = measured
        if self.is_on and count == len(self._session.sources):
            self._curve = curve
            self._show()

    def _show(self) -> None:
        """The curve that was measured last, and where; nothing where it is off."""
        curve, told = self._curve, tr("Point at a place") if self.is_on else ""
        if curve is not None and curve.measured_on == PIXELS:
            told = tr("Activity at {x}, {y}, from the pixels", x=curve.x, y=curve.y)
        elif curve is not None:
            told = tr("Activity at {x}, {y}, from small pictures", x=curve.x, y=curve.y)
        shown = curve if curve is not None and curve.best is not None else None
        self._scrubber.show_activity(shown, told)
