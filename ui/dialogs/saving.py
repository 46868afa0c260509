"""What can be chosen while saving: some rows below the names of the save dialog."""

from __future__ import annotations

from datetime import datetime
from pathlib import Path

from fusion import FusionError, SaveOptions
from fusion.files import WRITABLE
from fusion.files.names import FIELDS, check_template, fill
from fusion.files.options import SUBSAMPLINGS, TIFF_COMPRESSIONS
from ui.controls import CalmComboBox, CalmSpinBox
from ui.document.fused import Fused
from ui.i18n import tr
from ui.i18n.messages import message, sentence
from ui.preferences import NAME_TEMPLATE, Preferences
from ui.qt import QCheckBox, QHBoxLayout, QLabel, QLineEdit, QVBoxLayout, QWidget, Signal

JPEG, PNG, TIFF, WEBP = (".jpg", ".jpeg"), (".png",), (".tif", ".tiff"), (".webp",)
"""The endings that an option is for."""
WITHOUT_METADATA = (".bmp",)
"""These have no room for a location."""


class SavingOptions(QWidget):
    """Location, record, format and name; what is chosen is remembered when the dialog is accepted.

    ``problem`` says what is wrong with the template for names; hidden where nothing is.
    """

    named = Signal(str)
    """The name that the template gives now, where ``fused`` is known; with or without an ending."""

    def __init__(self, preferences: Preferences, fused: Fused | None = None) -> None:
        super().__init__()
        self._preferences, self._fused = preferences, fused
        chosen = preferences.save_options
        self.location = QCheckBox(tr("Keep the location"))
        self.location.setToolTip(tr("Position and place names of the first source go into the result"))
        self.location.setChecked(chosen.location)
        self.sidecar = QCheckBox(tr("Write a record beside it"))
        self.sidecar.setToolTip(
            tr("A .json that says what made the result; “python -m fusion repeat” makes it again")
        )
        self.sidecar.setChecked(preferences.sidecar)
        self.quality = number(chosen.jpeg_quality, 1, 100)
        self.quality.setToolTip(tr("1 to 100; higher is better and larger"))
        self.subsampling = choice({name: name for name in SUBSAMPLINGS}, chosen.jpeg_subsampling)
        self.subsampling.setToolTip(
            tr("Size of the colours in a JPEG: 4:4:4 full, 4:2:2 half the width, 4:2:0 half of both")
        )
        self.png_level = number(chosen.png_level, 0, 9)
        self.png_level.setToolTip(tr("0 to 9; higher is smaller and slower, the pixels stay the same"))
        names = {"deflate": "Deflate", "lzw": "LZW", "zstd": "Zstandard", "none": tr("None")}
        self.tiff = choice({name: names[name] for name in TIFF_COMPRESSIONS}, chosen.tiff_compression)
        self.tiff.setToolTip(
            tr("The pixels stay the same; Zstandard is the smallest, and fewer programs read it")
        )
        self.webp_quality = number(chosen.webp_quality, 1, 100)
        self.webp_quality.setToolTip(
            tr("1 to 100; higher is better and larger, and 100 keeps every pixel as it is")
        )
        self.template = QLineEdit(preferences.name_template)
        self.template.setToolTip(tr("The fields {fields} are filled in", fields=" ".join(
            f"{{{name}}}" for name in FIELDS
        )))  # fmt: skip
        self.problem = QLabel()
        self.problem.setObjectName("problem")
        self.problem.setWordWrap(True)
        self.template.textChanged.connect(self._check_template)
        self._lay_out()
        self._check_template(self.template.text())

    def show_for(self, ending: str) -> None:
        """Only what applies to a format, named by its ending; the rest keeps its value unseen."""
        for row, endings in self._rows.items():
            row.setVisible(ending in endings)
        self.location.setVisible(ending not in WITHOUT_METADATA)

    def _lay_out(self) -> None:
        rows = QVBoxLayout(self)
        rows.setContentsMargins(0, 6, 0, 0)
        rows.addWidget(row_of(self.location, self.sidecar))
        self._rows = {
            row_of(*labelled(tr("JPEG quality"), self.quality),
                   *labelled(tr("JPEG colour"), self.subsampling)): JPEG,
            row_of(*labelled(tr("PNG compression"), self.png_level)): PNG,
            row_of(*labelled(tr("TIFF compression"), self.tiff)): TIFF,
            row_of(*labelled(tr("WebP quality"), self.webp_quality)): WEBP,
        }  # fmt: skip
        for row in self._rows:
            rows.addWidget(row)
        naming = row_of(*labelled(tr("Suggest names as"), self.template))
        rows.addWidget(naming)
        rows.addWidget(self.problem)

    def _check_template(self, template: str) -> None:
        """Say at once what is wrong with the template, or which name it gives."""
        try:
            check_template(template.strip())
            self.problem.clear()
        except FusionError as error:
            self.problem.setText(sentence(message(error)))
        self.problem.setVisible(bool(self.problem.text()))
        if self._fused is not None and template.strip() and not self.problem.text():
            self.named.emit(named_by(template.strip(), self._fused))

    def remember(self) -> SaveOptions:
        """Keep what is chosen, but no wrong template, for the next time; returns it for saving."""
        options = SaveOptions(
            self.quality.value(), str(self.subsampling.currentData()), self.png_level.value(),
            str(self.tiff.currentData()), self.location.isChecked(),
            webp_quality=self.webp_quality.value(),
        )  # fmt: skip
        self._preferences.save_options = options
        self._preferences.sidecar = self.sidecar.isChecked()
        if not self.problem.text():
            self._preferences.name_template = self.template.text().strip()
        return options


