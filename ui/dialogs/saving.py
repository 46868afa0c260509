"""What can be chosen while saving: a row below the names of the save dialog."""

from __future__ import annotations

from pathlib import Path

from fusion import SaveOptions
from fusion.files import WRITABLE
from ui.i18n import tr
from ui.preferences import Preferences
from ui.qt import QCheckBox, QHBoxLayout, QLabel, QSpinBox, QWidget


class SavingOptions(QWidget):
    """Location, record and JPEG quality; what is chosen is remembered when the dialog is accepted."""

    def __init__(self, preferences: Preferences) -> None:
        super().__init__()
        self._preferences = preferences
        self.location = QCheckBox(tr("Keep the location"))
        self.location.setToolTip(tr("Position and place names of the first picture go into the result"))
        self.location.setChecked(preferences.keep_location)
        self.sidecar = QCheckBox(tr("Write a record beside it"))
        self.sidecar.setToolTip(
            tr("A .json that says what made the result; “python -m fusion repeat” makes it again")
        )
        self.sidecar.setChecked(preferences.sidecar)
        self.quality = QSpinBox()
        self.quality.setRange(1, 100)
        self.quality.setValue(preferences.jpeg_quality)
        self.quality.setToolTip(tr("1 to 100; higher is better and larger"))
        label = QLabel(tr("JPEG quality"))
        label.setBuddy(self.quality)
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 6, 0, 0)
        row.setSpacing(14)
        for widget in (self.location, self.sidecar, label, self.quality):
            row.addWidget(widget)
        row.addStretch(1)

    def remember(self) -> SaveOptions:
        """Keep what is chosen for the next time; returns it for the engine."""
        self._preferences.keep_location = self.location.isChecked()
        self._preferences.sidecar = self.sidecar.isChecked()
        self._preferences.jpeg_quality = self.quality.value()
        return SaveOptions(jpeg_quality=self.quality.value(), location=self.location.isChecked())


def suggestion(first: Path, folder: str) -> Path:
    """A name for the result of ``first``, in its format where that can be written."""
    ending = first.suffix.lower()
    return Path(folder) / f"{first.stem}_fused{ending if ending in WRITABLE else '.tif'}"
