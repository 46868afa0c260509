"""The settings panel is made from the dataclass of the method."""

from __future__ import annotations

import dataclasses
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest
from PyQt5 import sip
from PyQt5.QtTest import QTest

from fusion import methods
from fusion.settings import Parameters, parameter
from tests.ui.conftest import load, settle, wait_for
from ui.main_window import MainWindow
from ui.panels.method_choice import MethodCard, MethodChoice
from ui.panels.parameter_row import ParameterRow, Scale
from ui.qt import QApplication, QCheckBox, QComboBox, QDoubleSpinBox, QLabel, QSpinBox


@dataclass(frozen=True)
class Made(Parameters):
    radius: int = parameter(5, "Radius", "How far.", 1, 50, 1, unit="px")
    strength: float = parameter(0.1, "Strength", "How much.", 1e-6, 10.0, 0.01)
    mode: str = parameter("soft", "Mode", "Which way.", choices=("soft", "hard"))
    clean: bool = parameter(True, "Clean", "Whether to clean.")


@pytest.fixture
def made(program: QApplication) -> Iterator[dict[str, ParameterRow]]:
    assert program is not None
    rows = {field.name: ParameterRow(field, field.default) for field in dataclasses.fields(Made)}
    yield rows
    for row in rows.values():
        sip.delete(row)


def test_each_kind_of_field_gets_its_control(made: dict[str, ParameterRow]) -> None:
    assert isinstance(made["radius"].editor, QSpinBox)
    assert isinstance(made["strength"].editor, QDoubleSpinBox)
    assert isinstance(made["mode"].editor, QComboBox)
    assert isinstance(made["clean"].editor, QCheckBox)
    assert made["radius"].slider is not None
    assert made["mode"].slider is None
    assert made["radius"].label.text() == "Radius"
    hint = made["radius"].editor.toolTip()
    assert "How far." in hint
    assert "From 1 to 50 px" in hint
    assert "Default: 5 px" in hint


def test_typing_sliding_and_resetting(made: dict[str, ParameterRow]) -> None:
    row = made["radius"]
    told: list[tuple[str, object]] = []
    row.changed.connect(lambda name, value: told.append((name, value)))
    row.editor.setValue(12)  # type: ignore[attr-defined]
    row.slider.setValue(row.slider.maximum())  # type: ignore[union-attr]
    assert told == [("radius", 12), ("radius", 50)]
    row.show_value(12)
    assert len(told) == 2, "showing a value tells nothing"
    assert not row.reset.isHidden()
    row.reset.click()
    assert told[-1] == ("radius", 5)
    row.show_value(5)
    assert row.reset.isHidden()


