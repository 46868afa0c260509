"""Figures: pictures in a grid with captions, on white, as PNG, SVG or PDF at a stated width."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from fusion import FusionError
from ui.pictures.pyramid import Array, as_colour, to_eight_bits
from ui.pictures.thumbnails import to_image
from ui.qt import (
    QBuffer,
    QColor,
    QFont,
    QFontMetricsF,
    QImage,
    QIODevice,
    QMarginsF,
    QPageSize,
    QPainter,
    QPainterPath,
    QPdfWriter,
    QPen,
    QPointF,
    QRectF,
    QSize,
    QSizeF,
    QSvgGenerator,
    Qt,
)

Bytes = npt.NDArray[np.uint8]
Region = tuple[slice, slice]
PNG_TITLE = "Title"
"""The format's own word for it."""
MM_PER_INCH, POINTS_PER_INCH = 25.4, 72.0
GAP_MM = 2.5
"""Between cells, and around all of them."""
INK, FRAME = QColor("#1a1a1a"), QColor("#d55e00")
FAMILY = "DejaVu Sans"
"""Where the system has it; another sans-serif else."""


@dataclass(frozen=True, eq=False)
class Cell:
    """One picture of a figure.

    Attributes
    ----------
    picture
        (H, W, 3) uint8; None for a cell that has words only.
    caption
        Its name, in bold.
    details
        Further lines.
    region
        Rows and columns that are shown enlarged below it, and framed in it; None for no enlargement.
    """

    picture: Bytes | None
    caption: str
    details: tuple[str, ...] = ()
    region: Region | None = None


@dataclass(frozen=True)
class FigureLayout:
    """Width, resolution and letters of a figure, and how many pictures stand side by side."""

    columns: int = 3
    width_mm: float = 180.0
    dpi: int = 300
    points: float = 7.0

    def pixels(self, mm: float) -> float:
        """A length in pixels of the resolution."""
        return mm / MM_PER_INCH * self.dpi


class Figure:
    """Cells laid out; painted by ``paint`` on anything that has the layout's resolution.

    Parameters
    ----------
    cells
        In reading order.
    layout
        Width, columns and letters.
    as_outlines
        Whether letters are painted as outlines, which need no font where the figure is read.
    """

    def __init__(
        self, cells: Sequence[Cell], layout: FigureLayout, as_outlines: bool = False
    ) -> None:
        self._cells, self._layout, self._as_outlines = cells, layout, as_outlines
        self._columns = max(1, min(layout.columns, len(cells)))
        self._gap = layout.pixels(GAP_MM)
        whole = layout.pixels(layout.width_mm)
        self._cell = (whole - (self._columns + 1) * self._gap) / self._columns
        self._fonts = [self._font(bold) for bold in (True, False)]
        self._line = QFontMetricsF(self._fonts[0]).height() * 1.12
        rows = [cells[at : at + self._columns] for at in range(0, len(cells), self._columns)]
        self._rows = [(row, max(self._height_of(cell) for cell in row)) for row in rows]
        height = self._gap + sum(height + self._gap for _row, height in self._rows)
        self.size = QSize(round(whole), math.ceil(height))

    def _font(self, bold: bool) -> QFont:
        font = QFont(FAMILY)
        font.setStyleHint(QFont.StyleHint.SansSerif)
        font.setPixelSize(max(1, round(self._layout.points / POINTS_PER_INCH * self._layout.dpi)))
        font.setBold(bold)
        return font

    def paint(self, painter: QPainter) -> None:
        """Paint everything, on white."""
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setRenderHint(QPainter.RenderHint.LosslessImageRendering)
        painter.fillRect(QRectF(0, 0, self.size.width(), self.size.height()), QColor("white"))
        top = self._gap
        for row, height in self._rows:
            for column, cell in enumerate(row):
                left = self._gap + column * (self._cell + self._gap)
                self._paint_cell(painter, cell, QPointF(left, top))
            top += height + self._gap

    def _height_of(self, cell: Cell) -> float:
        pictures = self._picture_height(cell.picture)
        if cell.picture is not None and cell.region is not None:
            pictures += self._picture_height(cell.picture[cell.region]) + self._gap / 2
        lines = sum(len(self._wrapped(text, font)) for text, font in self._lines(cell))
        return pictures + lines * self._line + self._gap / 2

    def _picture_height(self, picture: Bytes | None) -> float:
        return 0.0 if picture is None else self._cell * picture.shape[0] / picture.shape[1]

    def _lines(self, cell: Cell) -> list[tuple[str, QFont]]:
        return [(cell.caption, self._fonts[0]), *((line, self._fonts[1]) for line in cell.details)]

    def _wrapped(self, text: str, font: QFont) -> list[str]:
        """The text in lines of a cell's width; a word that is longer is cut in its middle."""
        metrics, lines = QFontMetricsF(font), [""]
        for word in text.split():
            longer = f"{lines[-1]} {word}".strip()
            if metrics.horizontalAdvance(longer) > self._cell and lines[-1]:
                lines.append(word)
            else:
                lines[-1] = longer
        middle = Qt.TextElideMode.ElideMiddle
        return [metrics.elidedText(line, middle, self._cell) for line in lines if line]

    def _paint_cell(self, painter: QPainter, cell: Cell, corner: QPointF) -> None:
        top = corner.y()
        if cell.picture is not None:
            top = self._paint_picture(painter, cell.picture, QPointF(corner.x(), top))
            if cell.region is not None:
                self._frame(painter, cell, corner)
                below = QPointF(corner.x(), top + self._gap / 2)
                enlarged = np.ascontiguousarray(cell.picture[cell.region])
                top = self._paint_picture(painter, enlarged, below)
                outline = QRectF(below.x(), below.y(), self._cell, top - below.y())
                self._outline(painter, outline)
        top += self._gap / 4
        for text, font in self._lines(cell):
            for line in self._wrapped(text, font):
                top += self._line
                self._write(painter, line, font, QPointF(corner.x(), top - 0.25 * self._line))

    def _paint_picture(self, painter: QPainter, picture: Bytes, corner: QPointF) -> float:
        """Paint a picture as wide as a cell; returns where it ends below."""
        height = self._picture_height(picture)
        enlarges = picture.shape[1] < self._cell
        painter.setRenderHint(QPainter.RenderHint.SmoothPixmapTransform, not enlarges)
        shown = to_image(shrunk(picture, math.ceil(self._cell)))
        painter.drawImage(QRectF(corner.x(), corner.y(), self._cell, height), shown)
        return corner.y() + height

    def _frame(self, painter: QPainter, cell: Cell, corner: QPointF) -> None:
        """Show in the picture which region is enlarged below."""
        assert cell.picture is not None
        assert cell.region is not None
        scale = self._cell / cell.picture.shape[1]
        rows, columns = cell.region
        self._outline(painter, QRectF(
            corner.x() + columns.start * scale, corner.y() + rows.start * scale,
            (columns.stop - columns.start) * scale, (rows.stop - rows.start) * scale,
        ))  # fmt: skip

    def _outline(self, painter: QPainter, where: QRectF) -> None:
        painter.setBrush(Qt.BrushStyle.NoBrush)
        painter.setPen(QPen(FRAME, self._layout.pixels(0.3)))
        painter.drawRect(where)

    def _write(self, painter: QPainter, text: str, font: QFont, at: QPointF) -> None:
        if self._as_outlines:
            path = QPainterPath()
            path.addText(at, font, text)
            painter.fillPath(path, INK)
            return
        painter.setFont(font)
        painter.setPen(INK)
        painter.drawText(at, text)


