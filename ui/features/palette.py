"""Ctrl+Shift+P: every command of the menus, and every method, by a few letters of its name."""

from __future__ import annotations

from collections.abc import Sequence
from functools import partial

from fusion import methods
from ui.canvas.views import OF_MULTIFOCUS, View
from ui.dialogs.commands import MenuCommand, commands_of, plain, text_given
from ui.dialogs.palette import PaletteDialog, PaletteItem
from ui.features.feature import Entry, Parts
from ui.i18n import fusion_text, in_every_language, tr

NAME = "palette"
OF_RESULT = {view.value for view in View} | {"save", "save depth", "next place", "last place"}
"""Commands that need a result."""
OF_DECISION = {view.value for view in OF_MULTIFOCUS} | {"next place", "last place"}
"""Commands that need a result whose method decides."""
OF_SOURCES = {"remove all": 1, "reverse": 2, "sort: name": 2, "sort: time": 2, "every": 3}
"""Commands that need so many sources."""


class Palette:
    """Lists the commands as they are when it is opened."""

    def __init__(self, parts: Parts) -> None:
        self._parts = parts

    def entries(self) -> Sequence[Entry]:
        """Its own command, which is not in the list itself."""
        return [
            Entry("help", NAME, lambda: tr("Command &palette…"), self.open, "Ctrl+Shift+P",
                  after="shortcuts")
        ]  # fmt: skip

    def refresh(self) -> None:
        """Nothing is kept."""

    def close(self) -> None:
        """Nothing runs."""

    def open(self) -> PaletteDialog:
        """Show the palette over the window."""
        chosen = self._parts.preferences
        dialog = PaletteDialog(
            self._parts.window, self.items(), chosen.recent_commands, chosen.remember_command
        )
        dialog.finished.connect(dialog.deleteLater)
        dialog.open()
        dialog.line.setFocus()
        return dialog

    def items(self) -> list[PaletteItem]:
        """All that can be asked for."""
        commands = commands_of(self._parts.window.menuBar())
        listed = [self._item(each) for each in commands if each.action.objectName() != NAME]
        return [*listed, *self._methods()]

    def _item(self, command: MenuCommand) -> PaletteItem:
        action = command.action
        texts = tuple(plain(text) for text in in_every_language(text_given(action)))
        menus = [plain(text) for text in in_every_language(command.menus[-1])]
        why_not = "" if action.isEnabled() else self.why_not(action.objectName())
        key = command.keys[0] if command.keys else ""
        return PaletteItem(
            action.objectName(), command.text, command.where, texts, paired(menus, texts), key,
            why_not, action.isCheckable() and action.isChecked(), action.trigger,
        )  # fmt: skip

    def _methods(self) -> list[PaletteItem]:
        session = self._parts.session
        where, items = tr("Method"), []
        for name, method in methods(session.purpose).items():
            titles = (*in_every_language(fusion_text(method.title)), name)
            further = paired(in_every_language(where), titles)
            items.append(
                PaletteItem(f"method: {name}", titles[0], where, titles, further, "", "",
                            name == session.settings.method, partial(session.choose_method, name))
            )  # fmt: skip
        return items

    def why_not(self, name: str) -> str:
        """Why a command cannot be used now, in a sentence."""
        session, actions = self._parts.session, self._parts.job_actions
        if name == "fuse":
            return actions.why_not_fuse()
        if name == "align" and actions.why_not_align():
            return actions.why_not_align()
        if name == "cancel":
            return tr("Nothing is running.")
        if len(session.sources) < OF_SOURCES.get(name, 0):
            return tr("There are too few sources.")
        if name in OF_RESULT:
            if session.shown is None:
                return tr("There is no result yet.")
            if name in OF_DECISION and session.shown.why_no_map():
                return session.shown.why_no_map()
        return tr("Not possible now.")


def paired(menus: Sequence[str], texts: Sequence[str]) -> tuple[str, ...]:
    """Each text behind each menu."""
    return tuple(f"{menu} {text}" for menu in menus for text in texts)
