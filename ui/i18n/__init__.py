"""Languages: Qt's translations, one ``.ts`` file a language, compiled to ``.qm`` beside it.

``tr`` is for the window's own texts, ``fusion_text`` for those that ``fusion`` says of itself, and
``messages.message`` for its errors and notes. Each looks its text up when called: after a change of
language a widget asks again (``retranslate``).
"""

from __future__ import annotations

from collections.abc import Iterable
from functools import cache
from pathlib import Path
from typing import Any

from ui.qt import QCoreApplication, QLibraryInfo, QLocale, QTranslator

FOLDER = Path(__file__).parent
LANGUAGES = {"en": "English", "zh_CN": "简体中文"}
"""Code and own name of every language; a new one is a ``.ts`` file and a line here."""

_installed: list[QTranslator] = []
_sources: dict[str, tuple[str, str]] = {}
"""Context and English of each text that was looked up, by what it is in the window's language."""


def tr(text: str, **values: object) -> str:
    """``text`` in the window's language, with ``{name}`` filled in."""
    translated = QCoreApplication.translate("ui", text)
    _sources[translated] = "ui", text
    return translated.format(**values) if values else translated


def fusion_text(text: str) -> str:
    """A title, label, explanation or stage of fusion in the window's language."""
    translated = QCoreApplication.translate("fusion", text)
    _sources[translated] = "fusion", text
    return translated


def listed(parts: Iterable[str]) -> str:
    """What stands beside each other in a sentence, as the window's language writes it.

    >>> listed(["near", "far"])
    'near, far'
    """
    return tr(", ").join(parts)


def in_every_language(text: str) -> tuple[str, ...]:
    """A text that ``tr`` or ``fusion_text`` gave, in each language that it is known in, so that it can
    be found by its name in any; only itself where it was put together."""
    if text not in _sources:
        return (text,)
    context, english = _sources[text]
    asked: Any = english.encode()  # as a str PyQt takes it for ASCII
    others = (dictionary(code).translate(context, asked) for code in LANGUAGES if code != "en")
    return tuple(dict.fromkeys(each for each in (text, english, *others) if each))


@cache
def dictionary(code: str) -> QTranslator:
    """The texts of a language, whether or not it is the window's; none where its file lacks."""
    translator = QTranslator()
    translator.load(str(FOLDER / f"parfocal_{code}.qm"))
    return translator


def system_language() -> str:
    """The language that the system asks for, where it is one of ours; else English."""
    for name in QLocale.system().uiLanguages():
        if name.replace("-", "_").startswith(("zh_CN", "zh_Hans", "zh_SG")) or name == "zh":
            return "zh_CN"
        if name.startswith("en"):
            return "en"
    return "en"


def install(code: str) -> str:
    """Switch the program to a language (empty: the system's); returns its code.

    Every widget hears of it by ``QEvent.Type.LanguageChange``.
    """
    code = code if code in LANGUAGES else system_language()
    while _installed:
        QCoreApplication.removeTranslator(_installed.pop())
    if code != "en":
        qt_folder = QLibraryInfo.location(QLibraryInfo.LibraryLocation.TranslationsPath)
        load(str(Path(qt_folder) / f"qtbase_{code}.qm"))
        load(str(FOLDER / f"parfocal_{code}.qm"))
    QLocale.setDefault(QLocale(code))
    return code


def load(path: str) -> None:
    """Install one compiled file; a missing one leaves the texts in English."""
    translator = QTranslator()
    if translator.load(path):
        QCoreApplication.installTranslator(translator)
        _installed.append(translator)


