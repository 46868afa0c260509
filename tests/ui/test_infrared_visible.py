"""The other kind of fusion in the window: the switch, slots by role, the exchange, what is hidden."""

from pathlib import Path

import numpy as np
import pytest
from PyQt5.QtCore import Qt
from PyQt5.QtTest import QTest

from fusion import Photo, methods, save_photo
from fusion.record import read_record
from tests.made import infrared_pair
from tests.ui.conftest import load, settle, visible_texts
from ui.canvas.views import OF_MULTIFOCUS, View, can_show, values_at
from ui.main_window import MainWindow
from ui.qt import QApplication, QLabel, QToolButton

KIND = "infrared-visible"


@pytest.fixture
def infrared(tmp_path: Path) -> list[Path]:
    """The visible one comes first."""
    infrared, visible = infrared_pair()
    save_photo(Photo(infrared), tmp_path / "街 7_ir.png")
    save_photo(Photo(visible), tmp_path / "街 7_vi.png")
    return [tmp_path / "街 7_vi.png", tmp_path / "街 7_ir.png"]


def switch(window: MainWindow, kind: str = KIND) -> None:
    QTest.mouseClick(window.sources.kinds.buttons[kind], Qt.MouseButton.LeftButton)
    QApplication.processEvents()


def titles(window: MainWindow) -> list[str]:
    """What the slots are called."""
    return [
        label.text()
        for card in window.sources.cards
        for label in card.findChildren(QLabel)
        if label.objectName() == "strong"
    ]


def names(window: MainWindow) -> list[str]:
    return ["" if source is None else source.name for source in window.session.slots]


def tabs(window: MainWindow) -> list[str]:
    """The views that can be asked for."""
    found = window.viewer.tabs.findChildren(QToolButton)
    return [tab.text() for tab in found if not tab.isHidden()]


def test_the_switch_says_what_there_is_and_which_is_taken(window: MainWindow) -> None:
    buttons = window.sources.kinds.buttons
    assert [button.text() for button in buttons.values()] == ["Multi-focus", "Infrared + visible"]
    assert buttons["multifocus"].isChecked()
    switch(window)
    assert not buttons["multifocus"].isChecked()
    assert buttons[KIND].isChecked()
    switch(window)
    assert buttons[KIND].isChecked(), "a second click leaves it down"
    assert window.menus.actions[f"kind: {KIND}"].isChecked()
    window.menus.actions["kind: multifocus"].trigger()
    assert buttons["multifocus"].isChecked()


def test_slots_are_named_by_role_and_pictures_find_theirs(
    window: MainWindow, infrared: list[Path]
) -> None:
    switch(window)
    assert titles(window) == ["Infrared", "Visible"]
    load(window, infrared)
    assert names(window) == ["街 7_ir.png", "街 7_vi.png"]
    switch(window, "multifocus")
    assert titles(window) == ["Source 1", "Source 2"]


def test_pictures_that_are_there_already_find_their_slots_too(
    window: MainWindow, infrared: list[Path]
) -> None:
    load(window, infrared)
    assert names(window) == ["街 7_vi.png", "街 7_ir.png"]
    assert "switch at the top" in window.messages.text
    switch(window)
    assert names(window) == ["街 7_ir.png", "街 7_vi.png"]


def test_one_picture_goes_where_its_name_belongs(window: MainWindow, infrared: list[Path]) -> None:
    switch(window)
    load(window, infrared[:1])
    assert names(window) == ["", "街 7_vi.png"]
    assert "Add the infrared picture to fuse." in visible_texts(window.bottom)
    load(window, infrared[1:])
    assert names(window) == ["街 7_ir.png", "街 7_vi.png"]


def test_they_are_exchanged_by_a_click_and_what_is_dropped_on_a_slot_stays(
    window: MainWindow, infrared: list[Path]
) -> None:
    switch(window)
    load(window, infrared)
    window.sources.exchange.click()
    assert names(window) == ["街 7_vi.png", "街 7_ir.png"]
    assert window.session.registration_parameters.reference == 1
    window.menus.actions["exchange"].trigger()
    assert names(window) == ["街 7_ir.png", "街 7_vi.png"]
    window.open_files(infrared[:1], 0)
    settle(window)
    assert names(window)[0] == "街 7_vi.png"


def test_the_result_is_that_of_the_kind_and_no_map_is_invented(
    window: MainWindow, infrared: list[Path], tmp_path: Path
) -> None:
    switch(window)
    load(window, infrared)
    window.fuse()
    settle(window)
    fused = window.session.fused
    assert fused is not None
    assert fused.result.settings.purpose == KIND
    assert fused.result.decision is None
    assert fused.shares == ()
    assert fused.why_no_map() == ""
    assert np.ptp(fused.result.photo.pixels, axis=2).any(), "the visible colours"
    assert tabs(window) == ["Result", "Side by side"]
    for view in OF_MULTIFOCUS:
        window.viewer.show_view(view)
        assert window.viewer.look.view is View.RESULT
        assert not window.menus.actions[view.value].isVisible()
    assert not window.session.why_stale()
    assert window.job_actions.save(tmp_path / "out.png", sidecar=True) is not None
    settle(window)
    switch(window, "multifocus")
    assert not any(can_show(window.session, view) for view in OF_MULTIFOCUS), "not of that result either"
    record = read_record(tmp_path / "out.png.json")
    assert [source.name for source in record.sources] == ["街 7_ir.png", "街 7_vi.png"]
    assert record.purpose == KIND


