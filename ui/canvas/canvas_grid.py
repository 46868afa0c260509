"""Up to four canvases that look at the same place: alone, beside each other, or in a square."""

from __future__ import annotations

from ui.canvas.canvas import Canvas
from ui.canvas.viewport import Viewport
from ui.pictures.overlays import Scene
from ui.qt import QGridLayout, QPoint, QRect, QSize, QWidget, Signal

MOST_CANVASES = 4


class CanvasGrid(QWidget):
    """Shows scenes, one a canvas."""

    hovered = Signal(object, object)
    """The scene under the cursor and (x, y) of its pixel, or None."""
    pane_clicked = Signal(int, QPoint)
    """The caption of a canvas was clicked: which one, and where on the screen."""
    pressed = Signal()
    """A drag begins on a picture."""

    def __init__(self, viewport: Viewport) -> None:
        super().__init__()
        self._viewport = viewport
        self.canvases = [self._make_canvas(number) for number in range(MOST_CANVASES)]
        self._grid = QGridLayout(self)
        self._grid.setContentsMargins(0, 0, 0, 0)
        self._grid.setSpacing(2)
        for number, canvas in enumerate(self.canvases):
            self._grid.addWidget(canvas, number // 2, number % 2)

    @property
    def scenes(self) -> list[Scene]:
        """What the canvases show that can be seen."""
        return [
            part for canvas in self.canvases if not canvas.isHidden() for part in canvas.scene.parts
        ]

    def show_scenes(self, shown: list[Scene], are_choices: bool) -> None:
        """Show these and nothing else; where they are ``are_choices`` a caption can be clicked."""
        for number, canvas in enumerate(self.canvases):
            visible = number < len(shown)
            canvas.setVisible(visible)
            canvas.is_choice = are_choices
            canvas.show_scene(shown[number] if visible else Scene())
        last_alone = len(shown) == 3
        self._grid.removeWidget(self.canvases[2])
        self._grid.addWidget(self.canvases[2], 1, 0, 1, 2 if last_alone else 1)
        self.take_size()

    def fit_to(self, shown: list[Scene]) -> None:
        """Let the viewport know what there is to look at: the last scene, or all where sizes differ."""
        filled = [part for scene in shown for part in scene.parts if part.base is not None]
        if not filled:
            return
        (height, width), area = filled[-1].size, filled[-1].shown
        rectangle = QRect(area.left, area.top, area.width, area.height)
        if any(scene.size != filled[-1].size for scene in filled):
            height = max(scene.size[0] for scene in filled)
            width = max(scene.size[1] for scene in filled)
            rectangle = QRect(0, 0, width, height)
        self._viewport.show_picture(QSize(width, height), rectangle)

    def zoom_to(self, zoom: float) -> None:
        """Zoom at the cursor where it is over a picture, else at the middle."""
        for canvas in self.canvases:
            if canvas.cursor_point is not None and canvas.scene.base is not None:
                canvas.zoom_at(canvas.cursor_point, zoom)
                return
        self._viewport.zoom_to(zoom)

    def take_size(self) -> None:
        """The smallest canvas says how much fits."""
        sizes = [canvas.screen_size() for canvas in self.canvases if not canvas.isHidden()]
        if sizes and self.isVisible():
            self._viewport.resize_view(
                QSize(min(size.width() for size in sizes), min(size.height() for size in sizes))
            )

    def _make_canvas(self, number: int) -> Canvas:
        canvas = Canvas(self._viewport)
        canvas.hovered.connect(lambda pixel: self.hovered.emit(canvas.pointed_scene, pixel))
        canvas.resized.connect(self.take_size)
        canvas.pressed.connect(self.pressed)
        canvas.caption_clicked.connect(
            lambda part, point: self.pane_clicked.emit(number + part, point)
        )
        return canvas
