"""Every command once: its text, key and place in the menus."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import partial

from fusion.settings import ROLES
from ui import theme
from ui.canvas.views import OF_MULTIFOCUS, View, can_show
from ui.dialogs.commands import NAME, MenuCommand, commands_of, give_access_keys
from ui.document.kinds import kind_title
from ui.document.session import Session
from ui.features.feature import Entry
from ui.i18n import LANGUAGES, tr
from ui.panels.reading_choices import ReadingChoices
from ui.panels.stack_commands import StackCommands
from ui.qt import QAction, QActionGroup, QKeySequence, QMainWindow, QMenu

MOST_DYES = 6
"""Microscopes record up to so many at once."""


@dataclass(frozen=True)
class Commands:
    """What the menus call; the window fills it in."""

    open: Callable[[], None]
    add: Callable[[], None]
    pages: Callable[[], None]
    exchange: Callable[[], None]
    align: Callable[[], None]
    fuse: Callable[[], None]
    save: Callable[[], None]
    save_depth: Callable[[], None]
    clear: Callable[[], None]
    close: Callable[[], object]
    cancel: Callable[[], None]
    show_view: Callable[[View], None]
    show_place: Callable[[int], None]
    zoom_in: Callable[[], None]
    zoom_out: Callable[[], None]
    fit: Callable[[], None]
    full: Callable[[], None]
    toggle_sources: Callable[[bool], None]
    toggle_settings: Callable[[bool], None]
    toggle_frames: Callable[[bool], None]
    choose_kind: Callable[[str], None]
    choose_theme: Callable[[str], None]
    choose_language: Callable[[str], None]
    reading: ReadingChoices
    stack: StackCommands
    sample: Callable[[], None]
    shortcuts: Callable[[], object]
    about: Callable[[], object]


class Menus:
    """Builds the menu bar; built again when the language changes."""

    def __init__(
        self, window: QMainWindow, commands: Commands, entries: Sequence[Entry] = ()
    ) -> None:
        self._window = window
        self._commands = commands
        self._entries = tuple(entries)
        self._menus: dict[str, QMenu] = {}
        self._groups: dict[tuple[str, str], QMenu] = {}
        self.actions: dict[str, QAction] = {}

    def build(self, theme_name: str, language: str, purpose: str) -> None:
        """Fill the menu bar with texts in the window's language."""
        bar = self._window.menuBar()
        assert bar is not None
        checked = {name: action.isChecked() for name, action in self.actions.items()}
        for action in self.actions.values():
            self._window.removeAction(action)
            action.deleteLater()
        self.actions.clear()
        bar.clear()
        for menu in self._menus.values():
            menu.deleteLater()
        self._menus.clear()
        self._groups.clear()
        self._fill_file(self._menu("file", tr("&File")), purpose)
        self._fill_edit(self._menu("edit", tr("&Edit")))
        self._fill_stack(self._menu("stack", tr("&Stack")))
        self._fill_view(self._menu("view", tr("&View")), theme_name)
        self._fill_language(self._menu("language", tr("&Language")), language)
        self._fill_help(self._menu("help", tr("&Help")))
        for entry in self._entries:
            self._add_entry(entry)
        give_access_keys(bar.actions())
        for name, at_first in (("sources", True), ("settings", True), ("frames", False)):
            self.actions[name].setChecked(checked.get(name, at_first))

    def allow(self, session: Session, align: bool, fuse: bool, cancel: bool) -> None:
        """Switch every command on that can be used now, and off that cannot."""
        count = len(session.sources)
        possible = {
            "undo": session.can_undo, "redo": session.can_redo, "remove all": count > 0,
            "reverse": count > 1, "sort: name": count > 1, "sort: time": count > 1, "every": count > 2,
            "align": align, "fuse": fuse, "cancel": cancel, "save": session.fused is not None,
            "save depth": can_show(session, View.DEPTH),
        }  # fmt: skip
        fused, zooms = session.fused, count > 0 or session.fused is not None
        decides = fused is not None and fused.result.decision is not None
        possible |= dict.fromkeys(("next place", "last place"), decides)
        possible |= dict.fromkeys(("zoom-in", "zoom-out", "fit", "full"), zooms)
        for view in (View.RESULT, View.DECISION, View.CONFIDENCE, View.DEPTH, View.RETOUCH):
            possible[view.value] = can_show(session, view)
        possible |= {entry.name: entry.possible() for entry in self._entries}
        for name, is_possible in possible.items():
            self.actions[name].setEnabled(is_possible)
        for entry in self._entries:
            action = self.actions[entry.name]
            if entry.checked is not None:
                action.setChecked(entry.checked())
            if entry.shown is not None:
                action.setVisible(entry.shown())
                action.setText(entry.text())
        self.show_kind(session.purpose)
        undo, redo = session.history.undo_name, session.history.redo_name
        self.actions["undo"].setText(tr("&Undo: {name}", name=undo) if undo else tr("&Undo"))
        self.actions["redo"].setText(tr("&Redo: {name}", name=redo) if redo else tr("&Redo"))
        self.actions["undo"].setProperty(NAME, tr("&Undo"))
        self.actions["redo"].setProperty(NAME, tr("&Redo"))

    def show_kind(self, purpose: str) -> None:
        """Tick the kind of fusion, and show only the commands that it has."""
        self.actions[f"kind: {purpose}"].setChecked(True)
        has_roles = bool(ROLES[purpose])
        self.actions["exchange"].setVisible(has_roles)
        for name in ("align", "save depth", *(view.value for view in OF_MULTIFOCUS)):
            self.actions[name].setVisible(not has_roles)

    def commands(self) -> list[MenuCommand]:
        """Every command that can be seen now, with the menus that lead to it."""
        return list(commands_of(self._window.menuBar()))

    def _menu(self, name: str, title: str) -> QMenu:
        bar = self._window.menuBar()
        menu = bar.addMenu(title) if bar is not None else None
        assert menu is not None
        self._menus[name] = menu
        return menu

    def _add_entry(self, entry: Entry) -> None:
        """A feature's command: behind the one that it names, in its submenu, or at the end."""
        menu = self._menus[entry.menu]
        if entry.group is not None:
            title = entry.group()
            if (entry.menu, title) not in self._groups:
                below = menu.addMenu(title)
                assert below is not None
                self._groups[entry.menu, title] = below
                self._move_behind(menu, below.menuAction(), entry.after)
            menu = self._groups[entry.menu, title]
        self._add(menu, entry.name, entry.text(), entry.key, entry.act)
        action = self.actions[entry.name]
        if entry.called is not None:
            action.setProperty(NAME, entry.called())
        if entry.checked is not None:
            action.setCheckable(True)
        self._move_behind(menu, action, entry.after)

    def _move_behind(self, menu: QMenu, action: QAction | None, after: str) -> None:
        """Bring the last action of a menu behind the one of this name, if it stands in the menu."""
        listed = menu.actions()
        if action is None or not after or self.actions[after] not in listed:
            return
        at = listed.index(self.actions[after]) + 1
        if at < len(listed) - 1:
            menu.insertAction(listed[at], action)

    def _fill_file(self, menu: QMenu, purpose: str) -> None:
        do = self._commands
        self._add(menu, "open", tr("&Open pictures…"), "Ctrl+O", do.open)
        self._add(menu, "add", tr("&Add pictures…"), "Ctrl+Shift+O", do.add)
        self._add(menu, "pages", tr("Open &pages as sources…"), "", do.pages)
        self._add(menu, "sample", tr("Open the &sample pictures"), "", do.sample)
        self._fill_reading(menu)
        menu.addSeparator()
        kinds = menu.addMenu(tr("&Kind of fusion"))
        assert kinds is not None
        titles = {purpose: kind_title(purpose) for purpose in ROLES}
        self._choices(kinds, "kind", titles, purpose, do.choose_kind)
        self._add(menu, "exchange", tr("E&xchange infrared and visible"), "", do.exchange)
        menu.addSeparator()
        self._add(menu, "save", tr("&Save the result as…"), "Ctrl+S", do.save)
        self._add(menu, "save depth", tr("Save the &depth as…"), "", do.save_depth)
        menu.addSeparator()
        self._add(menu, "clear", tr("Start &over"), "Ctrl+N", do.clear)
        self._add(menu, "close", tr("&Quit"), "Ctrl+Q", do.close)

    def _fill_edit(self, menu: QMenu) -> None:
        do = self._commands.stack
        self._add(menu, "undo", tr("&Undo"), "Ctrl+Z", do.undo)
        self._add(menu, "redo", tr("&Redo"), "Ctrl+Shift+Z", do.redo)
        menu.addSeparator()
        self._add(menu, "select all", tr("Select &all sources"), "Ctrl+A", do.select_all)
        self._add(menu, "remove", tr("Re&move the selected sources"), "", do.remove)
        self._add(menu, "remove all", tr("Remove all &sources"), "", do.remove_all)

    def _fill_stack(self, menu: QMenu) -> None:
        do = self._commands
        self._add(menu, "align", tr("A&lign"), "Ctrl+L", do.align)
        self._add(menu, "fuse", tr("&Fuse"), "Ctrl+Return", do.fuse)
        self._add(menu, "cancel", tr("&Cancel"), "Esc", do.cancel)
        menu.addSeparator()
        self._add(menu, "reverse", tr("&Reverse the order"), "", do.stack.reverse)
        self._add(menu, "sort: name", tr("Sort by &name"), "", do.stack.sort_by_name)
        self._add(menu, "sort: time", tr("Sort by the &time of capture"), "", do.stack.sort_by_time)
        self._add(menu, "every", tr("Keep &every n-th…"), "", do.stack.keep_every)

    def _fill_reading(self, menu: QMenu) -> None:
        """How files are read from now on."""
        do = self._commands.reading
        chosen = do.preferences
        spaces = {"srgb": "sRGB", "adobe": "Adobe RGB", "prophoto": "ProPhoto RGB"}
        orders = {"name": tr("Name"), "time": tr("Time taken")}
        twins = {
            "auto": tr("RAW, or JPEG where only that is complete"), "raw": tr("RAW"),
            "jpeg": tr("JPEG"), "both": tr("Both"),
        }  # fmt: skip
        dyes = {str(number): str(number + 1) for number in range(MOST_DYES)}
        for title, kind, names, ticked, act in (
            (tr("Develop camera &RAW in"), "raw", spaces, chosen.raw_space, do.choose_raw_space),
            (tr("Order the pictures of a folder &by"), "order", orders, chosen.folder_order,
             do.choose_order),
            (tr("Of RAW and &JPEG of one shot take"), "twins", twins, chosen.twins, do.choose_twins),
            (tr("D&ye of a z-stack"), "dye", dyes, str(do.job_actions.dye), do.choose_dye),
        ):
            below = menu.addMenu(title)
            assert below is not None
            self._choices(below, kind, names, ticked, act)
        self._add(menu, "checks", tr("Chec&k the frames when they are read"), "", lambda: None)
        self.actions["checks"].setCheckable(True)
        self.actions["checks"].setChecked(chosen.checks_frames)
        self.actions["checks"].toggled.connect(do.choose_checks)

    def _fill_view(self, menu: QMenu, theme_name: str) -> None:
        do = self._commands
        views = (
            (View.RESULT, tr("&Result"), "R"), (View.DECISION, tr("&Decision map"), "D"),
            (View.CONFIDENCE, tr("&Confidence"), "C"), (View.DEPTH, tr("De&pth"), "P"),
            (View.COMPARE, tr("&Side by side"), "S"), (View.RETOUCH, tr("Re&touch"), "B"),
        )  # fmt: skip
        for view, text, key in views:
            self._add(menu, view.value, text, key, partial(do.show_view, view))
        menu.addSeparator()
        show = do.show_place
        self._add(menu, "next place", tr("Next d&oubtful place"), "N", partial(show, 1))
        self._add(menu, "last place", tr("Doubtful place &before"), "Shift+N", partial(show, -1))
        menu.addSeparator()
        self._add(menu, "zoom-in", tr("Zoom &in"), "+", do.zoom_in)
        self.actions["zoom-in"].setShortcuts([QKeySequence("+"), QKeySequence("=")])
        self._add(menu, "zoom-out", tr("Zoom &out"), "-", do.zoom_out)
        self._add(menu, "fit", tr("&Fit to window"), "F", do.fit)
        self.actions["fit"].setShortcuts([QKeySequence("F"), QKeySequence("0")])
        self._add(menu, "full", tr("&100 %"), "1", do.full)
        menu.addSeparator()
        for name, text, key, act in (
            ("sources", tr("Panel of so&urces"), "F7", do.toggle_sources),
            ("settings", tr("Panel of s&ettings"), "F8", do.toggle_settings),
            ("frames", tr("List of fra&mes"), "F9", do.toggle_frames),
        ):
            self._add(menu, name, text, key, lambda: None)
            self.actions[name].setCheckable(True)
            self.actions[name].toggled.connect(act)
        menu.addSeparator()
        names = {theme.SYSTEM: tr("As the s&ystem"), "dark": tr("Dar&k"), "light": tr("&Light")}
        self._choices(menu, "theme", names, theme_name, do.choose_theme)

    def _fill_language(self, menu: QMenu, language: str) -> None:
        self._choices(menu, "language", LANGUAGES, language, self._commands.choose_language)

    def _fill_help(self, menu: QMenu) -> None:
        self._add(menu, "shortcuts", tr("&Keyboard and mouse"), "F1", self._commands.shortcuts)
        self.actions["shortcuts"].setShortcuts([QKeySequence("F1"), QKeySequence("?")])
        self._add(menu, "about", tr("&About Parfocal"), "", self._commands.about)

    def _choices(
        self, menu: QMenu, kind: str, texts: dict[str, str], chosen: str, act: Callable[[str], None]
    ) -> None:
        """Entries of which one is ticked."""
        group = QActionGroup(menu)
        for name, text in texts.items():
            key = f"{kind}: {name}"
            self._add(menu, key, text, "", partial(act, name))
            self.actions[key].setCheckable(True)
            self.actions[key].setChecked(name == chosen)
            group.addAction(self.actions[key])

    def _add(self, menu: QMenu, name: str, text: str, key: str, act: Callable[[], object]) -> None:
        action = QAction(text, self._window)
        action.setObjectName(name)
        if key:
            action.setShortcut(QKeySequence(key))
        action.triggered.connect(lambda _checked: run(act))
        menu.addAction(action)
        self._window.addAction(action)
        self.actions[name] = action


def run(act: Callable[[], object]) -> None:
    """Do it; what it gives back is of no use to a menu."""
    act()
