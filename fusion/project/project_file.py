"""The project file: JSON with one fact a line, so that it can be read and compared."""

from __future__ import annotations

import json
import math
from collections.abc import Callable, Mapping
from dataclasses import replace
from pathlib import Path
from typing import Any

from fusion.errors import FusionError, reason_of
from fusion.files.outputs import refuse_outputs
from fusion.files.replacing import save_text
from fusion.files.small_files import read_beginning, read_small
from fusion.project.finding import is_on_another_computer
from fusion.project.project import Project, ProjectResult, ProjectSource
from fusion.project.settings_content import flag, settings_content, settings_from, text, whole
from fusion.record import from_json, source_from
from fusion.recorded_paths import from_root, seen_from, with_weights
from fusion.register.transform_file import content_of as transforms_content
from fusion.register.transform_file import registration_from
from fusion.retouch.stroke import Retouch, Stroke
from fusion.retouch.stroke_file import content_of as strokes_content
from fusion.retouch.stroke_file import retouch_from

ENDING = ".parfocal"
MARK = "parfocal_project"
VERSION = 1
MIGRATIONS: dict[int, Callable[[dict[str, Any]], dict[str, Any]]] = {}
"""From each older version to the next; there is none yet."""
MOST_BYTES = 256_000_000
"""Twenty thousand strokes of five hundred points take so much."""
MARK_BYTES = 4096
STROKE_INDENT = " " * 6
"""A stroke stands so deep in the file."""


def is_project(path: Path) -> bool:
    """Whether a file is a project, by its ending or its beginning; False for one that cannot be read."""
    if path.suffix.lower() == ENDING:
        return True
    try:
        return f'"{MARK}"'.encode() in read_beginning(path, MARK_BYTES)
    except FusionError:
        return False


class Encoded(str):
    """JSON as it is written."""


class StrokeTexts:
    """Strokes as JSON, each encoded once as long as it is saved again and again: a document that is kept
    after each change may hold thousands."""

    def __init__(self) -> None:
        self._before: dict[int, tuple[Stroke, Encoded]] = {}
        self._now: dict[int, tuple[Stroke, Encoded]] = {}

    def renew(self) -> None:
        """It is saved again: strokes that are gone by then are forgotten."""
        self._before, self._now = self._now, {}

    def __call__(self, stroke: Stroke) -> Encoded:
        """The stroke as it stands in a project."""
        known = self._now.get(id(stroke)) or self._before.get(id(stroke))
        if known is None or known[0] is not stroke:
            known = stroke, Encoded(text_of(stroke_content(stroke), STROKE_INDENT))
        self._now[id(stroke)] = known
        return known[1]


def stroke_content(stroke: Stroke) -> dict[str, Any]:
    """A stroke as it stands in a file."""
    content: dict[str, Any] = strokes_content(Retouch((stroke,)))["strokes"][0]
    return content


def content_of(
    project: Project, folder: Path | None = None, encode: Callable[[Stroke], Any] = stroke_content
) -> dict[str, Any]:
    """A project as it stands in its file.

    Parameters
    ----------
    project
        To be kept.
    folder
        From which files are told by relative paths too; None for none.
    encode
        Gives each stroke as it is to stand there.

    Returns
    -------
    dict
        ``parfocal_project`` (the version of the format), ``version`` (of the program), ``sources``,
        ``listed``, ``settings``, ``method_is_chosen``, ``registration``, ``results``, ``shown`` and
        ``view``.

    Examples
    --------
    >>> content_of(Project())["parfocal_project"]
    1
    """
    found = project.registration
    return {
        MARK: VERSION,
        "version": project.version,
        "sources": [source_content(source, folder) for source in project.sources],
        "listed": list(project.listed),
        "method_is_chosen": project.method_is_chosen,
        "settings": settings_content(project.settings),
        "registration": None if found is None else transforms_content(found),
        "results": [result_content(result, folder, encode) for result in project.results],
        "shown": project.shown,
        "view": dict(project.view),
    }


