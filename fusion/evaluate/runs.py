"""One picture by one contender: fuse or fetch, save, measure. The row that comes of it."""

from __future__ import annotations

import dataclasses
import hashlib
import json
import time
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from pathlib import Path

import numpy as np

import fusion
from fusion.completion import complete
from fusion.contracts import Frames
from fusion.errors import FusionError
from fusion.evaluate.contenders import Contender
from fusion.evaluate.datasets import Scene, find_result
from fusion.files import load_photo, save_photo
from fusion.files.metadata.carried import as_map, with_record
from fusion.files.outputs import make_folder
from fusion.frames.roles import frames_by_role
from fusion.metrics import METRICS, score, to_grey
from fusion.metrics.arrays import Grey
from fusion.photo import Photo
from fusion.pipeline import fuse
from fusion.progress import Progress
from fusion.recorded_paths import weights_of
from fusion.registry import find_method
from fusion.result import FusionResult
from fusion.settings import AS_GIVEN, INFRARED_VISIBLE, MULTIFOCUS, ROLES

WITH_TRUTH = ("PSNR_reference", "SSIM_reference", "GMSD_reference", "DeltaE2000_reference")
WITHOUT_TRUTH = {
    MULTIFOCUS: ("Q_G", "Q_W", "Q_CV", "Q_CB", "Q_MI"),
    INFRARED_VISIBLE: (
        "EN", "SD", "SD_8", "SF", "AG", "MI", "VIFF", "SCD", "SSIM_fusion", "PSNR_fusion", "Q_G", "Q_CV",
    ),
}  # fmt: skip
"""The metrics of pictures without a truth, by the kind of fusion."""


@dataclass(frozen=True)
class Row:
    """Values and time of one picture by one contender; ``error`` and its code are empty where there was
    none."""

    dataset: str
    image: str
    method: str
    values: dict[str, float] = field(default_factory=dict)
    seconds: float = 0.0
    device: str = ""
    error: str = ""
    error_code: str = ""
    fingerprint: str = ""

    @property
    def place(self) -> tuple[str, str, str]:
        return self.dataset, self.image, self.method


@dataclass(frozen=True)
class Task:
    """The scene and contender of one row, the metrics to measure, and where its pictures are saved."""

    scene: Scene
    contender: Contender
    keys: tuple[str, ...]
    crop_border: int
    report: Path

    @property
    def place(self) -> tuple[str, str, str]:
        return self.scene.dataset, self.scene.name, self.contender.label

    @property
    def result(self) -> Path:
        """The fused picture: made here, or found where another program put it."""
        if self.contender.results is not None:
            return find_result(self.contender.results, self.scene)
        return self._picture("results")

    @property
    def decision(self) -> Path | None:
        """The decision map, for methods that run here and decide."""
        settings = self.contender.settings
        if settings is None:
            return None
        method = find_method(complete(settings, len(self.scene.sources)).method)
        return self._picture("decisions") if method.kind == "decision" else None

    @property
    def pictures(self) -> list[Path]:
        """The files that the task writes."""
        if self.contender.results is not None:
            return []
        return [self.result, *([self.decision] if self.decision is not None else [])]

    @property
    def files_read(self) -> list[Path]:
        """Sources, truth, weights, and a result that another program wrote."""
        settings = self.contender.settings
        others = [self.scene.truth, weights_of(settings.parameters if settings else None)]
        if self.contender.results is not None:
            others.append(self.result)
        return [*self.scene.sources, *(path for path in others if path is not None)]

    def _picture(self, kind: str) -> Path:
        folder = self.report / kind / self.contender.folder / self.scene.dataset
        return folder / f"{self.scene.name}.png"

    def fingerprint(self) -> str:
        """A hash of method, parameters, metrics, and the size and time of every file that is read."""
        settings = self.contender.settings
        parts = [
            fusion.__version__,
            dataclasses.asdict(settings) if settings else None,
            self.keys,
            self.crop_border,
            [[str(path.absolute()), *stamp(path)] for path in self.files_read],
        ]
        return hashlib.sha256(json.dumps(parts, default=str).encode()).hexdigest()[:16]

    def is_whole(self) -> bool:
        """Whether the pictures of an earlier run are still there."""
        return self.result.is_file() and (self.decision is None or self.decision.is_file())


