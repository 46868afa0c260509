"""A user without a plan: ``python -m tests.ui.monkey --actions 50000 --seeds 5``.

Random keys, clicks, wheels, drops, files, dialogs and menu commands go to one window offscreen, while
jobs run that end well, fail, or are stopped. Nothing may be raised, Qt may not warn, no thread may stay,
and neither widgets nor memory may grow. A seed gives the same actions again; what comes in between of
the jobs depends on the machine.
"""

from __future__ import annotations

import argparse
import gc
import os
import random
import sys
import tempfile
import time
from collections.abc import Callable, Sequence
from pathlib import Path

os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")

from PyQt5 import sip
from PyQt5.QtTest import QTest

from benchmarks.process_memory import held_mb
from tests.ui import monkey_habits, monkey_list, monkey_results
from tests.ui.conftest import MakeWindow, stray_threads, threads_end
from tests.ui.monkey_surroundings import (
    Findings,
    Moody,
    Watch,
    make_files,
    make_window_in,
    moody_register,
)
from ui.canvas.views import View
from ui.main_window import MainWindow
from ui.qt import (
    QAbstractButton,
    QAbstractSpinBox,
    QApplication,
    QComboBox,
    QDropEvent,
    QEvent,
    QFileDialog,
    QLineEdit,
    QMessageBox,
    QMimeData,
    QPoint,
    QPointF,
    QSlider,
    Qt,
    QTimer,
    QUrl,
    QWheelEvent,
    QWidget,
)

KEYS = (
    Qt.Key.Key_R, Qt.Key.Key_D, Qt.Key.Key_C, Qt.Key.Key_P, Qt.Key.Key_S, Qt.Key.Key_0, Qt.Key.Key_1,
    Qt.Key.Key_Plus, Qt.Key.Key_Minus, Qt.Key.Key_Space, Qt.Key.Key_Tab, Qt.Key.Key_Backtab,
    Qt.Key.Key_Return, Qt.Key.Key_Escape, Qt.Key.Key_Delete, Qt.Key.Key_Up, Qt.Key.Key_Down,
    Qt.Key.Key_Left, Qt.Key.Key_Right, Qt.Key.Key_F7, Qt.Key.Key_F9, Qt.Key.Key_Home, Qt.Key.Key_9,
    Qt.Key.Key_L, Qt.Key.Key_K, Qt.Key.Key_Z, Qt.Key.Key_H, Qt.Key.Key_A, Qt.Key.Key_V, Qt.Key.Key_T,
    Qt.Key.Key_M,
)  # fmt: skip
NO_KEY, CONTROL = Qt.KeyboardModifier.NoModifier, Qt.KeyboardModifier.ControlModifier
LEFT = Qt.MouseButton.LeftButton
MOST_SOURCES = 9
"""More are emptied now and then, so that a run does not grow by itself."""


