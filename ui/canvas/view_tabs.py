"""The line of views above the canvases: a button each, without icon or shorter where room is scarce."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from ui import theme
from ui.canvas.views import MAPS, View
from ui.i18n import tr
from ui.qt import (
    QButtonGroup,
    QFrame,
    QHBoxLayout,
    QMenu,
    QResizeEvent,
    QSize,
    Qt,
    QToolButton,
    Signal,
)

VIEWS = (View.RESULT, View.DECISION, View.CONFIDENCE, View.DEPTH, View.COMPARE, View.RETOUCH)


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
        self._hints: dict[View, str] = {}
        self._why_no_map = ""
        self._texts: dict[View, tuple[str, str]] = {}
        self._widths = (0, 0)
        """With icons, and with whole names."""

    def mark(
        self, current: View | None, possible: Callable[[View], bool], why_no_map: str = "",
        absent: Sequence[View] = (),
    ) -> None:  # fmt: skip
        """Show which view is current, which can be chosen, and why the maps cannot; hide those that the
        kind of fusion does not have."""
        self._why_no_map = why_no_map
        hidden = [view for view, tab in self._tabs.items() if tab.isHidden()]
        for view, tab in self._tabs.items():
            tab.setVisible(view not in absent)
            tab.setChecked(view is current)
            tab.setEnabled(possible(view))
        self._explain()
        if hidden != [view for view in self._tabs if view in absent] and self._texts:
            self._measure()

    def _explain(self) -> None:
        for view, hint in self._hints.items():
            self._tabs[view].setToolTip((self._why_no_map if view in MAPS else "") or hint)

    def give_menu(self, view: View, menu: QMenu) -> None:
        """Let the tab of a view open a menu, by an arrow beside its name."""
        tab = self._tabs[view]
        tab.setMenu(menu)
        tab.setPopupMode(QToolButton.ToolButtonPopupMode.MenuButtonPopup)
        theme.mark(tab, "opens", True)  # room for the arrow, which Qt leaves out of a narrow one's width
        self._measure()

    def retranslate(self) -> None:
        """Write the texts anew, and draw the icons in the colours of the theme."""
        texts = {
            View.RESULT: (tr("Result"), tr("The fused picture"), "R"),
            View.DECISION: (tr("Decision map"), tr("Which source gave each pixel"), "D"),
            View.CONFIDENCE: (tr("Confidence"), tr("How sure the decision is at each pixel"), "C"),
            View.DEPTH: (tr("Depth"), tr("Which frame is sharpest, and between which"), "P"),
            View.COMPARE: (tr("Side by side"), tr("Sources and result, moved together"), "S"),
            View.RETOUCH: (tr("Retouch"), tr("Paint a source over the result"), "B"),
        }
        shorter = {View.DECISION: tr("Decision"), View.COMPARE: tr("Compare")}
        for view, (text, hint, key) in texts.items():
            self._texts[view] = text, shorter.get(view, text)
            self._hints[view] = f"{hint} ({key})"
            self._tabs[view].setIcon(theme.themed_icon(view.value))
        self._explain()
        self._measure()

    def _measure(self) -> None:
        """How wide the line is with icons, and without."""
        self._set_narrow(False)
        with_icons = self._row.sizeHint().width()
        self._set_narrow(True)
        self._widths = with_icons, self._row.sizeHint().width()
        self._fit()

    def resizeEvent(self, event: QResizeEvent | None) -> None:  # noqa: N802 - Qt's name
        super().resizeEvent(event)
        self._fit()

    def _fit(self) -> None:
        """Names matter more than icons: no name is shortened while there is an icon."""
        with_icons, with_names = self._widths
        self._set_narrow(with_icons > self.width(), with_names > self.width())

    def _set_narrow(self, narrow: bool, shorter: bool = False) -> None:
        self._row.setContentsMargins(*((2, 5, 2, 5) if narrow else (8, 5, 8, 5)))
        self._row.setSpacing(0 if narrow else 3)
        styles = Qt.ToolButtonStyle
        for view, tab in self._tabs.items():
            tab.setText(self._texts[view][shorter] if self._texts else "")
            tab.setToolButtonStyle(
                styles.ToolButtonTextOnly if narrow else styles.ToolButtonTextBesideIcon
            )
            theme.mark(tab, "narrow", narrow)