def stamp(path: Path) -> tuple[int, int]:
    """Size and time of the last change of a file."""
    try:
        kind = path.stat()
    except OSError as error:
        raise FusionError(
            "unreadable-check-name", "{path} cannot be read ({reason}); check the name",
            path=path, reason=error.strerror,
        ) from None  # fmt: skip
    return kind.st_size, kind.st_mtime_ns


def keys_for(scene: Scene, wanted: Sequence[str] | None) -> tuple[str, ...]:
    """The metrics of a scene: the usual ones, or the wanted ones that it has the pictures for."""
    if wanted is None:
        return WITH_TRUTH if scene.truth else WITHOUT_TRUTH[scene.purpose]
    return tuple(key for key in wanted if scene.truth or METRICS[key].needs != "reference")


def make_tasks(
    scenes: Iterable[Scene],
    contenders: Sequence[Contender],
    wanted: Sequence[str] | None,
    crop_border: int,
    report: Path,
) -> list[Task]:
    """A task for every scene and contender; raises for a missing result of another program."""
    tasks = [
        Task(scene, contender, keys_for(scene, wanted), crop_border, report)
        for scene in scenes
        for contender in contenders
    ]
    if not any(task.keys for task in tasks):
        raise FusionError(
            "metrics-need-ground-truth",
            "{metrics} need a ground truth, and no picture has one; add files NN_all_in_focus or take "
            "other metrics",
            metrics=", ".join(wanted or ()),
        )
    for task in tasks:
        _ = task.result
    return tasks


def perform(task: Task, progress: Progress) -> Row:
    """Do one task; an error of its pictures is put into the row."""
    begun = time.perf_counter()
    try:
        mark = task.fingerprint()
        made = obtain(task, progress)
        values = measure(task, made, progress)
    except FusionError as error:
        said = " ".join(str(error).split())
        return Row(*task.place, seconds=time.perf_counter() - begun, error=said, error_code=error.code)
    return Row(*task.place, values, made.seconds, made.device, fingerprint=mark)


@dataclass(frozen=True)
class Made:
    """A fused picture, the seconds it took, and the device.

    Attributes
    ----------
    frames
        The frames in grey, where they are not the sources as they are in their files: moved, cropped, or
        with roles brought to one scale; else None.
    area
        Rows and columns of the reference that the picture shows; None for all.
    """

    photo: Photo
    seconds: float = 0.0
    device: str = ""
    frames: list[Grey] | None = None
    area: tuple[slice, slice] | None = None


def obtain(task: Task, progress: Progress) -> Made:
    """The fused picture, made here or by another program."""
    settings, purpose = task.contender.settings, task.scene.purpose
    if settings is None:
        frames = list(frames_by_role(task.scene.sources, AS_GIVEN)) if ROLES[purpose] else []
        return Made(load_photo(task.result), frames=[to_grey(photo.pixels) for photo in frames] or None)
    registered: list[Grey] = []

    def keep(frames: Frames, result: FusionResult) -> None:
        found = result.registration
        assert found is not None
        if ROLES[purpose] or found.is_cropped or not found.is_identity:
            registered.extend(to_grey(frames[number].pixels) for number in found.used)

    begun = time.perf_counter()
    made = fuse(task.scene.sources, settings, progress, finish=keep)
    seconds = time.perf_counter() - begun
    pictures = [(task.result, made.photo)]
    if task.decision is not None and made.decision is not None:
        assert made.record is not None  # by which the next run knows the file
        grey = as_map(Photo(made.decision.as_grey()), "decision")
        pictures.append((task.decision, with_record(grey, made.record.to_json())))
    for path, photo in pictures:
        make_folder(path.parent)
        save_photo(photo, path, task.files_read)
    area = made.registration.area if made.registration is not None and registered else None
    return Made(made.photo, seconds, made.device, registered or None, area)


def measure(task: Task, made: Made, progress: Progress) -> dict[str, float]:
    """The metrics of a task, against the frames as they were fused. Long stacks are loaded as grey
    pictures; their metrics need no colour."""
    needs = {METRICS[key].needs for key in task.keys}
    greys = made.frames if "sources" in needs and made.frames else []
    if "sources" in needs and not greys:
        greys = [to_grey(load_photo(path).pixels) for path in task.scene.sources]
    truth = load_photo(task.scene.truth).pixels if task.scene.truth and "reference" in needs else None
    if truth is not None and made.area is not None:
        truth = np.ascontiguousarray(truth[made.area])
    return score(greys, made.photo.pixels, truth, task.keys, task.crop_border, progress)
