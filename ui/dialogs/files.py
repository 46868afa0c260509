"""Which file: dialogs that ask for it. Cancelling gives nothing back."""

from __future__ import annotations

from pathlib import Path

from fusion.files import READABLE, WRITABLE
from fusion.project import ENDING
from ui.dialogs.saving import SavingOptions
from ui.dialogs.target import TargetDialog
from ui.i18n import tr
from ui.paths import existing_folder, path_shown
from ui.qt import QFileDialog, QWidget


def ask_open(parent: QWidget, folder: str, many: bool = True, pages: bool = False) -> list[Path]:
    """The pictures to open; an empty list when cancelled. ``pages``: only what may have several."""
    endings = (".tif", ".tiff") if pages else READABLE
    patterns = " ".join(f"*{ending} *{ending.upper()}" for ending in endings)
    filters = f"{tr('Pictures')} ({patterns});;{tr('All files')} (*)"
    if many:
        title = tr("Open the pages of a TIFF as sources") if pages else tr("Open pictures")
        names, _ = QFileDialog.getOpenFileNames(parent, title, existing_folder(folder), filters)
        return [path_shown(name) for name in names]
    name, _ = QFileDialog.getOpenFileName(parent, tr("Open a picture"), existing_folder(folder), filters)
    return [path_shown(name)] if name else []


def ask_save(
    parent: QWidget, suggestion: Path, options: SavingOptions | None = None
) -> Path | None:
    """Where to save; None when cancelled. The dialog asks before it replaces a file.

    ``options`` is shown below the names with what applies to the ending, and remembered.
    """
    return TargetDialog(parent, tr("Save the result"), suggestion, save_filters(), options).ask()


def ask_folder(parent: QWidget, folder: str) -> Path | None:
    """The folder to save several results into; None when cancelled."""
    name = QFileDialog.getExistingDirectory(parent, tr("Save the results in"), existing_folder(folder))
    return path_shown(name) if name else None


def ask_project(parent: QWidget, folder: str) -> Path | None:
    """The project to open; None when cancelled."""
    filters = f"{tr('Projects')} (*{ENDING});;{tr('All files')} (*)"
    name, _ = QFileDialog.getOpenFileName(parent, tr("Open a project"), existing_folder(folder), filters)
    return path_shown(name) if name else None


def ask_save_project(parent: QWidget, suggestion: Path) -> Path | None:
    """Where to save the project; None when cancelled. The dialog asks before it replaces a file."""
    filters = {f"{tr('Project')} (*{ENDING})": (ENDING,)}
    return TargetDialog(parent, tr("Save the project"), suggestion, filters).ask()


def ask_export(parent: QWidget, suggestion: Path) -> Path | None:
    """Where to write the metrics; None when cancelled."""
    filters = {"CSV (*.csv)": (".csv",), "JSON (*.json)": (".json",)}
    return TargetDialog(parent, tr("Save the metrics"), suggestion, filters).ask()


def ask_export_table(parent: QWidget, suggestion: Path) -> Path | None:
    """Where to write the metrics of all results; None when cancelled."""
    filters = {"CSV (*.csv)": (".csv",)}
    return TargetDialog(parent, tr("Save the metrics"), suggestion, filters).ask()


def ask_save_depth(parent: QWidget, suggestion: Path) -> Path | None:
    """Where to save the depth, and as what; None when cancelled."""
    filters = {
        f"{tr('Depth map')}, PNG (*.png)": (".png",),
        f"{tr('Depth map')}, TIFF (*.tif *.tiff)": (".tif", ".tiff"),
        f"{tr('Animation')}, GIF (*.gif)": (".gif",),
        f"{tr('Animation')}, WebP (*.webp)": (".webp",),
        f"{tr('Animation')}, MP4 (*.mp4)": (".mp4",),
        f"{tr('Surface')}, glTF (*.glb)": (".glb",),
    }
    return TargetDialog(parent, tr("Save the depth"), suggestion, filters).ask()


def ask_figure(parent: QWidget, suggestion: Path) -> Path | None:
    """Where to save a figure, and as what; None when cancelled."""
    filters = {"PDF (*.pdf)": (".pdf",), "SVG (*.svg)": (".svg",), "PNG (*.png)": (".png",)}
    return TargetDialog(parent, tr("Save the figure"), suggestion, filters).ask()


def ask_folder_to_open(parent: QWidget, folder: str) -> Path | None:
    """The folder whose pictures are opened; None when cancelled."""
    name = QFileDialog.getExistingDirectory(parent, tr("Open a folder"), existing_folder(folder))
    return path_shown(name) if name else None


def save_filters() -> dict[str, tuple[str, ...]]:
    """The dialog's line for each format that can be written, and the format's endings."""
    families = {
        "JPEG": (".jpg", ".jpeg"), "PNG": (".png",), "TIFF": (".tif", ".tiff"), "BMP": (".bmp",),
        "WebP": (".webp",),
    }  # fmt: skip
    filters = {}
    for name, endings in families.items():
        known = tuple(ending for ending in endings if ending in WRITABLE)
        if known:
            filters[f"{name} ({' '.join('*' + ending for ending in known)})"] = known
    return filters
