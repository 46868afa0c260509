"""What the document knows of registration: the frames that the user ticked, and what was found."""

from __future__ import annotations

from collections.abc import Collection, Hashable, Sequence
from dataclasses import dataclass, replace

from fusion.errors import FusionError
from fusion.register.registration import Registration
from fusion.settings import RegistrationParameters


@dataclass(frozen=True, eq=False)
class Aligned:
    """A registration, and the sources and parameters that it was found for."""

    registration: Registration
    sources: tuple[Hashable, ...]
    parameters: RegistrationParameters

    def is_of(self, sources: tuple[Hashable, ...], parameters: RegistrationParameters) -> bool:
        """Whether it holds for these; which frames the user ticks changes nothing that was found."""
        return self.sources == sources and unticked(self.parameters) == unticked(parameters)


def unticked(parameters: RegistrationParameters) -> RegistrationParameters:
    """The parameters without what the user said of single frames."""
    return replace(parameters, keep=(), leave_out=())


def ticked(
    parameters: RegistrationParameters, numbers: Collection[int], used: bool
) -> RegistrationParameters:
    """The parameters with frames taken in or left out by the user, whatever is found about them.

    Examples
    --------
    >>> ticked(RegistrationParameters(keep=(2,)), [2, 5], used=False).leave_out
    (2, 5)
    """
    keep, leave_out = set(parameters.keep) - set(numbers), set(parameters.leave_out) - set(numbers)
    (keep if used else leave_out).update(numbers)
    return replace(parameters, keep=tuple(sorted(keep)), leave_out=tuple(sorted(leave_out)))


def with_ticks(
    registration: Registration, parameters: RegistrationParameters, numbers: Collection[int],
    used: bool,
) -> Registration:  # fmt: skip
    """What was found, with frames taken in or left out, and the crop for those that take part.

    Where these have too little in common the crop stays; what a frame does not show is not used.
    """
    from fusion.register.stack import crop  # here, and not above: it imports what registering needs

    found = registration
    for number in numbers:
        found = found.with_used(number, used)
    frames = [found.frames[each] for each in found.used]
    try:
        return replace(found, area=crop(frames, found.size, parameters))
    except FusionError:
        return found


def moved_along(
    parameters: RegistrationParameters, before: Sequence[Hashable], after: Sequence[Hashable]
) -> RegistrationParameters:
    """The parameters for other sources: what was said of a source goes where the source went.

    Examples
    --------
    >>> moved = moved_along(RegistrationParameters(reference=0, leave_out=(1,)), "ab", "bca")
    >>> moved.reference, moved.leave_out
    (2, (0,))
    """
    places = {source: number for number, source in enumerate(after)}

    def follow(numbers: Sequence[int]) -> tuple[int, ...]:
        there = (before[number] for number in numbers if number < len(before))
        return tuple(sorted(places[source] for source in there if source in places))

    reference = None if parameters.reference is None else follow((parameters.reference,))
    return replace(
        parameters,
        reference=reference[0] if reference else None,
        keep=follow(parameters.keep),
        leave_out=follow(parameters.leave_out),
    )


def is_used(
    registration: Registration | None, parameters: RegistrationParameters, number: int
) -> bool:
    """Whether a frame takes part: as found, or before anything was found as the user ticked it."""
    if registration is not None:
        return registration.frames[number].used
    return number not in parameters.leave_out


def changes_frames(registration: Registration | None) -> bool:
    """Whether any frame is moved, brightened or cropped."""
    return registration is not None and (
        registration.is_cropped
        or any(not f.transform.is_still or f.transform.has_gain for f in registration.frames)
    )
