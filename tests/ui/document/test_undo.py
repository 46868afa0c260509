"""One history for strokes, parameters, registration and the list, in the order they were made."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from pytestqt.qtbot import QtBot

from fusion import FusionSettings, Photo, fuse
from fusion.progress import no_progress
from fusion.retouch.stroke import Retouch
from tests.made import focus_pair
from tests.ui.conftest import MakeWindow, load, settle
from ui.canvas.views import View
from ui.document.fused import Fused
from ui.document.results import KeptResult
from ui.document.retouch import RetouchDocument
from ui.document.session import Session
from ui.document.source import Source
from ui.jobs.retouch_job import set_up
from ui.main_window import MainWindow
from ui.qt import QApplication, Qt

PAIR = focus_pair(24, 32)
PHOTOS = [Photo(pixels, path=Path(f"{name}.png"), sha256=name * 32) for name, pixels in
          (("ab", PAIR.first), ("cd", PAIR.second))]  # fmt: skip
RESULTS = [fuse(PHOTOS, FusionSettings(name, device="cpu")) for name in ("spatial-frequency", "average")]


class Document:
    """A session with two results that are ready to be painted on."""

    def __init__(self) -> None:
        self.session = Session()
        self.painter = RetouchDocument(self.session)
        self.painter.change_brush(radius_px=3.0)
        self.session.result_changed.connect(self._take_easel)
        sources = tuple(Source(photo) for photo in PHOTOS)
        self.session.put_all([(source, None) for source in sources])
        self.session.choose_method("spatial-frequency")
        for result in RESULTS:
            fused = Fused(result, sources, (), None)
            kept = self.session.take_result(fused)
            kept.easel, kept.computed = set_up(fused, Retouch(), no_progress), fused
            self.session.paint_on(kept.easel.fused)
        self.session.history.clear()

    def _take_easel(self) -> None:
        kept = self.session.results.shown
        if kept is not None and kept.easel is not self.painter.easel:
            self.painter.set_up(kept.easel)

    def stroke(self, x: float, y: float) -> None:
        self.painter.pen_down(x, y)
        self.painter.pen_to(x + 4, y)
        self.painter.pen_up()

    def is_now(self) -> tuple[object, ...]:
        """Everything that a user would miss."""
        session = self.session
        strokes = [(kept.retouch, kept.fused.result.photo.pixels.tobytes()) for kept in session.results]
        return session.slots, session.settings, session.is_chosen_by_count, strokes

    def undo_all(self) -> None:
        while self.session.can_undo:
            self.session.undo()

    def redo_all(self) -> None:
        while self.session.can_redo:
            self.session.redo()


@pytest.fixture
def document(qapp: object) -> Document:
    assert qapp is not None
    return Document()


def test_changes_of_every_kind_go_back_in_their_order(document: Document) -> None:
    session, seen = document.session, [document.is_now()]
    acts = (
        lambda: session.set_parameter("window_radius", 8),
        lambda: document.stroke(5, 5),
        lambda: session.move(0, 1),
        lambda: session.set_registration_parameter("model", "shift"),
        lambda: document.stroke(20, 12),
        lambda: session.choose_method("average"),
        lambda: session.use(0, False),
        lambda: session.choose_device("cpu"),
        lambda: session.remove(0),
        lambda: session.choose_purpose("infrared-visible"),
    )
    names = []
    for act in acts:
        act()
        names.append(session.history.undo_name)
        seen.append(document.is_now())
    assert names == [
        "Window radius 5 → 8", "Stroke", "Source moved", "Motion auto → shift", "Stroke",
        "Method Spatial frequency (no network) → Average", "Frame left out", "Device auto → cpu",
        "Source removed", "Kind of fusion",
    ]  # fmt: skip
    for expected, name in zip(seen[-2::-1], names[::-1], strict=True):
        assert session.history.undo_name == name
        session.undo()
        assert document.is_now() == expected
    assert not session.can_undo
    for expected, name in zip(seen[1:], names, strict=True):
        assert session.history.redo_name == name
        session.redo()
        assert document.is_now() == expected


def test_a_slider_that_is_dragged_is_one_step(document: Document) -> None:
    for radius in range(6, 20):
        document.session.set_parameter("window_radius", radius)
    document.session.set_parameter("guide_radius", 6)
    assert document.session.history.undo_name == "Softening radius 4 → 6"
    document.session.undo()
    assert document.session.history.undo_name == "Window radius 5 → 19"
    document.session.undo()
    assert not document.session.can_undo
    document.session.set_parameter("window_radius", 9)
    document.session.set_parameter("window_radius", 5)
    assert not document.session.can_undo, "it is where it began"


def test_a_stroke_stays_with_its_result_which_is_shown_again(document: Document) -> None:
    session = document.session
    first, second = session.results
    session.show_result(first)
    document.stroke(5, 5)
    session.show_result(second)
    session.undo()
    assert session.results.shown is first
    assert not first.is_retouched
    session.show_result(second)
    session.redo()
    assert session.results.shown is first
    assert len(first.retouch.strokes) == 1
    session.remove_result(first)
    assert not session.can_undo, "its strokes went with it"


def test_a_result_in_scratch_files_loses_its_last_stroke_too(document: Document) -> None:
    """Without an easel the strokes are only a list, and somebody is asked to get it ready."""
    session, wanted = document.session, []
    document.painter.prepare_wanted.connect(lambda: wanted.append(1))
    kept = session.results.shown
    assert kept is not None
    document.stroke(5, 5)
    document.stroke(9, 9)
    strokes = kept.retouch
    spill(kept)
    session.undo()
    assert (kept.strokes.strokes, len(wanted)) == (strokes.strokes[:1], 1)
    session.redo()
    assert (kept.retouch, len(wanted)) == (strokes, 2)


def spill(kept: KeptResult) -> None:
    """As it is where memory ends."""
    kept.strokes, kept.easel = kept.retouch, None


def test_a_stroke_under_the_pen_ends_before_anything_is_undone(document: Document) -> None:
    before = document.is_now()
    document.painter.pen_down(5, 5)
    document.painter.pen_to(12, 9)
    document.session.undo()
    assert document.is_now() == before
    assert document.session.can_redo


ACTS = st.one_of(
    st.tuples(st.just("radius"), st.integers(1, 50)),
    st.tuples(st.just("method"), st.sampled_from(["sesf", "average", "laplacian-pyramid"])),
    st.tuples(st.just("stroke"), st.integers(0, 24)),
    st.tuples(st.just("show"), st.integers(0, 1)),
    st.tuples(st.just("motion"), st.sampled_from(["auto", "none", "shift"])),
    st.tuples(st.just("reference"), st.sampled_from([None, 0, 1])),
    st.tuples(st.just("tick"), st.integers(0, 2)),
    st.tuples(st.just("remove"), st.integers(0, 3)),
    st.tuples(st.just("move"), st.integers(0, 3)),
    st.tuples(st.just("add"), st.integers(1, 2)),
    st.tuples(st.just("reverse"), st.none()),
    st.tuples(st.just("kind"), st.sampled_from(["multifocus", "infrared-visible"])),
    st.tuples(st.just("undo"), st.none()),
    st.tuples(st.just("redo"), st.none()),
)  # fmt: skip


def act(document: Document, name: str, value: object) -> None:
    """One thing that a user does."""
    session = document.session
    if name == "radius" and hasattr(session.parameters, "window_radius"):
        session.set_parameter("window_radius", value)
    elif name == "method" and session.purpose == "multifocus":
        session.choose_method(str(value))
    elif name in ("motion", "reference"):
        session.set_registration_parameter("model" if name == "motion" else name, value)
    elif name == "kind":
        session.choose_purpose(str(value))
    elif name in ("undo", "redo", "reverse"):
        getattr(session, name)()
    elif isinstance(value, int):
        {
            "stroke": lambda: document.stroke(value, value / 2),
            "show": lambda: session.show_result(session.results[value]),
            "tick": lambda: session.use(value, False),
            "remove": lambda: session.remove(value),
            "move": lambda: session.move(value, 0),
            "add": lambda: session.put_all([(Source(PHOTOS[0]), None)] * value),
        }.get(name, lambda: None)()


@settings(
    max_examples=40, suppress_health_check=[HealthCheck.too_slow, HealthCheck.function_scoped_fixture]
)
@given(acts=st.lists(ACTS, max_size=14))
@pytest.mark.usefixtures("qapp")
def test_undoing_all_and_making_all_again_gives_the_same_document(
    acts: list[tuple[str, object]],
) -> None:
    document = Document()
    first = document.is_now()
    for name, value in acts:
        act(document, name, value)
    document.redo_all()
    last = document.is_now()
    document.undo_all()
    assert document.is_now() == first
    document.redo_all()
    assert document.is_now() == last


def test_the_edit_menu_names_what_it_undoes(
    make_window: MakeWindow, pair: list[Path], qtbot: QtBot
) -> None:
    window = make_window()
    load(window, pair)
    undo, redo = window.menus.actions["undo"], window.menus.actions["redo"]
    assert undo.text() == "&Undo: 2 sources added"
    window.session.set_parameter("window_radius", 8)
    assert undo.text() == "&Undo: Window radius 5 → 8"
    undo.trigger()
    assert redo.text() == "&Redo: Window radius 5 → 8"
    window.fuse()
    settle(window)
    paint(window, qtbot)
    assert undo.text() == "&Undo: Stroke"
    window.choose_language("zh_CN")
    QApplication.processEvents()
    assert window.menus.actions["undo"].text() == "撤销：笔画(&U)"
    qtbot.keyClick(window.viewer.canvases[0], Qt.Key.Key_Z, Qt.KeyboardModifier.ControlModifier)
    assert not window.session.results[0].is_retouched


def paint(window: MainWindow, qtbot: QtBot) -> None:
    """A stroke on the result that is shown."""
    window.viewer.show_view(View.RETOUCH)
    qtbot.waitUntil(lambda: window.viewer.canvases[0].paints and window.jobs.current is None)
    window.retouch.painter.take_source(0)
    window.retouch.painter.pen_down(100, 40)
    window.retouch.painter.pen_to(110, 50)
    window.retouch.painter.pen_up()


def test_undoing_a_stroke_of_another_result_shows_it(
    make_window: MakeWindow, pair: list[Path], qtbot: QtBot
) -> None:
    window = make_window()
    load(window, pair)
    window.fuse()
    settle(window)
    paint(window, qtbot)
    window.session.choose_method("average")
    window.fuse()
    settle(window)
    first, second = window.session.results
    assert window.session.results.shown is second
    assert second.is_retouched, "fusing again keeps the strokes"
    window.session.undo()
    assert (second.is_retouched, first.is_retouched) == (False, True)
    window.session.undo()
    assert window.session.method.name == "spatial-frequency"
    window.session.undo()
    assert window.session.results.shown is first
    assert not first.is_retouched
    assert np.array_equal(first.fused.result.photo.pixels, first.computed.result.photo.pixels)
