"""The method: two large choices, and the others for comparison."""

from __future__ import annotations

from fusion import methods
from ui.document.session import Session
from ui.i18n import engine_text, tr
from ui.qt import QComboBox, QLabel, QPushButton, QSize, Qt, QVBoxLayout, QWidget, Signal

LARGE = ("sesf", "learned-decision")


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
        policy = self.sizePolicy()
        policy.setHeightForWidth(True)
        self.setSizePolicy(policy)

    def write(self, title: str, sentence: str, hint: str) -> None:
        """The texts in the language of the window."""
        self._title.setText(title)
        self._sentence.setText(sentence)
        self._by_itself.setText(tr("chosen by the number of pictures"))
        self.setToolTip(hint)
        self.setAccessibleName(title)
        self.setAccessibleDescription(f"{sentence} {hint}")

    def show_chosen(self, chosen: bool, by_itself: bool) -> None:
        """Mark the card that is taken, and whether the number of sources took it."""
        self.setChecked(chosen)
        self._by_itself.setVisible(chosen and by_itself)
        self.updateGeometry()

    def sizeHint(self) -> QSize:  # noqa: N802 - Qt's name
        return QSize(super().sizeHint().width(), self.heightForWidth(max(self.width(), 200)))

    def minimumSizeHint(self) -> QSize:  # noqa: N802 - Qt's name
        return QSize(120, self.heightForWidth(max(self.width(), 200)))

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
        self.cards = {name: MethodCard(name) for name in LARGE}
        self._others_label = QLabel()
        self._others_label.setObjectName("quiet")
        self.others = QComboBox()
        self.others.setSizeAdjustPolicy(QComboBox.SizeAdjustPolicy.AdjustToMinimumContentsLengthWithIcon)
        self.others.activated.connect(lambda index: self.chosen.emit(self.others.itemData(index)))
        self._description = QLabel()
        self._description.setObjectName("quiet")
        self._description.setWordWrap(True)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(8)
        for card in self.cards.values():
            card.clicked.connect(lambda _on, name=card.name: self.chosen.emit(name))
            column.addWidget(card)
        for widget in (self._others_label, self.others, self._description):
            column.addWidget(widget)
        self.retranslate()

    @property
    def description(self) -> str:
        """What is said of a method for comparison; empty where a large one is taken."""
        return self._description.text()

    def refresh(self) -> None:
        """Bring the choice in line with the session."""
        name = self._session.settings.method
        for card in self.cards.values():
            card.show_chosen(card.name == name, self._session.is_chosen_by_count)
        self.others.setCurrentIndex(self.others.findData(name))
        is_other = name not in self.cards
        self._description.setVisible(is_other)
        self._description.setText(engine_text(self._session.method.description) if is_other else "")

    def retranslate(self) -> None:
        """Write the texts anew."""
        texts = {
            "sesf": (
                tr("Two shots: takes each region from the sharper one. The published method, quick."),
                tr("PSNR with the truth known: 44.3, 43.7 and 33.2 dB (mfiwhu30, nyud20, generated)."),
            ),
            "learned-decision": (
                tr("Hair, wires, fences and rims, and three shots or more: closer to the truth."),
                tr("PSNR with the truth known: 46.3, 54.0 and 34.2 dB (mfiwhu30, nyud20, generated)."),
            ),
        }
        known = methods()
        for name, card in self.cards.items():
            card.write(engine_text(known[name].title), *texts[name])
        self._others_label.setText(tr("For comparison"))
        self.others.clear()
        for name, method in known.items():
            if name not in self.cards:
                self.others.addItem(engine_text(method.title), name)
        self.others.setPlaceholderText(tr("another method …"))
        self.others.setAccessibleName(tr("For comparison"))
        self.others.setToolTip(tr("Other ways to fuse, to compare with"))
        self.refresh()
