"""The one error that a user sees."""

from __future__ import annotations


class FusionError(Exception):
    """What went wrong, in one sentence that names the file or setting and the way out."""

    def __init__(self, code: str, text: str | None = None, /, **fields: object) -> None:
        self.code = code if text is not None else "unspecified"
        self.text = text if text is not None else code
        self.fields = fields
        super().__init__(self.text.format(**fields) if text is not None else code)


class WrongUsageError(FusionError):
    """The command line asks for something that cannot be."""
