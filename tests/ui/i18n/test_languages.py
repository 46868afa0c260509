"""Both languages are whole, and the compiled file says what the source says."""

from __future__ import annotations

import ast
import re
from pathlib import Path

import pytest

from fusion import FusionError, load_photo
from fusion.notes import Note
from tests.ui.conftest import load, settle
from ui import i18n, theme
from ui.i18n import LANGUAGES, fusion_text, tr
from ui.i18n.collect import ROOT, fusion_texts, message_texts, window_texts
from ui.i18n.messages import message
from ui.i18n.update import FOLDER, read
from ui.main_window import MainWindow
from ui.preferences import Preferences
from ui.qt import (
    QAbstractButton,
    QAction,
    QApplication,
    QComboBox,
    QCoreApplication,
    QEvent,
    QLabel,
    QTranslator,
    QWidget,
)

TS = FOLDER / "parfocal_zh_CN.ts"
SHOWING = (
    "setText", "setToolTip", "setWindowTitle", "setPlaceholderText", "setAccessibleName", "addMenu",
)  # fmt: skip
KEEPS = {"Esc", "Parfocal", "English", "简体中文"}


@pytest.mark.parametrize("text", window_texts())
def test_every_text_of_the_window_is_translated(text: str) -> None:
    assert read(TS).get(("ui", text))


@pytest.mark.parametrize("text", fusion_texts())
def test_every_text_of_methods_metrics_and_stages_is_translated(text: str) -> None:
    """A new method, metric, label, explanation or stage: run ``python -m ui.i18n.update``, translate."""
    assert read(TS).get(("fusion", text))


@pytest.mark.parametrize(("code", "text"), message_texts().items())
def test_every_error_and_note_is_translated_with_its_fields(code: str, text: str) -> None:
    """A new code: run ``python -m ui.i18n.update``, translate."""
    translation = read(TS).get(("messages", code), "")
    assert translation
    assert set(placeholders(translation)) == set(placeholders(text))


def placeholders(text: str) -> list[str]:
    """The fields of a template, with how they are written."""
    return re.findall(r"\{\w+[^}]*\}", text)


def test_nothing_is_unfinished_or_left_over() -> None:
    known = read(TS)
    assert all(known.values())
    assert {text for context, text in known if context == "ui"} == set(window_texts())
    assert {text for context, text in known if context == "fusion"} == set(fusion_texts())
    assert {text for context, text in known if context == "messages"} == set(message_texts())


def test_texts_are_found_in_every_package() -> None:
    codes = {"no-file", "weights-changed", "unknown-table-ending", "jobs-below-one"}
    assert codes <= set(message_texts())
    assert {"Average", "Reading", "Verifying the decision", "Writing"} <= set(fusion_texts())


@pytest.mark.usefixtures("program")
def test_the_compiled_file_agrees_with_its_source() -> None:
    translator = QTranslator()
    assert translator.load(str(TS.with_suffix(".qm")))
    assert QCoreApplication.installTranslator(translator)
    try:
        for (context, source), translation in read(TS).items():
            assert QCoreApplication.translate(context, source) == translation
    finally:
        QCoreApplication.removeTranslator(translator)


def test_placeholders_survive_translation() -> None:
    for (context, source), translation in read(TS).items():
        if context != "messages":
            assert sorted(placeholders(source)) == sorted(placeholders(translation)), source


def test_chinese_texts_have_chinese_punctuation() -> None:
    """Brackets of access keys, and of what is Latin, behind a space, stay as they are."""
    wrong = re.compile(r"[\u4e00-\u9fff][,;:!?]|[,;:!?][\u4e00-\u9fff]|[\u4e00-\u9fff]\((?!&)")
    assert [text for text in read(TS).values() if wrong.search(text)] == []


def test_texts_are_written_through_tr() -> None:
    """A literal that goes straight to a widget would never be translated."""
    for path in (ROOT / "ui").rglob("*.py"):
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if isinstance(node, ast.Call) and getattr(node.func, "attr", "") in SHOWING and node.args:
                first = node.args[0]
                literal = isinstance(first, ast.Constant) and isinstance(first.value, str)
                words = re.search("[A-Za-z]{2}", first.value) if literal else None
                assert not words or first.value in KEEPS, f"{path}: {first.value}"