class Monkey:
    """Acts on a window at random; every action is one that a hand could do."""

    def __init__(self, window: MainWindow, seed: int, files: Sequence[Path], findings: Findings) -> None:
        self._window, self._files, self._findings = window, files, findings
        self._random = random.Random(seed)
        self._is_acting = False
        self._answers = 0
        actions: dict[Callable[[], None], int] = {
            self._press_key: 26, self._click_widget: 20, self._hover: 16, self._wheel: 8,
            self._double_click: 3, self._hold_space: 4, self._choose: 8, self._slide: 5, self._type: 4,
            self._open: 4, self._drop_files: 5, self._drop_card: 5, self._fuse: 8, self._command: 5,
            self._tick_frame: 4, self._look: 6, self._cancel: 4, self._move: 3, self._remove: 4,
            self._resize: 1, self._pan: 6, self._ask_name: 1, self._restyle: 0, self._let_pass: 6,
            self._change_list: 12, self._elsewhere: 30,
        }  # fmt: skip
        self._actions, self._weights = list(actions), list(actions.values())
        self._since_restyle = 0

    def act(self, count: int) -> None:
        """So many actions; empties everything and takes stock eight times on the way."""
        self._is_acting = True
        self._answer()
        try:
            self._act_and_take_stock(count)
        finally:
            self._is_acting = False

    def _act_and_take_stock(self, count: int) -> None:
        every = max(count // 8, 1)
        for number in range(count):
            act = self._random.choices(self._actions, self._weights)[0]
            self._since_restyle += 1
            if self._since_restyle > 400:  # dressing all widgets anew takes as long as fifty actions
                act, self._since_restyle = self._restyle, 0
            self._findings.done[act.__name__.lstrip("_")] += 1
            act()
            QApplication.processEvents()
            if len(self._window.session.slots) > MOST_SOURCES:
                self._window.session.empty_slots()
            if (number + 1) % every == 0:
                self._count_what_is_left()

    def _count_what_is_left(self) -> None:
        """Empty the window and count: what is still there then grows."""
        window = self._window
        window.jobs.cancel_all()
        window.jobs.wait(10)
        window.session.clear()
        window.messages.clear()
        for _ in range(3):
            QApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete)
            QApplication.processEvents()
        gc.collect()
        self._findings.widgets.append(len(QApplication.allWidgets()))
        self._findings.megabytes.append(held_mb())

    def _answer(self) -> None:
        """Do something to what waits for an answer, and close it in the end; what that asks too."""
        if self._is_acting:
            QTimer.singleShot(2, self._answer)
        popup = QApplication.activePopupWidget()
        if popup is not None:
            keys = Qt.Key.Key_Down, Qt.Key.Key_Escape, Qt.Key.Key_Return
            QTest.keyClick(popup, self._random.choice(keys))
            return
        dialog = QApplication.activeModalWidget()
        if dialog is None:
            self._answers = 0
            return
        self._answers += 1
        if isinstance(dialog, QFileDialog):
            self._answer_files(dialog)
        elif isinstance(dialog, QMessageBox):
            self._random.choice(dialog.buttons()).click()
        else:
            dialog.close()

    def _answer_files(self, dialog: QFileDialog) -> None:
        name = dialog.findChild(QLineEdit, "fileNameEdit")
        if self._answers > 6 or name is None:
            dialog.reject()
            return
        chance = self._random.random()
        if chance < 0.4:
            name.setText(self._random.choice(("a.png", "b.xyz", "c", "d.tif", "<i>.webp", "", "e.csv")))
        elif chance < 0.8:
            for _ in range(2):
                QTest.keyClick(name, Qt.Key.Key_Return)
        else:
            dialog.selectNameFilter(self._random.choice(dialog.nameFilters()))

    # What a hand does

    def _some(self, *kinds: type) -> QWidget | None:
        """A widget of these kinds that can be seen and used."""
        found = [
            widget
            for kind in kinds
            for widget in self._window.findChildren(kind)
            if widget.isVisible() and widget.isEnabled()
        ]
        return self._random.choice(found) if found else None

    def _point(self, widget: QWidget) -> QPoint:
        width, height = max(widget.width(), 1), max(widget.height(), 1)
        return QPoint(self._random.randrange(width), self._random.randrange(height))

    def _press_key(self) -> None:
        target = self._window.focusWidget() or self._window
        QTest.keyClick(target, self._random.choice(KEYS))

    def _click_widget(self) -> None:
        widget = self._some(QAbstractButton) if self._random.random() < 0.6 else self._some(QWidget)
        if widget is not None and not isinstance(widget, QComboBox):
            QTest.mouseClick(widget, LEFT, NO_KEY, self._point(widget))

    def _hover(self) -> None:
        canvas = self._random.choice(self._window.viewer.canvases)
        if canvas.isVisible():
            QTest.mouseMove(canvas, self._point(canvas))

    def _wheel(self) -> None:
        widget = self._some(QWidget)
        if widget is None:
            return
        at = QPointF(self._point(widget))
        event = QWheelEvent(
            at, QPointF(widget.mapToGlobal(at.toPoint())), QPoint(),
            QPoint(0, self._random.choice((-240, -120, 120, 240))), Qt.MouseButton.NoButton, NO_KEY,
            Qt.ScrollPhase.NoScrollPhase, False,
        )  # fmt: skip
        QApplication.sendEvent(widget, event)

    def _double_click(self) -> None:
        canvas = self._random.choice(self._window.viewer.canvases)
        if canvas.isVisible():
            QTest.mouseDClick(canvas, LEFT, NO_KEY, self._point(canvas))

    def _pan(self) -> None:
        canvas = self._random.choice(self._window.viewer.canvases)
        if canvas.isVisible():
            QTest.mousePress(canvas, LEFT, NO_KEY, self._point(canvas))
            QTest.mouseMove(canvas, self._point(canvas))
            if self._random.random() < 0.9:
                QTest.mouseRelease(canvas, LEFT, NO_KEY, self._point(canvas))

    def _hold_space(self) -> None:
        act = QTest.keyPress if self._random.random() < 0.5 else QTest.keyRelease
        act(self._window, Qt.Key.Key_Space)

    def _choose(self) -> None:
        box = self._some(QComboBox)
        if isinstance(box, QComboBox) and box.count():
            number = self._random.randrange(box.count())
            box.setCurrentIndex(number)
            box.activated.emit(number)

    def _slide(self) -> None:
        slider = self._some(QSlider)
        if isinstance(slider, QSlider):
            slider.setValue(self._random.randint(slider.minimum(), slider.maximum()))

    def _type(self) -> None:
        box = self._some(QAbstractSpinBox, QLineEdit)
        if box is not None:
            QTest.keyClicks(box, self._random.choice(("7", "-1", "99999", "x", "0.5")))
            QTest.keyClick(box, Qt.Key.Key_Return)

    def _files_at_random(self) -> list[Path]:
        alike = self._files[:2] if self._random.random() < 0.7 else self._files
        return [self._random.choice(alike) for _ in range(self._random.randint(1, 3))]

    def _open(self) -> None:
        slot = self._random.choice((None, None, 0, 1, 3))
        self._window.open_files(self._files_at_random(), slot)

    def _drop(self, target: QWidget, data: QMimeData) -> None:
        event = QDropEvent(QPointF(self._point(target)), Qt.DropAction.CopyAction, data, LEFT, NO_KEY)
        target.dropEvent(event)

    def _drop_files(self) -> None:
        data = QMimeData()
        data.setUrls([QUrl.fromLocalFile(str(path)) for path in self._files_at_random()])
        cards = self._window.sources.cards
        self._drop(self._random.choice([self._window, *cards]), data)

    def _drop_card(self) -> None:
        cards = self._window.sources.cards
        if cards:
            self._drop(self._random.choice(cards), self._random.choice(cards).carried_data())

    def _fuse(self) -> None:
        self._window.fuse()

    def _command(self) -> None:
        known = self._window.menus.actions
        allowed = [name for name in known if name not in monkey_habits.NEVER and ":" not in name]
        known[self._random.choice(allowed)].trigger()

    def _restyle(self) -> None:
        self._window.choose_theme(self._random.choice(("dark", "light")))
        self._window.choose_language(self._random.choice(("en", "zh_CN")))

    def _tick_frame(self) -> None:
        session = self._window.session
        if session.sources:
            session.use(self._random.randrange(len(session.sources)), self._random.random() < 0.5)

    def _look(self) -> None:
        window = self._window
        if self._random.random() < 0.5:
            window.viewer.show_view(self._random.choice(list(View)))
        else:
            window.session.look_at(self._random.randrange(4))

    def _cancel(self) -> None:
        current = self._window.jobs.current
        if current is not None:
            current.cancel()

    def _move(self) -> None:
        self._window.session.move(self._random.randrange(4), self._random.randrange(4))

    def _change_list(self) -> None:
        monkey_list.change_list(self._window, self._random)

    def _elsewhere(self) -> None:
        acts = monkey_list.scrub, monkey_results.use_results, monkey_habits.act, monkey_habits.act
        self._random.choice(acts)(self._window, self._random)

    def _remove(self) -> None:
        self._window.session.remove(self._random.randrange(4))

    def _resize(self) -> None:
        self._window.resize(self._random.randint(700, 1500), self._random.randint(500, 1000))

    def _ask_name(self) -> None:
        """A dialog takes long to open: each of them is rare."""
        window = self._window
        ask = (window.ask_save, window.ask_save_depth, window.ask_open, window.start_over)
        self._random.choice(ask)()

    def _let_pass(self) -> None:
        until = time.monotonic() + 0.004
        while time.monotonic() < until:
            QApplication.processEvents()


