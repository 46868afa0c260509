"""Focus peaking, clipping and the histogram, over whatever is shown."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from functools import partial

from fusion.progress import Progress
from ui.canvas.marking import MarkStyle, Peaking, lay_marks
from ui.canvas.render import Rendered
from ui.canvas.viewport import Placement
from ui.features.feature import Entry, Parts
from ui.i18n import tr
from ui.jobs.latest import Latest
from ui.jobs.marking_job import MarkKeeper
from ui.panels.seeing import SeeingPanel
from ui.pictures.histogram import Histogram, histogram_of
from ui.pictures.overlays import Scene
from ui.pictures.place import Rectangle
from ui.qt import Qt, QTimer

WAIT_MILLISECONDS = 120
"""So long nothing may change before it is counted."""
AT_THE_CORNER = Qt.Alignment() | Qt.AlignmentFlag.AlignBottom | Qt.AlignmentFlag.AlignRight


class SeeingFeature:
    """Lays marks over every canvas, and counts what the first one shows."""

    def __init__(self, parts: Parts) -> None:
        self._viewer, self._viewport = parts.viewer, parts.viewport
        self._refresh = parts.refresh
        self.style = MarkStyle()
        self._last_peaking = Peaking.COLOUR
        self.shows_histogram = False
        self.marks = MarkKeeper(parts.jobs)
        self.marks.changed.connect(self._paint_anew)
        self.counting = Latest(parts.jobs, self._show_histogram)
        self.panel = SeeingPanel(self.style.threshold)
        parts.viewer.over.addWidget(self.panel, 0, 0, AT_THE_CORNER)
        self.panel.peaking_chosen.connect(self.take_peaking)
        self.panel.threshold_chosen.connect(self.take_threshold)
        self.panel.peaking_closed.connect(lambda: self.take_peaking(None))
        self.panel.histogram_closed.connect(self.toggle_histogram)
        self.panel.histogram.part_chosen.connect(self._count_later)
        self._waiting = QTimer(self.panel)
        self._waiting.setSingleShot(True)
        self._waiting.setInterval(WAIT_MILLISECONDS)
        self._waiting.timeout.connect(self._count)
        self._painted = QTimer(self.panel)
        self._painted.setSingleShot(True)
        self._painted.setInterval(WAIT_MILLISECONDS)
        self._painted.timeout.connect(self._take_strokes)
        parts.retouch.painter.painted.connect(lambda _area: self._painted.start())
        parts.viewport.changed.connect(self._take_viewport)
        parts.viewer.canvases[0].scene_changed.connect(self._count_later)

    def entries(self) -> Sequence[Entry]:
        def group() -> str:
            return tr("&Marks and histogram")

        kinds = [
            Entry("view", f"peaking: {kind.value}", partial(text_of, kind),
                  partial(self.take_peaking, kind), checked=partial(self._is, kind), group=group)
            for kind in Peaking
        ]  # fmt: skip
        return [
            Entry("view", "peaking", lambda: tr("Focus &peaking"), self.toggle_peaking, "K",
                  checked=lambda: self.style.peaking is not None, group=group),
            *kinds,
            Entry("view", "clipping", lambda: tr("&Clipped shadows and highlights"),
                  self.toggle_clipping, "Z", checked=lambda: self.style.clipping, group=group),
            Entry("view", "histogram", lambda: tr("&Histogram"), self.toggle_histogram, "H",
                  checked=lambda: self.shows_histogram, group=group),
        ]  # fmt: skip

    def toggle_peaking(self) -> None:
        """Mark active places as they were marked last, or no more."""
        self.take_peaking(self._last_peaking if self.style.peaking is None else None)

    def take_peaking(self, kind: Peaking | None) -> None:
        """Mark active places in a way; None for not at all."""
        self._last_peaking = kind or self._last_peaking
        self._take_style(replace(self.style, peaking=kind))

    def take_threshold(self, threshold: int) -> None:
        """From which modified Laplacian on a place is active, in levels of 255."""
        self._take_style(replace(self.style, threshold=threshold))

    def toggle_clipping(self) -> None:
        """Stripe what is clipped, or no more."""
        self._take_style(replace(self.style, clipping=not self.style.clipping))

    def toggle_histogram(self) -> None:
        """Show or hide the histogram."""
        self.shows_histogram = not self.shows_histogram
        self._show_parts()
        self._count()

    def refresh(self) -> None:
        """The canvases tell when something else is shown."""

    def close(self) -> None:
        """Count and look no more."""
        self._waiting.stop()
        self._painted.stop()
        self.marks.stop()
        self.counting.stop()

    def _take_style(self, style: MarkStyle) -> None:
        self.style = style
        for canvas in self._viewer.canvases:
            canvas.finish = self._finish if style.is_on else None
        self._paint_anew()
        self._show_parts()

    def _show_parts(self) -> None:
        self.panel.show_parts(self.style.peaking, self.shows_histogram)
        self._refresh()

    def _is(self, kind: Peaking) -> bool:
        return self.style.peaking is kind

    def _finish(self, scene: Scene, placement: Placement, rendered: Rendered) -> Rendered:
        marks = None if scene.base is None else self.marks.of(scene.base)
        return rendered if marks is None else lay_marks(self.style, marks, scene, placement, rendered)

    def _paint_anew(self) -> None:
        for canvas in self._viewer.canvases:
            canvas.forget()

    def _take_strokes(self) -> None:
        """Strokes changed pixels of the result: what was found in it is older."""
        base = self._viewer.canvases[0].scene.base
        if base is not None and self.style.is_on:
            self.marks.forget(base)
            self.marks.of(base)
        self._count_later()

    def _take_viewport(self) -> None:
        if self.panel.histogram.seen_only.isChecked():
            self._count_later()

    def _count_later(self) -> None:
        if self.shows_histogram:
            self._waiting.start()

    def _count(self) -> None:
        """Count what the first canvas shows, off the window's thread."""
        scene = self._viewer.canvases[0].scene
        if not self.shows_histogram or not self._viewer.canvases[0].isVisible():
            return
        if self.panel.histogram.title.text() != scene.caption:
            self.panel.histogram.show_histogram(None, scene.caption)
        area = self._seen(scene) if self.panel.histogram.seen_only.isChecked() else None

        def work(progress: Progress) -> tuple[Histogram | None, str]:
            return histogram_of(scene, area, lambda: progress("", 0, 1)), scene.caption

        self.counting.ask(work)

    def _seen(self, scene: Scene) -> Rectangle:
        """The part of what is shown that the first canvas shows."""
        canvas = self._viewer.canvases[0]
        size, placement = canvas.screen_size(), canvas.placement()
        left, top = placement.to_picture(0, 0)
        right, bottom = placement.to_picture(size.width(), size.height())
        left, top = left - scene.shown.left, top - scene.shown.top
        right, bottom = right - scene.shown.left, bottom - scene.shown.top
        return Rectangle(
            max(int(left), 0), max(int(top), 0),
            int(right) - max(int(left), 0), int(bottom) - max(int(top), 0),
        )  # fmt: skip

    def _show_histogram(self, counted: tuple[Histogram | None, str]) -> None:
        self.panel.histogram.show_histogram(*counted)


def text_of(kind: Peaking) -> str:
    """What a way to tell active places is called in the menu."""
    return {
        Peaking.COLOUR: tr("Peaking in co&lour"), Peaking.HATCH: tr("Peaking with &stripes"),
        Peaking.BRIGHTNESS: tr("Peaking by &brightness"),
    }[kind]  # fmt: skip
