"""Registering as the jobs do it, and the same registration for pictures at a small size."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import replace

import numpy as np

from fusion import FusionResult, FusionSettings, Photo, Progress, fuse
from fusion.photo import Pixels
from fusion.register.registration import Registration
from fusion.settings import AS_GIVEN, RegistrationParameters
from ui.document.session import Fused, Source

Register = Callable[[Sequence[Photo], RegistrationParameters, Progress], Registration]
Fuse = Callable[[Sequence[Photo], FusionSettings, Progress, Registration | None], FusionResult]


def register_photos(
    photos: Sequence[Photo], parameters: RegistrationParameters, progress: Progress
) -> Registration:
    """Find how the photos lie against each other."""
    from fusion.register.apply import register_sources

    return register_sources(photos, parameters, None, progress)


def fuse_photos(
    photos: Sequence[Photo], settings: FusionSettings, progress: Progress,
    registration: Registration | None = None,
) -> FusionResult:  # fmt: skip
    """Fuse the photos, by a registration where it is known already."""
    return fuse(photos, settings, progress, registration=registration)


def fuse_sources(
    fuse_function: Fuse, sources: Sequence[Source], settings: FusionSettings, progress: Progress,
    registration: Registration | None,
) -> FusionResult:  # fmt: skip
    """Fuse sources; those that are not kept are read from their files, each once."""
    if all(source.is_kept for source in sources):
        return fuse_function([source.photo for source in sources], settings, progress, registration)
    given = [source.for_fusing for source in sources]
    return fuse(given, settings, progress, sources[0].reading, registration)


def register_in_order(
    register_function: Register, sources: Sequence[Source], parameters: RegistrationParameters,
    progress: Progress,
) -> Registration:  # fmt: skip
    """Register sources; those that are not kept are read from their files, each once."""
    if all(source.is_kept for source in sources):
        return register_function([source.photo for source in sources], parameters, progress)
    from fusion.register.apply import register_sources

    given = [source.for_fusing for source in sources]
    return register_sources(given, parameters, sources[0].reading, progress)


def smaller(registration: Registration, size: tuple[int, int]) -> Registration:
    """The same registration for the frames reduced to ``size`` (height, width).

    Examples
    --------
    >>> from fusion.register.registration import FrameReport
    >>> area = (slice(10, 90), slice(0, 200))
    >>> whole = Registration("none", 0, (100, 200), area, (FrameReport("a.png"),))
    >>> smaller(whole, (50, 100)).area
    (slice(5, 45, None), slice(0, 100, None))
    """
    share = size[0] / registration.size[0]
    frames = tuple(
        replace(frame, transform=frame.transform.reduced(share))
        for frame in registration.frames
    )
    rows, columns = (
        slice(round(span.start * share), min(round(span.stop * share), length))
        for span, length in zip(registration.area, size, strict=True)
    )
    return replace(registration, size=size, area=(rows, columns), frames=frames)


def compared_frames(fused: Fused) -> list[Pixels]:
    """What a result is compared with: the frames that took part, registered and cropped as it is, and
    with roles on one scale."""
    registration, photos = fused.registration, [source.photo for source in fused.sources]
    if fused.result.settings.role_names:
        from fusion.frames.roles import frames_by_role

        photos = list(frames_by_role(photos, AS_GIVEN))
    if registration is None:
        return [photo.pixels for photo in photos]
    from fusion.frames.registered import registered

    return [
        registered(photos[number], registration.frames[number].transform, registration.area).pixels
        for number in registration.used
    ]


def compared_reference(reference: Photo, fused: Fused) -> Pixels:
    """The ground truth, cropped as the result is where it shows as much as the sources do."""
    photo = fused.result.photo
    if (reference.height, reference.width) == (photo.height, photo.width):
        return reference.pixels
    return np.ascontiguousarray(reference.pixels[fused.area])
