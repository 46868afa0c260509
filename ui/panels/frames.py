"""The list of frames below the picture: a table with ticks, and a plot of what was found."""

from __future__ import annotations

from ui.document.session import Session
from ui.panels.alignment_plot import AlignmentPlot
from ui.panels.frames_model import FOUND, NAME, NUMBERS, FramesModel
from ui.qt import (
    QAbstractItemView,
    QEvent,
    QFrame,
    QHBoxLayout,
    QHeaderView,
    QResizeEvent,
    QSplitter,
    Qt,
    QTableView,
    Signal,
)

ROW_HEIGHT = 24
NAME_WIDTH, FOUND_WIDTH = 180, 150
"""That of what was found is the least; it takes the room that is left."""
SPARE = 22
"""What a heading needs beside its text."""
SAMPLES = ("+000.0, +000.0", "+00.00 %", "+00.00°", "0.00 0.00 0.00", "00.00", "00.00", "100 %", "100 %")
"""The widest that stands in each column of numbers."""


class FramesTable(QTableView):
    """A table whose second column takes the room that the others leave."""

    def resizeEvent(self, event: QResizeEvent | None) -> None:  # noqa: N802 - Qt's name
        super().resizeEvent(event)
        self.fit()

    def fit(self) -> None:
        """Give the second column its width."""
        heading, viewport = self.horizontalHeader(), self.viewport()
        if heading is not None and viewport is not None:
            others = heading.length() - self.columnWidth(FOUND)
            self.setColumnWidth(FOUND, max(FOUND_WIDTH, viewport.width() - others))


class FramesPanel(QFrame):
    """Shows what registering found frame by frame; the user ticks frames and looks at them."""

    looked_at = Signal(int)
    """The frame that the user points at."""

    def __init__(self, session: Session) -> None:
        super().__init__()
        self.setObjectName("panel")
        self._session = session
        self.model = FramesModel(session, self)
        self.plot = AlignmentPlot(session)
        self.table = FramesTable()
        self.table.setModel(self.model)
        self._dress_table()
        selection = self.table.selectionModel()
        assert selection is not None
        selection.currentRowChanged.connect(lambda index, _before: self._take_current(index.row()))
        self.plot.chosen.connect(self.choose)
        splitter = QSplitter(Qt.Orientation.Horizontal)
        splitter.setHandleWidth(1)
        splitter.setChildrenCollapsible(False)
        splitter.addWidget(self.table)
        splitter.addWidget(self.plot)
        splitter.setStretchFactor(0, 1)
        splitter.setSizes([760, 340])
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.addWidget(splitter)
        self.setMinimumHeight(110)

    def choose(self, number: int) -> None:
        """Go to a frame, as a click on its row does."""
        self.table.setCurrentIndex(self.model.index(number, NAME))

    def changeEvent(self, event: QEvent | None) -> None:  # noqa: N802 - Qt's name
        if event is not None and event.type() == QEvent.Type.LanguageChange:
            self.model.retranslate()
            self._fit_columns()
        super().changeEvent(event)

    def _take_current(self, number: int) -> None:
        self.plot.mark(number)
        if number >= 0:
            self.looked_at.emit(number)

    def _dress_table(self) -> None:
        table = self.table
        table.setSelectionBehavior(QAbstractItemView.SelectionBehavior.SelectRows)
        table.setSelectionMode(QAbstractItemView.SelectionMode.SingleSelection)
        table.setHorizontalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        table.setTextElideMode(Qt.TextElideMode.ElideMiddle)
        table.setShowGrid(False)
        table.setWordWrap(False)
        table.setTabKeyNavigation(False)
        rows, heading = table.verticalHeader(), table.horizontalHeader()
        assert rows is not None
        assert heading is not None
        rows.hide()
        rows.setSectionResizeMode(QHeaderView.ResizeMode.Fixed)  # no row is measured: 200 cost nothing
        rows.setDefaultSectionSize(ROW_HEIGHT)
        heading.setHighlightSections(False)
        heading.setMinimumSectionSize(30)
        self._fit_columns()

    def _fit_columns(self) -> None:
        """Wide enough for heading and numbers, whatever the rows hold."""
        metrics = self.table.fontMetrics()
        self.table.setColumnWidth(NAME, NAME_WIDTH)
        for column, sample in enumerate(SAMPLES, NUMBERS):
            title = self.model.headerData(column, Qt.Orientation.Horizontal)
            widest = max(metrics.horizontalAdvance(text) for text in (sample, title))
            self.table.setColumnWidth(column, widest + SPARE)
        self.table.fit()
