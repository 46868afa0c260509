"""The sources: a card each for up to four, rows of a list for more."""

from __future__ import annotations

from dataclasses import replace

from ui import theme
from ui.document.kinds import source_title
from ui.document.likeness import misfits
from ui.document.session import Session, Source
from ui.focus import delete_soon
from ui.i18n import tr
from ui.panels.kind_switch import KindSwitch
from ui.panels.source_card import Place, SourceCard, Waiting
from ui.panels.stack_list import StackList
from ui.panels.stack_model import StackModel
from ui.pictures.gallery import Gallery
from ui.pictures.pyramid import Array
from ui.qt import (
    QEvent,
    QFrame,
    QKeyEvent,
    QLabel,
    QPushButton,
    QScrollArea,
    QStackedWidget,
    Qt,
    QVBoxLayout,
    QWidget,
    Signal,
)

MOST_CARDS = 4
"""More slots are rows of a list, in which 300 cost what those in sight do."""
LIST_MARGIN = 2


class CardsArea(QScrollArea):
    """Scrolls cards up and down; arrow keys are left to what steps through the frames."""

    def keyPressEvent(self, event: QKeyEvent | None) -> None:  # noqa: N802 - Qt's name
        if event is not None:
            event.ignore()


class SourcesPanel(QFrame):
    """Shows the slots of the session, as cards or as a list."""

    open_wanted = Signal(object)
    """The slot to open a picture into, or None for new ones."""
    files_dropped = Signal(int, list)
    looked_at = Signal(int)
    """The slot of the list that the user points at, to see the frame as it lies in the result."""

    def __init__(self, session: Session, gallery: Gallery) -> None:
        super().__init__()
        self._session = session
        self._gallery = gallery
        self._shown: tuple[object, ...] = ()
        self._viewed: int | None = None
        self.cards: list[SourceCard] = []
        self.model = StackModel(session, gallery, self)
        self.list = StackList(session, self.model)
        self.setObjectName("panel")
        self.kinds = KindSwitch(session)
        self.exchange = QPushButton()
        self.exchange.setObjectName("exchange")
        self.exchange.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        self.exchange.clicked.connect(session.exchange)
        self._heading = QLabel()
        self._heading.setObjectName("heading")
        self._add, self._add_to_list = QPushButton(), QPushButton()
        for button in (self._add, self._add_to_list):
            button.clicked.connect(lambda: self.open_wanted.emit(None))
        self._pages = QStackedWidget()
        self._pages.addWidget(self._cards_page())
        self._pages.addWidget(self._list_page())
        column = QVBoxLayout(self)
        column.setContentsMargins(10, 12, 6, 10)
        column.setSpacing(10)
        column.addWidget(self.kinds)
        column.addWidget(self._heading)
        column.addWidget(self._pages, 1)
        self.list.open_wanted.connect(self.open_wanted)
        self.list.looked_at.connect(self.looked_at)
        session.settings_changed.connect(self._rebuild)
        session.sources_changed.connect(self._rebuild)
        session.facts_changed.connect(self._renew_card)
        session.viewed_changed.connect(self.mark_viewed)
        self.retranslate()

    @property
    def shows_list(self) -> bool:
        """Whether there are more slots than are shown as cards."""
        return self._pages.currentIndex() == 1

    def chosen(self) -> list[int]:
        """The slots that are selected in the list, or of the cards the one that has the focus."""
        if self.shows_list:
            return self.list.chosen
        return [card.slot for card in self.cards if card.hasFocus() and card.source is not None]

    def expect(self, names: dict[int, str]) -> None:
        """Show at once what is going to be read, by slots; the next change of the slots replaces it."""
        self._shown = ()
        if max([*names, len(self._session.slots) - 1]) < MOST_CARDS:
            return  # a card comes with its preview
        self._show_page(is_list=True)
        self.model.expect({slot: Waiting(name) for slot, name in names.items()})
        self._write_heading()

    def show_preview(self, slot: int, name: str, preview: Array) -> None:
        """A card or row for a picture that is still being read; the next change replaces it."""
        self._shown = ()
        if self.shows_list or slot >= MOST_CARDS:
            self._show_page(is_list=True)
            self.model.show_preview(slot, Waiting(name, preview))
            return
        while len(self.cards) <= slot:
            self._insert(SourceCard(self._title(len(self.cards)), None))
        old = self.cards.pop(slot)
        self._column.removeWidget(old)
        delete_soon(old)
        title = replace(self._title(slot), count=len(self.cards) + 1)
        self._insert(SourceCard(title, None, waiting=Waiting(name, preview)))

    def mark_viewed(self, slot: int | None) -> None:
        """Mark the picture that is looked at alone; None marks none."""
        self._viewed = slot
        for card in self.cards:
            card.mark_viewed(card.slot == slot)
        if self.shows_list:
            self.list.mark_viewed(slot)

    def retranslate(self) -> None:
        for button in (self._add, self._add_to_list):
            button.setText(tr("Add pictures…"))
            button.setIcon(theme.themed_icon("add"))
            button.setToolTip(tr("Add more pictures of the same scene (Ctrl+Shift+O)"))
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

    # Inside

    def _rebuild(self) -> None:
        """Show the slots, unless they are the same as those shown."""
        slots, has_roles = self._session.slots, bool(self._session.settings.role_names)
        if (*slots, has_roles) == self._shown:
            return
        self._shown = (*slots, has_roles)
        self.model.refresh()
        is_list = len(slots) > MOST_CARDS
        self._show_page(is_list)
        self._remove_cards()
        for slot, source in enumerate(() if is_list else slots):
            self._insert(self._card(slot, source))
        self.exchange.setVisible(has_roles)
        self.exchange.setEnabled(any(source is not None for source in slots))
        self._add.setVisible(not has_roles and all(source is not None for source in slots))
        self._write_heading()
        self.mark_viewed(self._viewed)

    def _card(self, slot: int, source: Source | None) -> SourceCard:
        picture = self._gallery.of_role(source, slot, self._session.purpose) if source else None
        card = SourceCard(self._title(slot), source, picture)
        if source in misfits(self._session.sources):
            card.warn(tr("does not fit"))
        return card

    def _renew_card(self, source: Source) -> None:
        """More is known of a source that is shown as a card."""
        for card in self.cards:
            if card.source is source:
                slot = card.slot
                self.cards.remove(card)
                self._column.removeWidget(card)
                delete_soon(card)
                self._insert(self._card(slot, source))
                self.mark_viewed(self._viewed)
                return

    def _remove_cards(self) -> None:
        for card in self.cards:
            self._column.removeWidget(card)
            delete_soon(card)
        self.cards = []

    def _show_page(self, is_list: bool) -> None:
        self._pages.setCurrentIndex(1 if is_list else 0)
        if is_list:
            self._remove_cards()

    def _write_heading(self) -> None:
        count = self.model.rowCount()
        heading = tr("SOURCES")
        self._heading.setText(f"{heading} ({count})" if self.shows_list else heading)

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

    def _cards_page(self) -> QWidget:
        content = QWidget()
        content.setObjectName("scrolled")
        self._column = QVBoxLayout(content)
        self._column.setContentsMargins(0, 0, 4, 0)
        self._column.setSpacing(8)
        self._column.addWidget(self.exchange)
        self._column.addWidget(self._add)
        self._column.addStretch(1)
        area = CardsArea()
        area.setWidgetResizable(True)
        area.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        area.setFocusPolicy(Qt.FocusPolicy.NoFocus)  # the cards in it are the stops
        area.setWidget(content)
        return area

    def _list_page(self) -> QWidget:
        page = QWidget()
        column = QVBoxLayout(page)
        column.setContentsMargins(0, 0, LIST_MARGIN, 0)
        column.setSpacing(8)
        column.addWidget(self.list, 1)
        column.addWidget(self._add_to_list)
        return page
