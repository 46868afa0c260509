"""The method: one or two large choices, the others for comparison, and what is to be known of it."""

from __future__ import annotations

from typing import Any

from fusion import Method, methods
from fusion.completion import AUTO_INFRARED, AUTO_PAIR, AUTO_STACK
from fusion.settings import INFRARED_VISIBLE, MULTIFOCUS, ROLES
from ui.controls import CalmComboBox
from ui.document.kinds import kind_title
from ui.document.session import Session
from ui.i18n import fusion_text, listed, tr
from ui.plain_text import plain_tooltip
from ui.qt import (
    QCheckBox,
    QComboBox,
    QLabel,
    QPushButton,
    QSize,
    QSizePolicy,
    Qt,
    QVBoxLayout,
    QWidget,
    Signal,
)

LEAST_WIDTH = 120
TOOLTIP = int(Qt.ItemDataRole.ToolTipRole)
LARGE = {MULTIFOCUS: (AUTO_PAIR, AUTO_STACK), INFRARED_VISIBLE: (AUTO_INFRARED,)}
PAIR_DECIBELS, STACK_DECIBELS = "44.3 / 43.7 / 33.2", "46.3 / 54.0 / 34.2"
"""PSNR with truth known, on mfiwhu30, nyud20 and the generated scenes (``docs/lab/quality.md``)."""


class MethodCard(QPushButton):
    """A button as wide as the panel: title, one sentence, and whether it was chosen by itself."""

    def __init__(self, name: str) -> None:
        super().__init__()
        self.name = name
        self.setObjectName("method")
        self.setCheckable(True)
        self._title, self._sentence, self._by_itself = QLabel(), QLabel(), QLabel()
        self._title.setObjectName("strong")
        self._sentence.setObjectName("quiet")
        self._by_itself.setObjectName("accent")
        self._column = QVBoxLayout(self)
        self._column.setContentsMargins(10, 8, 10, 8)
        self._column.setSpacing(3)
        for label in (self._title, self._sentence, self._by_itself):
            label.setWordWrap(True)
            label.setAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents)
            self._column.addWidget(label)
        policy = QSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Preferred)
        policy.setHeightForWidth(True)  # and not fixed: the height follows each change of the width
        self.setSizePolicy(policy)

    def write(self, title: str, sentence: str, hint: str, by_itself: str) -> None:
        """The texts in the language of the window."""
        self._title.setText(title)
        self._by_itself.setText(by_itself)
        self._sentence.setText(sentence)
        self.setToolTip(f"{sentence}\n{hint}".strip())
        self.setAccessibleName(title)
        self.setAccessibleDescription(f"{sentence} {hint}")

    def show_chosen(self, chosen: bool, by_itself: bool) -> None:
        """Mark the card that is taken, and whether the number of sources took it."""
        self.setChecked(chosen)
        self._by_itself.setVisible(chosen and by_itself)
        self.updateGeometry()

    def sizeHint(self) -> QSize:  # noqa: N802 - Qt's name
        return QSize(LEAST_WIDTH, self.heightForWidth(max(self.width(), LEAST_WIDTH)))

    def minimumSizeHint(self) -> QSize:  # noqa: N802 - Qt's name
        return QSize(LEAST_WIDTH, 0)

    def hasHeightForWidth(self) -> bool:  # noqa: N802 - Qt's name
        return True

    def heightForWidth(self, width: int) -> int:  # noqa: N802 - Qt's name
        return self._column.heightForWidth(width)


