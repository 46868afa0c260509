"""From sources to a result: the only place that knows the order of the steps."""

from __future__ import annotations

import threading
from collections.abc import Callable, Sequence
from dataclasses import replace
from functools import partial
from typing import Any, TypeVar

from fusion.activity.made_up_detail import detail, detail_of_two, share
from fusion.backends import backends_in_turn, is_out_of_memory
from fusion.backends.base import Backend
from fusion.completion import check_count, complete, get_ready, notes_on_order, settings_instead
from fusion.contracts import ActivityPlan, Context, Frames, Method, Outcome, Plan, ScorePlan
from fusion.decision import Decision, GuidedBoundaries
from fusion.device import choose_device, device_title
from fusion.files import ReadOptions
from fusion.files.metadata.carried import with_record
from fusion.frames.distinct import DistinctFrames
from fusion.frames.matching import MatchingFrames
from fusion.frames.roles import frames_for
from fusion.frames.sources import Source
from fusion.growing import grow
from fusion.memory_errors import memory_as_sentence
from fusion.notes import Note
from fusion.photo import Photo
from fusion.progress import Progress, Repeating, no_progress
from fusion.record import record_of
from fusion.register.apply import notes_of
from fusion.register.registration import Registration
from fusion.register.roles import align_for
from fusion.registry import find_method
from fusion.render.visible_chroma import fuse_luminances
from fusion.result import FusionResult
from fusion.retouch.recipes import outcome_of
from fusion.retouch.retouching import retouched
from fusion.retouch.stroke import Recipe, Retouch
from fusion.settings import MULTIFOCUS, FusionSettings
from fusion.slabs import SaveSlab, fuse_in_slabs, wanted_slabs
from fusion.stage_timer import StageTimer
from fusion.verification import verify
from models.running.threads import with_as_many_threads
from models.running.watching import in_background, watched_by

MOST_MADE_UP = 0.01
"""Share of blocks with detail that no two frames have from which on a user is told."""

TOO_LITTLE_MEMORY = Note(
    "too-little-graphics-memory",
    "The graphics card has too little free memory; the processor made this result.",
)

C = TypeVar("C")
V = TypeVar("V")
L = TypeVar("L")


@memory_as_sentence()
def fuse(
    sources: Sequence[Source],
    settings: FusionSettings | None = None,
    progress: Progress | None = None,
    reading: ReadOptions | None = None,
    registration: Registration | None = None,
    finish: Callable[[Frames, FusionResult], None] | None = None,
    save_slab: SaveSlab | None = None,
    check_first: Callable[[Photo], None] | None = None,
    retouch: Retouch | None = None,
) -> FusionResult:
    """Fuse two or more photographs of the same scene, focused at different depths, or an infrared and a
    visible one.

    Parameters
    ----------
    sources
        Paths, pages of a TIFF (``Page``), ``Photo`` objects or arrays ((H, W) or
        (H, W, 3) RGB; uint8, uint16, or float32 in [0, 1]), all of one size.
    settings
        Method, parameters and device; None is the method ``auto`` (see ``FusionSettings``).
    progress
        Called with the stage and how much of it is done; raising ``Cancelled`` from it stops.
    reading
        How files are read: the colour space of camera RAW, the limit on pixels.
    registration
        How the frames lie, where that is known; None to find it.
    finish
        Called at last with the registered frames and the result, while the frames are still there: to
        save them, or to measure their depth.
    save_slab
        Called with the number of each slab, from 1, and its photo, where the settings ask for slabs.
    check_first
        Called with the first photo as soon as it is read: to refuse what could not be saved.
    retouch
        Strokes to lay over the result.

    Returns
    -------
    FusionResult
        The fused photo, the decision where there is one, and how it was made.

    Raises
    ------
    FusionError
        For sources that cannot be read or do not match, and settings out of range: one sentence.

    Examples
    --------
    >>> import numpy as np
    >>> near, far = np.zeros((16, 16), np.uint8), np.zeros((16, 16), np.uint8)
    >>> near[4::2, :8], far[4::2, 8:] = 255, 255
    >>> fuse([near, far], FusionSettings("spatial-frequency")).decision.labels[8, ::15].tolist()
    [0, 1]
    """
    asked = settings or FusionSettings()
    settings = complete(asked, len(sources))
    check_count(sources, find_method(settings.method), settings.purpose or MULTIFOCUS)
    report = Repeating(progress or no_progress)
    with watched_by(report.again):
        timer = StageTimer()
        threading.Thread(target=with_as_many_threads(get_ready), args=(settings,)).start()
        frames = frames_for(settings, sources, reading, report, check_first)
        timer.note("reading")
        instead = settings_instead(asked, settings)
        return take_steps(
            frames, settings, instead, report, timer, registration, finish, save_slab, retouch
        )


