"""The document: sources, settings and the result. Signals tell what changed; it knows no widget."""

from __future__ import annotations

import dataclasses
from collections.abc import Collection
from pathlib import Path
from typing import Any

from fusion import FusionSettings, Method, Parameters, methods
from fusion.completion import complete
from fusion.register.registration import Registration
from fusion.settings import AUTO, MULTIFOCUS, RegistrationParameters
from ui.document import change_names
from ui.document.alignment import Aligned, is_used, moved_along, ticked, with_ticks
from ui.document.fused import Fused
from ui.document.kinds import by_role, settings_for
from ui.document.likeness import why_not_aligned, why_not_fused
from ui.document.results import KeptResult, Results, Snapshot
from ui.document.source import Source
from ui.document.source_list import FEWEST_SLOTS, Slots
from ui.document.stack import Stack
from ui.document.state_change import State
from ui.i18n import tr
from ui.qt import Signal

__all__ = ["FEWEST_SLOTS", "Fused", "Session", "Source"]


class Session(Stack):
    """Slots for sources (empty ones are None), the settings, what registering found, and the result."""

    settings_changed = Signal()
    alignment_changed = Signal()
    """What was found by registering, or which frames take part."""
    result_changed = Signal()
    preview_changed = Signal()
    clearing = Signal()
    """Another document begins: what is there now is still whole."""
    ends = Signal()
    """Another document begins: what is read and made for this one is not wanted any more."""

    def __init__(self) -> None:
        super().__init__()
        self._settings = settings_for(MULTIFOCUS)
        self._follows_count = True
        self._left: dict[str, tuple[FusionSettings, bool]] = {}
        self._parameters: dict[str, Parameters] = {}
        self._known: tuple[Source, ...] = ()
        self._aligned: Aligned | None = None
        self.results = Results()
        self._preview: Fused | None = None
        self.is_in_project = False
        """Whether the document is kept in a project that the user named."""
        self.sources_changed.connect(self._suit_sources)  # before anyone who listens asks for them

    def exchange(self) -> None:
        """The infrared becomes the visible picture, and the other way round."""
        with self.changing(lambda: tr("Infrared and visible exchanged")):
            self.move(0, 1)

    def _placed(self, slots: Slots) -> Slots:
        """A pair whose names or colours say that it lies the other way round is exchanged."""
        return tuple(by_role(slots, self.purpose))

    def clear(self) -> None:
        """Empty all slots and forget all results; this cannot be undone."""
        self.ends.emit()
        self.clearing.emit()
        self.results.clear()
        self._forget_slots()
        self.result_changed.emit()

    def begin_with(self, state: State) -> None:
        """Another document: sources and settings, without results and without anything to undo."""
        self.ends.emit()
        self.results.clear()
        self.result_changed.emit()
        self.restore(state)
        self.history.clear()

    def state(self) -> State:
        return State(
            self._slots, self._settings, self._follows_count, self._aligned, dict(self._left),
            dict(self._parameters),
        )  # fmt: skip

    def restore(self, state: State) -> None:
        slots, settings, aligned = self._slots, self._settings, self._aligned
        self._known = tuple(source for source in state.slots if source is not None)
        self._settings = state.settings or settings
        self._follows_count, self._aligned = state.follows_count, state.aligned
        self._left, self._parameters = dict(state.left), dict(state.parameters)
        if slots != state.slots:
            self._take_slots(state.slots)
        if settings != self._settings:
            self.settings_changed.emit()
        if aligned is not self._aligned:
            self.alignment_changed.emit()

    def sources_in_use(self) -> Collection[Source]:
        return {*self.sources, *(source for kept in self.results for source in kept.fused.sources)}

    # Settings

    @property
    def settings(self) -> FusionSettings:
        """What Fuse will be asked to do; the method's parameters are always filled in."""
        return self._settings

    @property
    def settings_to_fuse(self) -> FusionSettings:
        """The settings; the method is ``auto`` where the number of sources chose it."""
        method = AUTO if self._follows_count else self._settings.method
        return dataclasses.replace(self._settings, method=method)

    @property
    def purpose(self) -> str:
        """The kind of fusion."""
        return self._settings.purpose or MULTIFOCUS

    def choose_purpose(self, purpose: str) -> None:
        """Take a kind of fusion, with the settings that it was left with; the sources stay."""
        if purpose == self.purpose:
            return
        with self.changing(lambda: tr("Kind of fusion")):
            before = self._settings
            self._left[self.purpose] = before, self._follows_count
            known, self._follows_count = self._left.get(purpose, (None, True))
            self._settings = dataclasses.replace(settings_for(purpose, known), device=before.device)
            self._aligned = None
            self._set_slots(tuple(by_role(self._slots, purpose)))
            self.settings_changed.emit()
            self.alignment_changed.emit()
            self.sources_changed.emit()

    @property
    def is_chosen_by_count(self) -> bool:
        """Whether the method is the one that suits the number of sources, since nobody named another."""
        return self._follows_count

    @property
    def method(self) -> Method[Any]:
        return methods()[self._settings.method]

    @property
    def parameters(self) -> Parameters:
        assert self._settings.parameters is not None
        return self._settings.parameters

    def choose_method(self, name: str) -> None:
        """Take a method by name, whatever the number of sources; the parameters that each had are kept
        for coming back."""
        with self.changing(change_names.of_method(self._settings.method, name)):
            self._follow_count(False)
            if name != self._settings.method:
                self._take_method(name)

    def choose_by_count(self) -> None:
        """Leave the method to the number of sources, as at the start."""
        with self.changing(lambda: tr("Method by the number of sources")):
            self._follow_count(True)
            self._suit_count()

    def _follow_count(self, on: bool) -> None:
        if on != self._follows_count:
            self._follows_count = on
            self.settings_changed.emit()

    def _suit_count(self) -> None:
        """As long as nobody named a method: the one for so many sources."""
        if self._follows_count:
            count = max(len(self.sources), FEWEST_SLOTS)
            suited = complete(FusionSettings(purpose=self.purpose), count).method
            if suited != self._settings.method:
                self._take_method(suited)

    def _take_method(self, name: str) -> None:
        self._parameters[self._settings.method] = self.parameters
        known = self._parameters.get(name) or methods()[name].parameters()
        self._change(dataclasses.replace(self._settings, method=name, parameters=known))

    def set_parameter(self, name: str, value: object) -> None:
        """Change one parameter of the method; raises ``FusionError`` out of its range."""
        changed = dataclasses.replace(self.parameters, **{name: value})
        called = change_names.of_parameter(self.parameters, name, value)
        with self.changing(called, of=f"{self._settings.method} {name}"):
            self._change(dataclasses.replace(self._settings, parameters=changed))

    def reset_parameters(self) -> None:
        """All parameters of the method back to their defaults."""
        with self.changing(lambda: tr("Parameters reset")):
            self._change(dataclasses.replace(self._settings, parameters=self.method.parameters()))

    def choose_device(self, device: str) -> None:
        with self.changing(change_names.of_device(self._settings.device, device)):
            self._change(dataclasses.replace(self._settings, device=device))

    def _change(self, settings: FusionSettings) -> None:
        if settings != self._settings:
            self._settings = settings
            self.settings_changed.emit()

    # Registration

    @property
    def registration_parameters(self) -> RegistrationParameters:
        assert self._settings.registration is not None
        return self._settings.registration

    @property
    def registration(self) -> Registration | None:
        """What was found for the sources and parameters as they are; None before, and after a change."""
        return self._aligned.registration if self._aligned is not None else None

    def set_registration_parameter(self, name: str, value: object) -> None:
        """Change the model, the reference …; what was found with the old value is thrown away."""
        changed: dict[str, Any] = {name: value}
        called = change_names.of_parameter(self.registration_parameters, name, value)
        with self.changing(called, of=f"registration {name}"):
            self._register_by(dataclasses.replace(self.registration_parameters, **changed))

    def take_registration(
        self, registration: Registration | None, sources: tuple[Source, ...],
        parameters: RegistrationParameters,
    ) -> None:  # fmt: skip
        """Keep what was found, unless sources or parameters have changed since."""
        if registration is None:
            return
        aligned = Aligned(registration, sources, parameters)
        if aligned.is_of(self.sources, self.registration_parameters):
            self._aligned = aligned
            self.alignment_changed.emit()

    def is_used(self, number: int) -> bool:
        """Whether the source of this number takes part."""
        return is_used(self.registration, self.registration_parameters, number)

    def use(self, number: int, used: bool) -> None:
        """Take a source in or leave it out, whatever was found about it; the last one stays."""
        self.use_all([number], used)

    def use_all(self, numbers: Collection[int], used: bool) -> None:
        """Take sources in or leave them out, all at once; where none would stay, the first does."""
        before = [number for number in range(len(self.sources)) if self.is_used(number)]
        changed = [n for n in numbers if 0 <= n < len(self.sources) and self.is_used(n) != used]
        if changed and not used and set(before) <= set(changed):
            changed.remove(min(changed))
        if not changed:
            return
        parameters, aligned = ticked(self.registration_parameters, changed, used), self._aligned
        with self.changing(change_names.of_ticks(len(changed), used)):
            if aligned is not None:
                found = with_ticks(aligned.registration, parameters, changed, used)
                self._aligned = Aligned(found, aligned.sources, parameters)
            self._change(dataclasses.replace(self._settings, registration=parameters))
            self.alignment_changed.emit()

    def _register_by(self, parameters: RegistrationParameters) -> None:
        """Other parameters; what was found goes first where it does not hold for them."""
        is_over = self._aligned is not None and not self._aligned.is_of(self.sources, parameters)
        if is_over:
            self._aligned = None
        self._change(dataclasses.replace(self._settings, registration=parameters))
        if is_over:
            self.alignment_changed.emit()

    def _suit_sources(self) -> None:
        """Other sources: what was said of single ones goes with them."""
        before, self._known = self._known, self.sources
        if before != self._known:
            moved = moved_along(self.registration_parameters, before, self._known)
            if self._settings.role_names:  # the reference is a role, whichever source has it
                moved = dataclasses.replace(moved, reference=self.registration_parameters.reference)
            self._register_by(moved)
        self._suit_count()

    # Result

    @property
    def fused(self) -> Fused | None:
        """The result that is shown now; all others are kept in ``results``."""
        return None if self.results.shown is None else self.results.shown.fused

    @property
    def shown(self) -> Fused | None:
        """What the views show: the preview of a result that is being made, else the result."""
        return self._preview or self.fused

    @property
    def is_saved(self) -> bool:
        """Nothing would be lost: there is no result that anyone would miss, or each is in a file, or can
        be made again from the project."""
        lost = self.results.unsaved
        return all(self.is_in_project and kept.fused.result.record is not None for kept in lost)

    @property
    def saved_as(self) -> Path | None:
        """The file that holds the result that is shown."""
        return None if self.results.shown is None else self.results.shown.saved_as

    def take_result(self, fused: Fused) -> KeptResult:
        """Show a result that was just made; the one before stays among the results."""
        self.stroke_ends.emit()
        self._preview = None
        before, kept = self.results.shown, self.results.add(fused)
        kept.carry(before)
        self.results.show(kept)
        parameters = fused.result.settings.registration
        if parameters is not None:
            self.take_registration(fused.registration, fused.sources, parameters)
        self.result_changed.emit()
        return kept

    def show_result(self, kept: KeptResult) -> None:
        """Show another of the results."""
        if kept is not self.results.shown and kept in self.results:
            self.stroke_ends.emit()
            self.results.show(kept)
            self.result_changed.emit()

    def remove_result(self, kept: KeptResult) -> None:
        """Take a result out; where it was shown another one is."""
        was_shown = kept is self.results.shown
        if kept in self.results:
            self.results.remove(kept)
            self.history.drop(kept)
        if was_shown:
            self.result_changed.emit()

    def paint_on(self, copy: Fused) -> None:
        """Take a copy of the result in its place, whose pixels strokes may change."""
        shown = self.results.shown
        if shown is not None:
            shown.fused = copy
            self.result_changed.emit()

    def mark_changed(self, kept: KeptResult | None = None) -> None:
        """Strokes changed the pixels of a result, the one that is shown unless another is named:
        what was saved is older."""
        kept = kept or self.results.shown
        if kept is not None and kept.saved_as is not None:
            self.results.mark_saved(kept, None)
            self.result_changed.emit()

    def show_preview(self, preview: Fused | None) -> None:
        """Show a preview in place of the result, which stays; None ends that."""
        if preview is not self._preview:
            self._preview = preview
            self.preview_changed.emit()

    def mark_saved(
        self, path: Path, kept: KeptResult | None = None, snapshot: Snapshot | None = None
    ) -> None:
        """A result is in a file; the one that is shown unless another is named. ``snapshot`` is what
        the file holds: a result that has other strokes by now is not saved."""
        kept = kept or self.results.shown
        if kept is not None and kept in self.results:
            is_older = snapshot is not None and kept.retouch.strokes != snapshot.retouch.strokes
            self.results.mark_saved(kept, None if is_older else path)
            self.result_changed.emit()

    def why_stale(self) -> str:
        """Why the result is not what Fuse would give now; empty when it is."""
        fused = self.fused
        if fused is None:
            return ""
        if fused.sources != self.sources:
            return tr("Made from other sources than those in the list now.")
        if (fused.asked or fused.result.settings) != self._settings:
            return tr("Made with other settings than those chosen now.")
        return ""

    def why_not_fuse(self) -> str:
        """Why these sources cannot be fused, in a sentence; empty when they can."""
        most = len(self._settings.role_names) or self.method.most_frames
        return why_not_fused(self._slots, self.purpose, most)

    def why_not_align(self) -> str:
        """Why these sources cannot be registered, in a sentence; empty when they can."""
        return why_not_aligned(self._slots, self.purpose)
