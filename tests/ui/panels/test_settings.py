"""The settings panel is made from the dataclass of the method."""

from __future__ import annotations

import dataclasses
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import pytest
from PyQt5 import sip

from fusion import Photo, methods
from fusion.settings import Parameters, parameter
from tests.ui.conftest import load, settle
from ui.document.session import Session, Source
from ui.main_window import MainWindow
from ui.panels.method_choice import MethodChoice
from ui.panels.parameter_row import ParameterRow, Scale
from ui.qt import QApplication, QCheckBox, QComboBox, QDoubleSpinBox, QSpinBox


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
    for name, method in methods().items():
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
    assert others == [name for name in methods() if name not in choice.cards]
    assert choice.others.currentIndex() in (-1, others.index(window.session.settings.method))


def test_the_number_of_pictures_takes_the_method_until_the_user_does(program: QApplication) -> None:
    assert program is not None
    session = Session()
    choice = MethodChoice(session)
    session.settings_changed.connect(choice.refresh)
    choice.chosen.connect(session.choose_method)
    photos = [Photo(np.full((8, 8), level, np.uint8)) for level in (10, 20, 30)]
    sources = [Source(photo) for photo in photos]
    for source in sources[:2]:
        session.put(source)
    assert (session.settings.method, session.is_chosen_by_count) == ("sesf", True)
    session.put(sources[2])
    assert session.settings.method == "learned-decision"
    assert choice.cards["learned-decision"].isChecked()
    session.remove(2)
    assert session.settings.method == "sesf"
    choice.cards["sesf"].click()
    session.put(sources[2])
    assert (session.settings.method, session.is_chosen_by_count) == ("sesf", False)
    sip.delete(choice)


def test_parameters_are_kept_for_each_method(window: MainWindow) -> None:
    window.session.set_parameter("window_radius", 9)
    window.session.choose_method("sesf")
    assert window.session.parameters.window_radius == 5  # type: ignore[attr-defined]
    window.session.choose_method("spatial-frequency")
    assert window.session.parameters.window_radius == 9  # type: ignore[attr-defined]
    window.settings._reset.click()
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
