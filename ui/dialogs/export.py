"""What is exported of a result, as what, where to, and under which name."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from pathlib import Path

from fusion import FusionError
from fusion.files.existing import is_folder
from fusion.files.names import FIELDS
from ui import theme
from ui.dialogs.saving import choice as choice_box
from ui.dialogs.saving import labelled
from ui.i18n import tr
from ui.i18n.messages import message, sentence
from ui.jobs.export_job import (
    CONFIDENCE,
    DECISION,
    DEPTH,
    ENDINGS,
    FIGURE,
    FRAMES,
    LAYERS,
    PICTURE,
    ExportChoice,
)
from ui.paths import path_shown
from ui.qt import (
    QCheckBox,
    QDialog,
    QDialogButtonBox,
    QFileDialog,
    QGridLayout,
    QHBoxLayout,
    QLabel,
    QLineEdit,
    QPushButton,
    QVBoxLayout,
    QWidget,
)

Targets = Callable[[ExportChoice], list[Path]]
"""The files that a choice stands for; raises ``FusionError`` for a wrong template."""


class ExportDialog(QDialog):
    """Ticks, formats, folder and name; it opens with what was chosen last.

    Parameters
    ----------
    parent
        The window.
    last
        What was chosen last.
    impossible
        For each thing that this result does not have, why.
    targets
        The files that would be written.
    """

    def __init__(
        self, parent: QWidget, last: ExportChoice, impossible: Mapping[str, str], targets: Targets
    ) -> None:
        super().__init__(parent)
        self.setWindowTitle(tr("Export"))
        self._last, self._targets = last, targets
        wanted = dict(last.wanted)
        self.ticks: dict[str, QCheckBox] = {}
        self.formats = {
            thing: choice_box({ending: ending[1:].upper() for ending in endings},
                              wanted.get(thing, endings[0]))
            for thing, endings in ENDINGS.items()
        }  # fmt: skip
        self.folder = QLineEdit(last.folder)
        self.name = QLineEdit(last.name)
        self.name.setToolTip(tr("The fields {fields} are filled in", fields=" ".join(
            f"{{{name}}}" for name in FIELDS
        )))  # fmt: skip
        self.files = QLabel()
        self.files.setObjectName("quiet")
        self.problem = QLabel()
        self.problem.setObjectName("problem")
        for label in (self.files, self.problem):
            label.setWordWrap(True)
        buttons = QDialogButtonBox()
        export = buttons.addButton(tr("Export"), QDialogButtonBox.ButtonRole.AcceptRole)
        buttons.addButton(tr("Cancel"), QDialogButtonBox.ButtonRole.RejectRole)
        assert export is not None
        self.export = export
        theme.mark(export, "next", True)
        buttons.accepted.connect(self.accept)
        buttons.rejected.connect(self.reject)
        outer = QVBoxLayout(self)
        outer.setContentsMargins(20, 18, 20, 16)
        outer.setSpacing(12)
        outer.addLayout(self._rows_of_things(wanted, impossible))
        outer.addLayout(self._rows_of_names())
        outer.addWidget(self.files)
        outer.addWidget(self.problem)
        outer.addWidget(buttons)
        self.setMinimumWidth(560)
        self.resize(self.sizeHint())
        self._check()

    @property
    def choice(self) -> ExportChoice:
        """What is chosen; things that are not possible now keep what was chosen for them."""
        before = dict(self._last.wanted)
        wanted = tuple(
            (thing, str(self.formats[thing].currentData()))
            for thing, tick in self.ticks.items()
            if (tick.isChecked() if tick.isEnabled() else thing in before)
        )
        folder = str(path_shown(self.folder.text().strip())) if self.folder.text().strip() else ""
        return ExportChoice(wanted, folder, self.name.text().strip())

    def _rows_of_things(self, wanted: Mapping[str, str], impossible: Mapping[str, str]) -> QGridLayout:
        grid = QGridLayout()
        grid.setHorizontalSpacing(18)
        grid.setVerticalSpacing(6)
        for row, (thing, text) in enumerate(things_texts().items()):
            title, hint = text
            tick = QCheckBox(title)
            why = impossible.get(thing, "")
            tick.setEnabled(not why)
            tick.setChecked(thing in wanted and not why)
            tick.setToolTip(why or hint)
            tick.toggled.connect(self._check)
            said = QLabel(why or hint)
            said.setObjectName("quiet")
            formats = self.formats[thing]
            formats.setEnabled(not why)
            formats.setAccessibleName(tr("Format: {what}", what=title))
            formats.currentIndexChanged.connect(self._check)
            self.ticks[thing] = tick
            grid.addWidget(tick, row, 0)
            grid.addWidget(formats, row, 1)
            grid.addWidget(said, row, 2)
        grid.setColumnStretch(2, 1)
        return grid

    def _rows_of_names(self) -> QGridLayout:
        grid = QGridLayout()
        grid.setHorizontalSpacing(12)
        choose = QPushButton(tr("Choose…"))
        choose.clicked.connect(self._choose_folder)
        beside = QHBoxLayout()
        beside.addWidget(self.folder, 1)
        beside.addWidget(choose)
        for row, (text, field) in enumerate(((tr("Folder"), self.folder), (tr("Name"), self.name))):
            field.textChanged.connect(self._check)
            grid.addWidget(labelled(text, field)[0], row, 0)
        grid.addLayout(beside, 0, 1)
        grid.addWidget(self.name, 1, 1)
        return grid

    def _choose_folder(self) -> None:
        name = QFileDialog.getExistingDirectory(self, tr("Folder for the files"), self.folder.text())
        if name:
            self.folder.setText(name)

    def _check(self) -> None:
        """Say which files will be written, or what is wrong."""
        chosen, names, problem = self.choice, list[str](), ""
        try:
            names = [path.name for path in self._targets(chosen)]
        except FusionError as error:
            problem = sentence(message(error))
        if not Path(chosen.name.replace("\\", "/")).name:  # as it is taken: a dot is none
            problem = tr("Give the files a name.")
        elif not chosen.folder or not is_folder(Path(chosen.folder)):
            problem = problem or tr("There is no folder {folder}.", folder=chosen.folder)
        elif not names and not problem:
            problem = tr("Tick what is to be exported.")
        self.files.setText(shortened(names) if not problem else "")
        self.problem.setText(problem)
        self.export.setEnabled(not problem)


def things_texts() -> dict[str, tuple[str, str]]:
    """What each thing is called, and what it is in a few words."""
    return {
        PICTURE: (tr("Picture"), tr("the result, with its strokes")),
        DECISION: (tr("Decision map"), tr("which source gave each pixel")),
        CONFIDENCE: (tr("Confidence"), tr("white where the choice is sure")),
        DEPTH: (tr("Depth"), tr("16 bits, with the scale")),
        FRAMES: (tr("Registered frames"), tr("in a folder of their own")),
        LAYERS: (tr("Layers"), tr("each frame with a mask, for GIMP, Krita, Photoshop")),
        FIGURE: (tr("Figure"), tr("sources and result with captions")),
    }


def shortened(names: list[str], most: int = 4) -> str:
    """The names in a line; of many the first ones, and how many more."""
    shown = " · ".join(names[:most])
    if len(names) <= most:
        return shown
    return tr("{names} and {count} more", names=shown, count=len(names) - most)
