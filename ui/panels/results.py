"""What came out: size, time, device, what each source gave, and whether it still fits the sources."""

from __future__ import annotations

from fusion import find_method
from ui.canvas.legend import Colour, Named
from ui.controls import ShortenedLabel
from ui.document.fused import Fused
from ui.document.kinds import source_title
from ui.document.session import Session
from ui.i18n import fusion_text, tr
from ui.i18n.registration import summary
from ui.panels.settings import heading
from ui.pictures.overlays import frame_colours
from ui.plain_text import plain_tooltip
from ui.qt import QEvent, QFormLayout, QLabel, Qt, QVBoxLayout, QWidget

MOST_SHARES = 8
"""So many rows tell what the sources gave; the list of sources tells it of each."""


class ResultsPanel(QWidget):
    """Facts of the latest result; empty words before the first."""

    def __init__(self, session: Session) -> None:
        super().__init__()
        self._session = session
        self._heading = heading()
        self._stale = QLabel()
        self._stale.setObjectName("stale")
        self._stale.setWordWrap(True)
        self._nothing = QLabel()
        self._nothing.setObjectName("quiet")
        self._nothing.setWordWrap(True)
        self._no_map = QLabel()
        self._no_map.setObjectName("quiet")
        self._no_map.setWordWrap(True)
        self._facts = QWidget()
        self._form = QFormLayout(self._facts)
        self._form.setContentsMargins(0, 0, 0, 0)
        self._form.setHorizontalSpacing(14)
        self._form.setVerticalSpacing(5)
        self._form.setFieldGrowthPolicy(QFormLayout.FieldGrowthPolicy.AllNonFixedFieldsGrow)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(8)
        for widget in (self._heading, self._stale, self._nothing, self._facts, self._no_map):
            column.addWidget(widget)
        session.result_changed.connect(self.refresh)
        session.sources_changed.connect(self._refresh_stale)
        session.settings_changed.connect(self._refresh_stale)
        self.retranslate()

    def refresh(self) -> None:
        while self._form.rowCount():
            self._form.removeRow(0)
        fused = self._session.fused
        self._nothing.setVisible(fused is None)
        self._facts.setVisible(fused is not None)
        why = fused.why_no_map() if fused is not None else ""
        self._no_map.setText(why)
        self._no_map.setVisible(bool(why))
        if fused is not None:
            colours = colours_by_name(fused)
            for name, value in facts(fused):
                self._add(name, value, colours.get(name))
            saved = self._session.saved_as
            file = ShortenedLabel(saved.name if saved else tr("not saved yet"), is_file=True)
            file.setToolTip(plain_tooltip(str(saved)) if saved else "")
            self._add_label(tr("File"), file)
        self._refresh_stale()

    def retranslate(self) -> None:
        self._heading.setText(tr("RESULT"))
        self._nothing.setText(tr("Nothing fused yet."))
        self.refresh()

    def changeEvent(self, event: QEvent | None) -> None:  # noqa: N802 - Qt's name
        if event is not None and event.type() == QEvent.Type.LanguageChange:
            self.retranslate()
        super().changeEvent(event)

    def _refresh_stale(self) -> None:
        why = self._session.why_stale()
        self._stale.setVisible(bool(why))
        self._stale.setText(f"{why} {tr('Fuse again to bring it up to date.')}" if why else "")

    def _add(self, name: str, value: str, colour: Colour | None = None) -> None:
        text = QLabel(value)
        text.setWordWrap(True)
        text.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
        self._add_label(name, text, colour)

    def _add_label(self, name: str, text: QLabel, colour: Colour | None = None) -> None:
        named = None if colour is None else Named(colour, name)
        label = QLabel(name) if named is None else named.label
        label.setObjectName("quiet")
        self._form.addRow(named or label, text)


def facts(fused: Fused) -> list[tuple[str, str]]:
    """Name and value of what is worth knowing."""
    result = fused.result
    photo = result.photo
    seconds = sum(result.timings.values())
    rows = [
        (tr("Size"), f"{photo.width} × {photo.height}"),
        (tr("Method"), fusion_text(find_method(result.settings.method).title)),
        (tr("Ran on"), device_name(result.device)),
        (tr("Time"), tr("{seconds} s", seconds=f"{seconds:.1f}")),
    ]
    found = fused.registration
    if found is not None and not (result.settings.role_names and found.is_identity):
        told = summary(found)
        rows.append((tr("Align"), told[:1].upper() + told[1:]))
    rows += share_rows(fused)
    if fused.mean_confidence is not None:
        rows.append((tr("Confidence"), f"{100 * fused.mean_confidence:.0f} %"))
    return rows


def share_rows(fused: Fused) -> list[tuple[str, str]]:
    """What each source gave; of many those that gave most, and what all the others gave together."""
    if not fused.shares:
        return []
    by_share = sorted(fused.numbers, key=lambda number: -fused.shares[number])
    named = by_share if len(by_share) <= MOST_SHARES else by_share[: MOST_SHARES - 1]
    shown = fused.numbers if len(by_share) <= MOST_SHARES else named
    rows = [
        (source_title(number, fused.result.settings.purpose), f"{100 * fused.shares[number]:.0f} %")
        for number in shown
    ]
    rest = [fused.shares[number] for number in fused.numbers if number not in named]
    if rest:
        rows.append((tr("{count} others", count=len(rest)), f"{100 * sum(rest):.0f} %"))
    return rows


def colours_by_name(fused: Fused) -> dict[str, Colour]:
    """The colours of the sources in the decision map, by what the sources are called."""
    colours = frame_colours(len(fused.sources))
    purpose = fused.result.settings.purpose
    return {
        source_title(number, purpose): tuple(int(value) for value in colours[number])
        for number in fused.numbers
    }


def device_name(device: str) -> str:
    """``cpu`` and ``cuda (NAME)`` as a user knows them."""
    if device == "cpu":
        return tr("Processor (CPU)")
    return tr("Graphics card: {name}", name=device.partition("(")[2].rstrip(")") or device)
