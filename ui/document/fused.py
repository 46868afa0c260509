"""What the document holds beside settings: a source as the user gave it, and a result."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from fusion import FusionResult, FusionSettings, Photo
from fusion.register.registration import Area, Registration
from ui.i18n import tr


@dataclass(frozen=True, eq=False)
class Source:
    """A photo as the user gave it."""

    photo: Photo

    @property
    def path(self) -> Path:
        assert self.photo.path is not None
        return self.photo.path

    @property
    def name(self) -> str:
        """The file's name, with the page where it is one of several in the file."""
        if self.photo.page is None:
            return self.photo.name
        return tr("{name}, page {number}", name=self.photo.name, number=self.photo.page + 1)


@dataclass(frozen=True, eq=False)
class Fused:
    """A result, and what it was made from.

    Attributes
    ----------
    shares
        What each source gave, of all pixels, in [0, 1]; empty where nothing is decided.
    mean_confidence
        Over all pixels, in [0, 1]; None where nothing is decided.
    is_preview
        Made from the sources at a small size, to be looked at until the result is there.
    asked
        The settings as chosen; None where the result's own are these.
    """

    result: FusionResult
    sources: tuple[Source, ...]
    shares: tuple[float, ...]
    mean_confidence: float | None
    is_preview: bool = False
    asked: FusionSettings | None = None

    @property
    def registration(self) -> Registration | None:
        """How the frames were registered; None where they were taken as they are."""
        return self.result.registration

    @property
    def numbers(self) -> tuple[int, ...]:
        """Of the sources that took part, from 0."""
        if self.registration is None:
            return tuple(range(len(self.sources)))
        return self.registration.used

    @property
    def area(self) -> Area:
        """Rows and columns of the reference frame that the result shows; of a preview enlarged."""
        photo, registration = self.sources[0].photo, self.registration
        if registration is None:
            return slice(0, photo.height), slice(0, photo.width)
        share = photo.height / registration.size[0]
        rows, columns = registration.area
        return (
            slice(round(rows.start * share), round(rows.stop * share)),
            slice(round(columns.start * share), round(columns.stop * share)),
        )

    def why_no_map(self) -> str:
        """Why there is no decision to look at, in a sentence; empty where there is one, and where the
        kind of fusion knows none."""
        if self.result.decision is not None or self.result.settings.role_names:
            return ""
        if self.shares:
            return tr(
                "Each of the {count} sources gives an equal part (1/{count}) everywhere.",
                count=len(self.numbers),
            )
        return tr("This method mixes the sources; there is no decision map.")