def run(make_window: MakeWindow, folder: Path, seed: int, actions: int) -> Findings:
    """One seed's actions on a new window."""
    findings = Findings()
    with Watch(findings):
        window = make_window(Moody(seed), moody_register(seed))
        Monkey(window, seed, make_files(folder), findings).act(actions)
        window.jobs.cancel_all()
        window.jobs.wait(10)
        QApplication.processEvents()
        if not threads_end(10):  # the document may be written just now
            findings.faults.append(f"threads stay: {stray_threads()}")
    return findings


def main() -> int:
    from ui import program, theme

    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--actions", type=int, default=20_000, help="for each seed")
    parser.add_argument("--seeds", type=int, default=5)
    parser.add_argument("--first", type=int, default=0)
    options = parser.parse_args()
    running = program.make_program(["monkey"])
    wrong = False
    for seed in range(options.first, options.first + options.seeds):
        with tempfile.TemporaryDirectory() as folder:
            os.environ["XDG_DATA_HOME"] = folder  # documents of the person who runs this stay untouched
            theme.apply("dark")
            made: list[MainWindow] = []

            def make(*arguments: object, home: Path = Path(folder), kept: list = made) -> MainWindow:  # type: ignore[type-arg]
                kept.append(make_window_in(home)(*arguments))
                return kept[-1]

            began = time.monotonic()
            findings = run(make, Path(folder), seed, options.actions)
            for window in made:
                window.jobs.cancel_all()
                for feature in window.features:
                    feature.close()
                sip.delete(window)
            running.processEvents()
        for text in [*findings.faults, *findings.warnings]:
            sys.stdout.write(text + "\n")
        wrong = wrong or bool(findings.faults or findings.warnings)
        megabytes = " ".join(f"{value:.0f}" for value in findings.megabytes)
        sys.stdout.write(
            f"seed {seed}: {findings.done.total()} actions, {time.monotonic() - began:.0f} s, "
            f"{len(findings.faults)} faults, {len(findings.warnings)} warnings, "
            f"widgets {findings.widgets}, MB {megabytes}\n"
        )
        sys.stdout.flush()
    return int(wrong)


if __name__ == "__main__":
    sys.exit(main())