def source_content(source: ProjectSource, folder: Path | None) -> dict[str, Any]:
    """A source, without what says nothing."""
    fields: dict[str, Any] = {
        "name": source.name,
        "path": source.path,
        "relative": path_from(folder, source.path),
        "sha256": source.sha256,
        "size_bytes": source.size_bytes,
        "page": source.page,
    }
    if source.raw is not None:
        balance = list(source.raw.white_balance)
        fields["raw"] = {"space": source.raw.space, "white_balance": balance}
    return {key: value for key, value in fields.items() if value not in (None, "")}


def path_from(folder: Path | None, path: str) -> str:
    """The path from a folder; empty where there is no folder, and on another drive."""
    if folder is None or not path:
        return ""
    seen = seen_from(folder, Path(path))
    return "" if Path(seen).is_absolute() else seen


def result_content(
    result: ProjectResult, folder: Path | None, encode: Callable[[Stroke], Any]
) -> dict[str, Any]:
    """A result; its strokes are put into its record."""
    record = json.loads(replace(result.record, strokes=None).to_json())
    record["parameters"] = with_weights(result.record.parameters, from_root)
    if result.retouch:
        record["strokes"] = strokes_content(Retouch((), result.retouch.reference))
        record["strokes"]["strokes"] = [encode(stroke) for stroke in result.retouch.strokes]
    return {
        "title": result.title,
        "seconds": round(result.seconds, 3),
        "saved": result.saved,
        "saved_relative": path_from(folder, result.saved),
        "second_of": result.second_of,
        "sources": list(result.sources),
        "asked": None if result.asked is None else settings_content(result.asked),
        "record": record,
    }


def project_from(content: Any, path: Path) -> Project:
    """A project from what ``content_of`` made.

    Parameters
    ----------
    content
        Of the JSON file.
    path
        Of the file, for messages.

    Returns
    -------
    Project

    Raises
    ------
    FusionError
        For content that is no project, that of a newer version, and settings that this version lacks.

    Examples
    --------
    >>> project_from(content_of(Project()), Path("a.parfocal")) == Project()
    True
    """
    try:
        written = whole(content[MARK])
        if written > VERSION:
            raise FusionError(
                "project-too-new", "{path} is a project of a newer Parfocal ({version}); take that one",
                path=path, version=str(content.get("version") or written)[:40],
            )  # fmt: skip
        for older in range(written, VERSION):
            content = MIGRATIONS[older](content)
        return whole_project(content, path)
    except (KeyError, TypeError, ValueError, AttributeError, OverflowError, RecursionError) as error:
        raise no_project(path, reason_of(error)) from None


def no_project(path: Path, reason: str) -> FusionError:
    """The error of a file that is no project, or a damaged one."""
    return FusionError(
        "no-project", "{path} is no project of Parfocal, or is damaged ({reason}); open another file",
        path=path, reason=" ".join(reason.split())[:120],
    )  # fmt: skip


def whole_project(content: dict[str, Any], path: Path) -> Project:
    """A project of this version; raises ``ValueError`` and its kin for a damaged one."""
    program = text(content["version"])
    sources = tuple(project_source(entry) for entry in content["sources"])
    listed = tuple(
        None if number is None else below(number, len(sources)) for number in content["listed"]
    )
    results = tuple(
        result_from(entry, len(sources), program, path) for entry in content["results"]
    )
    for result in results:
        if result.second_of is not None:
            below(result.second_of, len(results))
    found, shown, view = content["registration"], content["shown"], content["view"]
    if not isinstance(view, dict):
        raise ValueError("the view is none")
    registration = None if found is None else registration_from(found, path.name)
    if registration is not None and len(registration.frames) != sum(n is not None for n in listed):
        raise ValueError("the registration is of other frames")
    return Project(
        sources, listed, settings_from(content["settings"], program), flag(content["method_is_chosen"]),
        registration, results, None if shown is None else below(shown, len(results)), view, program,
    )  # fmt: skip


def project_source(entry: Any) -> ProjectSource:
    """One source of the file."""
    known = source_from({"name": text(entry["name"]), "sha256": "", **raw_in(entry)})
    size, page = entry.get("size_bytes"), entry.get("page")
    return ProjectSource(
        known.name, text(entry.get("path", "")), text(entry.get("relative", "")),
        text(entry.get("sha256", "")), None if size is None else whole(size),
        None if page is None else whole(page), known.raw,
    )  # fmt: skip


