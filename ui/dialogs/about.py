"""What this program is, and in which version."""

from __future__ import annotations

from fusion import __version__
from ui.i18n import tr
from ui.icons import draw
from ui.log import log_path
from ui.qt import QDialog, QDialogButtonBox, QHBoxLayout, QLabel, Qt, QVBoxLayout, QWidget


class AboutDialog(QDialog):
    """Name, version, what it does, and where its log is."""

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self.setWindowTitle(tr("About Parfocal"))
        sign = QLabel()
        sign.setPixmap(draw("parfocal", "#000000", 72))
        name = QLabel(f"Parfocal {__version__}")
        name.setObjectName("title")
        purpose = QLabel(
            tr("Fuses photographs of one scene that are focused at different depths into one that is "
               "sharp everywhere. The name is that of a lens that stays in focus.")
        )  # fmt: skip
        purpose.setWordWrap(True)
        log = QLabel(tr("Log file: {path}", path=log_path()))
        log.setObjectName("quiet")
        log.setWordWrap(True)
        log.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
        buttons = QDialogButtonBox(QDialogButtonBox.StandardButton.Close)
        buttons.rejected.connect(self.reject)
        words = QVBoxLayout()
        words.setSpacing(8)
        for widget in (name, purpose, log):
            words.addWidget(widget)
        row = QHBoxLayout()
        row.setSpacing(18)
        row.addWidget(sign, 0, Qt.AlignmentFlag.AlignTop)
        row.addLayout(words, 1)
        column = QVBoxLayout(self)
        column.setContentsMargins(20, 20, 20, 16)
        column.setSpacing(16)
        column.addLayout(row)
        column.addWidget(buttons)
        self.setMinimumWidth(460)
