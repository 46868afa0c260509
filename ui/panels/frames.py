"""The list of frames below the picture: a table with ticks, and a plot of what was found."""

from __future__ import annotations

from ui.document.session import Session
from ui.i18n import tr
from ui.panels.alignment_plot import AlignmentPlot
from ui.panels.frames_model import FOUND, NAME, NUMBERS, FramesModel
from ui.qt import (
    QAbstractItemView,
    QEvent,
    QFrame,
    QHBoxLayout,
    QKeyEvent,
    QResizeEvent,
    QSplitter,
    Qt,
    QTreeView,
    Signal,
)

NAME_WIDTH, FOUND_WIDTH = 150, 130
"""That of what was found is the least; it takes the room that is left."""
SPARE = 20
"""What a heading or a cell needs beside its text."""
SAMPLES = ("+000.0, +000.0", "+00.00 %", "+00.00°", "0.00 0.00 0.00", "00.00", "00.00", "100 %", "100 %")
"""The widest that stands in each column of numbers."""


class FramesTable(QTreeView):
    """Rows without branches, of one height: 200 cost what 2 do. Space is left to the viewer.

    The second column takes the room that the others leave.
    """

    def __init__(self, model: FramesModel) -> None:
        super().__init__()
        self._model = model
        self.setModel(model)

    def keyPressEvent(self, event: QKeyEvent | None) -> None:  # noqa: N802 - Qt's name
        """Return ticks or unticks the frame."""
        index = self.currentIndex().siblingAtColumn(NAME)
        if event is None or event.key() == Qt.Key.Key_Space:
            if event is not None:
                event.ignore()
        elif event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter) and index.isValid():
            used = index.data(Qt.ItemDataRole.CheckStateRole) == Qt.CheckState.Checked
            state = Qt.CheckState.Unchecked if used else Qt.CheckState.Checked
            self._model.setData(index, state, Qt.ItemDataRole.CheckStateRole)
        else:
            super().keyPressEvent(event)

    def resizeEvent(self, event: QResizeEvent | None) -> None:  # noqa: N802
        super().resizeEvent(event)
        self.fit()

    def fit(self) -> None:
        """Give the second column its width."""
        heading, viewport = self.header(), self.viewport()
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
        self.table = FramesTable(self.model)
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
        splitter.setSizes([800, 300])
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.addWidget(splitter)
        self.setMinimumHeight(110)
        self._name()

    def _name(self) -> None:
        self.table.setAccessibleName(tr("List of frames"))
        self.table.setToolTip(tr("What aligning found about each frame; its box leaves it out"))
        self.plot.setAccessibleName(tr("Shift, scale and gain over the frames"))

    def choose(self, number: int) -> None:
        """Go to a frame, as a click on its row does."""
        self.table.setCurrentIndex(self.model.index(number, NAME))

    def changeEvent(self, event: QEvent | None) -> None:  # noqa: N802 - Qt's name
        if event is not None and event.type() == QEvent.Type.LanguageChange:
            self.model.retranslate()
            self._name()
            self._fit_columns()
        super().changeEvent(event)

    def _take_current(self, number: int) -> None:
        self.plot.mark(number)
        if number >= 0:
            self.looked_at.emit(number)

    def _dress_table(self) -> None:
        table = self.table
        table.setRootIsDecorated(False)
        table.setItemsExpandable(False)
        table.setUniformRowHeights(True)
        table.setSelectionMode(QAbstractItemView.SelectionMode.SingleSelection)
        table.setHorizontalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        table.setTextElideMode(Qt.TextElideMode.ElideMiddle)
        heading = table.header()
        assert heading is not None
        heading.setSectionsMovable(False)
        heading.setStretchLastSection(False)
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
