"""What is remembered between starts."""

from __future__ import annotations

from pathlib import Path

from fusion import SaveOptions
from fusion.files.folders import TWINS
from fusion.files.options import RAW_SPACES, SUBSAMPLINGS, TIFF_COMPRESSIONS
from ui.qt import QByteArray, QSettings

ORGANISATION = "Parfocal"
FOLDER_ORDERS = ("name", "time")
MOST_RECENT = 9
MOST_COMMANDS = 12
NAME_TEMPLATE = "{first}_fused"
"""How results are named as long as nothing else is chosen."""
FIGURE_WIDTHS, FIGURE_RESOLUTIONS = (40, 600), (72, 1200)
"""Least and most: millimetres, and pixels to the inch."""
SAVING = SaveOptions()


class Text:
    """A text that is remembered under a key."""

    def __init__(self, key: str, default: str = "") -> None:
        self._key, self._default = key, default

    def __get__(self, preferences: Preferences, _kind: type) -> str:
        value = preferences.store.value(self._key, self._default)
        return value if isinstance(value, str) else self._default

    def __set__(self, preferences: Preferences, text: str) -> None:
        preferences.store.setValue(self._key, text)


class Choice(Text):
    """One of the known texts; the first where the store says anything else."""

    def __init__(self, key: str, known: tuple[str, ...]) -> None:
        super().__init__(key, known[0])
        self._known = known

    def __get__(self, preferences: Preferences, kind: type) -> str:
        stored = super().__get__(preferences, kind)
        return stored if stored in self._known else self._known[0]


class Switch:
    """Whether something is on."""

    def __init__(self, key: str, default: bool) -> None:
        self._text = Text(key, "yes" if default else "no")

    def __get__(self, preferences: Preferences, kind: type) -> bool:
        return self._text.__get__(preferences, kind) == "yes"

    def __set__(self, preferences: Preferences, on: bool) -> None:
        self._text.__set__(preferences, "yes" if on else "no")


class Number:
    """A whole number within its limits."""

    def __init__(self, key: str, default: int, low: int, high: int) -> None:
        self._text, self._default, self._low, self._high = Text(key), default, low, high

    def __get__(self, preferences: Preferences, kind: type) -> int:
        stored = self._text.__get__(preferences, kind)
        return min(max(int(stored), self._low), self._high) if stored.isdecimal() else self._default

    def __set__(self, preferences: Preferences, number: int) -> None:
        self._text.__set__(preferences, str(number))


class Packed:
    """Bytes as Qt packs them."""

    def __init__(self, key: str) -> None:
        self._key = key

    def __get__(self, preferences: Preferences, _kind: type) -> bytes:
        value = preferences.store.value(self._key)
        return bytes(value) if isinstance(value, QByteArray | bytes) else b""  # else it was broken

    def __set__(self, preferences: Preferences, value: bytes) -> None:
        preferences.store.setValue(self._key, value)


