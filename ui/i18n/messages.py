"""Errors and notes of fusion in the window's language: they are looked up by their code."""

from __future__ import annotations

from fusion.errors import FusionError
from fusion.notes import Message, Note
from ui.qt import QCoreApplication

CONTEXT = "messages"
"""The context in the translations; the codes are its source texts."""


def message(told: Message) -> str:
    """The sentence of an error or note; English where there is no translation.

    Examples
    --------
    >>> message(Note("not-translated", "Its {bits} bits were cut.", bits=32))
    'Its 32 bits were cut.'
    """
    translated = QCoreApplication.translate(CONTEXT, told.code)
    template = told.text if translated == told.code else translated
    return template.format(**{name: _value(value) for name, value in told.fields.items()})


def _value(value: object) -> object:
    return message(value) if isinstance(value, FusionError | Note) else value


def sentence(text: str) -> str:
    """With a capital at the start and a full stop at the end; a path at the start stays as it is."""
    first = text.split(maxsplit=1)[0] if text.split() else ""
    if first.islower() and first.isalpha():
        text = text[0].upper() + text[1:]
    if text.endswith((".", "!", "?", "。", "！", "？")):
        return text
    is_chinese = "\u3000" <= text[-1:] <= "\uffef"
    return text + ("。" if is_chinese else ".")
