"""One contract for all methods: a new one is tested the moment it registers."""

from dataclasses import fields, replace

import numpy as np
import pytest

from fusion import (
    Cancelled,
    FusionError,
    FusionResult,
    FusionSettings,
    Photo,
    find_method,
    fuse,
    methods,
)
from tests.made import focus_pair, focus_stack

ALL = sorted(methods())
MANY = [name for name, method in methods().items() if method.most_frames is None]
CHOOSING = [name for name, method in methods().items() if method.kind == "decision"]
CHOOSING_MANY = [name for name in MANY if name in CHOOSING]
PUBLISHED = "sesf-published"


def run(sources: list[np.ndarray], name: str, **settings: str) -> FusionResult:
    return fuse(sources, FusionSettings(name, device="cpu", **settings))  # type: ignore[arg-type]


@pytest.mark.parametrize("name", ALL)
@pytest.mark.parametrize("colour", [True, False])
def test_it_takes_the_sharp_half_of_each_source(name: str, colour: bool) -> None:
    pair = focus_pair(colour=colour)
    result = run([pair.first, pair.second], name)
    assert result.photo.pixels.shape == pair.truth.shape
    assert result.photo.pixels.dtype == np.uint8
    chosen_first = result.decision.labels == 0
    assert (chosen_first == pair.first_is_sharp).mean() > 0.95
    if name not in CHOOSING:
        return
    error = np.abs(result.photo.pixels.astype(int) - pair.truth.astype(int))
    assert max(error[:, :40].max(), error[:, -40:].max()) <= (1 if name == PUBLISHED else 0)


@pytest.mark.parametrize("name", ALL)
def test_the_result_says_how_it_was_made(name: str) -> None:
    pair = focus_pair()
    result = run([pair.first, pair.second], name)
    assert result.device == "cpu"
    assert result.settings.method == name
    assert type(result.settings.parameters) is find_method(name).parameters
    assert next(iter(result.timings)) == "reading"
    assert all(seconds >= 0 for seconds in result.timings.values())
    for values in (result.decision.weight, result.confidence):
        assert values.shape == pair.first_is_sharp.shape
        assert values.dtype == np.float32
        assert 0 <= values.min() <= values.max() <= 1
    assert np.array_equal(result.decision.as_grey() > 127, result.decision.first_share >= 0.5)


@pytest.mark.parametrize("name", ALL)
def test_the_same_inputs_give_the_same_pixels(name: str) -> None:
    pair = focus_pair()
    one, other = (run([pair.first, pair.second], name) for _ in range(2))
    assert np.array_equal(one.photo.pixels, other.photo.pixels)
    assert np.array_equal(one.decision.labels, other.decision.labels)


@pytest.mark.parametrize("name", MANY)
def test_swapping_two_sources_swaps_the_map_and_changes_no_pixel(name: str) -> None:
    pair = focus_pair()
    one = run([pair.first, pair.second], name)
    other = run([pair.second, pair.first], name)
    assert np.array_equal(one.photo.pixels, other.photo.pixels)
    assert np.array_equal(one.decision.labels, 1 - other.decision.labels)
    assert np.allclose(one.decision.first_share, 1 - other.decision.first_share, atol=1e-6)
    assert np.array_equal(one.confidence, other.confidence)


@pytest.mark.parametrize("name", MANY)
def test_many_frames_fuse_and_their_order_does_not_matter(name: str) -> None:
    stack, truth = focus_stack(5)
    order = [3, 0, 4, 2, 1]
    one = run(stack, name)
    other = run([stack[number] for number in order], name)
    difference = one.photo.pixels.astype(int) - other.photo.pixels.astype(int)
    assert np.abs(difference).max() <= 1
    assert np.array_equal(np.array(order)[other.decision.labels], one.decision.labels)
    error = np.abs(one.photo.pixels.astype(int) - truth.astype(int)).mean()
    plain = np.abs(np.mean(stack, axis=0) - truth).mean()
    assert error < (2 if name in CHOOSING else plain + 0.1)


@pytest.mark.parametrize("name", CHOOSING_MANY)
def test_pixels_stay_between_the_sources_and_are_their_own_where_the_weight_is_one(name: str) -> None:
    pair = focus_pair()
    result = run([pair.first, pair.second], name)
    low, high = np.minimum(pair.first, pair.second), np.maximum(pair.first, pair.second)
    assert (result.photo.pixels >= low).all()
    assert (result.photo.pixels <= high).all()
    own = np.where((result.decision.labels == 0)[:, :, None], pair.first, pair.second)
    whole = result.decision.weight == 1
    assert whole.mean() > 0.5
    assert np.array_equal(result.photo.pixels[whole], own[whole])


@pytest.mark.parametrize("name", MANY)
@pytest.mark.parametrize("kind", [np.uint16, np.float32])
def test_deeper_sources_keep_their_depth(name: str, kind: type) -> None:
    pair = focus_pair()
    scale = 257 if kind == np.uint16 else 1 / 255
    deep = [(source * kind(scale)).astype(kind) for source in (pair.first, pair.second)]
    result = run(deep, name)
    assert result.photo.pixels.dtype == kind
    shallow = run([pair.first, pair.second], name)
    assert (result.decision.labels == shallow.decision.labels).mean() > 0.999  # rounding in bfloat16


