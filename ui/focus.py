"""Where the keyboard goes: with Tab through the layouts in order, however often they are filled anew,
and never into what is about to be deleted."""

from __future__ import annotations

from collections.abc import Iterator

from ui.qt import QLayout, QMainWindow, QScrollArea, QSplitter, QStackedWidget, Qt, QWidget


def in_order(whole: QWidget) -> Iterator[QWidget]:
    """Every widget of a window that can be seen, as the layouts have them: rows down, left to right."""
    inner: list[QWidget | None]
    if isinstance(whole, QMainWindow):
        inner = [whole.centralWidget()]
    elif isinstance(whole, QSplitter):
        inner = [whole.widget(number) for number in range(whole.count())]
    elif isinstance(whole, QScrollArea):
        inner = [whole.widget()]
    elif isinstance(whole, QStackedWidget):
        inner = [whole.currentWidget()]
    else:
        layout = whole.layout()
        inner = list(in_layout(layout)) if layout is not None else []
    for widget in inner:
        if widget is not None and not widget.isHidden():
            yield widget
            yield from in_order(widget)


def in_layout(layout: QLayout) -> Iterator[QWidget]:
    """The widgets of a layout and of those inside it."""
    for number in range(layout.count()):
        item = layout.itemAt(number)
        widget, inner = (None, None) if item is None else (item.widget(), item.layout())
        if widget is not None:
            yield widget
        elif inner is not None:
            yield from in_layout(inner)


def stops_in(whole: QWidget) -> list[QWidget]:
    """What Tab stops at."""
    return [
        widget
        for widget in in_order(whole)
        if widget.focusPolicy() & Qt.FocusPolicy.TabFocus and widget.isEnabled() and widget.isVisible()
    ]


def focus_next(whole: QWidget, current: QWidget | None, forward: bool) -> bool:
    """Give the focus to the next stop after ``current`` (or before it); False where there is none."""
    stops = stops_in(whole)
    if not stops:
        return False
    while current is not None and current not in stops and current is not whole:
        current = current.parentWidget()  # a part of a stop, as the field of a number
    step = 1 if forward else -1
    start = stops.index(current) if current in stops else (-1 if forward else len(stops))
    reason = Qt.FocusReason.TabFocusReason if forward else Qt.FocusReason.BacktabFocusReason
    stops[(start + step) % len(stops)].setFocus(reason)
    return True


def focus_within(widget: QWidget) -> QWidget | None:
    """What has its window's keyboard in it, or would have if the window were the active one."""
    window = widget.window()
    focused = None if window is None else window.focusWidget()
    return focused if focused is widget or (focused and widget.isAncestorOf(focused)) else None


def delete_soon(widget: QWidget) -> None:
    """Hide a widget, take the keyboard out of it, and have Qt delete it.

    From ``deleteLater`` on Python may collect the widget and the slots of its buttons at any moment,
    while Qt still has it: a key that reached it then would call a function that is half gone.
    """
    focused = focus_within(widget)
    if focused is not None:
        focused.clearFocus()
    widget.hide()
    widget.deleteLater()
