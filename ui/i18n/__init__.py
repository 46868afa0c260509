"""Languages: Qt's translations, one ``.ts`` file a language, compiled to ``.qm`` beside it.

``tr`` is for the window's own texts, ``engine_text`` for those that come from ``fusion``. Both look the
text up each time they are called: after a change of language a widget asks again (``retranslate``).
"""

from __future__ import annotations

import re
from functools import cache
from pathlib import Path

from ui.i18n.engine_texts import TEXTS
from ui.qt import QCoreApplication, QLibraryInfo, QLocale, QTranslator

FOLDER = Path(__file__).parent
LANGUAGES = {"en": "English", "zh_CN": "简体中文"}
"""Code and own name of every language; a new one is a ``.ts`` file and a line here."""

_installed: list[QTranslator] = []


def tr(text: str, **values: object) -> str:
    """``text`` in the window's language, with ``{name}`` filled in."""
    translated = QCoreApplication.translate("ui", text)
    return translated.format(**values) if values else translated


def engine_text(text: str) -> str:
    """A label, explanation, stage or message of the engine in the window's language.

    Messages with values in them are recognised by their pattern; what is not known stays English.
    """
    translated = QCoreApplication.translate("engine", text)
    if translated != text:
        return translated
    for pattern, template in patterns():
        match = pattern.fullmatch(text)
        if match:
            values = [engine_text(value) for value in match.groups()]
            return QCoreApplication.translate("engine", template).format(*values)
    return text


@cache
def patterns() -> list[tuple[re.Pattern[str], str]]:
    """Regular expressions for the engine's messages with values, the most specific first."""
    templates = [text for text in TEXTS if re.search(r"\{\d+\}", text)]
    templates.sort(key=lambda text: -len(re.sub(r"\{\d+\}", "", text)))
    return [(re.compile(as_pattern(text), re.DOTALL), text) for text in templates]


def as_pattern(template: str) -> str:
    """``{0}`` stands for anything, the rest for itself."""
    parts = re.split(r"\{\d+\}", template)
    return "(.*?)".join(re.escape(part) for part in parts)


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