@pytest.mark.parametrize(
    ("low", "high", "whole"), [(1, 50, True), (0.0, 0.25, False), (1e-6, 10.0, False)]
)
def test_slider_reaches_both_ends(low: float, high: float, whole: bool) -> None:
    scale = Scale(low, high, whole)
    assert scale.value(0) == pytest.approx(low)
    assert scale.value(scale.steps) == pytest.approx(high)
    middle = scale.value(scale.steps // 2)
    assert scale.position(middle) == scale.steps // 2


def choose(window: MainWindow, name: str) -> None:
    """As a user does: a click on a card, or an item of the list."""
    choice = window.settings.method
    if name in choice.cards:
        choice.cards[name].click()
    else:
        choice.others.activated.emit(choice.others.findData(name))


def test_the_panel_follows_the_method(window: MainWindow) -> None:
    for name, method in methods("multifocus").items():
        choose(window, name)
        fields = {field.name for field in dataclasses.fields(method.parameters)}
        assert set(window.settings.rows) == fields
        assert window.session.settings.method == name
        large = name in window.settings.method.cards
        assert window.settings.method.description == ("" if large else method.description)
        checked = [card.name for card in window.settings.method.cards.values() if card.isChecked()]
        assert checked == ([name] if large else [])


def test_two_large_choices_come_first_and_the_others_by_use(window: MainWindow) -> None:
    choice = window.settings.method
    assert list(choice.cards) == ["sesf", "learned-decision"]
    others = [choice.others.itemData(index) for index in range(choice.others.count())]
    assert others == [name for name in methods("multifocus") if name not in choice.cards]
    assert choice.others.currentIndex() in (-1, others.index(window.session.settings.method))


def test_the_method_that_is_taken_by_itself_is_marked_and_can_be_left_to_itself_again(
    window: MainWindow, pair: list[Path]
) -> None:
    choice = window.settings.method
    assert not choice.automatic.isChecked(), "this window was given a method by name"
    choice.automatic.click()
    assert marked(choice) == ["sesf"]
    load(window, [*pair, pair[0]])
    assert marked(choice) == ["learned-decision"]
    choice.cards["sesf"].click()
    assert not choice.automatic.isChecked()
    assert choice.cards["sesf"].isChecked()
    assert marked(choice) == []
    choice.automatic.click()
    assert window.session.settings.method == "learned-decision"
    choice.automatic.click()
    assert (window.session.settings.method, marked(choice)) == ("learned-decision", [])


def marked(choice: MethodChoice) -> list[str]:
    """The cards that say that they were chosen by the number of sources."""
    return [
        card.name
        for card in choice.cards.values()
        if card.isChecked()
        and any(label.isVisible() and "number of" in label.text() for label in card.findChildren(QLabel))
    ]


def test_the_cards_say_when_each_is_better_and_are_never_cut(window: MainWindow) -> None:
    """Also where the scroll bar has come and taken some of the width."""
    window.settings.unfold()
    window.session.choose_by_count()
    for language, words in (("en", "hair, wires, fences and rims"), ("zh_CN", "头发、线缆、栅栏")):
        window.choose_language(language)
        for width in (1500, 1024, 900):
            window.resize(width, 700)
            QApplication.processEvents()
            wait_for(lambda: all(map(is_whole, window.settings.method.cards.values())))
        card = window.settings.method.cards["learned-decision"]
        assert words in card.accessibleDescription()
        assert "mfiwhu30" in card.toolTip()


def is_whole(card: MethodCard) -> bool:
    """Whether every line of the card's texts is to be seen."""
    labels = [label for label in card.findChildren(QLabel) if label.isVisible()]
    return all(
        label.height() >= label.heightForWidth(label.width())
        and label.geometry().bottom() <= card.height()
        for label in labels
    )


def test_parameters_are_kept_for_each_method(window: MainWindow) -> None:
    window.session.set_parameter("window_radius", 9)
    window.session.choose_method("sesf")
    assert window.session.parameters.window_radius == 5  # type: ignore[attr-defined]
    window.session.choose_method("spatial-frequency")
    assert window.session.parameters.window_radius == 9  # type: ignore[attr-defined]
    window.settings.reset.click()
    assert window.session.parameters == window.session.method.parameters()


def test_settings_reach_the_engine(window: MainWindow, pair: list[Path]) -> None:
    load(window, pair)
    row = window.settings.rows["window_radius"]
    row.editor.setValue(7)  # type: ignore[attr-defined]
    window.settings.device_box.setCurrentIndex(window.settings.device_box.findData("cpu"))
    window.fuse()
    settle(window)
    result = window.session.fused.result  # type: ignore[union-attr]
    assert result.settings.parameters.window_radius == 7
    assert result.settings.device == "cpu"
    assert result.settings == window.session.settings


def test_a_number_that_is_being_typed_is_not_given_to_the_next_method(window: MainWindow) -> None:
    choose(window, "learned-decision")
    window.settings.unfold()
    spin = window.settings.rows["decisiveness"].editor
    assert isinstance(spin, QDoubleSpinBox)
    window.activateWindow()
    spin.setFocus()
    spin.selectAll()
    QTest.keyClicks(spin, "7.5")
    choose(window, "spatial-frequency")
    QApplication.processEvents()
    assert "decisiveness" not in window.settings.rows
    choose(window, "learned-decision")