@pytest.mark.parametrize("name", ALL)
@pytest.mark.parametrize("shape", [(1, 1), (1, 40), (13, 7), (31, 33)])
def test_odd_and_tiny_pictures_work(name: str, shape: tuple[int, int]) -> None:
    pair = focus_pair(*shape)
    assert run([pair.first, pair.second], name).photo.pixels.shape == (*shape, 3)


@pytest.mark.parametrize("name", ALL)
def test_identical_sources_come_back_unchanged(name: str) -> None:
    pair = focus_pair()
    result = run([pair.truth, pair.truth], name)
    if name == PUBLISHED:  # its truncation loses a level here and there, as the published program does
        assert np.abs(result.photo.pixels.astype(int) - pair.truth.astype(int)).max() <= 1
    else:
        assert np.array_equal(result.photo.pixels, pair.truth)
        assert result.confidence.min() > 0.99


@pytest.mark.parametrize("name", ALL)
def test_it_stops_when_the_progress_function_says_so(name: str) -> None:
    pair = focus_pair()
    stages: list[str] = []

    def stop(stage: str, done: int, total: int) -> None:
        stages.append(stage)
        assert 0 <= done <= total
        if stage == "Measuring sharpness":
            raise Cancelled

    with pytest.raises(Cancelled):
        fuse([pair.first, pair.second], FusionSettings(name, device="cpu"), stop)
    assert stages[0] == "Reading"


@pytest.mark.parametrize("name", ALL)
def test_every_parameter_has_a_label_an_explanation_and_a_range_that_is_kept(name: str) -> None:
    kind = find_method(name).parameters
    assert find_method(name).title
    assert find_method(name).description.endswith(".")
    for field in fields(kind):
        assert field.metadata["label"]
        assert field.metadata["help"].endswith(".")
        if field.metadata["choices"]:
            assert field.default in field.metadata["choices"]
            wrong: list[object] = ["nonsense"]
        else:
            low, high = field.metadata["minimum"], field.metadata["maximum"]
            assert low <= field.default <= high
            wrong = [low - 1, high + 1, float("nan"), "5", True]
        for value in wrong:
            with pytest.raises(FusionError, match=field.name):
                replace(kind(), **{field.name: value})


@pytest.mark.parametrize("name", ALL)
def test_one_source_is_too_few(name: str) -> None:
    with pytest.raises(FusionError, match="two sources at least"):
        run([focus_pair().first], name)


def test_an_unknown_method_is_refused_with_the_known_names() -> None:
    with pytest.raises(FusionError, match=r"there are .*sesf"):
        run([focus_pair().first] * 2, "helicon")


def test_the_parameters_of_another_method_are_refused() -> None:
    parameters = find_method("sesf").parameters()
    with pytest.raises(FusionError, match="takes SpatialFrequencyParameters"):
        fuse([focus_pair().first] * 2, FusionSettings("spatial-frequency", parameters))


def test_a_method_for_two_sources_refuses_three() -> None:
    with pytest.raises(FusionError, match="takes 2 sources and 3 were given"):
        run([focus_pair().first] * 3, PUBLISHED)


def test_the_defaults_are_the_published_values() -> None:
    defaults = find_method("sesf").parameters()
    assert {field.name: getattr(defaults, field.name) for field in fields(defaults)} == {
        "window_radius": 5, "window": "box", "disk_radius": 5, "smallest_area": 0.01,
        "guide_radius": 4, "guide_epsilon": 0.1, "attention": "cse", "accuracy": "auto",
    }


@pytest.mark.cuda
@pytest.mark.parametrize("attention", ["cse", "sse", "scse"])
def test_cuda_and_cpu_decide_alike(attention: str) -> None:
    pair = focus_pair(300, 400)
    parameters = replace(find_method("sesf").parameters(), attention=attention)
    results = [
        fuse([pair.first, pair.second], FusionSettings("sesf", parameters, device))
        for device in ("cpu", "cuda")
    ]
    assert results[1].device.startswith("cuda")
    assert (results[0].decision.labels == results[1].decision.labels).mean() > 0.999


def test_cuda_by_name_where_there_is_none_is_one_sentence(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("torch.cuda.is_available", lambda: False)
    pair = focus_pair()
    with pytest.raises(FusionError, match=r"CUDA does not work here.*choose the device auto or cpu"):
        fuse([pair.first, pair.second], FusionSettings(device="cuda"))
    assert fuse([pair.first, pair.second], FusionSettings(device="auto")).device == "cpu"


def test_missing_weights_are_a_sentence_of_the_engine(monkeypatch: pytest.MonkeyPatch) -> None:
    from models import weights

    def missing(name: str, *_: object) -> None:
        raise weights.WeightsError("gone", "the trained weights {name} are missing", name=name)

    monkeypatch.setattr("models.sesf.openvino_runtime.encoder_state", missing)
    with pytest.raises(FusionError, match="sesf-cse are missing"):
        run([focus_pair().first] * 2, "sesf")


def test_what_photo_and_settings_refuse_is_said() -> None:
    with pytest.raises(FusionError, match="shape"):
        Photo(np.zeros((3, 3, 4), dtype=np.uint8))
    with pytest.raises(FusionError, match="uint8, uint16 or float32"):
        Photo(np.zeros((3, 3), dtype=np.int32))  # type: ignore[arg-type]
    with pytest.raises(FusionError, match="empty"):
        Photo(np.zeros((0, 3), dtype=np.uint8))
    with pytest.raises(FusionError, match="auto, cpu, cuda"):
        FusionSettings(device="tpu")
