"""What is handed to operators holds together: containers and units are locked up, and name what there is."""

from __future__ import annotations

import re
import shutil
import subprocess
from pathlib import Path
from typing import Any

import pytest
import yaml

ROOT = Path(__file__).resolve().parents[2]
UNITS = ROOT / "ops" / "systemd"
OF_OTHERS = re.compile(
    r"POSTGRES_|VALKEY_|MINIO_ROOT_|REDISCLI_|XDG_|HOME$|FORWARDED_|OTEL_|LEASELAB_(HOST|VERSION)$|MINIO_PASSWORD$"
)


@pytest.fixture(scope="module")
def compose() -> dict[str, Any]:
    found: dict[str, Any] = yaml.safe_load((ROOT / "compose.yaml").read_text())
    return found


def test_every_container_is_locked_up(compose: dict[str, Any]) -> None:
    for name, service in compose["services"].items():
        assert service["read_only"] is True, name
        assert service["cap_drop"] == ["ALL"], name
        assert service["security_opt"] == ["no-new-privileges:true"], name
        assert (name == "folders") == (str(service["user"]).partition(":")[0] in {"0", "root"}), name


def test_docker_and_podman_both_understand_the_folders_in_memory(compose: dict[str, Any]) -> None:
    """Podman knows no owner of a tmpfs; Docker gives it the mode that the image's folder has, and root for its owner."""
    for name, service in compose["services"].items():
        for folder in service.get("tmpfs", []):
            assert not re.search("uid=|gid=", folder), name
    assert compose["services"]["web-1"]["environment"]["LEASELAB_DATA_DIR"].startswith("/tmp/")


def test_only_the_proxy_is_reached_from_outside(compose: dict[str, Any]) -> None:
    assert [name for name, service in compose["services"].items() if "ports" in service] == ["proxy"]
    assert compose["networks"]["back"] == compose["networks"]["front"] == {"internal": True}


def test_nobody_outside_sees_what_is_for_operators() -> None:
    proxy = (ROOT / "ops/proxy/Caddyfile").read_text()
    told = re.search(r"@inside path (.+)", proxy)
    assert told and set(told[1].split()) == {
        f"/{page}{end}" for page in ("metrics", "ready", "health") for end in ("", "/*")
    }
    assert "respond @inside 404" in proxy


def test_the_proxy_s_program_understands_its_file() -> None:
    program = shutil.which("caddy")
    if program is None:
        pytest.skip("no Caddy on this machine")
    command = [program, "adapt", "--adapter", "caddyfile", "--config", str(ROOT / "ops/proxy/Caddyfile")]
    done = subprocess.run(command, env={"LEASELAB_HOST": "localhost"}, capture_output=True, text=True, timeout=60)
    assert done.returncode == 0, done.stderr


def test_two_of_each_wait_for_the_migration(compose: dict[str, Any]) -> None:
    for name in ("web-1", "web-2", "worker-1", "worker-2"):
        waits = compose["services"][name]["depends_on"]
        assert waits["migrate"] == {"condition": "service_completed_successfully"}
        assert set(waits) <= set(compose["services"])


def test_every_variable_is_a_setting_and_no_secret_stands_in_the_file(compose: dict[str, Any]) -> None:
    told = (ROOT / "docs/settings.md").read_text()
    for name, service in compose["services"].items():
        for variable, value in service.get("environment", {}).items():
            assert OF_OTHERS.match(variable) or f"`{variable}`" in told, f"{name} {variable}"
            assert "${" in value or not re.search("PASSWORD|SECRET|DOCUMENT_KEYS", variable), f"{name} {variable}"
    example = set(re.findall(r"^([A-Z_]+)=", (ROOT / "ops/env.example").read_text(), re.MULTILINE))
    required = set(re.findall(r"\$\{([A-Z_]+):\?", (ROOT / "compose.yaml").read_text()))
    assert required <= example


def test_the_image_holds_what_it_copies_and_what_is_not_ignored() -> None:
    kept = set(re.findall(r"^!(\S+)", (ROOT / ".dockerignore").read_text(), re.MULTILINE))
    copied = re.findall(r"^COPY (?!--from)(\S+) ", (ROOT / "Dockerfile").read_text(), re.MULTILINE)
    assert set(copied) == kept
    assert all((ROOT / name).exists() for name in copied)


def test_the_image_has_all_that_an_installation_has_in_the_same_versions() -> None:
    """The model's client and the traces come on top."""
    locks = ((ROOT / name).read_text() for name in ("requirements.lock", "requirements-image.lock"))
    own, image = (set(re.findall(r"^([A-Za-z0-9._-]+==[^ ;]+)", lock, re.MULTILINE)) for lock in locks)
    assert own <= image
    assert {line.partition("==")[0] for line in image - own} >= {"openai", "opentelemetry-sdk"}


def test_the_image_does_not_run_as_root() -> None:
    last = (ROOT / "Dockerfile").read_text().rpartition("FROM ")[2]
    assert re.search(r"^USER 10001:10001$", last, re.MULTILINE)


def test_every_unit_is_as_locked_up_as_the_others() -> None:
    hardening = [
        {
            line
            for line in path.read_text().splitlines()
            if re.match("(Protect|Private|Restrict|NoNew|SystemCall|Capab|MemoryDeny)", line)
        }
        for path in UNITS.glob("*.service")
    ]
    assert len(hardening) == 5
    assert all(lines == hardening[0] and "ProtectSystem=strict" in lines for lines in hardening)


def test_systemd_understands_the_units(tmp_path: Path) -> None:
    program = shutil.which("systemd-analyze")
    if program is None:
        pytest.skip("no systemd on this machine")
    for unit in UNITS.iterdir():  # the program is not installed where the units expect it
        (tmp_path / unit.name).write_text(unit.read_text().replace("/opt/leaselab/.venv/bin/leaselab", "/bin/true"))
    done = subprocess.run(
        [program, "verify", *map(str, sorted(tmp_path.iterdir()))], capture_output=True, text=True, timeout=60
    )
    assert (done.returncode, done.stderr) == (0, "")
