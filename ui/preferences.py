"""What is remembered between starts."""

from __future__ import annotations

from pathlib import Path

from fusion.files.options import RAW_SPACES
from ui.qt import QSettings

ORGANISATION = "Parfocal"


class Preferences:
    """A typed face of ``QSettings``; tests hand in a store of their own."""

    def __init__(self, store: QSettings | None = None) -> None:
        self._store = store or QSettings(ORGANISATION, ORGANISATION)

    @property
    def theme(self) -> str:
        """``dark`` (the default: pictures are judged in a dim surround) or ``light``."""
        return self._text("window/theme", "dark")

    @theme.setter
    def theme(self, name: str) -> None:
        self._store.setValue("window/theme", name)

    @property
    def language(self) -> str:
        """``en``, ``zh_CN``, or empty for the system's own."""
        return self._text("window/language", "")

    @language.setter
    def language(self, code: str) -> None:
        self._store.setValue("window/language", code)

    @property
    def geometry(self) -> bytes:
        """Place and size of the window, as Qt packs them."""
        value = self._store.value("window/geometry")
        return bytes(value) if value else b""

    @geometry.setter
    def geometry(self, value: bytes) -> None:
        self._store.setValue("window/geometry", value)

    @property
    def folder(self) -> str:
        """Where pictures were opened or saved last."""
        return self._text("files/folder", str(Path.home()))

    @folder.setter
    def folder(self, path: str) -> None:
        self._store.setValue("files/folder", path)

    @property
    def keep_location(self) -> bool:
        """Whether position and place names go into results."""
        return self._text("saving/location", "yes") == "yes"

    @keep_location.setter
    def keep_location(self, keep: bool) -> None:
        self._store.setValue("saving/location", "yes" if keep else "no")

    @property
    def sidecar(self) -> bool:
        """Whether a record is written beside each result."""
        return self._text("saving/sidecar", "no") == "yes"

    @sidecar.setter
    def sidecar(self, write: bool) -> None:
        self._store.setValue("saving/sidecar", "yes" if write else "no")

    @property
    def raw_space(self) -> str:
        """Colour space in which camera RAW is developed."""
        told = self._text("reading/raw_space", "srgb")
        return told if told in RAW_SPACES else "srgb"

    @raw_space.setter
    def raw_space(self, space: str) -> None:
        self._store.setValue("reading/raw_space", space)

    @property
    def jpeg_quality(self) -> int:
        """1 to 100."""
        told = self._text("saving/jpeg_quality", "95")
        return min(max(int(told), 1), 100) if told.isdecimal() else 95

    @jpeg_quality.setter
    def jpeg_quality(self, quality: int) -> None:
        self._store.setValue("saving/jpeg_quality", str(quality))

    def take_first_start(self) -> bool:
        """True once in a lifetime: the sample pictures are offered then."""
        seen = self._text("window/started", "")
        self._store.setValue("window/started", "yes")
        return not seen

    def _text(self, key: str, default: str) -> str:
        value = self._store.value(key, default)
        return value if isinstance(value, str) else default