class MethodChoice(QWidget):
    """Shows the session's method and lets the user take another."""

    chosen = Signal(str)

    def __init__(self, session: Session) -> None:
        super().__init__()
        self._session = session
        self.automatic = QCheckBox()
        """Left to the number of sources; the panel puts it beside its heading."""
        self.automatic.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        self.automatic.clicked.connect(self._take_automatic)
        self._all_cards = {name: MethodCard(name) for names in LARGE.values() for name in names}
        self._purpose = ""
        self._others_label = QLabel()
        self._others_label.setObjectName("quiet")
        self.others = CalmComboBox()
        self.others.setSizeAdjustPolicy(QComboBox.SizeAdjustPolicy.AdjustToMinimumContentsLengthWithIcon)
        self.others.activated.connect(lambda index: self.chosen.emit(self.others.itemData(index)))
        self._description = QLabel()
        self._description.setObjectName("quiet")
        self._description.setWordWrap(True)
        self._facts = QLabel()
        self._facts.setObjectName("explanation")
        self._facts.setWordWrap(True)
        self._facts.setTextFormat(Qt.TextFormat.PlainText)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(8)
        for card in self._all_cards.values():
            card.clicked.connect(lambda _on, name=card.name: self.chosen.emit(name))
            column.addWidget(card)
        for widget in (self._others_label, self.others, self._description, self._facts):
            column.addWidget(widget)
        self.retranslate()

    @property
    def cards(self) -> dict[str, MethodCard]:
        """The large choices of the session's kind of fusion, by name."""
        return {name: self._all_cards[name] for name in LARGE[self._session.purpose]}

    @property
    def facts(self) -> str:
        """Year, kinds, weakness and check of the method that is taken, a line each."""
        return self._facts.text()

    @property
    def description(self) -> str:
        """What is said of a method for comparison; empty where a large one is taken."""
        return self._description.text()

    def refresh(self) -> None:
        """Bring the choice in line with the session."""
        if self._session.purpose != self._purpose:
            self._fill()
        name = self._session.settings.method
        self.automatic.setChecked(self._session.is_chosen_by_count)
        for each, card in self._all_cards.items():
            card.setVisible(each in self.cards)
            card.show_chosen(card.name == name, self._session.is_chosen_by_count)
        self.others.setCurrentIndex(self.others.findData(name))
        is_other = name not in self.cards
        self._description.setVisible(is_other)
        self._description.setText(fusion_text(self._session.method.description) if is_other else "")
        self._facts.setText(facts_of(self._session.method))

    def retranslate(self) -> None:
        """Write the texts anew."""
        self._write_cards()
        self.automatic.setText(tr("Automatic"))
        self._others_label.setText(tr("For comparison"))
        self.others.setPlaceholderText(tr("Another method…"))
        self.others.setAccessibleName(tr("For comparison"))
        self.others.setToolTip(tr("Other ways to fuse, to compare with"))
        self._purpose = ""
        self.refresh()

    def _write_cards(self) -> None:
        """What the large choices are for."""
        of_pair = tr(
            "The published method for two shots: follows what is sharp in each, quick and steady."
        )
        of_stack = tr("Better round hair, wires, fences and rims, and for three shots and more.")
        figures = tr("Truth known: {figures} dB")
        hint = tr(
            "PSNR against the sharp original, higher is closer, on the sets mfiwhu30 / nyud20 / "
            "generated scenes"
        )
        of_pair += "\n" + figures.format(figures=PAIR_DECIBELS)
        of_stack += "\n" + figures.format(figures=STACK_DECIBELS)
        of_infrared = tr(
            "Keeps the stronger detail of the two at every size; needs no network, and shows nothing "
            "that neither picture has."
        )
        by_count = tr("chosen by the number of sources")
        self._write(AUTO_PAIR, of_pair, hint, by_count)
        self._write(AUTO_STACK, of_stack, hint, by_count)
        self._write(AUTO_INFRARED, of_infrared, "", tr("chosen for infrared and visible"))

    def _write(self, name: str, sentence: str, hint: str, by_itself: str) -> None:
        title = fusion_text(methods()[name].title)
        self._all_cards[name].write(title, sentence, hint, by_itself)

    def _fill(self) -> None:
        """The methods of another kind of fusion, and what is said of the choice among them."""
        self._purpose = self._session.purpose
        titles = {name: fusion_text(methods()[name].title) for name in self._all_cards}
        if self._purpose == MULTIFOCUS:
            hint = tr(
                "{pair} for two sources, {stack} for more; a click on a method keeps that one",
                pair=titles[AUTO_PAIR], stack=titles[AUTO_STACK],
            )  # fmt: skip
        else:
            hint = tr(
                "{method} for infrared and visible; a click on a method keeps that one",
                method=titles[AUTO_INFRARED],
            )
        self.automatic.setToolTip(hint)
        self.others.clear()
        for name, method in methods(self._purpose).items():
            if name not in self.cards:
                self.others.addItem(fusion_text(method.title), name)
                told = f"{fusion_text(method.description)}\n{facts_of(method)}"
                self.others.setItemData(self.others.count() - 1, plain_tooltip(told), TOOLTIP)

    def _take_automatic(self, on: bool) -> None:
        if on:
            self._session.choose_by_count()
        else:
            self._session.choose_method(self._session.settings.method)


def facts_of(method: Method[Any]) -> str:
    """Year, kinds, weakness and check of a method, a line each."""
    kinds = listed(kind_title(purpose) for purpose in ROLES if purpose in method.purposes)
    first = f"{method.year} · {kinds}" if method.year else kinds
    return "\n".join(
        [
            first,
            tr("Weakness: {what}", what=fusion_text(method.weakness)),
            tr("Check: {what}", what=fusion_text(method.checked)),
        ]
    )
