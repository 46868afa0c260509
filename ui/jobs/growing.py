"""The growing result of a stack, shown while its frames are fused."""

from __future__ import annotations

from collections.abc import Callable, Collection

from fusion import FusionResult, FusionSettings, Photo, Progress
from fusion.photo import Pixels
from fusion.register.registration import Registration
from ui.document.fused import Fused, Source
from ui.pictures.gallery import Gallery

FEWEST = 3
"""So many frames are a stack."""
GROWS_FROM = 4_000_000
"""Pictures of fewer pixels are fused so soon that nothing has to grow."""


def is_worth_growing(sources: Collection[Source]) -> bool:
    """Whether fusing takes so long that a stack is to be seen growing."""
    return len(sources) >= FEWEST and all(
        (source.facts.width or 0) * (source.facts.height or 0) >= GROWS_FROM for source in sources
    )


def first_look(
    quick: Fused | None, progress: Progress, sources: tuple[Source, ...], settings: FusionSettings,
    gallery: Gallery, show: Callable[[Fused], None],
) -> Progress:  # fmt: skip
    """Show the quick preview; a stack that has none is shown growing by the progress function that is
    given back."""
    if quick is not None:
        show(quick)
    elif is_worth_growing(sources):
        return Growing(progress, sources, settings, gallery, show)
    return progress


class Growing:
    """A progress function that also takes the frames as they come together, and shows them.

    Parameters
    ----------
    progress
        Takes the reports, and notes where it has ``tell``.
    sources, settings
        What is fused, and how.
    gallery
        Holds the picture for the screen.
    show
        Is given the preview.
    """

    def __init__(
        self, progress: Progress, sources: tuple[Source, ...], settings: FusionSettings,
        gallery: Gallery, show: Callable[[Fused], None],
    ) -> None:  # fmt: skip
        self._progress, self._gallery, self._show = progress, gallery, show
        self._sources, self._settings = sources, settings
        self.tell = getattr(progress, "tell", lambda _note: None)

    def __call__(self, stage: str, done: int, total: int) -> None:
        self._progress(stage, done, total)

    def grow(self, picture: Pixels, registration: Registration, done: int, total: int) -> None:
        """Show the picture of the frames so far."""
        result = FusionResult(Photo(picture), None, {}, "cpu", self._settings, registration=registration)
        fused = Fused(result, self._sources, (), None, is_preview=True, grown=(done, total))
        self._gallery.of_result(fused)
        self._show(fused)