def raw_in(entry: Mapping[str, Any]) -> dict[str, Any]:
    """What an entry says of camera RAW, if it does."""
    return {"raw": dict(entry["raw"])} if entry.get("raw") is not None else {}


def result_from(entry: Any, count: int, program: str, path: Path) -> ProjectResult:
    """One result of the file; its record is checked as far as it can be without its method."""
    content = dict(entry["record"])
    strokes = content.get("strokes")
    record = from_json(json.dumps({**content, "strokes": None}), path)
    retouch = None if strokes is None else retouch_from(strokes, path.name)
    found = record.transforms
    sources = tuple(below(number, count) for number in entry["sources"])
    if len(sources) != len(record.sources) or (found and len(found.frames) != len(sources)):
        raise ValueError("a result has other sources than its record")
    asked, seconds, second_of = entry["asked"], entry["seconds"], entry["second_of"]
    if isinstance(seconds, bool) or not isinstance(seconds, int | float) or not math.isfinite(seconds):
        raise ValueError(f"{seconds!r:.40} is no number")
    result = ProjectResult(
        record, sources, asked=None if asked is None else settings_from(asked, program),
        title=text(entry["title"]), seconds=float(seconds),
        saved=text(entry["saved"]), saved_relative=text(entry["saved_relative"]),
        second_of=None if second_of is None else whole(second_of),
    )  # fmt: skip
    return result if retouch is None else replace(result, retouch=retouch)


def below(number: Any, count: int) -> int:
    """A number that counts from 0; raises ``ValueError`` for one of ``count`` or more."""
    if whole(number) >= count:
        raise ValueError(f"there is no {number}")
    return int(number)


def text_of(content: Any, indent: str = "") -> str:
    """JSON in which everything that has dictionaries in it takes a line for each part.

    A stroke's points are one line, and no call of the encoder takes long: other threads go on.
    """
    within = indent + " "
    if isinstance(content, Encoded):
        return content
    if isinstance(content, dict) and any(isinstance(value, dict | list) for value in content.values()):
        parts = [
            f"{within}{json.dumps(key, ensure_ascii=False)}: {text_of(value, within)}"
            for key, value in content.items()
        ]
        return "{\n" + ",\n".join(parts) + f"\n{indent}}}"
    if isinstance(content, list) and any(isinstance(value, dict | Encoded) for value in content):
        parts = [within + text_of(value, within) for value in content]
        return "[\n" + ",\n".join(parts) + f"\n{indent}]"
    return json.dumps(content, ensure_ascii=False)


def save_project(project: Project, path: Path, texts: StrokeTexts | None = None) -> Path:
    """Write a project, whole or not at all.

    Parameters
    ----------
    project
        To be kept.
    path
        Of the file.
    texts
        Kept from one time to the next where the same document is saved again and again.

    Returns
    -------
    Path
        Of the file.

    Raises
    ------
    FusionError
        Where the file cannot be written, or is one of the sources.

    Examples
    --------
    >>> read_project(save_project(Project(), Path("flower.parfocal"))) == Project()
    True
    """
    sources = [source.path for source in project.sources if source.path]
    refuse_outputs([path], [each for each in sources if not is_on_another_computer(each, path.parent)])
    texts = texts or StrokeTexts()
    texts.renew()
    return save_text(text_of(content_of(project, path.parent, texts)) + "\n", path)


def read_project(path: Path) -> Project:
    """Read a project.

    Parameters
    ----------
    path
        Of the file.

    Returns
    -------
    Project
        Relative paths in it start from the file's folder.

    Raises
    ------
    FusionError
        For a file that cannot be read, is no project, or is one of a newer version.

    Examples
    --------
    >>> read_project(Path("no.parfocal"))
    Traceback (most recent call last):
    fusion.errors.FusionError: no.parfocal cannot be read (No such file or directory); check the name
    """
    content = read_small(path, MOST_BYTES)
    try:
        found = json.loads(content.decode("utf-8"))
    except (ValueError, RecursionError):
        raise no_project(path, "no JSON") from None
    return project_from(found, path)
