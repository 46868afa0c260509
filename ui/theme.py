"""Two looks: neutral greys, so that nothing tints the judgement of colour, and one accent."""

from __future__ import annotations

from dataclasses import asdict, dataclass
from pathlib import Path
from string import Template

from ui.icons import icon
from ui.qt import QApplication, QColor, QIcon, QPalette, QStyle, QWidget
from ui.system_theme import keep_first_palette, system_theme

STYLE_SHEET = Path(__file__).parent / "theme.qss"


@dataclass(frozen=True)
class Theme:
    """Colours by their use."""

    name: str
    window: str
    panel: str
    canvas: str
    field: str
    raised: str
    hover: str
    line: str
    text: str
    quiet: str
    disabled: str
    accent: str
    accent_hover: str
    on_accent: str
    error: str
    error_ground: str
    done: str
    warning: str
    warning_ground: str


DARK = Theme(
    name="dark", window="#2a2a2a", panel="#303030", canvas="#1f1f1f", field="#242424",
    raised="#3d3d3d", hover="#464646", line="#454545", text="#dedede", quiet="#b6b6b6",
    disabled="#737373", accent="#5aa2f0", accent_hover="#78b5f6", on_accent="#0c1825",
    error="#ff8a80", error_ground="#43292a", done="#7fd1a0", warning="#e8b860",
    warning_ground="#3d3524",
)  # fmt: skip
LIGHT = Theme(
    name="light", window="#e4e4e4", panel="#efefef", canvas="#c9c9c9", field="#fbfbfb",
    raised="#fafafa", hover="#dcdcdc", line="#c2c2c2", text="#242424", quiet="#525252",
    disabled="#979797", accent="#1a61ad", accent_hover="#155191", on_accent="#ffffff",
    error="#b3261e", error_ground="#f8dedb", done="#186a3c", warning="#7d5000",
    warning_ground="#f6e7c4",
)  # fmt: skip
THEMES = {theme.name: theme for theme in (DARK, LIGHT)}
SYSTEM = "system"
"""In place of a theme's name: the one that the desktop asks for."""

_current = DARK


def current() -> Theme:
    """The theme in use."""
    return _current


def apply(name: str) -> Theme:
    """Dress the whole program; widgets hear of it by ``QEvent.Type.StyleChange``.

    An unknown name is taken for the desktop's own look.
    """
    global _current
    keep_first_palette()
    _current = THEMES.get(name) or THEMES[system_theme()]
    program = QApplication.instance()
    assert isinstance(program, QApplication)
    program.setPalette(palette(_current))
    use_own_icons()
    sheet = Template(STYLE_SHEET.read_text(encoding="utf-8"))
    folder = (Path(__file__).parent / "icons").as_posix()
    program.setStyleSheet(sheet.substitute(asdict(_current), icons=folder))
    return _current


def use_own_icons() -> None:
    """Let the program's icons stand in Qt's dialogs and boxes: its own are those of an old desktop."""
    folder = str(Path(__file__).parent / "icons")
    if folder not in QIcon.themeSearchPaths():
        QIcon.setThemeSearchPaths([folder, *QIcon.themeSearchPaths()])
    QIcon.setThemeName("parfocal")


def palette(theme: Theme) -> QPalette:
    """For what the style sheet leaves to the style: dialogs, menus, text."""
    role = QPalette.ColorRole
    colours = {
        role.Window: theme.window, role.WindowText: theme.text, role.Base: theme.field,
        role.AlternateBase: theme.panel, role.Text: theme.text, role.Button: theme.raised,
        role.ButtonText: theme.text, role.ToolTipBase: theme.field, role.ToolTipText: theme.text,
        role.Highlight: theme.accent, role.HighlightedText: theme.on_accent,
        role.Link: theme.accent, role.PlaceholderText: theme.quiet,
        role.Light: theme.hover, role.Mid: theme.line, role.Dark: theme.line,
    }  # fmt: skip
    result = QPalette()
    for each, colour in colours.items():
        result.setColor(each, QColor(colour))
    for each in (role.Text, role.ButtonText, role.WindowText):
        result.setColor(QPalette.ColorGroup.Disabled, each, QColor(theme.disabled))
    return result


def mark(widget: QWidget, name: str, value: object) -> None:
    """Set a property that the style sheet asks for; it looks at properties only when told to."""
    if widget.property(name) == value:
        return
    widget.setProperty(name, value)
    style: QStyle | None = widget.style()
    if style is not None:
        style.unpolish(widget)
        style.polish(widget)


def themed_icon(name: str, on_accent: bool = False) -> QIcon:
    """An icon in the colours of the theme in use."""
    colour = _current.on_accent if on_accent else _current.text
    return icon(name, colour, _current.disabled)