def take_steps(
    frames: MatchingFrames,
    settings: FusionSettings,
    instead: FusionSettings | None,
    report: Progress,
    timer: StageTimer,
    registration: Registration | None,
    finish: Callable[[Frames, FusionResult], None] | None,
    save_slab: SaveSlab | None,
    retouch: Retouch | None,
) -> FusionResult:
    """All steps of ``fuse`` after reading, with settings that are complete, and those to take instead
    where the result has made-up detail."""
    registration = align_for(settings, frames, registration, report)
    timer.note("registering")
    device = choose_device(settings.device)
    distinct = DistinctFrames(frames, registration.used)
    timer.note("comparing sources")
    grow(distinct, registration, report)
    context = Context(device, report, timer)
    outcome = fuse_all(context, settings, distinct, save_slab)
    if not wanted_slabs(settings.slabs, len(distinct)):
        outcome, settings = without_made_up_detail(outcome, settings, instead, context, distinct)
    outcome = distinct.of_all(outcome)
    if retouch:
        make = partial(outcome_of, settings, frames, distinct, partial(fuse_all, context))
        outcome = retouched(outcome, frames, retouch, registration, report, make)
        timer.note("retouching")
    record = record_of(settings, outcome.device, frames.origins, outcome.pixels, registration, retouch)
    timer.note("hash for the record")
    first = frames[registration.reference]
    photo = Photo(outcome.pixels, first.profile, first.metadata, validity=distinct.validity)
    told = (
        *frames.notes, *notes_of(registration), *distinct.notes(frames.name_of),
        *notes_on_order(find_method(settings.method), distinct.different), *outcome.notes,
    )  # fmt: skip
    result = FusionResult(
        with_record(photo, record.to_json()), outcome.decision, timer.timings, outcome.device, settings,
        record, told, registration, frames.order,
    )  # fmt: skip
    if finish is not None:
        finish(frames, result)
    return result


def other_outcome(
    frames: MatchingFrames, settings: FusionSettings, registration: Registration, recipe: Recipe,
    progress: Progress,
) -> Outcome:  # fmt: skip
    """Another result of registered frames, made by its recipe: what strokes of ``fuse`` with this recipe
    take their pixels from. ``settings`` and ``registration`` are those of the result that is retouched.
    """
    report = Repeating(progress)
    with watched_by(report.again):
        context = Context(choose_device(settings.device), report, StageTimer())
        distinct = DistinctFrames(frames, registration.used)
        return outcome_of(settings, frames, distinct, partial(fuse_all, context), recipe)


def fuse_all(
    context: Context, settings: FusionSettings, frames: Frames, save_slab: SaveSlab | None = None
) -> Outcome:
    """The frames fused by the settings' method, all at once or in slabs."""
    method, slabs = find_method(settings.method), wanted_slabs(settings.slabs, len(frames))
    if not slabs:
        return apply_method(method, settings, context, frames)
    fuse_part = partial(apply_method, method, settings, context)
    return fuse_in_slabs(frames, slabs, fuse_part, context.progress, save_slab)


def apply_method(
    method: Method[Any], settings: FusionSettings, context: Context, frames: Frames
) -> Outcome:
    """The frames fused by the method: by its own function, or by carrying out its plan."""
    if method.plan is not None:
        return carry_out(method.plan(settings.parameters), frames, context)
    function, parameters = method.fuse, settings.parameters
    assert function is not None
    if settings.role_names and not method.roles:
        return fuse_luminances(frames, lambda grey: function(grey, parameters, context))
    return function(frames, parameters, context)


def without_made_up_detail(
    outcome: Outcome,
    settings: FusionSettings,
    instead: FusionSettings | None,
    context: Context,
    frames: Frames,
) -> tuple[Outcome, FusionSettings]:
    """The outcome and its settings; where detail was made up, those of ``instead``, or a note if there
    are none."""
    if outcome.made_up <= MOST_MADE_UP:
        return outcome, settings
    if instead is None:
        return replace(outcome, notes=(*outcome.notes, Note(
            "made-up-detail",
            "In {share:.0f} % of the picture there is detail that no frame has: something moved, or "
            "light passes through what is shown. The method sesf suits such pictures better.",
            share=100 * outcome.made_up,
        ))), settings  # fmt: skip
    other = apply_method(find_method(instead.method), instead, context, frames)
    return replace(other, notes=(*other.notes, Note(
        "sesf-instead",
        "The method sesf made this result: with {method} there was detail in {share:.0f} % of the "
        "picture that no frame has, as where something moves or light passes through it.",
        method=settings.method, share=100 * outcome.made_up,
    ))), instead  # fmt: skip


