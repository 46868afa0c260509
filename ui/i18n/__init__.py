"""Languages: Qt's translations, one ``.ts`` file a language, compiled to ``.qm`` beside it.

``tr`` is for the window's own texts, ``fusion_text`` for those that ``fusion`` says of itself, and
``messages.message`` for its errors and notes. Each looks its text up when called: after a change of
language a widget asks again (``retranslate``).
"""

from __future__ import annotations

from pathlib import Path

from ui.qt import QCoreApplication, QLibraryInfo, QLocale, QTranslator

FOLDER = Path(__file__).parent
LANGUAGES = {"en": "English", "zh_CN": "简体中文"}
"""Code and own name of every language; a new one is a ``.ts`` file and a line here."""

_installed: list[QTranslator] = []


def tr(text: str, **values: object) -> str:
    """``text`` in the window's language, with ``{name}`` filled in."""
    translated = QCoreApplication.translate("ui", text)
    return translated.format(**values) if values else translated


def fusion_text(text: str) -> str:
    """A title, label, explanation or stage of fusion in the window's language."""
    return QCoreApplication.translate("fusion", text)


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


