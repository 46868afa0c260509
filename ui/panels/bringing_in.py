"""What is dropped or pasted: files, folders and pictures become sources; for all else it is said why."""

from __future__ import annotations

import threading
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path

from fusion import Progress
from fusion.files.existing import exists
from fusion.files.outputs import make_folder
from fusion.files.replacing import replace_whole
from ui.i18n import tr
from ui.jobs.actions import ERROR, Actions, error_text
from ui.jobs.job import Job, Jobs
from ui.log import log_path
from ui.panels.message_bar import MessageBar
from ui.panels.source_card import dropped_files
from ui.paths import path_of_url
from ui.qt import QBuffer, QImage, QIODevice, QMimeData, QObject, QUrl

FORMATS = {
    "image/tiff": ".tif", "image/png": ".png", "image/jpeg": ".jpg", "image/webp": ".webp",
}  # fmt: skip
"""Pictures that are taken byte for byte, with all their bits and metadata; the best first."""
WEB = ("http", "https", "ftp")
OWN = "application/x-parfocal-"
"""How the kinds of what is dragged within the list begin."""
_KEEPING = threading.Lock()
"""One picture is written after the other: two at once would take the same free name."""


@dataclass(frozen=True)
class Brought:
    """What was dropped or pasted: files, or the bytes of a picture with their ending, or a picture of
    Qt's, or why it cannot be taken."""

    paths: tuple[Path, ...] = ()
    content: bytes = b""
    ending: str = ".png"
    image: QImage | None = None
    problem: str = ""

    @property
    def is_picture(self) -> bool:
        """Whether it is a picture that is in no file yet."""
        return bool(self.content) or self.image is not None

    def encoded(self) -> bytes:
        """The bytes of its file."""
        if self.image is None:
            return self.content
        buffer = QBuffer()
        buffer.open(QIODevice.OpenModeFlag.WriteOnly)
        self.image.save(buffer, "PNG")
        return bytes(buffer.data())


def is_own_drag(data: QMimeData | None) -> bool:
    """Whether a card or a row of this program is being dragged, which is nothing to be brought in."""
    return data is None or any(kind.startswith(OWN) for kind in data.formats())


def brought(data: QMimeData | None) -> Brought:
    """What was dropped or pasted."""
    if data is None or not data.formats():
        return Brought(problem=tr("There is nothing to paste."))
    paths = [path for path in dropped_files(data) if exists(path)] or named_in(data)
    if paths:
        return Brought(tuple(paths))
    for kind, ending in FORMATS.items():
        if data.hasFormat(kind) and len(data.data(kind)):
            return Brought(content=bytes(data.data(kind)), ending=ending)
    image = QImage(data.imageData()) if data.hasImage() else QImage()
    if not image.isNull():
        return Brought(image=image)
    return Brought(problem=why_not(data))


def named_in(data: QMimeData) -> list[Path]:
    """The files and folders that a text names, one a line."""
    found = []
    for line in (data.text() if data.hasText() else "").splitlines():
        text = line.strip().strip("\"'")
        path = path_of_url(QUrl(text)) if text.startswith("file:") else Path(text)
        if not path.is_absolute() or not exists(path):
            return []
        found.append(path)
    return found


def why_not(data: QMimeData) -> str:
    """Why what was dropped or pasted is no source, in a sentence."""
    urls = [url for url in data.urls() if url.isValid()] if data.hasUrls() else []
    text = data.text().strip() if data.hasText() else ""
    if any(url.scheme() in WEB for url in urls) or text.split(":")[0] in WEB:
        return tr(
            "Parfocal fetches nothing from the internet: save the picture first, and drop its file."
        )
    gone = [path.name for path in dropped_files(data)]
    if gone:
        return tr("There is no file {name} any more.", name=gone[0])
    return tr("This is neither a picture nor a file of one.")


class BringingIn(QObject):
    """Takes what is dropped or pasted; pictures that are in no file are kept in one first."""

    def __init__(
        self, jobs: Jobs, job_actions: Actions, messages: MessageBar,
        open_files: Callable[[Sequence[Path], int | None, bool], None],
    ) -> None:  # fmt: skip
        super().__init__()
        self._jobs, self._job_actions, self._messages = jobs, job_actions, messages
        self._open_files = open_files

    def take(self, data: QMimeData | None, instead: bool = False) -> Job | None:
        """Open what was dropped or pasted, with ``instead`` in place of all that is there; say why where
        that cannot be."""
        found = brought(data)
        if found.problem:
            self._messages.say(ERROR, found.problem)
            return None
        if not found.is_picture:
            self._open_files(found.paths, None, instead)
            return None

        def work(progress: Progress) -> Path:
            progress("Writing", 0, 1)
            return kept_in_file(found)

        job = Job(work, tr("Keeping the picture in a file"))
        job.finished.connect(lambda path: self._read(path, instead))
        job.failed.connect(lambda error: self._messages.say(ERROR, error_text(error)))
        return self._jobs.start(job)

    def _read(self, path: Path, instead: bool) -> None:
        self._job_actions.read([path], None, instead)


def pasted_folder() -> Path:
    """Where pictures are kept that came without a file."""
    return log_path().parent / "pasted"


def kept_in_file(found: Brought) -> Path:
    """Write a picture into the first free file *pasted 1*, *pasted 2* …; raises ``FusionError``."""
    folder, number = pasted_folder(), 1
    with _KEEPING:
        make_folder(folder)
        taken = {path.stem for path in folder.iterdir()}
        while f"pasted {number}" in taken:
            number += 1
        path = folder / f"pasted {number}{found.ending}"
        replace_whole(path, found.encoded())
    return path
