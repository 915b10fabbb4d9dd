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


def install() -> bool:
    """Whether pip-audit is there, installed now if need be: apart from `.venv`, which holds what is locked only."""
    if (HOME / "bin" / "pip-audit").exists():
        return True
    venv.create(HOME, with_pip=True)
    pip = [str(HOME / "bin" / "pip"), "install", "--quiet", "--disable-pip-version-check", WANTED]
    return subprocess.run(pip).returncode == 0


def audit(lock: str) -> list[dict[str, Any]] | None:
    """What pip-audit says of each dependency, with `vulns` or a `skip_reason`; None where it could not ask."""
    command = [str(HOME / "bin" / "pip-audit"), "--disable-pip", "--require-hashes", "--progress-spinner=off"]
    done = subprocess.run([*command, "--format=json", "-r", lock], cwd=ROOT, capture_output=True, text=True)
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
        sys.stderr.write(f"The package index does not know {len(skipped)} of them: those were not checked.\n")
    return 1 if known else NO_ANSWER if skipped else 0


def main() -> int:
    """The exit status: 1 for a known vulnerability, 2 with a sentence where something could not be checked."""
    if not install():
        sys.stderr.write("pip-audit cannot be installed: the package index does not answer. Nothing was checked.\n")
        return NO_ANSWER
    dependencies = audit(LOCK)
    if dependencies is None:
        sys.stderr.write("The database of known vulnerabilities does not answer. Nothing was checked.\n")
        return NO_ANSWER
    return report(dependencies)


if __name__ == "__main__":
    sys.exit(main())
