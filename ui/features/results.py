"""The commands for the results: show, flip, compare, rename, take out, save all."""

from __future__ import annotations

from collections.abc import Sequence
from functools import partial

from ui.features.feature import Entry, Parts
from ui.i18n import tr
from ui.panels.results_model import KEYS


class ResultsFeature:
    """Puts what can be done with the results into the menus."""

    def __init__(self, parts: Parts) -> None:
        self._session, self._strip, self._do = parts.session, parts.strip, parts.results
        parts.retouch.painter.strokes_changed.connect(parts.strip.results.repaint_shown)

    def entries(self) -> Sequence[Entry]:
        do = self._do
        there = self._several

        def group() -> str:
            return tr("Resu&lts")

        numbered = [
            Entry(
                "view", f"result {number}", partial(self._text_of, number),
                partial(do.show_number, number - 1), f"Ctrl+{number}",
                possible=partial(self._has_result, number), group=group,
            )
            for number in range(1, KEYS + 1)
        ]  # fmt: skip
        return [
            Entry("file", "save all", lambda: tr("Save a&ll results…"), do.save_all, "Ctrl+Shift+S",
                  after="save", possible=there),
            Entry("view", "flip", lambda: tr("Flip to the other result"), do.flip, "Q", after="compare",
                  possible=do.can_flip),
            Entry("view", "compare results", lambda: tr("&Compare the selected results"), do.compare,
                  "Ctrl+Shift+C", possible=do.can_compare, group=group),
            Entry("view", "rename result", lambda: tr("&Rename the result"), do.rename, "F2",
                  possible=there, group=group),
            Entry("view", "remove result", lambda: tr("&Take out the selected results"), do.remove, "",
                  possible=there, group=group),
            Entry("view", "remove others", lambda: tr("Take out all &others"), do.remove_others, "",
                  possible=there, group=group),
            *numbered,
        ]  # fmt: skip

    def refresh(self) -> None:
        """The menus follow the session by themselves."""

    def close(self) -> None:
        """Nothing runs here."""

    def _several(self) -> bool:
        return len(self._session.results) > 1

    def _has_result(self, number: int) -> bool:
        return number <= len(self._session.results)

    def _text_of(self, number: int) -> str:
        return tr("Show result &{number}", number=number)