def suggestion(fused: Fused, preferences: Preferences) -> Path:
    """A name for a result from the template that was chosen, in the format of the first source.

    The template's own ending says the format where it has one. A template that cannot be filled in
    gives way to the usual one.
    """
    ending = fused.sources[0].path.suffix.lower()
    ending = ending if ending in WRITABLE else ".tif"
    for template in (preferences.name_template, NAME_TEMPLATE):
        try:
            name = named_by(template, fused)
        except FusionError:
            continue
        if name:
            whole = name if Path(name).suffix.lower() in WRITABLE else name + ending
            return Path(preferences.folder) / whole
    return Path(preferences.folder) / f"fused{ending}"


def named_by(template: str, fused: Fused) -> str:
    """The name that a template gives a result, without a folder; raises ``FusionError``."""
    name = Path(template.replace("\\", "/")).name
    sources = [source.path for source in fused.sources]
    return fill(Path(name), sources, fused.result.settings.method, datetime.now()).name if name else ""


def number(value: int, low: int, high: int, unit: str = "") -> CalmSpinBox:
    """A field for a whole number with its unit."""
    box = CalmSpinBox()
    box.setRange(low, high)
    box.setSuffix(unit)
    box.setValue(value)
    return box


def choice(texts: dict[str, str], chosen: str) -> CalmComboBox:
    """A list of texts, each with its value."""
    box = CalmComboBox()
    for value, text in texts.items():
        box.addItem(text, value)
    box.setCurrentIndex(box.findData(chosen))
    return box


def labelled(text: str, widget: QWidget) -> tuple[QLabel, QWidget]:
    """The widget with its name before it, for the eye and for screen readers."""
    label = QLabel(text)
    label.setBuddy(widget)
    widget.setAccessibleName(text)
    return label, widget


def row_of(*widgets: QWidget) -> QWidget:
    """The widgets beside each other; the last one takes the room that is left where it is a field."""
    whole = QWidget()
    row = QHBoxLayout(whole)
    row.setContentsMargins(0, 0, 0, 0)
    row.setSpacing(14)
    for widget in widgets:
        row.addWidget(widget, int(isinstance(widget, QLineEdit)))
    row.addStretch(0 if isinstance(widgets[-1], QLineEdit) else 1)
    return whole