def shrunk(picture: Bytes, width: int) -> Bytes:
    """A picture no wider than a cell, so that no file holds more pixels than it shows."""
    import cv2

    if picture.shape[1] <= width:
        return picture
    height = max(1, round(picture.shape[0] * width / picture.shape[1]))
    return np.asarray(cv2.resize(picture, (width, height), interpolation=cv2.INTER_AREA), np.uint8)


def colour(pixels: Array) -> Bytes:
    """(H, W, 3) uint8 of grey or colour pixels of any type."""
    return as_colour(to_eight_bits(pixels))


def figure_bytes(cells: Sequence[Cell], layout: FigureLayout, ending: str, title: str) -> bytes:
    """The file of a figure: ``.png``, ``.svg`` (letters as outlines) or ``.pdf`` (fonts embedded)."""
    figure = Figure(cells, layout, as_outlines=ending == ".svg")
    buffer = QBuffer()
    buffer.open(QIODevice.OpenModeFlag.WriteOnly)
    if ending == ".png":
        image = painted_image(figure, layout)
        image.setText(PNG_TITLE, title)
        image.save(buffer, "PNG")
        return bytes(buffer.data())
    if ending == ".svg":
        device: QSvgGenerator | QPdfWriter = svg_device(buffer, figure, layout, title)
    else:
        device = pdf_device(buffer, figure, layout, title)
    painter = QPainter(device)
    figure.paint(painter)
    painter.end()
    return bytes(buffer.data())


def painted_image(figure: Figure, layout: FigureLayout) -> QImage:
    """A figure as an image that knows its resolution; raises ``FusionError`` where it is too large."""
    image = QImage(figure.size, QImage.Format.Format_RGB888)
    if image.isNull():
        raise FusionError(
            "figure-too-large",
            "a figure of {width} × {height} pixels is too large for a picture; choose a lower "
            "resolution, or save it as PDF or SVG",
            width=figure.size.width(), height=figure.size.height(),
        )  # fmt: skip
    image.setDotsPerMeterX(round(layout.dpi / MM_PER_INCH * 1000))
    image.setDotsPerMeterY(round(layout.dpi / MM_PER_INCH * 1000))
    painter = QPainter(image)
    figure.paint(painter)
    painter.end()
    return image


def svg_device(
    buffer: QBuffer, figure: Figure, layout: FigureLayout, title: str
) -> QSvgGenerator:
    device = QSvgGenerator()
    device.setOutputDevice(buffer)
    device.setResolution(layout.dpi)
    device.setSize(figure.size)
    device.setViewBox(QRectF(0, 0, figure.size.width(), figure.size.height()))
    device.setTitle(title)
    return device


def pdf_device(buffer: QBuffer, figure: Figure, layout: FigureLayout, title: str) -> QPdfWriter:
    """A page as large as the figure."""
    device = QPdfWriter(buffer)
    device.setResolution(layout.dpi)
    inches = QSizeF(figure.size) / layout.dpi
    device.setPageSize(QPageSize(inches, QPageSize.Unit.Inch))
    device.setPageMargins(QMarginsF(0, 0, 0, 0))
    device.setTitle(title)
    return device
