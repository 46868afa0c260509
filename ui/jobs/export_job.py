"""Exporting what is wanted of a result: several files, which appear all together or not at all."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass, replace
from datetime import datetime
from pathlib import Path

import numpy as np

from fusion import Decision, FusionResult, MatchingFrames, Photo, Progress, SaveOptions, save_photo
from fusion.files.metadata.carried import as_map
from fusion.files.names import fill
from fusion.files.staging import Staging, all_or_none
from fusion.frames.roles import frames_for
from fusion.layered.saving import LayeredResult, ending_for, save_layered
from fusion.register.registration import Registration
from fusion.register.roles import align_for
from fusion.settings import AS_GIVEN
from ui.document.fused import Fused
from ui.jobs.depth_job import measure_depth

PICTURE, DECISION, CONFIDENCE, DEPTH = "picture", "decision", "confidence", "depth"
FRAMES, LAYERS, FIGURE = "frames", "layers", "figure"
MAP_ENDINGS = (".png", ".tif")
ENDINGS = {
    PICTURE: (".tif", ".png", ".jpg", ".webp"), DECISION: MAP_ENDINGS, CONFIDENCE: MAP_ENDINGS,
    DEPTH: MAP_ENDINGS, FRAMES: (".tif", ".png", ".jpg"), LAYERS: (".psd", ".psb"),
    FIGURE: (".pdf", ".svg", ".png"),
}  # fmt: skip
"""What can be exported, and as what; the first is the usual one."""

WriteFigure = Callable[[Path, Fused, Progress], None]


@dataclass(frozen=True)
class ExportChoice:
    """What is exported: for each thing that is wanted its ending; where to, and under which name.

    ``name`` is a template as of saved results, without an ending.
    """

    wanted: tuple[tuple[str, str], ...] = ((PICTURE, ".tif"), (LAYERS, ".psd"))
    folder: str = ""
    name: str = "{first}_fused"

    def as_text(self) -> str:
        """The things and endings as they are remembered."""
        return " ".join(f"{thing}{ending}" for thing, ending in self.wanted)

    @staticmethod
    def things_from(text: str) -> tuple[tuple[str, str], ...]:
        """The things and endings of a remembered text; what is not known is passed by.

        Examples
        --------
        >>> ExportChoice.things_from("picture.png music.mp3")
        (('picture', '.png'),)
        """
        found = []
        for word in text.split():
            thing, dot, ending = word.partition(".")
            if dot + ending in ENDINGS.get(thing, ()):
                found.append((thing, dot + ending))
        return tuple(found)


@dataclass(frozen=True)
class Export:
    """A result that is exported, as it was when that was asked for.

    Attributes
    ----------
    fused
        What was made, and from what.
    result
        As it is saved: with its strokes in its record.
    is_retouched
        Whether strokes are on it.
    choice, options
        What is wanted, and how pictures are written.
    """

    fused: Fused
    result: FusionResult
    is_retouched: bool
    choice: ExportChoice
    options: SaveOptions

    @property
    def base(self) -> Path:
        """Folder and name of the files, without an ending; raises ``FusionError`` for a wrong field."""
        sources = [source.path for source in self.fused.sources]
        name = Path(self.choice.name.replace("\\", "/")).name
        filled = fill(Path(name), sources, self.result.settings.method, datetime.now()).name
        return Path(self.choice.folder) / filled

    @property
    def things(self) -> tuple[tuple[str, str], ...]:
        """What is wanted and can be exported of this result, with its ending."""
        decided, of_roles = self.result.decision is not None, bool(self.result.settings.role_names)
        impossible = set() if decided else {DECISION, CONFIDENCE}
        impossible |= {DEPTH} if of_roles else set()
        return tuple(
            (thing, self._ending(thing, ending)) for thing, ending in self.choice.wanted
            if thing not in impossible
        )  # fmt: skip

    def _ending(self, thing: str, ending: str) -> str:
        """A layered file that is too large for PSD is a PSB."""
        if thing == LAYERS and ending == ".psd":
            return ending_for(self.result.photo, len(self.fused.numbers))
        return ending

    @property
    def picture(self) -> Path | None:
        """The file of the result itself; None where it is not wanted."""
        ending = dict(self.things).get(PICTURE)
        return None if ending is None else self.targets_of(PICTURE, ending)[0]

    def targets(self) -> list[Path]:
        """All files that are going to be written."""
        return [path for thing, ending in self.things for path in self.targets_of(thing, ending)]

    def targets_of(self, thing: str, ending: str) -> list[Path]:
        """The files of one thing; of the frames, one each."""
        base = self.base
        if thing == PICTURE:
            return [base.with_name(base.name + ending)]
        if thing != FRAMES:
            return [base.with_name(f"{base.name}_{thing}{ending}")]
        folder = base.with_name(f"{base.name}_frames")
        return [
            folder / f"{number + 1:03d}_{Path(self.name_of(number)).stem}{ending}"
            for number in self.fused.numbers
        ]

    def name_of(self, number: int) -> str:
        """The name of the source that frame ``number`` is."""
        order = self.result.order
        return self.fused.sources[order[number] if order else number].name


def export(wanted: Export, write_figure: WriteFigure, progress: Progress) -> list[Path]:
    """Write everything that is wanted; returns the files.

    Raises
    ------
    FusionError
        Where one cannot be written: then none is.
    """
    sources = [source.path for source in wanted.fused.sources]
    frames = OnceMade(wanted.fused, progress)
    with all_or_none(wanted.base.parent, sources) as staging:
        for number, (thing, ending) in enumerate(wanted.things):
            progress("Exporting", number, len(wanted.things))
            targets = wanted.targets_of(thing, ending)
            write_part(thing, targets, wanted, Writing(staging, frames, write_figure, progress))
        progress("Exporting", len(wanted.things), len(wanted.things))
        return list(staging.targets)


@dataclass(frozen=True)
class Writing:
    """What writing needs: where files wait, the registered frames, and whom to tell."""

    staging: Staging
    frames: OnceMade
    write_figure: WriteFigure
    progress: Progress


def write_part(thing: str, targets: list[Path], wanted: Export, writing: Writing) -> None:
    """Write one of what can be exported: the picture, a map, the frames …"""
    result, places = wanted.result, map(writing.staging.place_for, targets)
    if thing == FRAMES:
        save_frames(wanted, places, writing)
        return
    (place,) = places
    if thing == PICTURE:
        save_photo(result.photo, place, options=wanted.options)
    elif thing == DEPTH:
        from fusion.depth.saving import save_depth

        save_depth(measure_depth(wanted.fused, writing.progress), place, options=wanted.options)
    elif thing == LAYERS:
        decision = result.decision
        layered = LayeredResult(
            result.photo, writing.frames.get(), wanted.fused.numbers,
            [wanted.name_of(number) for number in range(len(wanted.fused.sources))],
            of_two(decision) if wanted.is_retouched and decision is not None else decision,
        )  # fmt: skip
        save_layered(layered, place, (), writing.progress, wanted.options.location)
    elif thing == FIGURE:
        writing.write_figure(place, wanted.fused, writing.progress)
    else:
        assert result.decision is not None
        grey = result.decision.as_grey() if thing == DECISION else result.decision.confidence_as_grey()
        save_photo(as_map(Photo(grey), thing), place, options=wanted.options)


def save_frames(wanted: Export, places: Iterable[Path], writing: Writing) -> None:
    """Write each frame that took part, registered as the result is."""
    frames, numbers = writing.frames.get(), wanted.fused.numbers
    for done, (number, place) in enumerate(zip(numbers, places, strict=True)):
        writing.progress("Saving the registered frames", done, len(numbers))
        save_photo(frames[number], place, options=wanted.options)
        frames.release()


class OnceMade:
    """The registered frames of a result, made when they are first asked for."""

    def __init__(self, fused: Fused, progress: Progress) -> None:
        self._fused, self._progress = fused, progress
        self._frames: MatchingFrames | None = None

    def get(self) -> MatchingFrames:
        """All frames, also those that took no part, in the order of the result's decision."""
        if self._frames is None:
            self._frames = registered_frames(self._fused, self._progress)
        return self._frames


def registered_frames(fused: Fused, progress: Progress) -> MatchingFrames:
    """The frames of a result as they were fused."""
    settings, order = fused.result.settings, fused.result.order
    sources = [fused.sources[number] for number in order] if order else fused.sources
    given = [source.for_fusing for source in sources]
    frames = frames_for(
        replace(settings, roles=AS_GIVEN), given, fused.sources[0].reading, progress
    )
    registration: Registration | None = fused.registration
    if registration is not None:
        align_for(settings, frames, registration, progress)
    return frames


def of_two(decision: Decision) -> Decision:
    """What strokes say in a decision, as two frames a pixel with their weights."""
    return Decision(
        np.array(decision.labels), np.array(decision.weight_steps), np.array(decision.confidence_steps),
        decision.frames, np.array(decision.runner_up),
    )  # fmt: skip
