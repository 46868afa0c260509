"""Every entry says the same of its network, and has a part that only that network reads."""

import json
from dataclasses import dataclass
from pathlib import Path

import pytest

from models.manifest import (
    WEIGHTS_FOLDER,
    ManifestEntry,
    WeightsError,
    find_entry,
    own_part,
    read_manifest,
    read_state,
    write_entry,
)

ENTRY = ManifestEntry("mine", "third", "mine.safetensors", "00", 7, {"depths": [3, 4]})


@dataclass(frozen=True)
class ThirdPart:
    depths: tuple[int, ...]
    width: int = 5


def test_an_entry_comes_back_as_it_was_written_beside_those_of_other_networks(tmp_path: Path) -> None:
    other = ManifestEntry("other", "fourth", "other.safetensors", "11", 8, {})
    for entry in (ENTRY, other, ENTRY):
        write_entry(tmp_path, entry)
    assert read_manifest(tmp_path) == {"mine": ENTRY, "other": other}
    assert read_manifest(tmp_path, "third") == {"mine": ENTRY}


def test_a_network_reads_its_own_part() -> None:
    assert own_part(ENTRY, ThirdPart) == ThirdPart((3, 4), 5)


@pytest.mark.parametrize("own", [{}, {"depths": [1], "unknown": 2}])
def test_a_part_with_missing_or_unknown_fields_is_refused(own: dict[str, object]) -> None:
    entry = ManifestEntry("mine", "third", "mine.safetensors", "00", 7, own)
    with pytest.raises(WeightsError, match=r"entry 'mine' .* is not whole"):
        own_part(entry, ThirdPart)


def test_the_committed_entries_have_one_shape_and_belong_to_their_files() -> None:
    stored = json.loads((WEIGHTS_FOLDER / "manifest.json").read_text(encoding="utf-8"))
    assert {tuple(entry) for entry in stored.values()} == {
        ("network", "file", "sha256", "parameters", "own")
    }
    for entry in read_manifest().values():
        assert sum(values.size for values in read_state(entry).values()) >= entry.parameters


def test_entries_of_the_first_manifests_are_read(tmp_path: Path) -> None:
    """Those without a network were encoders, and the network's own fields stood among the others."""
    common = {"file": "f", "sha256": "00", "parameters": 7}
    old = {
        "sesf-old": {**common, "attention": "cse", "mean": 0.4, "deviation": 0.2},
        "learned-old": {**common, "network": "decision", "attention": "sse", "channels": [8]},
    }
    (tmp_path / "manifest.json").write_text(json.dumps(old))
    entries = read_manifest(tmp_path)
    assert entries["sesf-old"].network == "sesf"
    assert entries["sesf-old"].own == {"attention": "cse", "mean": 0.4, "deviation": 0.2}
    assert entries["learned-old"].own == {"attention": "sse", "channels": [8]}


def test_unknown_weights_are_refused_with_the_known_names(tmp_path: Path) -> None:
    write_entry(tmp_path, ENTRY)
    with pytest.raises(WeightsError, match="'yours'; there are mine"):
        find_entry("yours", "third", tmp_path)
    with pytest.raises(WeightsError, match="'mine'; there are none"):
        find_entry("mine", "fourth", tmp_path)


@pytest.mark.parametrize("content", ["", "[]", '{"mine": 3}', '{"mine": {"file": 1}}'])
def test_a_broken_manifest_is_one_sentence(content: str, tmp_path: Path) -> None:
    (tmp_path / "manifest.json").write_text(content)
    with pytest.raises(WeightsError, match=r"manifest\.json cannot be read"):
        read_manifest(tmp_path)


def test_a_missing_manifest_is_one_sentence(tmp_path: Path) -> None:
    with pytest.raises(WeightsError, match=r"manifest\.json is missing"):
        read_manifest(tmp_path)
