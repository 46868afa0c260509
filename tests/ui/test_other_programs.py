"""How other programs call this one: an editor that ends with its result, and darktable's script."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from fusion import load_photo
from tests.ui.conftest import load, settle
from ui.i18n.collect import ROOT
from ui.main_window import MainWindow
from ui.program import close_when_saved, print_saved
from ui.qt import QApplication

SCRIPT = ROOT / "docs" / "user" / "darktable" / "parfocal.lua"
LUA = next(filter(None, map(shutil.which, ("lua", "lua5.4", "lua5.3", "luajit"))), None)
needs_lua = pytest.mark.skipif(LUA is None, reason="needs Lua")


def test_an_editor_closes_once_the_result_is_saved(
    window: MainWindow, pair: list[Path], tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    saved = close_when_saved(window)
    load(window, pair)
    window.fuse()
    settle(window)
    assert window.isVisible()
    assert print_saved(saved) == 1
    window.job_actions.save(tmp_path / "sharp.png")
    settle(window)
    QApplication.processEvents()
    assert not window.isVisible()
    assert print_saved(saved) == 0
    assert capsys.readouterr().out == f"{tmp_path / 'sharp.png'}\n"


def by_lua(expression: str) -> str:
    """What an expression of the script's functions gives."""
    assert LUA is not None
    code = f"local m = dofile({str(SCRIPT)!r}) io.write({expression})"
    return subprocess.run([LUA, "-e", code], capture_output=True, text=True, check=True).stdout


@needs_lua
def test_the_script_of_darktable_loads_and_quotes() -> None:
    assert by_lua("""m.quoted([[it's a "test"]])""") == "'it'\\''s a \"test\"'"
    assert by_lua("""m.quoted('a "b"', true)""") == '"a ""b"""'
    assert by_lua("""select(2, m.parts("/a b/近景 1.tif"))""") == "近景 1"
    free = """m.free_path("/a", "b", function(path) return path == "/a/b_fused.tif" end)"""
    assert by_lua(free) == "/a/b_fused_2.tif"


@needs_lua
def test_the_command_of_darktable_fuses(pair: list[Path], tmp_path: Path) -> None:
    output = tmp_path / "it's out.tif"
    files = ", ".join(f'"{path}"' for path in pair)
    options = f'{{home = "{ROOT}", python = "{sys.executable}", method = "spatial-frequency"}}'
    command = by_lua(f'm.command({{{files}}}, "{output}", {options})')
    subprocess.run(["sh", "-c", command], check=True, env={**os.environ, "PARFOCAL_THREADS": "1"})
    assert load_photo(output).pixels.shape == load_photo(pair[0]).pixels.shape
    assert output.with_name(output.name + ".json").exists()


DARKTABLE = """
local told, script = {}, ...
local kept, storage = {}, nil
local function image(name)
  return {
    path = PATH, filename = name,
    group_with = function(self, other) told[#told + 1] = name .. " with " .. other.filename end,
    make_group_leader = function() told[#told + 1] = name .. " leads" end,
  }
end
package.preload["darktable"] = function()
  return {
    print = function(text) told[#told + 1] = text end,
    new_widget = function() return function(made) return made end end,
    configuration = { running_os = "linux" },
    preferences = {
      register = function(module, name, kind, label, hint, default) kept[name] = default end,
      read = function(module, name, kind) return name == "home" and HOME or PYTHON end,
    },
    control = { execute = function(command) return os.execute(command) end },
    database = { import = function(path) return image(path:match("[^/]*$")) end },
    register_storage = function(name, label, store, finish, supported, start, widget)
      widget.value = "spatial-frequency"
      storage = { finish = finish, supported = supported }
    end,
  }
end
dofile(SCRIPT)
assert(storage.supported(nil, { extension = "tif" }))
assert(not storage.supported(nil, { extension = "jpg" }))
storage.finish(nil, { [image("far.cr2")] = FAR, [image("a near.cr2")] = NEAR })
io.write(table.concat(told, "\\n"))
"""
"""A darktable that knows as much as the script asks of it."""


@needs_lua
def test_darktable_gets_the_result_grouped_with_its_frames(pair: list[Path], tmp_path: Path) -> None:
    exported = [tmp_path / f"export {path.name}" for path in pair]
    for path, copy in zip(pair, exported, strict=True):
        shutil.copy(path, copy)
    values = {
        "PATH": tmp_path, "HOME": ROOT, "PYTHON": sys.executable, "SCRIPT": SCRIPT,
        "NEAR": exported[0], "FAR": exported[1],
    }  # fmt: skip
    names = "".join(f"{name} = [[{value}]]\n" for name, value in values.items())
    assert LUA is not None
    done = subprocess.run(
        [LUA, "-e", names + DARKTABLE], capture_output=True, text=True, check=True,
        env={**os.environ, "PARFOCAL_THREADS": "1"},
    )  # fmt: skip
    output = tmp_path / "a near_fused.tif"
    told = [line for line in done.stdout.splitlines() if "spatial" not in line]
    assert told == [
        "Parfocal: fusing 2 frames", "a near.cr2 with a near_fused.tif", "far.cr2 with a near_fused.tif",
        "a near_fused.tif leads", f"Parfocal: {output}",
    ]  # fmt: skip
    assert load_photo(output).pixels.shape == load_photo(pair[0]).pixels.shape
    assert not any(path.exists() for path in exported), "the exported frames are removed"
