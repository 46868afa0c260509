"""The dialog for the name of a new file. Type and ending go together; a wrong one keeps it open."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

from fusion.files.existing import exists, is_folder
from fusion.files.names import LONGEST_NAME, size
from ui.dialogs import questions
from ui.dialogs.saving import SavingOptions
from ui.i18n import tr
from ui.paths import existing_folder, path_shown
from ui.qt import (
    QFileDialog,
    QGridLayout,
    QHeaderView,
    QLabel,
    QLineEdit,
    QSize,
    QSplitter,
    QTreeView,
    QWidget,
)

SIZE, PLACES_WIDTH = QSize(760, 560), 150


class TargetDialog(QFileDialog):
    """Asks for a name until it is one that can be written.

    Qt's own dialog, since a system's has no room for options and takes every ending. What listens here
    are methods of the dialog, which end with it.

    Parameters
    ----------
    parent, title
        As for every dialog.
    suggestion
        Folder and name at first.
    filters
        Each line of the dialog with its endings, which begin with a dot; the first is the usual one.
    options
        Shown below the names, with what applies to the ending; remembered when the name is taken.
    """

    def __init__(
        self, parent: QWidget, title: str, suggestion: Path, filters: Mapping[str, tuple[str, ...]],
        options: SavingOptions | None = None,
    ) -> None:  # fmt: skip
        super().__init__(parent, title, existing_folder(suggestion.parent))
        self._filters, self._options = dict(filters), options
        self._is_over = False
        self._problem = QLabel()
        self._problem.setObjectName("problem")
        self._problem.setWordWrap(True)
        self._problem.hide()
        self.setOption(QFileDialog.Option.DontUseNativeDialog)
        self.setOption(QFileDialog.Option.DontConfirmOverwrite)  # accepting asks, in the window's words
        self.setAcceptMode(QFileDialog.AcceptMode.AcceptSave)
        self.setNameFilters(list(filters))
        name = self.findChild(QLineEdit, "fileNameEdit")
        assert name is not None, "Qt's dialog has a field for the name"
        self.name = name
        self._take_filter(self._filter_of(suggestion.suffix) or next(iter(filters)))
        self.selectFile(suggestion.name)
        self._add_rows()
        self._make_room()
        self.name.textChanged.connect(self._take_name)
        self.filterSelected.connect(self._take_filter)
        if options is not None:
            options.named.connect(self.suggest)
        self._take_name()

    @property
    def problem(self) -> str:
        """What is wrong with the name; empty where nothing is."""
        return self._problem.text()

    def ask(self) -> Path | None:
        """The name that was chosen; None when cancelled. The dialog is gone afterwards."""
        chosen = self.selectedFiles() if self.exec() else []
        self.deleteLater()  # its parent would keep it as long as the window lives
        return path_shown(chosen[0]) if chosen else None

    def suggest(self, name: str) -> None:
        """Another name; of the type that is chosen, unless it has an ending of its own."""
        ending = Path(name).suffix
        self.name.setText(name if self._filter_of(ending) else f"{name}.{self.defaultSuffix()}")

    def accept(self) -> None:
        """End with the name that stands there, or say what is wrong with it; a folder is opened."""
        chosen = [path_shown(name) for name in self.selectedFiles()]
        if self._is_over or not chosen or is_folder(chosen[0]):
            if not self._is_over:
                super().accept()
            return
        self._tell(self._why_not(chosen[0]))
        if self.problem or (exists(chosen[0]) and not questions.ask_replace(self, chosen[0].name)):
            return
        self._is_over = True  # a second Return may come before the dialog is gone
        if self._options is not None:
            self._options.remember()
        super().accept()

    def _why_not(self, path: Path) -> str:
        if self._filter_of(path.suffix) is None:
            known = ", ".join(ending for endings in self._filters.values() for ending in endings)
            return tr("The name must end in one of {known}, which says the type.", known=known)
        if not is_folder(path.parent):
            return tr("There is no folder {folder}.", folder=path.parent)
        if size(path.name) > LONGEST_NAME:  # Qt's dialog would stay open without a word
            return tr("The name is too long; shorten it.")
        return ""

    def _filter_of(self, ending: str) -> str | None:
        """The line of the dialog that an ending belongs to."""
        lines = self._filters.items()
        return next((line for line, endings in lines if ending.lower() in endings), None)

    def _take_name(self) -> None:
        """The type follows the name, where that has an ending that is known."""
        text = self.name.text()
        line = self._filter_of(Path(text).suffix)
        if line is not None and line != self.selectedNameFilter():
            self._take_filter(line)
            self.name.setText(text)  # Qt gave it the first ending of that type
        self._tell("")
        if self._options is not None:
            typed = Path(text).suffix.lower()
            self._options.show_for(typed if line is not None else f".{self.defaultSuffix()}")

    def _take_filter(self, line: str) -> None:
        """The ending follows the type; Qt changes that of the name."""
        if line not in self._filters:
            return
        self.setDefaultSuffix(self._filters[line][0].lstrip("."))
        if line != self.selectedNameFilter():
            self.selectNameFilter(line)
        if self._options is not None and self._filter_of(Path(self.name.text()).suffix) is None:
            self._options.show_for(f".{self.defaultSuffix()}")

    def _tell(self, problem: str) -> None:
        self._problem.setText(problem)
        self._problem.setVisible(bool(problem))

    def _make_room(self) -> None:
        """For the names of places and files: Qt's own sizes cut them."""
        self.resize(SIZE)
        splitter = self.findChild(QSplitter, "splitter")
        if splitter is not None:
            splitter.setSizes([PLACES_WIDTH, SIZE.width() - PLACES_WIDTH])
        files = self.findChild(QTreeView, "treeView")
        header = files.header() if files is not None else None
        if header is not None:  # size, type and date beside the name, without scrolling
            header.setSectionResizeMode(QHeaderView.ResizeMode.ResizeToContents)
            header.setSectionResizeMode(0, QHeaderView.ResizeMode.Stretch)

    def _add_rows(self) -> None:
        grid = self.layout()
        assert isinstance(grid, QGridLayout)
        grid.addWidget(self._problem, grid.rowCount(), 0, 1, -1)
        if self._options is not None:
            grid.addWidget(self._options, grid.rowCount(), 0, 1, -1)
