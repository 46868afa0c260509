"""Strokes over results: rectangles, growth under the pen, undo, and what the decision says of them."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest

from fusion import FusionError, FusionSettings, MatchingFrames, fuse, methods, render
from fusion.contracts import Outcome
from fusion.decision import WHOLE
from fusion.retouch.choice import Choice, painted_choice, with_frame
from fusion.retouch.open_stroke import OpenStroke
from fusion.retouch.painting import Ground
from fusion.retouch.retouching import Retouching
from fusion.retouch.sources import Layers
from fusion.retouch.stroke import Brush, Retouch, Stroke
from tests.fusion.retouch.strokes import SLAB, along, frame, of_every_kind
from tests.made import focus_stack

HEIGHT, WIDTH = 160, 300


def made(count: int = 3, kind: type = np.uint8, colour: bool = True) -> list[np.ndarray]:
    """Frames of a type."""
    stack, _truth = focus_stack(count, HEIGHT, WIDTH)
    stack = stack if colour else [photo[:, :, 0].copy() for photo in stack]
    if kind is np.float32:
        return [photo.astype(np.float32) / 255 for photo in stack]
    return [photo.astype(kind) * (257 if kind is np.uint16 else 1) for photo in stack]


def retouching_of(stack: list[np.ndarray], method: str = "spatial-frequency") -> Retouching:
    """What the window paints on."""
    frames = MatchingFrames(stack)
    result = fuse(stack, FusionSettings(method, device="cpu"))
    others = {
        stroke.brush.source: Outcome(result.photo.pixels // 2, None, "cpu")
        for stroke in of_every_kind(0, 1).strokes
        if stroke.brush.source is SLAB or not isinstance(stroke.brush.source, type(frame(0)) | None)
    }
    ground = Ground.of(result.photo.pixels, result.decision)
    return Retouching(ground, Layers(frames, frames.origins, others))


KINDS = [(kind, colour) for kind in (np.uint8, np.uint16, np.float32) for colour in (True, False)]


@pytest.mark.parametrize(
    ("method", "kind", "colour"),
    [*[("spatial-frequency", *each) for each in KINDS], *[("average", *each) for each in KINDS],
     ("learned-decision", np.uint8, True), ("laplacian-pyramid", np.uint16, True)],
)  # fmt: skip
def test_every_rectangle_is_that_of_the_whole(method: str, colour: bool, kind: type) -> None:
    stack = made(3, kind, colour)
    settings, retouch = FusionSettings(method, device="cpu"), of_every_kind(0, 2)
    result, plain = fuse(stack, settings, retouch=retouch), fuse(stack, settings)
    assert result.photo.pixels.dtype == kind
    assert 0.1 < (result.photo.pixels != plain.photo.pixels).mean() < 0.9
    if result.decision is None:
        return
    frames, generator = MatchingFrames(stack), np.random.default_rng(1)
    assert np.array_equal(render(frames, result.decision), result.photo.pixels)
    for _ in range(4):
        rows, columns = (np.sort(generator.choice(n, 2, replace=False)) for n in (HEIGHT, WIDTH))
        area = slice(*map(int, rows)), slice(*map(int, columns))
        assert np.array_equal(render(frames, result.decision, area), result.photo.pixels[area])


@pytest.mark.parametrize("method", sorted(methods()))
def test_all_methods_take_strokes(method: str) -> None:
    stack = made(2)
    settings = FusionSettings(method, device="cpu")
    plain = fuse(stack, settings).photo.pixels
    stroke = along(Brush(frame(1), 10, 1.0), (40, 40, 1), (80, 40, 1))
    result = fuse(stack, settings, retouch=Retouch((stroke,)))
    assert np.array_equal(result.photo.pixels[35:46, 40:81], stack[1][35:46, 40:81]), "the frame's own"
    assert np.array_equal(result.photo.pixels[60:], plain[60:]), "nothing else"


def test_a_stroke_under_the_pen_is_the_one_from_its_points() -> None:
    stack = made()
    whole, grown = retouching_of(stack), retouching_of(stack)
    for stroke in of_every_kind(0, 2).strokes:
        whole.add(stroke)
        pen = grown.begin(stroke.brush)
        for point in stroke.points:
            pen.lay([point])
        grown.end(pen)
    assert np.array_equal(whole.pixels, grown.pixels)
    one, other = whole.decision(), grown.decision()
    assert one is not None
    assert other is not None
    assert np.array_equal(one.labels, other.labels)
    assert np.array_equal(one.weight_steps, other.weight_steps)
    assert np.array_equal(one.runner_up, other.runner_up)
    assert np.array_equal(one.confidence_steps, other.confidence_steps)
    assert whole.strokes == grown.strokes


@pytest.mark.parametrize("forgets", [False, True])
def test_undo_and_redo_go_back_to_the_byte(forgets: bool) -> None:
    retouching, seen, changes = retouching_of(made()), [], []
    for stroke in of_every_kind(0, 2).strokes:
        seen.append(retouching.pixels)
        changes.append(retouching.add(stroke))
        if forgets:
            changes[-1].forget()
    last = retouching.pixels
    for change, before in zip(reversed(changes), reversed(seen), strict=True):
        retouching.take_back(change)
        assert np.array_equal(retouching.pixels, before)
    assert retouching.painting.tiles == {}
    for change in changes:
        retouching.lay_again(change)
    assert np.array_equal(retouching.pixels, last)


def test_only_changed_squares_are_kept_and_told() -> None:
    retouching = retouching_of(made())
    stroke = OpenStroke(retouching.painting, Brush(frame(0), 5, 1.0))
    assert stroke.lay([(20.0, 30.0, 1.0)]) == (slice(24, 37), slice(14, 27))
    assert stroke.lay([(21.0, 30.0, 1.0)]) is None, "no dab is due yet"
    assert list(retouching.painting.tiles) == [(0, 0)]
    assert retouching.end(stroke).nbytes < 200_000
    given_up = retouching.begin(Brush(frame(2), 9))
    before = retouching.pixels
    given_up.lay([(25.0, 30.0, 1.0)])
    retouching.cancel(given_up)
    assert np.array_equal(retouching.pixels, before)


def test_the_decision_says_what_was_painted_and_that_it_is_sure() -> None:
    stack = made()
    settings = FusionSettings("spatial-frequency", device="cpu")
    half = along(Brush(frame(2), 12, 1.0, opacity=0.25), (240, 80, 1), (260, 80, 1))
    full = along(Brush(frame(2), 12, 1.0), (30, 40, 1), (50, 40, 1))
    erased = along(Brush(None, 6, 1.0), (40, 40, 1))
    plain = fuse(stack, settings).decision
    result = fuse(stack, settings, retouch=Retouch((half, full))).decision
    again = fuse(stack, settings, retouch=Retouch((half, full, erased))).decision
    assert plain is not None
    assert result is not None
    assert again is not None
    label, weight, confidence = result.at(40, 40)
    assert (label, weight, confidence) == (2, 1.0, 1.0)
    assert int(result.runner_up[40, 40]) == int(plain.labels[40, 40]) == 0
    assert again.at(40, 40) == plain.at(40, 40)
    assert result.at(10, 10) == plain.at(10, 10)
    below = along(Brush(frame(0), 12, 1.0, opacity=0.25), (150, 80, 1), (170, 80, 1))
    mixed = fuse(stack, settings, retouch=Retouch((below,))).decision
    assert mixed is not None
    label, weight, _ = mixed.at(80, 160)
    assert (label, round(weight, 2), int(mixed.runner_up[80, 160])) == (1, 0.75, 0)


def test_a_frame_without_picture_is_not_painted() -> None:
    from fusion import Photo

    stack = made()
    mask = np.ones((HEIGHT, WIDTH), bool)
    mask[:, 40:] = False
    stroke = along(Brush(frame(0), 15, 1.0), (40, 60, 1))
    sources = [Photo(stack[0], validity=mask), stack[1], stack[2]]
    settings = FusionSettings("spatial-frequency", device="cpu")
    plain, result = fuse(sources, settings), fuse(sources, settings, retouch=Retouch((stroke,)))
    assert np.array_equal(plain.photo.pixels[:, 40:], result.photo.pixels[:, 40:])
    assert result.decision is not None
    assert np.array_equal(result.photo.pixels[50:70, 30:40], stack[0][50:70, 30:40])
    assert not (result.decision.labels[:, 40:] == 0).any()


def test_other_results_and_slabs_are_sources() -> None:
    stack = made()
    settings = FusionSettings("sesf", device="cpu")
    mean = fuse(stack[:2], FusionSettings("average", device="cpu")).photo.pixels
    stroke = along(Brush(SLAB, 10, 1.0), (100, 80, 1))
    result = fuse(stack, settings, retouch=Retouch((stroke,)))
    assert np.array_equal(result.photo.pixels[74:86, 94:106], mean[74:86, 94:106])


def test_an_unknown_source_is_one_sentence() -> None:
    stroke = along(Brush(replace(frame(0), sha256="ab12", name="gone.tif")), (10, 10, 1))
    with pytest.raises(FusionError, match=r"paints with gone\.tif, which is not among the sources"):
        fuse(made(2), FusionSettings("average"), retouch=Retouch((stroke,)))


def test_a_stroke_far_outside_changes_nothing() -> None:
    retouching = retouching_of(made())
    before = retouching.pixels
    change = retouching.add(Stroke(((-500.0, 9.0, 1.0),), Brush(frame(0), 20)))
    assert change.keys == ()
    assert np.array_equal(retouching.pixels, before)
    assert retouching.take_back(change) is None


def test_a_frame_s_choice_is_the_general_one() -> None:
    generator = np.random.default_rng(5)
    shape = (40, 50)
    weight = generator.choice([0, WHOLE // 3, WHOLE], shape).astype(np.uint16)
    labels, second = (generator.integers(0, 4, shape).astype(np.uint8) for _ in range(2))
    below = Choice(labels, np.where(second == labels, (labels + 1) % 4, second).astype(np.uint8), weight)
    shares = generator.choice([0, 0.3, 0.7, 1], shape).astype(np.float32)
    one, other = with_frame(below, 2, shares), painted_choice(below, Choice.of_frame(2, below), shares)
    assert np.array_equal(one.labels, other.labels)
    assert np.array_equal(one.weight, other.weight)
    assert np.array_equal(one.runner_up, other.runner_up)
