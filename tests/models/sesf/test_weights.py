"""Weights are the ones that belong to the program, or a clear sentence says what is wrong."""

import json
import shutil
from pathlib import Path

import pytest
import torch

from models.manifest import WEIGHTS_FOLDER, WeightsError, read_manifest
from models.sesf.network import DenseEncoder
from models.sesf.weights import Normalisation, load_encoder, save_encoder


@pytest.mark.parametrize("name", ["sesf-cse", "sesf-sse", "sesf-scse"])
def test_the_committed_weights_load_and_have_a_model_card(name: str) -> None:
    encoder, normalisation = load_encoder(name)
    assert f"sesf-{encoder.attention_name}" == name
    assert 0.3 < normalisation.mean < 0.6
    assert 0.1 < normalisation.deviation < 0.4
    card = (WEIGHTS_FOLDER / f"{name}.md").read_text(encoding="utf-8")
    for word in ("Data", "Command", "Seed", "Duration", "Machine", "SSIM", "PSNR"):
        assert word in card


def test_saved_weights_come_back_the_same(tmp_path: Path) -> None:
    encoder = DenseEncoder("scse")
    save_encoder(encoder, Normalisation(0.4, 0.2), "mine", tmp_path)
    loaded, normalisation = load_encoder("mine", tmp_path)
    assert normalisation == Normalisation(0.4, 0.2)
    state = loaded.state_dict()
    assert all(torch.equal(value, state[key]) for key, value in encoder.state_dict().items())
    assert read_manifest(tmp_path, "sesf")["mine"].parameters == 14_480


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    save_encoder(DenseEncoder(), Normalisation(0.4, 0.2), "mine", tmp_path)
    return tmp_path


def test_changed_weights_are_refused(folder: Path) -> None:
    path = folder / "mine.safetensors"
    content = bytearray(path.read_bytes())
    content[-1] ^= 1
    path.write_bytes(content)
    with pytest.raises(WeightsError, match=r"mine\.safetensors.*SHA-256.*fetch the program again"):
        load_encoder("mine", folder)


def test_missing_weights_are_named(folder: Path) -> None:
    (folder / "mine.safetensors").unlink()
    with pytest.raises(WeightsError, match=r"mine\.safetensors are missing"):
        load_encoder("mine", folder)


def test_unknown_weights_are_refused_with_the_known_names(folder: Path) -> None:
    with pytest.raises(WeightsError, match="'yours'; there are mine"):
        load_encoder("yours", folder)


def test_weights_of_another_network_are_refused(folder: Path) -> None:
    save_encoder(DenseEncoder("sse"), Normalisation(0.4, 0.2), "other", folder)
    manifest = json.loads((folder / "manifest.json").read_text())
    manifest["mine"] |= {"sha256": manifest["other"]["sha256"]}
    shutil.copy(folder / "other.safetensors", folder / "mine.safetensors")
    (folder / "manifest.json").write_text(json.dumps(manifest))
    with pytest.raises(WeightsError, match="another network"):
        load_encoder("mine", folder)
