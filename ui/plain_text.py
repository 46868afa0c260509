"""File names and notes as the plain text that they are, though Qt would draw markup in them."""

from __future__ import annotations

from html import escape


def plain_tooltip(text: str) -> str:
    """The text for a tooltip, which Qt shows letter by letter.

    Labels need nothing: those of ``ui.qt`` show plain text.
    """
    if "<" not in text:
        return text
    return f'<div style="white-space: pre-wrap">{escape(text)}</div>'
