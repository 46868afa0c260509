"""Where all linked views look: one zoom and one centre, shared.

Coordinates are pixels of the reference frame, also for a result that shows only a part of it: what was
cropped moves nothing.
"""

from __future__ import annotations

from dataclasses import dataclass, replace

from ui.qt import QObject, QPointF, QRect, QSize, Signal

ZOOM_STEP = 2**0.25
LARGEST_ZOOM = 64.0


@dataclass(frozen=True)
class Placement:
    """How a picture lies on a canvas, in the screen's own pixels.

    ``x = left + zoom · picture_x`` and the same for y; left and top are whole numbers, so that at
    100 % a pixel of the picture is a pixel of the screen.
    """

    zoom: float
    left: int
    top: int

    def to_picture(self, x: float, y: float) -> tuple[float, float]:
        """The place in the picture under a point of the screen."""
        return (x - self.left) / self.zoom, (y - self.top) / self.zoom

    def at(self, x: int, y: int) -> Placement:
        """How a picture lies whose corner is at (x, y) of this one."""
        if not (x or y):
            return self
        return replace(self, left=self.left + round(x * self.zoom), top=self.top + round(y * self.zoom))


class Viewport(QObject):
    """Zoom (screen pixels per picture pixel) and centre (picture pixels) of every linked view."""

    changed = Signal()

    def __init__(self) -> None:
        super().__init__()
        self._picture = QSize()
        self._area = QRect()
        self._view = QSize(1, 1)
        self._covered = 0
        self._zoom = 1.0
        self._centre = QPointF()
        self._fits = True

    @property
    def zoom(self) -> float:
        return self._fitting_zoom() if self._fits else self._zoom

    @property
    def fits(self) -> bool:
        """Whether the zoom follows the window, so that the whole picture shows."""
        return self._fits

    @property
    def centre(self) -> QPointF:
        if self._fits:
            area = self._area
            return QPointF(area.x() + area.width() / 2, area.y() + area.height() / 2)
        return self._centre

    def show_picture(self, size: QSize, area: QRect | None = None) -> None:
        """Another picture; one of the same size is looked at in the same place.

        ``area`` is the part of it that fits into the window; None for all of it.
        """
        area = QRect(area) if area is not None else QRect(0, 0, size.width(), size.height())
        if size != self._picture or area != self._area:
            if size != self._picture:
                self._covered = 0
            self._fits = self._fits or size != self._picture
            self._picture, self._area = QSize(size), area
            self.changed.emit()

    def resize_view(self, size: QSize) -> None:
        """The views have another size (screen pixels, of the smallest of them).

        Where the width is another one too, a whole picture moves anyway, and shows whole again.
        """
        if size != self._view and not size.isEmpty():
            if self._fits and size.width() != self._view.width():
                self._covered = 0
            self._view = QSize(size)
            self.changed.emit()

    def cover(self, pixels: int) -> None:
        """The views are about to lose (or to gain) so many screen pixels at the bottom, for a strip that
        comes (or goes): the picture stays where it is until the whole of it is asked for again."""
        self._covered += pixels

    def place(self, width: int, height: int) -> Placement:
        """How the picture lies on a canvas of so many screen pixels."""
        zoom, centre = self.zoom, self.centre
        middle = (height + self._covered) / 2
        return Placement(zoom, round(width / 2 - centre.x() * zoom), round(middle - centre.y() * zoom))

    def fit(self) -> None:
        """Show the whole picture, now and when the window changes."""
        self._fits, self._covered = True, 0
        self.changed.emit()

    def zoom_to(self, zoom: float, keep: QPointF | None = None, offset: QPointF | None = None) -> None:
        """Zoom so that the picture's point ``keep`` stays ``offset`` screen pixels off the centre."""
        zoom = min(max(zoom, self._smallest_zoom()), LARGEST_ZOOM)
        offset = QPointF() if offset is None else offset
        if keep is None:
            keep = self.centre
        else:  # the offset is from the middle of what is seen
            offset = QPointF(offset.x(), offset.y() - self._covered / 2)
        self._zoom, self._fits = zoom, False
        self._move(QPointF(keep.x() - offset.x() / zoom, keep.y() - offset.y() / zoom))

    def pan(self, dx: float, dy: float) -> None:
        """Drag the picture by so many screen pixels."""
        centre, zoom = self.centre, self.zoom
        self._zoom, self._fits = zoom, False
        self._move(QPointF(centre.x() - dx / zoom, centre.y() - dy / zoom))

    def _move(self, centre: QPointF) -> None:
        """The centre of the views stays on the picture, so that it is never lost."""
        self._centre = QPointF(
            min(max(centre.x(), 0.0), float(self._picture.width())),
            min(max(centre.y(), 0.0), float(self._picture.height())),
        )
        self.changed.emit()

    def _fitting_zoom(self) -> float:
        if self._area.isEmpty():
            return 1.0
        across = self._view.width() / self._area.width()
        down = (self._view.height() + self._covered) / self._area.height()
        return min(across, down, LARGEST_ZOOM)

    def _smallest_zoom(self) -> float:
        return min(self._fitting_zoom() / 2, 1.0)