def carry_out(plan: Plan, frames: Frames, context: Context) -> Outcome:
    """Decide and render on the best backend whose memory suffices; a note says where it did not."""
    for backend in backends_in_turn(plan, frames, context.device):
        try:
            if isinstance(plan, ActivityPlan):
                outcome = decide_by_activity(backend, frames, plan, context)
            else:
                outcome = decide_by_scores(backend, frames, plan, context)
        except RuntimeError as error:
            if not is_out_of_memory(error, backend.device):
                raise
        else:
            break
    if plan.has_network and backend.device == "cpu" and context.device != "cpu":
        outcome = replace(outcome, notes=(*outcome.notes, TOO_LITTLE_MEMORY))
    return outcome


def decide_by_activity(
    backend: Backend[C, V, L], frames: Frames, plan: ActivityPlan, context: Context
) -> Outcome:
    """Decide by activity maps and consistency verification, and mix along the boundaries.

    Parameters
    ----------
    backend, frames, plan, context
        What computes; what is fused; refinement, encoder and accuracy; progress and timer.

    Returns
    -------
    Outcome
        Pixels in the frames' type, the decision, and a note where the area limit was lowered.

    Raises
    ------
    FusionError
        Where the encoder's weights are missing.

    Notes
    -----
    Ma et al., "SESF-Fuse", 2020, DOI 10.1007/s00521-020-05358-9, made symmetric and for any number of
    frames. Known weakness: beside a depth edge a defocused foreground covers the sharp background.

    Examples
    --------
    >>> import numpy as np
    >>> from fusion.backends.cpu import CpuBackend
    >>> frames = MatchingFrames([np.zeros((16, 16), np.uint8), np.eye(16, dtype=np.uint8) * 255])
    >>> plan, context = ActivityPlan(find_method("sesf").parameters()), Context("cpu", no_progress)
    >>> decide_by_activity(CpuBackend(), frames, plan, context).decision.labels[8, 8]
    np.uint8(1)
    """
    refinement, timer = plan.refinement, context.timer
    load(backend, plan, context)
    compared = backend.compare_activity(frames, plan, context.progress)
    timer.note("measuring sharpness")
    verified, notes = verify(backend, compared, frames, plan, context)
    timer.note("verifying the decision")
    context.progress("Blending", 0, 1)
    boundaries = GuidedBoundaries(refinement.guide_radius, refinement.guide_epsilon)
    pixels, weight = backend.mix_along_boundaries(frames, verified, boundaries)
    context.progress("Blending", 1, 1)
    timer.note("blending")
    decision = Decision(
        backend.labels(verified),
        weight,
        backend.activity_confidence(compared, verified, frames, refinement.window_radius),
        len(frames),
        backend.runner_up(compared, verified, len(frames)),
        boundaries,
    )
    timer.note("confidence")
    return Outcome(pixels, decision, device_title(backend.device), notes)


def decide_by_scores(
    backend: Backend[C, V, L], frames: Frames, plan: ScorePlan, context: Context
) -> Outcome:
    """Decide by a network's scores, and mix the two leading frames where neither leads clearly.

    Parameters
    ----------
    backend, frames, plan, context
        As for ``decide_by_activity``; the plan names network, decisiveness and accuracy.

    Returns
    -------
    Outcome
        Pixels in the frames' type, and the decision.

    Raises
    ------
    FusionError
        Where the network's weights are missing.

    Notes
    -----
    Made here (``docs/lab/learned-decision.md``). Known weakness: never mixes more than two frames.

    Examples
    --------
    >>> import numpy as np
    >>> from fusion.backends.cpu import CpuBackend
    >>> frames = MatchingFrames([np.zeros((16, 16), np.uint8)] * 3)
    >>> plan, context = ScorePlan("learned-decision", decisiveness=4), Context("cpu", no_progress)
    >>> decide_by_scores(CpuBackend(), frames, plan, context).decision.frames
    3
    """
    timer = context.timer
    load(backend, plan, context)
    led = backend.find_leading(frames, plan, context.progress)
    timer.note("measuring sharpness")
    context.progress("Blending", 0, 1)
    pixels = backend.mix_leading(frames, led)
    context.progress("Blending", 1, 1)
    timer.note("blending")
    context.progress("Checking the result", 0, 1)
    most = detail_of_two(frames, frames.shape)
    made_up = detail(Photo(pixels)) > most
    if len(frames) > 2 and made_up.any() and backend.settle_made_up(frames, led, made_up):
        pixels = backend.mix_leading(frames, led)
        made_up = detail(Photo(pixels)) > most
    context.progress("Checking the result", 1, 1)
    timer.note("checking the result")
    labels, second, weight = backend.leading_maps(led)
    confidence = backend.score_confidence(frames, led)
    timer.note("confidence")
    decision = Decision(labels, weight, confidence, len(frames), second)
    return Outcome(pixels, decision, device_title(backend.device), made_up=share(made_up))


def load(backend: Backend[C, V, L], plan: Plan, context: Context) -> None:
    """Load the plan's network, if it has one."""
    if not plan.has_network:
        return
    context.progress("Loading the network", 0, 1)
    in_background(lambda: backend.load(plan))
    context.timer.note("loading the network")
