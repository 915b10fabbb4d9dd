"""Every installed distribution with its licence: `make licences`; fails on one that we may not ship, or do not know."""

from __future__ import annotations

import re
import sys
from importlib.metadata import Distribution, PackageMetadata, distributions
from pathlib import Path

LOCK = Path(__file__).resolve().parent.parent / "requirements.lock"
OWN = "leaselab"
LONGEST = 90
NEVER = re.compile(r"\bA?GPL|Affero|GNU General Public|SSPL|Business Source|Commons Clause", re.IGNORECASE)
WEAK = re.compile(r"\bLGPL|Lesser General Public|Library General Public", re.IGNORECASE)
"""Of a library that is used as it is, these ask for its licence text and replaceability only."""
BUNDLED = re.compile(r"^License[^:\n]*:[ \t]*(.+)$", re.MULTILINE)
"""How wheels list the libraries that they carry, in a file beside their own licence."""
ALLOWED = {
    "axe-playwright-python": "MIT (its licence file)",
    "huey": "MIT (its licence file)",
    "pi-heif": "BSD-3-Clause; its wheel carries libheif and libde265, LGPL-3.0",
}
"""Distribution → what somebody found who looked: where the metadata tell nothing, or not everything."""
FOR_TESTS = {
    "pillow-heif": "BSD-3-Clause; its wheel carries x265, GPL-2.0: it makes pictures for tests, and is not shipped"
}
"""The same of what no installation has."""


def licence_of(metadata: PackageMetadata) -> str:
    """The SPDX expression, else the classifiers, else the short licence field; empty where nothing is told."""
    classifiers = [
        item.rpartition(" :: ")[2] for item in metadata.get_all("Classifier") or [] if item.startswith("License ::")
    ]
    short = (metadata.get("License") or "").strip().partition("\n")[0]
    told = metadata.get("License-Expression") or " / ".join(classifiers) or short
    return "" if told.upper() in {"UNKNOWN", "DUAL LICENSE", "OSI APPROVED"} else told


def bundled(item: Distribution) -> list[str]:
    """The licences of libraries inside the wheel, as its licence files list them; the compiler's own are excepted."""
    files = [file for file in item.files or [] if ".dist-info/" in str(file) and "licen" in file.name.lower()]
    texts = [Path(str(file.locate())).read_text(errors="replace") for file in files]
    return [line for text in texts for line in BUNDLED.findall(text) if "exception" not in line.lower()]


def complaint(name: str, licence: str, inside: list[str], is_shipped: bool) -> str:
    """Why these licences stop a release; empty when they do not."""
    if name in ALLOWED or (name in FOR_TESTS and not is_shipped):
        return ""
    for other in inside:
        if NEVER.search(WEAK.sub("", other)):
            return f"carries something under {other.strip()}"
    if not licence:
        return "names no licence"
    choices = re.split(r"\s+OR\s+", licence)
    if all(NEVER.search(WEAK.sub("", choice)) for choice in choices):
        return "may not be shipped with an MIT product"
    return ""


def canonical(name: str) -> str:
    return re.sub(r"[-_.]+", "-", name).lower()


def found() -> dict[str, Distribution]:
    return {canonical(item.metadata["Name"]): item for item in distributions()}


def main() -> int:
    """The exit status: 1 when there is a complaint."""
    shipped = {canonical(name) for name in re.findall(r"^([A-Za-z0-9._-]+)==", LOCK.read_text(), re.MULTILINE)}
    wrong: list[str] = []
    sys.stdout.write(f"{'distribution':<40}{'version':<18}{'for':<9}licence\n")
    for name, item in sorted(found().items()):
        if name == OWN:
            continue
        licence = ALLOWED.get(name) or FOR_TESTS.get(name) or licence_of(item.metadata)
        use = "running" if name in shipped else "tests"
        sys.stdout.write(f"{name:<40}{item.version:<18}{use:<9}{licence[:LONGEST] or '?'}\n")
        if problem := complaint(name, licence, bundled(item), name in shipped):
            wrong.append(f"{name} {problem} ({licence or '?'}). Look it up, and add what you found to ALLOWED.")
    sys.stderr.writelines(f"{line}\n" for line in wrong)
    return 1 if wrong else 0


if __name__ == "__main__":
    sys.exit(main())
