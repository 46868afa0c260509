"""The line above the picture: of a map its legend, colours or greys, and how much of it is seen."""

from __future__ import annotations

from ui import theme
from ui.canvas.legend import Colour, ColourBar, Legend
from ui.canvas.views import Look, View
from ui.controls import CalmSlider, ShortenedLabel
from ui.i18n import tr
from ui.pictures.overlays import CONFIDENCE_COLOURS, VIRIDIS, frame_colours
from ui.qt import (
    QCheckBox,
    QEvent,
    QFrame,
    QHBoxLayout,
    QLabel,
    QResizeEvent,
    QSize,
    Qt,
    QToolButton,
    Signal,
)

MOST_NAMED = 4
"""More frames than that are a bar of colours."""
BAR_WIDTH, BAR_HEIGHT = 150, 34


class MapBar(QFrame):
    """Changes the ``Look`` that it is given, and says so."""

    changed = Signal()

    def __init__(self, look: Look) -> None:
        super().__init__()
        self._look = look
        self._numbers: tuple[int, ...] = ()
        self._is_map = False
        self._sources = 2
        self.setObjectName("toolbar")
        self._legend, self.colour_bar = Legend(MOST_NAMED), ColourBar(BAR_WIDTH)
        self._first, self._last, self.hint = QLabel(), QLabel(), ShortenedLabel()
        self.hint.setObjectName("quiet")
        self._grey = QCheckBox()
        self._grey.toggled.connect(self._take_grey)
        self._grey.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        self.near_last = QToolButton()
        self.near_last.setProperty("flat", True)
        self.near_last.setCheckable(True)
        self.near_last.setIconSize(QSize(14, 14))
        self.near_last.setFixedSize(22, 22)
        self.near_last.toggled.connect(self._take_near)
        self.rocks = QCheckBox()
        self.rocks.toggled.connect(self._take_rocks)
        for box in (self.near_last, self.rocks):
            box.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        self._label = QLabel()
        self._opacity = CalmSlider(Qt.Orientation.Horizontal)
        self._opacity.setRange(0, 100)
        self._opacity.setValue(round(look.opacity * 100))
        self._opacity.setMinimumWidth(60)
        self._opacity.setMaximumWidth(110)
        self._opacity.valueChanged.connect(self._take_opacity)
        self._percent = QLabel()
        self._percent.setObjectName("quiet")
        self._percent.setFixedWidth(44)
        self._row = row = QHBoxLayout(self)
        row.setContentsMargins(10, 0, 10, 0)
        row.setSpacing(8)
        self.setFixedHeight(BAR_HEIGHT)
        row.addWidget(self.hint, 1000)  # all of the room where no legend needs it
        for widget in (self._legend, self._first, self.colour_bar, self._last):
            row.addWidget(widget)
        row.addWidget(self.near_last)
        row.addStretch(1)
        row.addWidget(self._grey)
        row.addWidget(self.rocks)
        row.addSpacing(8)
        row.addWidget(self._label)
        row.addWidget(self._opacity)
        row.addWidget(self._percent)
        self.retranslate()

    def show_for(self, numbers: tuple[int, ...], sources: int, hint: str = "") -> None:
        """Fit the legend to the view; where no map is shown ``hint`` stands in its place.

        ``numbers`` are those of the sources that took part, from 0, of so many ``sources``. The line is
        there in every view and of one height, so that the picture below it never moves.
        """
        self.hint.setText(hint)
        self.hint.setToolTip(hint)
        self._numbers, self._sources = numbers, sources
        view = self._look.view
        self._is_map = view in (View.DECISION, View.CONFIDENCE, View.DEPTH) and bool(numbers)
        self._grey.setVisible(self._is_map and view is View.DECISION)
        self._label.setVisible(self._is_map and view is not View.DEPTH)
        self.near_last.setVisible(self._is_map and view is View.DEPTH)
        self.rocks.setVisible(self._is_map and view is View.DEPTH)
        for widget in (self._opacity, self._percent):
            widget.setVisible(self._is_map)
        self.hint.setVisible(not self._is_map)
        self._write_legend()

    def retranslate(self) -> None:
        self._grey.setText(tr("Grey"))
        self._grey.setToolTip(tr("Show the plain map: white for the first source, black for the last"))
        hint = tr("Near and far exchanged: the last source is focused nearest, not the first")
        self.near_last.setToolTip(hint)
        self.near_last.setAccessibleName(hint)
        self.near_last.setIcon(theme.themed_icon("replace"))
        self.rocks.setText(tr("3-D"))
        self.rocks.setToolTip(tr("Show the picture from side to side, as it looks from beside"))
        self._label.setText(tr("Opacity"))
        hint = tr("How much of the map lies over the result")
        self._opacity.setToolTip(hint)
        self._opacity.setAccessibleName(hint)
        self._percent.setText(f"{self._opacity.value()} %")
        self._write_legend()

    def changeEvent(self, event: QEvent | None) -> None:  # noqa: N802 - Qt's name
        if event is not None and event.type() in (QEvent.Type.LanguageChange, QEvent.Type.StyleChange):
            self.retranslate()
        super().changeEvent(event)

    def _take_grey(self, on: bool) -> None:
        self._look.grey = on
        self._write_legend()
        self.changed.emit()

    def _take_near(self, last: bool) -> None:
        self._look.near = "last" if last else "first"
        self.changed.emit()

    def _take_rocks(self, on: bool) -> None:
        self._look.rocks = on
        self.changed.emit()

    def _take_opacity(self, percent: int) -> None:
        self._look.opacity = percent / 100
        self._percent.setText(f"{percent} %")
        self.changed.emit()

    def resizeEvent(self, event: QResizeEvent | None) -> None:  # noqa: N802 - Qt's name
        super().resizeEvent(event)
        self._write_legend()

    def _write_legend(self) -> None:
        """In words, or where there is no room with the pictures' numbers alone."""
        if not self._is_map:
            for widget in (self._legend, self._first, self.colour_bar, self._last):
                widget.hide()
            return
        is_bar = self._look.view is View.DECISION and len(self._numbers) > MOST_NAMED
        self._legend.setVisible(not is_bar)
        for widget in (self._first, self.colour_bar, self._last):
            widget.setVisible(is_bar)
        if is_bar:
            self.colour_bar.show_colours(self._colours())
        for name in (tr("Source {number}"), "{number}"):
            if is_bar:
                self._first.setText(name.format(number=self._numbers[0] + 1))
                self._last.setText(name.format(number=self._numbers[-1] + 1))
            else:
                self._legend.show_entries(self._entries(name))
            if self._row.sizeHint().width() <= self.width():
                break

    def _entries(self, name: str) -> list[tuple[Colour, str]]:
        """Colours and what they mean; ``name`` is what a picture is called, with its {number}."""
        if self._look.view is View.CONFIDENCE:
            return [(CONFIDENCE_COLOURS[0], tr("a guess")), (CONFIDENCE_COLOURS[-1], tr("sure"))]
        if self._look.view is View.DEPTH:
            return [(VIRIDIS[-1], tr("near")), (VIRIDIS[0], tr("far"))]
        names = [name.format(number=number + 1) for number in self._numbers]
        return list(zip(self._colours(), names, strict=True))

    def _colours(self) -> list[Colour]:
        """Of the frames that took part."""
        frames = len(self._numbers)
        if self._look.grey:
            return [(255 - 255 * n // max(frames - 1, 1),) * 3 for n in range(frames)]
        known = frame_colours(max(self._sources, 1))
        return [tuple(int(value) for value in known[number]) for number in self._numbers]


def hint_of(view: View, is_preview: bool = False) -> str:
    """What a view without a map shows, in a sentence."""
    if view is View.RESULT and is_preview:
        return tr("A quick preview at a small size; the pixels of the result come at the end")
    return {
        View.RESULT: tr("The fused picture"),
        View.COMPARE: tr("Moved together; a click on a caption chooses what is shown there"),
        View.RETOUCH: tr("A drag paints; Alt+click takes the sharpest here, X the second best"),
        View.SOURCE: tr("The source as it was taken; the arrow keys step through the frames"),
        View.REGISTERED: tr("Hold Space to see the frame as it was taken; the arrow keys step on"),
    }.get(view, "")
