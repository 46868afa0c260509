"""What is remembered between starts."""

from __future__ import annotations

from pathlib import Path

from fusion import SaveOptions
from fusion.files.folders import TWINS
from fusion.files.options import RAW_SPACES, SUBSAMPLINGS, TIFF_COMPRESSIONS
from ui.qt import QSettings

ORGANISATION = "Parfocal"
FOLDER_ORDERS = ("name", "time")
MOST_RECENT = 9
MOST_COMMANDS = 12
NAME_TEMPLATE = "{first}_fused"
"""How results are named as long as nothing else is chosen."""


class Preferences:
    """A typed face of ``QSettings``; tests hand in a store of their own."""

    def __init__(self, store: QSettings | None = None) -> None:
        self._store = store or QSettings(ORGANISATION, ORGANISATION)

    @property
    def theme(self) -> str:
        """``system`` (the default: what the desktop asks for), ``dark`` or ``light``."""
        return self._text("window/theme", "system")

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
        """Position and size of the window, as Qt packs them."""
        value = self._store.value("window/geometry")
        return bytes(value) if value else b""

    @geometry.setter
    def geometry(self, value: bytes) -> None:
        self._store.setValue("window/geometry", value)

    @property
    def panels(self) -> bytes:
        """Widths of the panels, as Qt packs them."""
        value = self._store.value("window/panels")
        return bytes(value) if value else b""

    @panels.setter
    def panels(self, value: bytes) -> None:
        self._store.setValue("window/panels", value)

    @property
    def folder(self) -> str:
        """Where pictures were opened or saved last."""
        return self._text("files/folder", str(Path.home()))

    @folder.setter
    def folder(self, path: str) -> None:
        self._store.setValue("files/folder", path)

    @property
    def recent(self) -> list[str]:
        """Projects and folders that were opened, the latest first."""
        value = self._store.value("files/recent")
        known = value if isinstance(value, list) else [value]
        return [each for each in known if isinstance(each, str) and each][:MOST_RECENT]

    @recent.setter
    def recent(self, paths: list[str]) -> None:
        self._store.setValue("files/recent", paths[:MOST_RECENT])

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
        return self._choice("reading/raw_space", RAW_SPACES)

    @raw_space.setter
    def raw_space(self, space: str) -> None:
        self._store.setValue("reading/raw_space", space)

    @property
    def folder_order(self) -> str:
        """How the pictures of a folder are ordered: by ``name``, or by the ``time`` they were taken."""
        return self._choice("reading/folder_order", FOLDER_ORDERS)

    @folder_order.setter
    def folder_order(self, order: str) -> None:
        self._store.setValue("reading/folder_order", order)

    @property
    def twins(self) -> str:
        """What is taken of a folder's RAW and JPEG of one shot."""
        return self._choice("reading/twins", TWINS)

    @twins.setter
    def twins(self, twins: str) -> None:
        self._store.setValue("reading/twins", twins)

    @property
    def checks_frames(self) -> bool:
        """Whether frames are looked at as soon as they are read, for what is wrong with any."""
        return self._text("reading/checks_frames", "yes") == "yes"

    @checks_frames.setter
    def checks_frames(self, on: bool) -> None:
        self._store.setValue("reading/checks_frames", "yes" if on else "no")

    @property
    def second_opinion_small(self) -> bool:
        """Whether the other large method is computed beside the work, of few pixels."""
        return self._text("fusing/second_opinion", "yes") == "yes"

    @second_opinion_small.setter
    def second_opinion_small(self, on: bool) -> None:
        self._store.setValue("fusing/second_opinion", "yes" if on else "no")

    @property
    def second_opinion_large(self) -> bool:
        """The same, of many pixels."""
        return self._text("fusing/second_opinion_large", "no") == "yes"

    @second_opinion_large.setter
    def second_opinion_large(self, on: bool) -> None:
        self._store.setValue("fusing/second_opinion_large", "yes" if on else "no")

    @property
    def save_options(self) -> SaveOptions:
        """How results are written."""
        default = SaveOptions()
        return SaveOptions(
            self._number("saving/jpeg_quality", default.jpeg_quality, 1, 100),
            self._choice("saving/jpeg_subsampling", SUBSAMPLINGS),
            self._number("saving/png_level", default.png_level, 0, 9),
            self._choice("saving/tiff_compression", TIFF_COMPRESSIONS),
            self.keep_location,
            webp_quality=self._number("saving/webp_quality", default.webp_quality, 1, 100),
        )

    @save_options.setter
    def save_options(self, options: SaveOptions) -> None:
        self.keep_location = options.location
        self._store.setValue("saving/jpeg_quality", str(options.jpeg_quality))
        self._store.setValue("saving/jpeg_subsampling", options.jpeg_subsampling)
        self._store.setValue("saving/png_level", str(options.png_level))
        self._store.setValue("saving/tiff_compression", options.tiff_compression)
        self._store.setValue("saving/webp_quality", str(options.webp_quality))

    @property
    def name_template(self) -> str:
        """How results are named, with fields as ``{first}``; without the folder."""
        return self._text("saving/name", "") or NAME_TEMPLATE

    @name_template.setter
    def name_template(self, template: str) -> None:
        self._store.setValue("saving/name", template)

    def remembered(self, key: str, default: str = "") -> str:
        """A text that a feature keeps under a name of its own, such as ``export/things``."""
        return self._text(key, default)

    def remember(self, key: str, text: str) -> None:
        """Keep a text for ``remembered``."""
        self._store.setValue(key, text)
    @property
    def recent_commands(self) -> list[str]:
        """Names of the commands that were run from the palette, the latest first."""
        return [name for name in self._text("palette/recent", "").split("\n") if name]

    def remember_command(self, name: str) -> None:
        """It was run from the palette."""
        names = [name, *(known for known in self.recent_commands if known != name)]
        self._store.setValue("palette/recent", "\n".join(names[:MOST_COMMANDS]))

    @property
    def tells_when_done(self) -> bool:
        """Whether the desktop tells of a long job that ended while another window was used."""
        return self._text("window/tells_when_done", "yes") == "yes"

    @tells_when_done.setter
    def tells_when_done(self, on: bool) -> None:
        self._store.setValue("window/tells_when_done", "yes" if on else "no")

    def take_first_start(self) -> bool:
        """True once in a lifetime: the sample pictures are offered then."""
        seen = self._text("window/started", "")
        self._store.setValue("window/started", "yes")
        return not seen

    def _text(self, key: str, default: str) -> str:
        value = self._store.value(key, default)
        return value if isinstance(value, str) else default

    def _choice(self, key: str, known: tuple[str, ...]) -> str:
        """One of the known values; the first where the store says anything else."""
        stored = self._text(key, known[0])
        return stored if stored in known else known[0]

    def _number(self, key: str, default: int, low: int, high: int) -> int:
        stored = self._text(key, "")
        return min(max(int(stored), low), high) if stored.isdecimal() else default