def visible_texts(window: QWidget) -> list[str]:
    QApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete)
    texts = []
    for widget in window.findChildren(QWidget):
        texts.append(widget.toolTip())
        if isinstance(widget, QLabel | QAbstractButton):
            texts.append(widget.text())
        if isinstance(widget, QComboBox):
            texts += [widget.itemText(number) for number in range(widget.count())]
    for action in window.findChildren(QAction):
        texts.append(action.text())
    return [re.sub("<[^>]*>", "", text).replace("&nbsp;", " ") for text in texts]


def test_the_window_is_chinese_throughout(window: MainWindow, pair: list[Path]) -> None:
    """Switching is live, and no English sentence stays behind."""
    load(window, pair)
    window.fuse()
    settle(window)
    window.choose_language("zh_CN")
    QApplication.processEvents()
    assert window.bottom.fuse.text() == "融合"
    allowed = re.compile(
        r"\b[A-Z][a-z]*[A-Z]\w*|SESF|PSNR|mfiwhu30|nyud20|dB|RAW|sRGB|Adobe|ProPhoto|CPU|CUDA|CSV|JSON|JPEG|Parfocal|Ctrl|Shift|Return|RGB|Esc|English|cse|sse|scse|px|png|Alt|\bs\b"
    )
    for text in visible_texts(window):
        if str(pair[0].parent) in text:
            text = text.split("\n", 1)[-1]
        left = allowed.sub("", text)
        assert not re.search(r"[A-Za-z]{3}", left), text
    window.choose_language("en")
    QApplication.processEvents()
    assert window.bottom.fuse.text() == "Fuse"
    names = re.compile("近景|远景|微距|简体中文")
    for text in visible_texts(window):
        assert names.search(text) or not re.search("[\u4e00-\u9fff]", text), text


@pytest.mark.usefixtures("program")
def test_messages_with_values_are_translated(tmp_path: Path) -> None:
    i18n.install("zh_CN")
    with pytest.raises(FusionError) as caught:
        load_photo(tmp_path / "gone.jpg")
    text = message(caught.value)
    assert "gone.jpg" in text
    assert "找不到" in text
    assert fusion_text("something new and unknown") == "something new and unknown"
    unknown = FusionError("new-and-unknown", "something new: {name}", name="gone.jpg")
    assert message(unknown) == str(unknown)
    i18n.install("en")
    assert message(caught.value) == str(caught.value)


@pytest.mark.usefixtures("program")
def test_messages_inside_a_message_are_translated() -> None:
    i18n.install("zh_CN")
    inner = Note("cut-to-16-bits", "Its 32 bits were cut to 16.")
    note = Note("of-several-files", "{name} and {more} more: {note}", name="a.tif", more=2, note=inner)
    assert message(note) == "a.tif 及另外 2 个：它的 32 位已减为 16 位。"
    i18n.install("en")
    assert message(note) == "a.tif and 2 more: Its 32 bits were cut to 16."


def test_language_and_theme_are_remembered(window: MainWindow, preferences: Preferences) -> None:
    window.choose_language("zh_CN")
    window.choose_theme("light")
    assert preferences.language == "zh_CN"
    assert preferences.theme == "light"
    assert theme.current().name == "light"
    assert tr("Cancel") == "取消"
    assert set(LANGUAGES) == {"en", "zh_CN"}


def test_both_themes_are_neutral_and_readable() -> None:
    def luminance(colour: str) -> float:
        parts = [int(colour[n : n + 2], 16) / 255 for n in (1, 3, 5)]
        linear = [p / 12.92 if p <= 0.04045 else ((p + 0.055) / 1.055) ** 2.4 for p in parts]
        return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]

    def contrast(one: str, other: str) -> float:
        light, dark = sorted((luminance(one), luminance(other)), reverse=True)
        return (light + 0.05) / (dark + 0.05)

    for chosen in theme.THEMES.values():
        for grey in (chosen.window, chosen.panel, chosen.canvas, chosen.field, chosen.raised):
            assert grey[1:3] == grey[3:5] == grey[5:7]
        assert contrast(chosen.text, chosen.panel) >= 7
        assert contrast(chosen.quiet, chosen.panel) >= 4.5
        assert contrast(chosen.on_accent, chosen.accent) >= 4.5
        assert contrast(chosen.error, chosen.error_ground) >= 4.5
        assert contrast(chosen.warning, chosen.warning_ground) >= 4.5
