"""Data sets on disk: pairs by their names, stacks as sub-folders, and results of other programs."""

from __future__ import annotations

import os
import re
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path

from fusion.errors import FusionError
from fusion.files.reading import READABLE

FIRST, SECOND, TRUTH = "_A", "_B", "all_in_focus"
RULE = "NN_A and NN_B with the same NN, or sub-folders of frames"


@dataclass(frozen=True)
class Scene:
    """The sources of one picture in the order of their depth, and the truth where it is known."""

    dataset: str
    name: str
    sources: tuple[Path, ...]
    truth: Path | None = None


def find_datasets(folders: Iterable[Path]) -> list[Scene]:
    """All scenes of all folders. Folders of one name get a number behind it."""
    scenes: list[Scene] = []
    for folder, name in named(folders):
        scenes += find_scenes(folder, name)
    return scenes


def named(folders: Iterable[Path]) -> list[tuple[Path, str]]:
    """Each folder with its own name, or with a number behind it where an earlier one has that name."""
    folders = list(folders)
    names = unique(name_of(folder) or "data" for folder in folders)
    return list(zip(folders, names, strict=True))


def name_of(folder: Path) -> str:
    """The name of a folder, also where it is given as ``.`` or through a link."""
    return Path(os.path.realpath(folder)).name


def refuse_missing(folder: Path) -> None:
    """Raise where there is no folder."""
    if os.path.isdir(folder):  # noqa: PTH112 - unlike Path.is_dir, it never raises
        return
    if os.path.lexists(folder):
        raise FusionError("path-is-no-folder", "{path} is no folder; name another", path=folder)
    raise FusionError("no-folder", "there is no folder {folder}; check the name", folder=folder)


def unique(names: Iterable[str]) -> list[str]:
    """``names`` with ``-2``, ``-3`` … behind those that came before."""
    taken: list[str] = []
    for name in names:
        number, free = 1, name
        while free in taken:
            number += 1
            free = f"{name}-{number}"
        taken.append(free)
    return taken


def find_scenes(folder: Path, dataset: str) -> list[Scene]:
    """The pairs in ``folder`` and the stacks in its sub-folders, by name.

    Raises
    ------
    FusionError
        When the folder is missing, a pair is not whole, a name is there twice, or nothing is found.
    """
    refuse_missing(folder)
    scenes = [*pairs(folder, dataset), *stacks(folder, dataset)]
    if not scenes:
        raise FusionError(
            "no-data-set", "{folder} holds no data set; its pictures must be named {rule}",
            folder=folder, rule=RULE,
        )  # fmt: skip
    doubles = {scene.name for scene in scenes if [one.name for one in scenes].count(scene.name) > 1}
    if doubles:
        raise FusionError(
            "pair-and-stack-same-name", "{folder} holds a pair and a stack {name}; rename one of them",
            folder=folder, name=min(doubles),
        )  # fmt: skip
    return sorted(scenes, key=lambda scene: natural(scene.name))


def pairs(folder: Path, dataset: str) -> list[Scene]:
    """``NN_A``, ``NN_B`` and perhaps ``NN_all_in_focus``, whatever the format."""
    files = by_stem(folder)
    found = []
    for stem, first in files.items():
        if not stem.endswith(FIRST):
            continue
        name = stem.removesuffix(FIRST)
        if name + SECOND not in files:
            raise FusionError(
                "no-partner", "{path} has no partner {name}{ending}; add it, or take the file away",
                path=first, name=name, ending=SECOND,
            )  # fmt: skip
        truth = files.get(f"{name}_{TRUTH}")
        found.append(Scene(dataset, name, (first, files[name + SECOND]), truth))
    return found


def stacks(folder: Path, dataset: str) -> list[Scene]:
    """Sub-folders of two frames or more, sorted by name; ``all_in_focus`` is the truth."""
    found = []
    for place in sorted(folder.iterdir()):
        if not place.is_dir() or place.name.startswith("."):
            continue
        files = by_stem(place)
        truths = [stem for stem in files if stem == TRUTH or stem.endswith(f"_{TRUTH}")]
        frames = [files[stem] for stem in sorted(files, key=natural) if stem not in truths]
        if any(stem.endswith(FIRST) and stem.removesuffix(FIRST) + SECOND in files for stem in files):
            raise FusionError(
                "pairs-in-subfolder", "{folder} holds pairs; name that folder itself as a data set",
                folder=place,
            )  # fmt: skip
        if len(truths) > 1:
            raise FusionError(
                "several-ground-truths", "{folder} holds {count} files named {name}; keep one",
                folder=place, count=len(truths), name=TRUTH,
            )  # fmt: skip
        if len(frames) > 1:
            truth = files[truths[0]] if truths else None
            found.append(Scene(dataset, place.name, tuple(frames), truth))
    return found


def by_stem(folder: Path) -> dict[str, Path]:
    """The pictures of a folder by their name without ending; a name with two endings is refused."""
    files: dict[str, Path] = {}
    for path in sorted(folder.iterdir()):
        if path.suffix.lower() not in READABLE or path.name.startswith(".") or not path.is_file():
            continue
        if path.stem in files:
            raise FusionError(
                "same-name-twice", "{folder} holds both {first} and {second}; keep one",
                folder=folder, first=files[path.stem].name, second=path.name,
            )  # fmt: skip
        files[path.stem] = path
    return files


def natural(name: str) -> list[tuple[int, int, str]]:
    """A key by which frame 10 comes after frame 9, and numbers before words."""
    return [
        (0, int(part), "") if part.isdecimal() else (1, 0, part)
        for part in re.split(r"(\d+)", name)
        if part
    ]


def find_result(folder: Path, scene: Scene) -> Path:
    """The result that another program wrote: ``NN`` or ``NN_fused``, in ``folder`` or in its sub-folder
    of the data set's name."""
    refuse_missing(folder)
    for place in (folder / scene.dataset, folder):
        files = by_stem(place) if place.is_dir() else {}
        for stem in (scene.name, f"{scene.name}_fused"):
            if stem in files:
                return files[stem]
    raise FusionError(
        "no-result-of-scene", "{folder} holds no result of {scene} of {dataset}; name it {scene}.png",
        folder=folder, scene=scene.name, dataset=scene.dataset,
    )  # fmt: skip
