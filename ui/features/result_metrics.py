"""Results compared: the metrics of all in one table, and error maps against a reference picture."""

from __future__ import annotations

from collections.abc import Sequence
from functools import partial

from ui.canvas.panes import ERROR, MOST_PANES, RESULT, Pane
from ui.dialogs import files
from ui.document.results import KeptResult
from ui.features.feature import Entry, Parts
from ui.i18n import tr
from ui.jobs.result_metrics_job import ResultMetrics
from ui.panels.results_table import ResultsTable
from ui.pictures.errors import GAINS


class ResultMetricsFeature:
    """Asks for the reference where there is none, and shows what was found."""

    def __init__(self, parts: Parts) -> None:
        self._parts = parts
        self.metrics = ResultMetrics(
            parts.session, parts.jobs, parts.job_actions, parts.job_actions.gallery
        )
        self.table: ResultsTable | None = None
        self._wants_errors = False
        self.metrics.reported.connect(parts.messages.say)
        self.metrics.job_begun.connect(parts.messages.clear)
        self.metrics.errors_ready.connect(self._show_errors)
        parts.measuring.changed.connect(self._go_on)
        parts.metrics.errors_wanted.connect(self.show_errors)
        parts.metrics.table_wanted.connect(self.show_table)
        parts.retouch.painter.painted.connect(self.metrics.repaint)

    def entries(self) -> Sequence[Entry]:
        session = self._parts.session
        gains = [
            Entry("view", f"error gain {gain}", partial(text_of, gain), partial(self.take_gain, gain),
                  possible=lambda: session.results.reference is not None,
                  checked=partial(self._is_gain, gain), group=group)
            for gain in GAINS
        ]  # fmt: skip
        return [
            Entry("view", "errors", lambda: tr("Show the &error maps"), self.show_errors, "Shift+E",
                  possible=lambda: session.fused is not None, group=group),
            *gains,
            Entry("view", "measure results", lambda: tr("&Metrics of all results…"), self.show_table,
                  "Ctrl+M", possible=lambda: session.fused is not None),
        ]  # fmt: skip

    def refresh(self) -> None:
        """The table follows the results by itself."""

    def close(self) -> None:
        """The table goes with the window."""
        if self.table is not None:
            self.table.close()

    def show_table(self) -> None:
        """Show the metrics of all results, and measure those that were never measured."""
        if self.table is None:
            self.table = ResultsTable(self._parts.window, self.metrics, self._parts.preferences)
        self.table.refresh()
        self.table.show()
        self.table.raise_()
        self.metrics.measure_new()

    def show_errors(self) -> None:
        """Show how far the results are from the reference; asks for one where there is none."""
        preferences = self._parts.preferences
        if self._parts.session.results.reference is None:
            for path in files.ask_open(self._parts.window, preferences.folder, many=False):
                preferences.folder = str(path.parent)
                reading = self._parts.measuring.read_reference(path)
                self._wants_errors = reading is not None
                if reading is not None:
                    reading.over.connect(self._want_none)
            return
        self.metrics.make_errors(self._parts.results.chosen[:MOST_PANES])

    def take_gain(self, gain: int) -> None:
        """Show the differences so many times."""
        self._parts.viewer.look.error_gain = gain
        self._parts.viewer.refresh()
        self._parts.refresh()

    def _is_gain(self, gain: int) -> bool:
        return self._parts.viewer.look.error_gain == gain

    def _go_on(self) -> None:
        """The reference was read, and error maps were wanted."""
        if self._wants_errors and self._parts.session.results.reference is not None:
            self._wants_errors = False
            self.show_errors()

    def _want_none(self) -> None:
        """The reference was read, or could not be."""
        self._wants_errors = False

    def _show_errors(self, compared: list[KeptResult]) -> None:
        """One or two results and their errors side by side; of more only the errors."""
        results = [Pane(made=RESULT, of=kept) for kept in compared]
        errors = [Pane(made=ERROR, of=kept) for kept in compared]
        both = [*results, *errors]
        self._parts.viewer.compare_panes(both if len(both) <= MOST_PANES else errors)


def group() -> str:
    """The submenu of the error maps."""
    return tr("Error against the refere&nce")


def text_of(gain: int) -> str:
    """How a gain is called in the menu."""
    return tr("Difference × {gain}", gain=gain)
