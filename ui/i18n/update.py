"""Bring the translations up to date: ``python -m ui.i18n.update``.

Gathers the texts from the source, writes every ``.ts`` (what is translated stays, new texts are marked
unfinished, those no longer used go), and compiles the ``.qm`` with Qt's lrelease.
"""

from __future__ import annotations

import shutil
import subprocess
import sys
import xml.etree.ElementTree as ET
from pathlib import Path

from ui.i18n.collect import fusion_texts, message_texts, window_texts
from ui.i18n.messages import CONTEXT

FOLDER = Path(__file__).parent
Translations = dict[tuple[str, str], str]


def read(path: Path) -> Translations:
    """(context, text) to translation; unfinished ones are empty."""
    found: Translations = {}
    if not path.exists():
        return found
    for context in ET.parse(path).getroot().iter("context"):
        name = context.findtext("name", "")
        for message in context.iter("message"):
            translation = message.find("translation")
            finished = translation is not None and translation.get("type") != "unfinished"
            text = (translation.text or "") if finished and translation is not None else ""
            found[name, message.findtext("source", "")] = text
    return found


def write(path: Path, language: str, texts: dict[str, list[str]], known: Translations) -> list[str]:
    """Write a ``.ts``; returns the texts that are not translated yet."""
    root = ET.Element("TS", version="2.1", language=language, sourcelanguage="en")
    missing = []
    for name, sources in texts.items():
        context = ET.SubElement(root, "context")
        ET.SubElement(context, "name").text = name
        for source in sources:
            message = ET.SubElement(context, "message")
            ET.SubElement(message, "source").text = source
            translation = ET.SubElement(message, "translation")
            translation.text = known.get((name, source), "")
            if not translation.text:
                translation.set("type", "unfinished")
                missing.append(f"{name}: {source}")
    ET.indent(root, "    ")
    content = ET.tostring(root, encoding="unicode")
    path.write_text(
        f'<?xml version="1.0" encoding="utf-8"?>\n<!DOCTYPE TS>\n{content}\n', encoding="utf-8"
    )
    return missing


def compile_translations(path: Path) -> bool:
    """Run lrelease on a ``.ts``; False where Qt's tools are not installed."""
    tool = shutil.which("lrelease") or shutil.which("lrelease-qt5")
    if tool is None:
        return False
    target = path.with_suffix(".qm")
    subprocess.run([tool, "-silent", "-nounfinished", str(path), "-qm", str(target)], check=True)
    return True


def main() -> int:
    """Update everything; 1 where a translation is missing or cannot be compiled."""
    texts = {"ui": window_texts(), "fusion": fusion_texts(), CONTEXT: list(message_texts())}
    complete = True
    for path in sorted(FOLDER.glob("parfocal_*.ts")):
        missing = write(path, path.stem.removeprefix("parfocal_"), texts, read(path))
        for text in missing:
            sys.stdout.write(f"{path.name}: not translated: {text}\n")
        if not compile_translations(path):
            sys.stdout.write("lrelease is not installed; the .qm files are as they were\n")
            complete = False
        complete = complete and not missing
    return 0 if complete else 1


if __name__ == "__main__":
    sys.exit(main())
