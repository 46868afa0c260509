"""The one error that a user sees."""

from __future__ import annotations

from typing import Any, Self

from fusion.notes import Message


class FusionError(Exception):
    """What went wrong, in one sentence that names the file or setting and the way out.

    It can be copied and pickled: the worker processes of an evaluation hand it on.

    Parameters
    ----------
    code
        Which error it is, in words joined by hyphens; the same in every version and language.
    text
        The English sentence with ``{field}`` for each value; ``str`` of the error fills them in.
    fields
        The values by name.

    Raises
    ------
    KeyError
        For a field of ``text`` that is not given.

    Examples
    --------
    >>> error = FusionError("no-file", "there is no file {path}; check the name", path="a.tif")
    >>> error.code, error.fields, str(error)
    ('no-file', {'path': 'a.tif'}, 'there is no file a.tif; check the name')
    """

    def __init__(self, code: str, text: str, /, **fields: object) -> None:
        super().__init__(text.format(**fields))
        self.code = code
        self.text = text
        self.fields = fields

    @classmethod
    def of(cls, error: Message) -> Self:
        """An error of this class with the code, text and fields of another."""
        return cls(error.code, error.text, **error.fields)

    def __reduce__(self) -> tuple[Any, ...]:
        return _remade, (type(self), self.code, self.text, self.fields), self.__dict__


class WrongUsageError(FusionError):
    """The command line has an option or value that is not possible.

    Examples
    --------
    >>> WrongUsageError.of(FusionError("no-file", "there is no file {path}", path="a.tif")).fields
    {'path': 'a.tif'}
    """


def _remade(
    kind: type[FusionError], code: str, text: str, fields: dict[str, object]
) -> FusionError:
    return kind(code, text, **fields)


def reason_of(error: Exception) -> str:
    """What is wrong with the content of a file that was read as JSON, in words and not in Python's.

    Parameters
    ----------
    error
        That taking the content apart raised.

    Returns
    -------
    str
        For a sentence's brackets.

    Examples
    --------
    >>> reason_of(KeyError("frames")), reason_of(TypeError("list indices must be integers"))
    ('frames is missing', 'something in it has another form')
    >>> reason_of(ValueError("there is no 7"))
    'there is no 7'
    """
    if isinstance(error, KeyError) and error.args:
        return f"{error.args[0]} is missing"
    text = str(error) if isinstance(error, ValueError) else ""
    return text or "something in it has another form"