def test_side_by_side_names_the_roles(window: MainWindow, infrared: list[Path]) -> None:
    switch(window)
    load(window, infrared)
    captions = [canvas.scene.caption for canvas in window.viewer.canvases if not canvas.isHidden()]
    assert captions == ["Infrared · 街 7_ir.png", "Visible · 街 7_vi.png"]


def test_the_views_and_commands_of_multi_focus_come_back(window: MainWindow) -> None:
    shown = tabs(window)
    switch(window)
    assert not window.align.align.isVisible()
    assert not window.menus.actions["align"].isVisible()
    assert window.menus.actions["exchange"].isVisible()
    assert "The frames are fused as they are." in visible_texts(window.align)
    switch(window, "multifocus")
    assert tabs(window) == shown
    assert window.align.align.isVisible()
    assert not window.menus.actions["exchange"].isVisible()


def test_each_kind_keeps_its_method_and_its_registration(window: MainWindow) -> None:
    session = window.session
    session.choose_method("sesf")
    session.set_parameter("window_radius", 9)
    session.set_registration_parameter("model", "shift")
    switch(window)
    assert session.settings.method == "laplacian-pyramid"
    assert session.registration_parameters.model == "none"
    assert not session.registration_parameters.even_exposure
    session.choose_method("average")
    switch(window, "multifocus")
    assert session.settings.method == "sesf"
    assert session.parameters == type(session.parameters)(window_radius=9)  # type: ignore[call-arg]
    assert session.registration_parameters.model == "shift"
    switch(window)
    assert session.settings.method == "average"


def test_options_of_registering_have_the_defaults_of_the_kind(window: MainWindow) -> None:
    switch(window)
    window.align.unfold()
    rows = window.align.rows
    assert not any(row.reset.isVisibleTo(row) for row in rows.values())
    window.session.set_registration_parameter("model", "affine")
    assert rows["model"].reset.isVisibleTo(rows["model"])
    assert "Fuse aligns the infrared picture" in " ".join(visible_texts(window.align))
    rows["model"].reset.click()
    assert window.session.registration_parameters.model == "none"
    reference = window.align.reference
    assert [reference.itemText(n) for n in range(reference.count())] == ["Infrared", "Visible"]
    assert reference.currentText() == "Visible"


def test_only_methods_of_the_kind_are_offered(window: MainWindow) -> None:
    choice = window.settings.method
    switch(window)
    offered = [choice.others.itemData(n) for n in range(choice.others.count())]
    assert [*choice.cards, *offered] == list(methods(KIND))
    assert choice.cards["laplacian-pyramid"].isVisible()
    switch(window, "multifocus")
    assert list(choice.cards) == ["sesf", "learned-decision"]
    assert all(card.isVisible() for card in choice.cards.values())


@pytest.mark.parametrize("kind", ["multifocus", KIND])
def test_of_each_method_year_weakness_and_check_are_told(window: MainWindow, kind: str) -> None:
    switch(window, kind)
    for name, method in methods(kind).items():
        window.session.choose_method(name)
        told = window.settings.method.facts
        assert not method.year or told.startswith(f"{method.year} · ")
        assert f"Weakness: {method.weakness}" in told
        assert f"Check: {method.checked}" in told


def test_a_third_picture_is_too_many(window: MainWindow, infrared: list[Path], pair: list[Path]) -> None:
    switch(window)
    load(window, infrared)
    load(window, pair[:1])
    assert "one infrared and one visible" in window.session.why_not_fuse()
    assert not window.bottom.fuse.isEnabled()


def test_a_stack_that_becomes_of_this_kind_says_what_to_do(
    window: MainWindow, pair: list[Path], infrared: list[Path]
) -> None:
    load(window, [*pair, *infrared])
    switch(window)
    assert "remove the others" in window.session.why_not_fuse()
    switch(window, "multifocus")
    assert window.session.why_not_fuse() == ""


def test_metrics_of_the_kind_are_measured_on_the_scale_that_was_fused(
    window: MainWindow, infrared: list[Path]
) -> None:
    dark, _ = infrared_pair()
    save_photo(Photo(dark.astype(np.uint16) * 4 + 900), infrared[1])
    switch(window)
    load(window, infrared)
    window.fuse()
    settle(window)
    assert "became black and white" in window.messages.text
    window.metrics.unfold()
    window.metrics.measure.click()
    settle(window)
    measured = window.measuring.measured
    assert measured is not None
    assert {"VIFF", "SCD", "EN", "SSIM_fusion"} <= set(measured.values)
    assert measured.values["SSIM_fusion"] > 0.8


def test_infrared_of_16_bits_is_seen_as_it_is_fused(window: MainWindow, infrared: list[Path]) -> None:
    dark = infrared_pair()[0].astype(np.uint16) * 4 + 900
    save_photo(Photo(dark), infrared[1])
    load(window, infrared)
    switch(window)
    window.session.look_at(0)
    scene = window.viewer.canvases[0].scene
    assert scene.base is not None
    assert np.ptp(scene.base.levels[0]) > 0.99
    assert values_at(scene, 5, 7)[0] == dark[7, 5]
    switch(window, "multifocus")
    window.session.look_at(0)
    scene = window.viewer.canvases[0].scene
    assert scene.base is not None
    assert scene.base.levels[0].max() < 3000


def test_the_switch_is_in_the_language_of_the_window(window: MainWindow) -> None:
    switch(window)
    window.choose_language("zh_CN")
    QApplication.processEvents()
    assert window.sources.kinds.buttons[KIND].text() == "红外 + 可见光"
    assert titles(window) == ["红外", "可见光"]
