"""The line of views above the canvases: one button each, without its icon where there is no room."""

from __future__ import annotations

from collections.abc import Callable

from ui import theme
from ui.canvas.views import View
from ui.i18n import tr
from ui.qt import (
    QButtonGroup,
    QFrame,
    QHBoxLayout,
    QResizeEvent,
    QSize,
    Qt,
    QToolButton,
    Signal,
)

VIEWS = (View.RESULT, View.DECISION, View.CONFIDENCE, View.COMPARE)


class ViewTabs(QFrame):
    """Says which view was asked for; ``mark`` shows which one there is."""

    chosen = Signal(object)

    def __init__(self) -> None:
        super().__init__()
        self.setObjectName("toolbar")
        self._tabs: dict[View, QToolButton] = {}
        self._row = QHBoxLayout(self)
        group = QButtonGroup(self)
        group.setExclusive(False)
        for view in VIEWS:
            tab = QToolButton()
            tab.setProperty("tab", True)
            tab.setCheckable(True)
            tab.setIconSize(QSize(18, 18))
            tab.clicked.connect(lambda _on, wanted=view: self.chosen.emit(wanted))
            group.addButton(tab)
            self._row.addWidget(tab)
            self._tabs[view] = tab
        self._row.addStretch(1)
        self._width_with_icons = 0
        self._has_no_maps = False
        self._hints: dict[View, str] = {}

    def mark(
        self, current: View | None, possible: Callable[[View], bool], has_no_maps: bool = False
    ) -> None:
        """Show which view is current, and which can be chosen; ``has_no_maps`` says that the result was
        made by a method that decides nothing."""
        self._has_no_maps = has_no_maps
        for view, tab in self._tabs.items():
            tab.setChecked(view is current)
            tab.setEnabled(possible(view))
            self._write_hint(view)

    def retranslate(self) -> None:
        """Write the texts anew, and draw the icons in the colours of the theme."""
        texts = {
            View.RESULT: (tr("Result"), tr("The fused picture"), "R"),
            View.DECISION: (tr("Decision map"), tr("Which picture gave each part"), "D"),
            View.CONFIDENCE: (tr("Confidence"), tr("How sure each choice is"), "C"),
            View.COMPARE: (tr("Side by side"), tr("Sources and result, moved together"), "S"),
        }
        for view, (text, hint, key) in texts.items():
            self._tabs[view].setText(text)
            self._hints[view] = f"{hint} ({key})"
            self._write_hint(view)
            self._tabs[view].setIcon(theme.themed_icon(view.value))
        self._set_narrow(False)
        self._width_with_icons = self._row.sizeHint().width()
        self._fit()

    def _write_hint(self, view: View) -> None:
        hint = self._hints.get(view, "")
        if self._has_no_maps and view in (View.DECISION, View.CONFIDENCE):
            hint = tr("This method mixes the sources; there is no decision map.")
        self._tabs[view].setToolTip(hint)

    def resizeEvent(self, event: QResizeEvent | None) -> None:  # noqa: N802 - Qt's name
        super().resizeEvent(event)
        self._fit()

    def _fit(self) -> None:
        """Names matter more than icons: no name is shortened while there is an icon."""
        self._set_narrow(self._width_with_icons > self.width())

    def _set_narrow(self, narrow: bool) -> None:
        self._row.setContentsMargins(*((2, 5, 2, 5) if narrow else (8, 5, 8, 5)))
        self._row.setSpacing(0 if narrow else 3)
        styles = Qt.ToolButtonStyle
        for tab in self._tabs.values():
            tab.setToolButtonStyle(
                styles.ToolButtonTextOnly if narrow else styles.ToolButtonTextBesideIcon
            )
            theme.mark(tab, "narrow", narrow)