class Preferences:
    """A typed face of ``QSettings``; tests hand in a store of their own."""

    theme = Text("window/theme", "system")
    """``system`` (the default: what the desktop asks for), ``dark`` or ``light``."""
    language = Text("window/language")
    """``en``, ``zh_CN``, or empty for the system's own."""
    geometry = Packed("window/geometry")
    """Position and size of the window."""
    panels = Packed("window/panels")
    """Widths of the panels."""
    tells_when_done = Switch("window/tells_when_done", True)
    """Whether the desktop tells of a long job that ended while another window was used."""
    _folder = Text("files/folder")
    program = Text("open/program")
    """The program that results are opened in; empty until one was chosen."""

    raw_space = Choice("reading/raw_space", RAW_SPACES)
    """Colour space in which camera RAW is developed."""
    folder_order = Choice("reading/folder_order", FOLDER_ORDERS)
    """How the pictures of a folder are ordered: by ``name``, or by the ``time`` they were taken."""
    twins = Choice("reading/twins", TWINS)
    """What is taken of a folder's RAW and JPEG of one shot."""
    checks_frames = Switch("reading/checks_frames", True)
    """Whether frames are looked at as soon as they are read, for what is wrong with any."""

    second_opinion_small = Switch("fusing/second_opinion", True)
    """Whether the other large method is computed beside the work, of few pixels."""
    second_opinion_large = Switch("fusing/second_opinion_large", False)
    """The same, of many pixels."""

    keep_location = Switch("saving/location", True)
    """Whether position and place names go into results."""
    sidecar = Switch("saving/sidecar", False)
    """Whether a record is written beside each result."""
    _jpeg_quality = Number("saving/jpeg_quality", SAVING.jpeg_quality, 1, 100)
    _jpeg_subsampling = Choice("saving/jpeg_subsampling", SUBSAMPLINGS)
    _png_level = Number("saving/png_level", SAVING.png_level, 0, 9)
    _tiff_compression = Choice("saving/tiff_compression", TIFF_COMPRESSIONS)
    _webp_quality = Number("saving/webp_quality", SAVING.webp_quality, 1, 100)
    _name_template = Text("saving/name")

    export_things = Text("export/things")
    """What was exported last, and as what; empty before."""
    export_folder = Text("export/folder")
    """Where to; empty before anything was exported."""
    export_name = Text("export/name")
    """Under which name; empty before anything was exported."""
    figure_width_mm = Number("figure/width_mm", 0, *FIGURE_WIDTHS)
    """Of figures; 0 before one was made."""
    figure_dpi = Number("figure/dpi", 0, *FIGURE_RESOLUTIONS)
    """The same."""
    figure_ending = Text("figure/ending", ".pdf")
    """The ending of the figure that was saved last."""
    _commands = Text("palette/recent")
    _started = Text("window/started")

    def __init__(self, store: QSettings | None = None) -> None:
        self.store = store or QSettings(ORGANISATION, ORGANISATION)

    @property
    def folder(self) -> str:
        """Where pictures were opened or saved last."""
        return self._folder or str(Path.home())

    @folder.setter
    def folder(self, path: str) -> None:
        self._folder = path

    @property
    def recent(self) -> list[str]:
        """Projects and folders that were opened, the latest first."""
        value = self.store.value("files/recent")
        known = value if isinstance(value, list) else [value]
        return [each for each in known if isinstance(each, str) and each][:MOST_RECENT]

    @recent.setter
    def recent(self, paths: list[str]) -> None:
        self.store.setValue("files/recent", paths[:MOST_RECENT])

    @property
    def save_options(self) -> SaveOptions:
        """How results are written."""
        return SaveOptions(
            self._jpeg_quality, self._jpeg_subsampling, self._png_level, self._tiff_compression,
            self.keep_location, webp_quality=self._webp_quality,
        )  # fmt: skip

    @save_options.setter
    def save_options(self, options: SaveOptions) -> None:
        self.keep_location = options.location
        self._jpeg_quality, self._jpeg_subsampling = options.jpeg_quality, options.jpeg_subsampling
        self._png_level, self._tiff_compression = options.png_level, options.tiff_compression
        self._webp_quality = options.webp_quality

    @property
    def name_template(self) -> str:
        """How results are named, with fields as ``{first}``; without the folder."""
        return self._name_template or NAME_TEMPLATE

    @name_template.setter
    def name_template(self, template: str) -> None:
        self._name_template = template

    @property
    def recent_commands(self) -> list[str]:
        """Names of the commands that were run from the palette, the latest first."""
        return [name for name in self._commands.split("\n") if name]

    def remember_command(self, name: str) -> None:
        """It was run from the palette."""
        names = [name, *(known for known in self.recent_commands if known != name)]
        self._commands = "\n".join(names[:MOST_COMMANDS])

    def take_first_start(self) -> bool:
        """True once in a lifetime: the sample pictures are offered then."""
        is_first, self._started = not self._started, "yes"
        return is_first
