"""The slots with their previews: add, replace, remove, reorder."""

from __future__ import annotations

from dataclasses import replace

from ui import theme
from ui.document.kinds import source_title
from ui.document.session import Session
from ui.i18n import tr
from ui.panels.kind_switch import KindSwitch
from ui.panels.source_card import Place, SourceCard, Waiting
from ui.pictures.gallery import Gallery
from ui.pictures.pyramid import Array
from ui.qt import (
    QEvent,
    QFrame,
    QLabel,
    QPushButton,
    QScrollArea,
    Qt,
    QVBoxLayout,
    QWidget,
    Signal,
)


class SourcesPanel(QFrame):
    """A card for each slot of the session."""

    open_wanted = Signal(object)
    """The slot to open a picture into, or None for new ones."""
    files_dropped = Signal(int, list)

    def __init__(self, session: Session, gallery: Gallery) -> None:
        super().__init__()
        self._session = session
        self._gallery = gallery
        self._shown: tuple[object, ...] = ()
        self._viewed: int | None = None
        self.cards: list[SourceCard] = []
        self.setObjectName("panel")
        self.kinds = KindSwitch(session)
        self.exchange = QPushButton()
        self.exchange.setObjectName("exchange")
        self.exchange.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        self.exchange.clicked.connect(session.exchange)
        self._heading = QLabel()
        self._heading.setObjectName("heading")
        self._add = QPushButton()
        self._add.clicked.connect(lambda: self.open_wanted.emit(None))
        content = QWidget()
        content.setObjectName("scrolled")
        self._column = QVBoxLayout(content)
        self._column.setContentsMargins(0, 0, 4, 0)
        self._column.setSpacing(8)
        self._column.addWidget(self.exchange)
        self._column.addWidget(self._add)
        self._column.addStretch(1)
        area = QScrollArea()
        area.setWidgetResizable(True)
        area.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        area.setFocusPolicy(Qt.FocusPolicy.NoFocus)  # the cards in it are the stops
        area.setWidget(content)
        column = QVBoxLayout(self)
        column.setContentsMargins(10, 12, 6, 10)
        column.setSpacing(10)
        column.addWidget(self.kinds)
        column.addWidget(self._heading)
        column.addWidget(area, 1)
        session.settings_changed.connect(self._rebuild)
        session.sources_changed.connect(self._rebuild)
        session.viewed_changed.connect(self.mark_viewed)
        self.retranslate()

    def show_preview(self, slot: int, name: str, preview: Array) -> None:
        """A card for a picture that is still being read; the next change of the slots replaces it."""
        self._shown = ()
        while len(self.cards) <= slot:
            self._insert(SourceCard(self._title(len(self.cards)), None))
        old = self.cards.pop(slot)
        self._column.removeWidget(old)
        old.hide()
        old.deleteLater()
        title = replace(self._title(slot), count=len(self.cards) + 1)
        self._insert(SourceCard(title, None, waiting=Waiting(name, preview)))

    def mark_viewed(self, slot: int | None) -> None:
        """Outline the card of the picture that is looked at alone; None outlines none."""
        self._viewed = slot
        for card in self.cards:
            card.mark_viewed(card.slot == slot)

    def retranslate(self) -> None:
        self._heading.setText(tr("SOURCES"))
        self._add.setText(tr("Add pictures…"))
        self._add.setIcon(theme.themed_icon("add"))
        self._add.setToolTip(tr("Add more pictures of the same scene (Ctrl+Shift+O)"))
        self.exchange.setText(tr("Exchange"))
        self.exchange.setIcon(theme.themed_icon("exchange"))
        self.exchange.setToolTip(
            tr("The infrared picture becomes the visible one, and the other way round")
        )
        self._shown = ()
        self._rebuild()

    def changeEvent(self, event: QEvent | None) -> None:  # noqa: N802 - Qt's name
        if event is not None and event.type() in (QEvent.Type.LanguageChange, QEvent.Type.StyleChange):
            self.retranslate()
        super().changeEvent(event)

    def _rebuild(self) -> None:
        """New cards for the slots, unless they are the same as those shown."""
        slots, has_roles = self._session.slots, bool(self._session.settings.role_names)
        if (*slots, has_roles) == self._shown:
            return
        self._shown = (*slots, has_roles)
        for card in self.cards:
            self._column.removeWidget(card)
            card.hide()
            card.deleteLater()
        self.cards = []
        for slot, source in enumerate(slots):
            picture = self._gallery.of_role(source, slot, self._session.purpose) if source else None
            self._insert(SourceCard(self._title(slot), source, picture))
        self.exchange.setVisible(has_roles)
        self.exchange.setEnabled(any(source is not None for source in slots))
        self._add.setVisible(not has_roles and all(source is not None for source in slots))
        self.mark_viewed(self._viewed)

    def _title(self, slot: int) -> Place:
        """Where a card stands, and what it is called."""
        session = self._session
        title = source_title(slot, session.purpose)
        return Place(slot, title, len(session.slots), bool(session.settings.role_names))

    def _insert(self, card: SourceCard) -> None:
        """Put a card where its slot is, and listen to it."""
        card.looked_at.connect(self._session.look_at)
        card.open_wanted.connect(lambda slot: self.open_wanted.emit(slot))
        card.remove_wanted.connect(self._session.remove)
        card.move_wanted.connect(self._session.move)
        card.files_dropped.connect(self.files_dropped)
        self.cards.insert(card.slot, card)
        self._column.insertWidget(card.slot, card)
