"""Sentences for a user with a code and values, by which a program can recognise and translate them."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Protocol


class Message(Protocol):
    """What errors and notes have in common.

    Attributes
    ----------
    code
        Which sentence it is, in words joined by hyphens; the same in every version and language.
    text
        The English sentence with ``{field}`` for each value.
    fields
        The values by name; one that is itself a message is part of the sentence.
    """

    @property
    def code(self) -> str: ...

    @property
    def text(self) -> str: ...

    @property
    def fields(self) -> Mapping[str, object]: ...


@dataclass(frozen=True, init=False)
class Note:
    """A sentence for the user about a result or a file; ``str`` of it is the English text.

    Parameters
    ----------
    code, text, fields
        As in ``Message``; both texts are literal where a note is made.

    Raises
    ------
    KeyError
        For a field of ``text`` that is not given.

    Examples
    --------
    >>> note = Note("cut-bits", "Its {bits} bits were cut to 16.", bits=32)
    >>> note.code, note.fields, str(note)
    ('cut-bits', {'bits': 32}, 'Its 32 bits were cut to 16.')
    >>> str(Note("of-files", "{name}: {note}", name="a.tif", note=note))
    'a.tif: Its 32 bits were cut to 16.'
    """

    code: str
    text: str
    fields: Mapping[str, object] = field(hash=False)  # values need no hash: code and text are enough

    def __init__(self, code: str, text: str, /, **fields: object) -> None:
        text.format(**fields)  # a missing field is found where the note is made
        object.__setattr__(self, "code", code)
        object.__setattr__(self, "text", text)
        object.__setattr__(self, "fields", fields)

    def __str__(self) -> str:
        return self.text.format(**self.fields)


def order_matters(method: str) -> Note:
    """What is said of two sources that a method does not treat alike."""
    return Note(
        "order-matters",
        "The method {method} does not treat both sources alike; exchanged they give another result.",
        method=method,
    )
