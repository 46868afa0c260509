"""A result as the document holds it."""

from __future__ import annotations

from dataclasses import dataclass

from fusion import FusionResult, FusionSettings
from fusion.register.registration import Area, Registration
from ui.document.source import Source
from ui.i18n import tr

__all__ = ["Fused", "Source"]


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
    grown
        Of a stack that is shown growing: how many frames are in it, and of how many; else None.
    """

    result: FusionResult
    sources: tuple[Source, ...]
    shares: tuple[float, ...]
    mean_confidence: float | None
    is_preview: bool = False
    asked: FusionSettings | None = None
    grown: tuple[int, int] | None = None

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
    def size(self) -> tuple[int, int]:
        """Height and width of the reference frame; of a preview enlarged."""
        facts, registration = self.sources[0].facts, self.registration
        if facts.height is not None and facts.width is not None:
            return facts.height, facts.width
        photo = self.result.photo
        return (photo.height, photo.width) if registration is None else registration.size

    @property
    def area(self) -> Area:
        """Rows and columns of the reference frame that the result shows; of a preview enlarged."""
        (height, width), registration = self.size, self.registration
        if registration is None:
            return slice(0, height), slice(0, width)
        share = height / registration.size[0]
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
