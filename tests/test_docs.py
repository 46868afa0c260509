"""What the pages say can be followed: links, anchors, commands, options, and files that they name."""

from __future__ import annotations

import re
import shlex
from collections.abc import Iterator
from pathlib import Path

import pytest

from fusion.cli import COMMANDS, main

ROOT = Path(__file__).resolve().parent.parent
ROOMS = ("user", "lab", "developer")
PAGES = sorted(
    path.relative_to(ROOT).as_posix()
    for pattern in ("README*.md", "docs/**/*.md", "weights/*.md", "data/*.md")
    for path in ROOT.glob(pattern)
)
OURS = ("fusion", "models", "ui", "benchmarks", "tests")
"""Modules of this repository; others (pip, venv, pytest) are not looked for."""
OLD_OPTIONS = {"--frame"}
"""Still taken, with a note, and no longer in the help."""
FENCE = re.compile(r"^ *```.*?^ *```", re.MULTILINE | re.DOTALL)
INLINE = re.compile(r"`([^`]+)`")
LINK = re.compile(r"\]\(([^)\s]+)\)")
COMMAND = re.compile(r"python(?:3[\d.]*)? (?:-m ([\w.]+)|([\w/]+\.py))")
NAMED = re.compile(rf"(?:{'|'.join(OURS)}|weights|data|docs)/[\w./-]*")


def text_of(page: str) -> str:
    return (ROOT / page).read_text(encoding="utf-8")


def slug(heading: str) -> str:
    """The anchor that GitHub gives a heading."""
    words = re.sub(r"[^\w\- ]", "", INLINE.sub(r"\1", heading).strip().lower())
    return words.replace(" ", "-")


def anchors(page: Path) -> set[str]:
    found: dict[str, int] = {}
    names = set()
    text = FENCE.sub("", page.read_text(encoding="utf-8"))
    for heading in re.findall(r"^#+ (.+)$", text, re.MULTILINE):
        name = slug(heading)
        times = found.get(name, 0)
        found[name] = times + 1
        names.add(f"{name}-{times}" if times else name)
    return names


def inline_code(page: str) -> list[str]:
    """What stands between back-ticks, a line break in it made a space."""
    return [" ".join(code.split()) for code in INLINE.findall(FENCE.sub("", text_of(page)))]


def code_lines(page: str) -> Iterator[str]:
    """Every line of the code blocks, continued lines joined, and the code between back-ticks."""
    for block in FENCE.findall(text_of(page)):
        yield from block.replace("\\\n", " ").splitlines()
    yield from inline_code(page)


def test_pages_stand_in_the_three_rooms() -> None:
    found = {path.relative_to(ROOT / "docs").parts for path in (ROOT / "docs").rglob("*.md")}
    assert found
    assert {parts for parts in found if len(parts) != 2 or parts[0] not in ROOMS} == set()


def test_the_readme_stays_short() -> None:
    assert len(text_of("README.md").splitlines()) <= 100


@pytest.mark.parametrize("page", PAGES)
def test_links_lead_somewhere(page: str) -> None:
    broken = []
    for link in LINK.findall(FENCE.sub("", text_of(page))):
        if re.match(r"[a-z]+:", link):
            continue
        path, _, anchor = link.partition("#")
        target = (ROOT / page).parent / path if path else ROOT / page
        if not target.exists() or (anchor and anchor not in anchors(target)):
            broken.append(link)
    assert broken == []


@pytest.mark.parametrize("page", PAGES)
def test_commands_name_modules_and_scripts_that_exist(page: str) -> None:
    missing = []
    for line in code_lines(page):
        for module, script in COMMAND.findall(line):
            if module and module.split(".")[0] not in OURS:
                continue
            place = ROOT / (script or module.replace(".", "/"))
            candidates = (place, place.with_suffix(".py"), place / "__main__.py")
            if not any(candidate.is_file() for candidate in candidates):
                missing.append(module or script)
    assert missing == []


@pytest.mark.parametrize("page", PAGES)
def test_files_that_a_page_names_exist(page: str) -> None:
    named = [code for code in inline_code(page) if NAMED.fullmatch(code)]
    assert [code for code in named if not (ROOT / code).exists()] == []


def test_pages_that_the_code_names_exist() -> None:
    files = [ROOT / "Makefile", *ROOT.glob("requirements*.txt"), *ROOT.glob("benchmarks/*.md")]
    files += [path for folder in (*OURS, "docs") for path in (ROOT / folder).rglob("*.py")]
    named = {
        (path.relative_to(ROOT).as_posix(), page)
        for path in files
        for page in re.findall(r"docs/[\w/-]+\.md", path.read_text(encoding="utf-8"))
    }
    assert named
    assert {(path, page) for path, page in named if not (ROOT / page).exists()} == set()


def test_options_of_the_command_line_are_those_of_its_help(capsys: pytest.CaptureFixture[str]) -> None:
    known: dict[str, set[str]] = {}
    for command in COMMANDS:
        assert main([command, "--help"]) == 0
        known[command] = set(re.findall(r"--[a-z][a-z-]+", capsys.readouterr().out))
    unknown = []
    for page in PAGES:
        for line in code_lines(page):
            words = shlex.split(line.partition("python -m fusion ")[2], comments=True) or [""]
            given = [word.partition("=")[0] for word in words if word.startswith("--")]
            if words[0] in known:
                unknown += [(page, word) for word in given if word not in known[words[0]]]
    assert unknown == []
    page = inline_code("docs/user/command-line.md")
    told = {code.split()[0] for code in page if code.startswith("--")}
    assert told - set.union(*known.values()) - OLD_OPTIONS == set()
