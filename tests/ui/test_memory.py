"""What was taken out of the window is let go of."""

from __future__ import annotations

import gc
import weakref
from pathlib import Path

from tests.ui import alignments
from tests.ui.conftest import MakeWindow, load, settle
from ui.canvas.views import View
from ui.qt import QApplication, QEvent


def test_no_picture_stays_after_it_was_taken_out(make_window: MakeWindow, pair: list[Path]) -> None:
    window = make_window(alignments.fuse, alignments.register)
    kept: list[weakref.ref[object]] = []
    for method in ("spatial-frequency", "average"):
        window.session.choose_method(method)
        window.job_actions.checks_frames = True
        load(window, [*pair, pair[0]])
        window.align_frames()
        settle(window)
        window.fuse()
        settle(window)
        window.measuring.measure()
        settle(window)
        for view in (View.RESULT, View.DECISION, View.DEPTH, View.COMPARE, View.REGISTERED):
            window.viewer.show_view(view)
            settle(window)
        fused = window.session.fused
        assert fused is not None
        kept += [weakref.ref(thing) for thing in (*window.session.sources, fused)]
        del fused
        window.session.clear()
        window.messages.clear()
    for _ in range(3):
        QApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete)
        QApplication.processEvents()
    window.jobs.wait(10)
    gc.collect()
    assert [reference() for reference in kept if reference() is not None] == []
