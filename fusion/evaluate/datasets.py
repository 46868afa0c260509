"""Data sets on disk: pairs by their names, stacks as sub-folders, and results of other programs."""

from __future__ import annotations

import os
import re
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path

from fusion.errors import FusionError
from fusion.files.existing import is_folder
from fusion.files.reading import READABLE
from fusion.files.role_names import role_in
from fusion.settings import INFRARED_VISIBLE, MULTIFOCUS, ROLES

ENDINGS = {MULTIFOCUS: ("_A", "_B"), INFRARED_VISIBLE: ("_ir", "_vi")}
"""How the files of a pair end, by the kind of fusion."""
TRUTH = "all_in_focus"
NAME_FIELD = "{name}"
RULES = {
    MULTIFOCUS: "NN_A and NN_B with the same NN, or sub-folders of frames",
    INFRARED_VISIBLE: "NN_ir and NN_vi with the same NN, or the same in two sub-folders ir and vi",
}


@dataclass(frozen=True)
class Scene:
    """The sources of one picture, and the truth where it is known.

    The sources are in the order of their depth, or infrared and visible, as ``purpose`` says.
    """

    dataset: str
    name: str
    sources: tuple[Path, ...]
    truth: Path | None = None
    purpose: str = MULTIFOCUS


def find_datasets(folders: Iterable[Path], purpose: str = MULTIFOCUS) -> list[Scene]:
    """All scenes of all folders. Folders of one name get a number behind it."""
    scenes: list[Scene] = []
    for folder, name in named(folders):
        scenes += find_scenes(folder, name, purpose)
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
    if is_folder(folder):
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


def find_scenes(folder: Path, dataset: str, purpose: str = MULTIFOCUS) -> list[Scene]:
    """The pairs in ``folder``, and in its sub-folders the stacks, or infrared and visible, by name.

    Raises
    ------
    FusionError
        When the folder is missing, a pair is not whole, a name is there twice, or nothing is found.
    """
    refuse_missing(folder)
    inside = stacks if purpose == MULTIFOCUS else role_folders
    scenes = [*pairs(folder, dataset, purpose), *inside(folder, dataset)]
    if not scenes:
        raise FusionError(
            "no-data-set", "{folder} holds no data set; its pictures must be named {rule}",
            folder=folder, rule=RULES[purpose],
        )  # fmt: skip
    doubles = {scene.name for scene in scenes if [one.name for one in scenes].count(scene.name) > 1}
    if doubles:
        raise FusionError(
            "pair-and-stack-same-name", "{folder} holds a pair and a stack {name}; rename one of them",
            folder=folder, name=min(doubles),
        )  # fmt: skip
    return sorted(scenes, key=lambda scene: natural(scene.name))


def pairs(folder: Path, dataset: str, purpose: str = MULTIFOCUS) -> list[Scene]:
    """``NN_A``, ``NN_B`` and perhaps ``NN_all_in_focus``, or ``NN_ir`` and ``NN_vi``, in any format."""
    files = by_stem(folder)
    first_ends, second_ends = ENDINGS[purpose]
    found = []
    for stem, first in files.items():
        if not stem.endswith(first_ends):
            continue
        name = stem.removesuffix(first_ends)
        if name + second_ends not in files:
            raise no_partner(first, name + second_ends)
        truth = files.get(f"{name}_{TRUTH}") if purpose == MULTIFOCUS else None
        found.append(Scene(dataset, name, (first, files[name + second_ends]), truth, purpose))
    return found


def no_partner(path: Path, partner: str) -> FusionError:
    """The error for half a pair."""
    return FusionError(
        "no-partner", "{path} has no partner {partner}; add it, or take the file away",
        path=path, partner=partner,
    )  # fmt: skip


def role_folders(folder: Path, dataset: str) -> list[Scene]:
    """Files of one name in two sub-folders whose names tell infrared and visible, such as ir and vi."""
    places = [place for place in sorted(folder.iterdir()) if place.is_dir()]
    infrared, visible = (
        [place for place in places if role_in(place.name) == role] for role in ROLES[INFRARED_VISIBLE]
    )
    if len(infrared) != 1 or len(visible) != 1:
        return []
    files, partners = by_stem(infrared[0]), by_stem(visible[0])
    for name, path in files.items():
        if name not in partners:
            raise no_partner(path, f"{visible[0].name}/{name}")
    return [
        Scene(dataset, name, (path, partners[name]), None, INFRARED_VISIBLE)
        for name, path in files.items()
    ]


def stacks(folder: Path, dataset: str) -> list[Scene]:
    """Sub-folders of two frames or more, sorted by name; ``all_in_focus`` is the truth."""
    found = []
    for place in sorted(folder.iterdir()):
        if not place.is_dir() or place.name.startswith("."):
            continue
        files = by_stem(place)
        truths = [stem for stem in files if stem == TRUTH or stem.endswith(f"_{TRUTH}")]
        frames = [files[stem] for stem in sorted(files, key=natural) if stem not in truths]
        if pairs_in(files):
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


def pairs_in(files: dict[str, Path]) -> bool:
    """Whether any two of the files are a pair."""
    first, second = ENDINGS[MULTIFOCUS]
    return any(stem.endswith(first) and stem.removesuffix(first) + second in files for stem in files)


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
    of the data set's name; or with ``{name}`` in the last part of the path the file of that name."""
    if NAME_FIELD in folder.name:
        path = folder.with_name(folder.name.replace(NAME_FIELD, scene.name))
        if path.is_file():
            return path
        raise FusionError(
            "no-result-file", "there is no {path}, the result of {scene} of {dataset}; check the name",
            path=path, scene=scene.name, dataset=scene.dataset,
        )  # fmt: skip
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
