"""A contact sheet in a window of its own: to be looked at, and saved."""

from __future__ import annotations

from collections.abc import Callable

from ui.i18n import tr
from ui.qt import (
    QDialog,
    QDialogButtonBox,
    QImage,
    QLabel,
    QPixmap,
    QScrollArea,
    QSize,
    Qt,
    QVBoxLayout,
    QWidget,
)


class ContactSheetWindow(QDialog):
    """Shows the sheet, which scrolls; *Save as…* calls ``save``."""

    def __init__(self, parent: QWidget, sheet: QImage, save: Callable[[], None]) -> None:
        super().__init__(parent)
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.setWindowTitle(tr("All methods"))
        self.sheet = QLabel()
        self.sheet.setPixmap(QPixmap.fromImage(sheet))
        self.sheet.setAccessibleName(tr("Contact sheet"))
        area = QScrollArea()
        area.setAlignment(Qt.AlignmentFlag.AlignHCenter)
        area.setWidget(self.sheet)
        buttons = QDialogButtonBox()
        keep = buttons.addButton(tr("Save as…"), QDialogButtonBox.ButtonRole.ActionRole)
        buttons.addButton(tr("Close"), QDialogButtonBox.ButtonRole.RejectRole)
        assert keep is not None
        self.save = keep
        keep.clicked.connect(save)
        buttons.rejected.connect(self.reject)
        column = QVBoxLayout(self)
        column.addWidget(area, 1)
        column.addWidget(buttons)
        self.resize(QSize(min(sheet.width() + 60, parent.width()), max(parent.height() - 60, 400)))
