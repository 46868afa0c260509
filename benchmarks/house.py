"""Counts of the source: sizes, docstrings, types, and imports that go both ways.

    python -m benchmarks.house [FOLDER]

prints, for ``fusion``, ``models`` and ``ui`` together (tests and benchmarks left out), one row of the
table by which this code is compared with others, then the docstrings of public functions, then pairs
of folders that import each other. FOLDER is another checkout (default: this one). The source is parsed
and not imported.
"""

from __future__ import annotations

import argparse
import ast
import re
import statistics
import sys
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence, Set
from dataclasses import dataclass
from pathlib import Path
from typing import TypeGuard

ROOT = Path(__file__).resolve().parent.parent
PACKAGES = ("fusion", "models", "ui")
Function = ast.FunctionDef | ast.AsyncFunctionDef
Pair = tuple[str, str]


@dataclass(frozen=True)
class Module:
    """A source file: its dotted name, its text, and what ``ast`` makes of it.

    ``name`` of a package's ``__init__.py`` is that of the package.
    """

    name: str
    text: str
    tree: ast.Module
    is_package: bool

    @staticmethod
    def of(name: str, text: str, is_package: bool = False) -> Module:
        """From the text of a file."""
        return Module(name, text, ast.parse(text), is_package)


def read_modules(root: Path, packages: Sequence[str] = PACKAGES) -> list[Module]:
    """The modules of ``packages`` below ``root``, by name."""
    modules = []
    for package in packages:
        for path in sorted((root / package).rglob("*.py")):
            parts = path.relative_to(root).with_suffix("").parts
            is_package = parts[-1] == "__init__"
            name = ".".join(parts[:-1] if is_package else parts)
            modules.append(Module.of(name, path.read_text(encoding="utf-8"), is_package))
    return modules


def functions(tree: ast.AST) -> Iterator[Function]:
    """Every function, methods and inner ones too."""
    return (node for node in ast.walk(tree) if isinstance(node, Function))


def public_functions(tree: ast.Module) -> Iterator[Function]:
    """Functions of the module, and methods of its public classes, with public names."""
    for node in tree.body:
        if isinstance(node, ast.ClassDef) and not node.name.startswith("_"):
            yield from (each for each in node.body if is_public(each))
        elif is_public(node):
            yield node


def is_public(node: ast.AST) -> TypeGuard[Function]:
    """Whether it is a function with a public name."""
    return isinstance(node, Function) and not node.name.startswith("_")


def body_lines(function: Function) -> int:
    """Lines from the first statement after the docstring to the last; 0 where there is none."""
    body = function.body[1:] if ast.get_docstring(function) is not None else function.body
    if not body:
        return 0
    return (body[-1].end_lineno or body[-1].lineno) - body[0].lineno + 1


def parameter_count(function: Function) -> int:
    """Parameters without ``self`` and ``cls``; ``*`` and ``**`` count one each."""
    arguments = function.args
    names = [each.arg for each in (*arguments.posonlyargs, *arguments.args, *arguments.kwonlyargs)]
    names += [each.arg for each in (arguments.vararg, arguments.kwarg) if each is not None]
    return sum(name not in ("self", "cls") for name in names)


def spread(values: Iterable[int]) -> str:
    """Median (a half rounded down), 90th percentile and maximum, as ``med/p90/max``."""
    ordered = sorted(values)
    if not ordered:
        return "-"
    high = ordered[min(len(ordered) - 1, round(0.9 * (len(ordered) - 1)))]
    return f"{int(statistics.median(ordered))}/{high}/{ordered[-1]}"


def percent(part: int, whole: int) -> int:
    return round(100 * part / whole) if whole else 0


def row(modules: Sequence[Module]) -> str:
    """The row of the table, in Markdown."""
    lines = [len(module.text.splitlines()) for module in modules]
    every = [function for module in modules for function in functions(module.tree)]
    public = [function for module in modules for function in public_functions(module.tree)]
    documented = percent(sum(ast.get_docstring(each) is not None for each in public), len(public))
    typed = percent(sum(each.returns is not None for each in every), len(every))
    most = max((parameter_count(each) for each in every), default=0)
    bodies = spread(body_lines(each) for each in every)
    return f"| Parfocal | {spread(lines)} | {bodies} | {documented}/{typed} % | {most} |"


def docstrings(modules: Sequence[Module]) -> str:
    """How public functions of modules are described: sections of numpydoc, and the median of words."""
    texts = [
        ast.get_docstring(node) or ""
        for module in modules
        for node in module.tree.body
        if is_public(node)
    ]
    words = int(statistics.median(len(text.split()) for text in texts)) if texts else 0
    with_parameters, with_examples = (
        sum(has_section(text, title) for text in texts) for title in ("Parameters", "Examples")
    )
    return (
        f"Of {len(texts)} module-level public functions {with_parameters} have a Parameters section and "
        f"{with_examples} an Examples section; the median docstring has {words} words."
    )


def has_section(text: str, title: str) -> bool:
    """Whether a docstring has a numpydoc section of that title."""
    return re.search(rf"^{title}\n-+$", text, re.MULTILINE) is not None


def imports(modules: Sequence[Module]) -> Iterator[Pair]:
    """(importing module, imported module), once for every import statement among ``modules``."""
    known = {module.name for module in modules}
    for module in modules:
        for node in ast.walk(module.tree):
            yield from ((module.name, target) for target in sorted(targets(node, known)))


def targets(node: ast.AST, known: Set[str]) -> Set[str]:
    """The modules that a statement imports: of ``from a import b`` a.b if that is one, else a."""
    if isinstance(node, ast.Import):
        return {alias.name for alias in node.names} & known
    if isinstance(node, ast.ImportFrom) and node.module:
        return {f"{node.module}.{alias.name}" for alias in node.names} & known or {node.module} & known
    return set()


def siblings(importing: str, imported: str) -> Pair | None:
    """The two rooms below their common folder that an import joins; None where one holds the other."""
    one, other = importing.split("."), imported.split(".")
    common = next((n for n, (a, b) in enumerate(zip(one, other, strict=False)) if a != b), None)
    if common is None:
        return None
    return ".".join(one[: common + 1]), ".".join(other[: common + 1])


def two_way_imports(modules: Sequence[Module]) -> list[tuple[str, str, int, int]]:
    """Pairs of rooms that import each other, at least one of them a folder, and how often each does."""
    folders = {module.name for module in modules if module.is_package}
    found = Counter(pair for each in imports(modules) if (pair := siblings(*each)) is not None)
    return sorted(
        (one, other, count, found[other, one])
        for (one, other), count in found.items()
        if one < other and found[other, one] and (one in folders or other in folders)
    )


def main(arguments: Sequence[str] | None = None) -> int:
    """Print the counts; returns the exit code."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawTextHelpFormatter)
    parser.add_argument("folder", nargs="?", type=Path, default=ROOT, metavar="FOLDER")
    modules = read_modules(parser.parse_args(arguments).folder)
    print("| | lines a file med/p90/max | body med/p90/max | documented / typed | most parameters |")
    print("|---|---|---|---|---|")
    print(row(modules))
    print()
    print(docstrings(modules))
    pairs = two_way_imports(modules)
    print(f"\nTwo-way imports between folders: {len(pairs)}")
    for one, other, there, back in pairs:
        print(f"- {one} -> {other} {there}, {other} -> {one} {back}")
    return 0


if __name__ == "__main__":
    sys.exit(main())
