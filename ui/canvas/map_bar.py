"""The line above a map: its legend, colours or greys, and how much of it lies over the picture."""

from __future__ import annotations

from functools import lru_cache

from ui import theme
from ui.canvas.views import Look, View
from ui.controls import CalmSlider
from ui.i18n import tr
from ui.pictures.overlays import CONFIDENCE_COLOURS, VIRIDIS, frame_colours
from ui.qt import (
    QBuffer,
    QByteArray,
    QCheckBox,
    QColor,
    QEvent,
    QFrame,
    QHBoxLayout,
    QIODevice,
    QLabel,
    QPainter,
    QPaintEvent,
    QPixmap,
    QRectF,
    QResizeEvent,
    QSize,
    Qt,
    QToolButton,
    QWidget,
    Signal,
)

MOST_NAMED = 4
"""More frames than that are a bar of colours."""
SWATCH, BAR_WIDTH = 12, 150


class MapBar(QFrame):
    """Changes the ``Look`` that it is given, and says so."""

    changed = Signal()

    def __init__(self, look: Look) -> None:
        super().__init__()
        self._look = look
        self._numbers: tuple[int, ...] = ()
        self._sources = 2
        self.setObjectName("toolbar")
        self._legend, self._legend_end = QLabel(), QLabel()
        self.colour_bar = ColourBar()
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
        row.setContentsMargins(10, 5, 10, 5)
        row.setSpacing(8)
        row.addWidget(self._legend)
        row.addWidget(self.colour_bar)
        row.addWidget(self._legend_end)
        row.addWidget(self.near_last)
        row.addStretch(1)
        row.addWidget(self._grey)
        row.addWidget(self.rocks)
        row.addSpacing(8)
        row.addWidget(self._label)
        row.addWidget(self._opacity)
        row.addWidget(self._percent)
        self.retranslate()

    def show_for(self, numbers: tuple[int, ...], sources: int) -> None:
        """Fit the legend to the view; hide where no map is shown.

        ``numbers`` are those of the sources that took part, from 0, of so many ``sources``.
        """
        self._numbers, self._sources = numbers, sources
        view = self._look.view
        self.setVisible(view in (View.DECISION, View.CONFIDENCE, View.DEPTH) and bool(numbers))
        self._grey.setVisible(view is View.DECISION)
        self._label.setVisible(view is not View.DEPTH)
        self.near_last.setVisible(view is View.DEPTH)
        self.rocks.setVisible(view is View.DEPTH)
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
        is_bar = self._look.view is View.DECISION and len(self._numbers) > MOST_NAMED
        self.colour_bar.setVisible(is_bar)
        self._legend_end.setVisible(is_bar)
        for name in (tr("Source {number}"), "{number}"):
            if is_bar:
                self._legend.setText(name.format(number=self._numbers[0] + 1))
                self._legend_end.setText(name.format(number=self._numbers[-1] + 1))
                self.colour_bar.show_colours(self._colours())
            else:
                self._legend.setText(self._legend_text(name))
            if self._row.sizeHint().width() <= self.width():
                break

    def _legend_text(self, name: str) -> str:
        """``name`` is what a picture is called, with its {number}."""
        if self._look.view is View.CONFIDENCE:
            guess, sure = CONFIDENCE_COLOURS[0], CONFIDENCE_COLOURS[-1]
            return f"{swatch(guess)} {tr('a guess')} &nbsp; {swatch(sure)} {tr('sure')}"
        if self._look.view is View.DEPTH:
            return f"{swatch(VIRIDIS[-1])} {tr('near')} &nbsp; {swatch(VIRIDIS[0])} {tr('far')}"
        return " &nbsp; ".join(
            f"{swatch(colour)} {name.format(number=number + 1)}"
            for number, colour in zip(self._numbers, self._colours(), strict=True)
        )

    def _colours(self) -> list[tuple[int, ...]]:
        """Of the frames that took part."""
        frames = len(self._numbers)
        if self._look.grey:
            return [(255 - 255 * n // max(frames - 1, 1),) * 3 for n in range(frames)]
        known = frame_colours(max(self._sources, 1))
        return [tuple(int(value) for value in known[number]) for number in self._numbers]


def swatch(colour: tuple[int, ...]) -> str:
    """A square of a colour with an edge that is seen on every ground, for a label's rich text."""
    return drawn_swatch(tuple(int(value) for value in colour), theme.current().quiet)


@lru_cache(maxsize=256)
def drawn_swatch(colour: tuple[int, ...], edge: str) -> str:
    pixmap = QPixmap(2 * SWATCH, 2 * SWATCH)
    pixmap.fill(QColor(edge))
    painter = QPainter(pixmap)
    painter.fillRect(2, 2, 2 * SWATCH - 4, 2 * SWATCH - 4, QColor(*colour))
    painter.end()
    content = QByteArray()
    buffer = QBuffer(content)
    buffer.open(QIODevice.OpenModeFlag.WriteOnly)
    pixmap.save(buffer, "PNG")
    buffer.close()
    text = bytes(content.toBase64()).decode("ascii")
    return f'<img src="data:image/png;base64,{text}" width="{SWATCH}" height="{SWATCH}">'


class ColourBar(QWidget):
    """The colours of many frames beside each other, from the first to the last."""

    def __init__(self) -> None:
        super().__init__()
        self.colours: list[tuple[int, ...]] = []
        self.setFixedSize(BAR_WIDTH, SWATCH + 2)

    def show_colours(self, colours: list[tuple[int, ...]]) -> None:
        self.colours = colours
        self.update()

    def paintEvent(self, _event: QPaintEvent | None) -> None:  # noqa: N802 - Qt's name
        painter = QPainter(self)
        painter.fillRect(self.rect(), QColor(theme.current().quiet))
        inside = QRectF(self.rect()).adjusted(1, 1, -1, -1)
        wide = inside.width() / max(len(self.colours), 1)
        for number, colour in enumerate(self.colours):
            left = inside.left() + number * wide
            painter.fillRect(QRectF(left, inside.top(), wide, inside.height()), QColor(*colour))
        painter.end()
