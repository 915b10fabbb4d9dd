"""Known vulnerabilities in the locked dependencies: `make audit`, by pip-audit in an environment of its own."""

from __future__ import annotations

import json
import subprocess
import sys
import venv
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parent.parent
HOME = ROOT / "build" / "audit"
WANTED = "pip-audit>=2.10,<3"
LOCK = "requirements.lock"
NO_ANSWER = 2
SOURCES = ("pypi", "osv")
"""Advisories come with pypi.org's own index; a mirror often has none. osv.dev has the same ones where it is reached."""
SECONDS = 20
UNCHECKED = (
    "Neither the package index nor osv.dev gave advisories, so {} of {} dependencies were NOT checked.\n"
    "A mirror of the index has none as a rule: run `make audit` where pypi.org or api.osv.dev can be reached,\n"
    "and take this exit status for 'unknown', not for 'safe'.\n"
)


def install() -> bool:
    """Whether pip-audit is there, installed now if need be: apart from `.venv`, which holds what is locked only."""
    if (HOME / "bin" / "pip-audit").exists():
        return True
    venv.create(HOME, with_pip=True)
    pip = [str(HOME / "bin" / "pip"), "install", "--quiet", "--disable-pip-version-check", WANTED]
    return subprocess.run(pip).returncode == 0


def audit(lock: str) -> list[dict[str, Any]] | None:
    """What pip-audit says of each dependency, with `vulns` or a `skip_reason`, from the first source that knows any of
    them; None where none could be asked."""
    best = None
    for source in SOURCES:
        found = ask(source, lock)
        if found is not None:
            best = found
            if any("skip_reason" not in item for item in found):
                break
    return best


def ask(source: str, lock: str) -> list[dict[str, Any]] | None:
    """What one source says; None where it does not answer."""
    command = [str(HOME / "bin" / "pip-audit"), "--disable-pip", "--require-hashes", "--progress-spinner=off"]
    words = [f"--vulnerability-service={source}", f"--timeout={SECONDS}", "--format=json", "-r", lock]
    done = subprocess.run([*command, *words], cwd=ROOT, capture_output=True, text=True)
    try:
        found: list[dict[str, Any]] = json.loads(done.stdout)["dependencies"]
    except (ValueError, KeyError):
        return None
    return found


def report(dependencies: list[dict[str, Any]]) -> int:
    """A line for each vulnerability, and one for what was asked; the exit status."""
    skipped = [item["name"] for item in dependencies if "skip_reason" in item]
    known = [(item, problem) for item in dependencies for problem in item.get("vulns", [])]
    for item, problem in known:
        fixed = ", ".join(problem["fix_versions"]) or "nothing yet"
        sys.stdout.write(f"{item['name']} {item['version']}: {problem['id']}, fixed in {fixed}\n")
    asked = len(dependencies) - len(skipped)
    sys.stdout.write(
        f"{asked} of {len(dependencies)} dependencies were looked up, {len(known)} vulnerabilities known.\n"
    )
    if skipped:
        sys.stderr.write(UNCHECKED.format(len(skipped), len(dependencies)))
    return 1 if known else NO_ANSWER if skipped else 0


def main() -> int:
    """The exit status: 1 for a known vulnerability, 2 with a sentence where something could not be checked."""
    if not install():
        sys.stderr.write("pip-audit cannot be installed: the package index does not answer. Nothing was checked.\n")
        return NO_ANSWER
    dependencies = audit(LOCK)
    if dependencies is None:
        sys.stderr.write("Neither the package index nor osv.dev answers. Nothing was checked: take it for unknown.\n")
        return NO_ANSWER
    return report(dependencies)


if __name__ == "__main__":
    sys.exit(main())
