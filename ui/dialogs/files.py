"""Which file: the system's own dialogs. Cancelling gives nothing back."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import Protocol

from fusion.files import READABLE, WRITABLE
from ui.i18n import tr
from ui.paths import path_shown
from ui.qt import QFileDialog, QGridLayout, QLineEdit, QWidget


class FormatOptions(Protocol):
    """Rows for a dialog that depend on the format."""

    @property
    def widget(self) -> QWidget: ...

    def show_for(self, ending: str) -> None: ...


def ask_open(parent: QWidget, folder: str, many: bool = True, pages: bool = False) -> list[Path]:
    """The pictures to open; an empty list when cancelled. ``pages``: only what may have several."""
    endings = (".tif", ".tiff") if pages else READABLE
    patterns = " ".join(f"*{ending} *{ending.upper()}" for ending in endings)
    filters = f"{tr('Pictures')} ({patterns});;{tr('All files')} (*)"
    if many:
        title = tr("Open the pages of a TIFF as sources") if pages else tr("Open pictures")
        names, _ = QFileDialog.getOpenFileNames(parent, title, folder, filters)
        return [path_shown(name) for name in names]
    name, _ = QFileDialog.getOpenFileName(parent, tr("Open a picture"), folder, filters)
    return [path_shown(name)] if name else []


def ask_save(
    parent: QWidget, suggestion: Path, options: FormatOptions | None = None
) -> Path | None:
    """Where to save; None when cancelled. The dialog asks before it replaces a file.

    ``options`` is shown below the names, and shows what applies to the ending that is chosen.
    """
    return ask_target(parent, tr("Save the result"), suggestion, save_filters(), options)


def ask_export(parent: QWidget, suggestion: Path) -> Path | None:
    """Where to write the metrics; None when cancelled."""
    filters = {"CSV (*.csv)": (".csv",), "JSON (*.json)": (".json",)}
    return ask_target(parent, tr("Save the metrics"), suggestion, filters)


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
    return ask_target(parent, tr("Save the depth"), suggestion, filters)


def ask_target(
    parent: QWidget, title: str, suggestion: Path, filters: Mapping[str, tuple[str, ...]],
    options: FormatOptions | None = None,
) -> Path | None:  # fmt: skip
    """The name for a new file; ``filters`` has the endings of each line of the dialog."""
    dialog = QFileDialog(parent, title, str(suggestion.parent))
    dialog.setAcceptMode(QFileDialog.AcceptMode.AcceptSave)
    dialog.setNameFilters(list(filters))
    ending = suggestion.suffix.lower()
    chosen = next((name for name, endings in filters.items() if ending in endings), next(iter(filters)))
    dialog.selectNameFilter(chosen)
    dialog.setDefaultSuffix(filters[chosen][0].lstrip("."))
    dialog.filterSelected.connect(
        lambda name: dialog.setDefaultSuffix(filters.get(name, (ending,))[0].lstrip("."))
    )
    dialog.selectFile(suggestion.name)
    if options is not None:  # a system's own dialog has no room for them
        dialog.setOption(QFileDialog.Option.DontUseNativeDialog)
        grid = dialog.layout()
        assert isinstance(grid, QGridLayout)
        grid.addWidget(options.widget, grid.rowCount(), 0, 1, -1)
        follow_format(dialog, filters, options)
    chosen_files = dialog.selectedFiles() if dialog.exec() else []
    dialog.deleteLater()  # its parent would keep it as long as the window lives
    return path_shown(chosen_files[0]) if chosen_files else None


def follow_format(
    dialog: QFileDialog, filters: Mapping[str, tuple[str, ...]], options: FormatOptions
) -> None:
    """Tell ``options`` the ending of the file: that of its name, or else that of the dialog's line."""
    known = {ending for endings in filters.values() for ending in endings}
    edit = dialog.findChild(QLineEdit, "fileNameEdit")

    def show_ending() -> None:
        typed = Path(edit.text()).suffix.lower() if edit is not None else ""
        options.show_for(typed if typed in known else f".{dialog.defaultSuffix()}")

    dialog.filterSelected.connect(show_ending)
    if edit is not None:
        edit.textChanged.connect(show_ending)
    show_ending()


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
