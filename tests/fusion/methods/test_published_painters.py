"""densefuse and pmgi: stretched over the whole picture, in the frames' type, by anyone's weights."""

from collections.abc import Iterator
from pathlib import Path

import numpy as np
import pytest

from fusion import FusionError, FusionSettings, fuse
from fusion.cli import main
from fusion.methods.infrared_visible.densefuse import DenseFuseParameters
from fusion.methods.infrared_visible.pmgi import PmgiParameters
from fusion.methods.multifocus.pmgi_multifocus import PmgiMultifocusParameters
from fusion.settings import Parameters
from models.densefuse.dimensions import RULES
from models.densefuse.weights import archive_names as densefuse_names
from models.manifest import State, read_manifest, read_state
from models.pmgi.weights import archive_names as pmgi_names
from tests.made import focus_pair, infrared_pair, texture

KIND = "infrared-visible"


def run(sources: list[np.ndarray], name: str, parameters: Parameters) -> np.ndarray:
    settings = FusionSettings(name, parameters, device="cpu", purpose=KIND)
    return np.asarray(fuse(sources, settings).photo.pixels)


def with_their_names(name: str) -> Iterator[tuple[str, np.ndarray]]:
    """The weights trained here as their network's authors would publish them."""
    state: State = read_state(read_manifest()[name])
    names = densefuse_names() if name == "densefuse" else pmgi_names()
    for ours, theirs in names.items():
        values = np.array(state[ours])
        if name == "densefuse" and ours == "first.weight":
            values /= 255
        if name == "densefuse" and ours.startswith("decoder.3"):
            values *= 255
        yield theirs, values.transpose(2, 3, 1, 0) if values.ndim == 4 else values


def save_theirs(name: str, path: Path) -> None:
    """Write the weights trained here as an archive of the network's authors."""
    np.savez(path, **dict(with_their_names(name)))  # type: ignore[arg-type]


@pytest.mark.parametrize("parameters", [DenseFuseParameters(), PmgiParameters()])
def test_it_is_stretched_over_the_whole_picture_though_painted_in_tiles(parameters: Parameters) -> None:
    name = "densefuse" if isinstance(parameters, DenseFuseParameters) else "pmgi"
    infrared, visible = (texture(270, 290, seed, colour=False) for seed in (1, 2))
    infrared[:, 150:] //= 4  # one half is darker: its own stretch would differ
    fused = run([infrared, visible], name, parameters)
    assert (fused.min(), fused.max()) == (0, 255)
    assert fused[:, :130].mean() > fused[:, 160:].mean() + 10


@pytest.mark.parametrize("rule", RULES)
def test_every_rule_of_densefuse_gives_another_picture(rule: str) -> None:
    infrared, visible = infrared_pair(colour=False)
    fused = run([infrared, visible], "densefuse", DenseFuseParameters(rule=rule, range="as-painted"))
    others = [other for other in RULES if other != rule]
    for other in others:
        parameters = DenseFuseParameters(rule=other, range="as-painted")
        assert not np.array_equal(fused, run([infrared, visible], "densefuse", parameters))


@pytest.mark.parametrize("name", ["densefuse", "pmgi"])
def test_sixteen_bits_stay_sixteen(name: str) -> None:
    infrared, visible = (pixels.astype(np.uint16) * 257 for pixels in infrared_pair(colour=False))
    parameters = DenseFuseParameters() if name == "densefuse" else PmgiParameters()
    fused = run([infrared, visible], name, parameters)
    assert fused.dtype == np.uint16
    assert (fused.min(), fused.max()) == (0, 65535)
    assert (fused % 257 != 0).any()  # finer than 8 bits


@pytest.mark.parametrize("name", ["densefuse", "pmgi"])
def test_weights_with_the_authors_names_give_the_same_pixels(name: str, tmp_path: Path) -> None:
    save_theirs(name, tmp_path / "theirs.npz")
    kind = DenseFuseParameters if name == "densefuse" else PmgiParameters
    pair = list(infrared_pair())
    ours, theirs = (
        run(pair, name, kind(weights=file)) for file in ("", str(tmp_path / "theirs.npz"))
    )
    assert np.abs(ours.astype(int) - theirs.astype(int)).max() <= 1


def test_weights_that_are_not_there_are_named(tmp_path: Path) -> None:
    with pytest.raises(FusionError, match=r"none\.npz"):
        run(list(infrared_pair()), "pmgi", PmgiParameters(weights=str(tmp_path / "none.npz")))


def test_the_command_takes_a_file_of_weights(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    main(["fuse", "--help"])
    assert "--weights FILE" in capsys.readouterr().out
    files = [tmp_path / "1_ir.png", tmp_path / "1_vi.png"]
    from fusion import Photo, save_photo

    for file, pixels in zip(files, infrared_pair(), strict=True):
        save_photo(Photo(pixels), file)
    save_theirs("densefuse", tmp_path / "theirs.npz")
    done = main([
        "fuse", *map(str, files), "-o", str(tmp_path / "fused.png"), "--method", "densefuse",
        "--weights", str(tmp_path / "theirs.npz"), "--device", "cpu",
    ])  # fmt: skip
    assert done == 0
    assert (tmp_path / "fused.png").exists()


def test_pmgi_multifocus_is_near_the_mean_which_its_loss_asks_for() -> None:
    pair = focus_pair()
    settings = FusionSettings("pmgi-multifocus", PmgiMultifocusParameters(), "cpu")
    fused = np.asarray(fuse([pair.first, pair.second], settings).photo.pixels)
    mean = (pair.first.astype(float) + pair.second) / 2
    apart = np.abs(pair.first.astype(float) - pair.second).mean() / 2
    assert np.abs(fused - mean).mean() < apart
