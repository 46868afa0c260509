"""One sentence for the user, above the picture; it goes away by itself or at a click."""

from __future__ import annotations

from ui import theme
from ui.i18n import tr
from ui.icons import icon
from ui.qt import QEvent, QFrame, QHBoxLayout, QLabel, QSize, Qt, QTimer, QToolButton

GOOD_NEWS_SECONDS = 8


class MessageBar(QFrame):
    """Errors stay until they are closed or the next job begins; the rest fades after a while."""

    def __init__(self) -> None:
        super().__init__()
        self.setObjectName("message")
        self._kind = "hint"
        self._sign = QLabel()
        self._text = QLabel()
        self._text.setWordWrap(True)
        self._text.setTextFormat(Qt.TextFormat.PlainText)
        self._text.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
        self._close = QToolButton()
        self._close.setProperty("flat", True)
        self._close.setIconSize(QSize(16, 16))
        self._close.clicked.connect(self.clear)
        self._timer = QTimer(self)
        self._timer.setSingleShot(True)
        self._timer.timeout.connect(self.clear)
        row = QHBoxLayout(self)
        row.setContentsMargins(12, 7, 8, 7)
        row.setSpacing(9)
        row.addWidget(self._sign)
        row.addWidget(self._text, 1)
        row.addWidget(self._close)
        self.retranslate()
        self.hide()

    @property
    def text(self) -> str:
        """What is said now; empty when nothing is."""
        return self._text.text() if not self.isHidden() else ""

    def say(self, kind: str, text: str) -> None:
        """Show ``text``; the kind is error, done or hint."""
        self._kind = kind
        self._text.setText(text)
        theme.mark(self, "kind", kind)
        self._dress()
        self.setVisible(True)
        self._timer.stop()
        if kind != "error":
            self._timer.start(GOOD_NEWS_SECONDS * 1000)

    def clear(self) -> None:
        self._timer.stop()
        self.hide()

    def retranslate(self) -> None:
        self._close.setToolTip(tr("Close this message"))
        self._close.setAccessibleName(tr("Close this message"))
        self._dress()

    def changeEvent(self, event: QEvent | None) -> None:  # noqa: N802 - Qt's name
        if event is not None and event.type() in (QEvent.Type.LanguageChange, QEvent.Type.StyleChange):
            self.retranslate()
        super().changeEvent(event)

    def _dress(self) -> None:
        chosen = theme.current()
        colour = {"error": chosen.error, "done": chosen.done}.get(self._kind, chosen.text)
        self._sign.setPixmap(icon(self._kind, colour).pixmap(20, 20))
        self._close.setIcon(theme.themed_icon("remove"))
