"""Runs a command with PostgreSQL, Redis and an S3 server beside it: `python -m tests.services pytest tests/jobs`.

They are the operating system's programs, the S3 server a package's, on a temporary folder and free loopback ports, and
end with the command. `POSTGRES_BIN=/folder/with/postgres/and/initdb` takes another PostgreSQL than the system's newest.
"""

from __future__ import annotations

import asyncio
import os
import shutil
import signal
import socket
import subprocess
import sys
import tempfile
from collections.abc import Iterator, MutableMapping, Sequence
from contextlib import contextmanager
from pathlib import Path
from time import monotonic
from typing import Any
from urllib.parse import urlsplit

import asyncpg

START_SECONDS = 30.0
MISSING = "{} is not installed. On Debian: apt-get install postgresql redis-server"
DEBIAN_FOLDERS = "/usr/lib/postgresql/*/bin"
FAST = ("fsync=off", "synchronous_commit=off", "full_page_writes=off", "max_connections=120")
"""Nothing of a throwaway server needs to survive a power cut."""


class ServiceError(Exception):
    """A server is missing or does not start; the message is a sentence."""


def find_program(name: str) -> str:
    """The path of a server's program, in POSTGRES_BIN and Debian's folders too. Raises ServiceError."""
    newest_first = sorted(Path("/").glob(DEBIAN_FOLDERS.lstrip("/")), reverse=True)
    folders = [os.environ.get("POSTGRES_BIN", ""), *map(str, newest_first), os.environ.get("PATH", "")]
    path = os.pathsep.join(folder for folder in folders if folder)
    found = shutil.which(name, path=path)
    if found is None:
        raise ServiceError(MISSING.format(name))
    return found


@contextmanager
def running_postgres(folder: Path) -> Iterator[str]:
    """A cluster in the folder, as user postgres when we are root (the server refuses root); gives its URL."""
    who: dict[str, Any] = {}
    if os.geteuid() == 0:
        who = {"user": "postgres", "group": "postgres", "extra_groups": []}
        shutil.chown(folder, "postgres", "postgres")
    data, port = folder / "data", _free_port()
    make = [find_program("initdb"), "--pgdata", str(data), "--auth", "trust", "--username", "leaselab", "--no-sync"]
    made = subprocess.run(
        [*make, "--encoding", "UTF8", "--locale", "C.UTF-8"], cwd=folder, capture_output=True, text=True, **who
    )
    if made.returncode != 0:
        raise ServiceError(f"The PostgreSQL cluster could not be made: {made.stderr.strip()}")
    options = [word for setting in FAST for word in ("-c", setting)]
    server = [find_program("postgres"), "-D", str(data), "-p", str(port), "-k", str(folder), "-h", "127.0.0.1"]
    with _running([*server, *options], folder, port, **who):
        yield f"postgresql://leaselab@127.0.0.1:{port}/postgres"


@contextmanager
def running_redis(folder: Path) -> Iterator[str]:
    """A server that keeps nothing on disk; gives its URL."""
    port = _free_port()
    options = ["--port", str(port), "--bind", "127.0.0.1", "--dir", str(folder), "--save", "", "--appendonly", "no"]
    with _running([find_program("redis-server"), *options], folder, port):
        yield f"redis://127.0.0.1:{port}"


async def renew_database(url: str, name: str) -> str:
    """A new, empty database of this name on the server of `url`, whose own database is not touched; gives its URL."""
    connection = await asyncpg.connect(_with_path(url, "postgres"))
    try:
        await connection.execute(f'DROP DATABASE IF EXISTS "{name}" WITH (FORCE)')
        await connection.execute(f'CREATE DATABASE "{name}"')
    finally:
        await connection.close()
    return _with_path(url, name)


def use_own_services(environment: MutableMapping[str, str]) -> None:
    """Where servers are configured, give this process of pytest-xdist a database, a queue and a bucket of its own."""
    worker = environment.get("PYTEST_XDIST_WORKER", "main")
    if environment.get("DATABASE_URL", "").startswith("postgres"):
        environment["DATABASE_URL"] = asyncio.run(
            renew_database(environment["DATABASE_URL"], f"leaselab_test_{worker}")
        )
    if environment.get("REDIS_URL"):
        environment["REDIS_URL"] = _with_path(environment["REDIS_URL"], worker.removeprefix("gw").replace("main", "15"))
    if environment.get("MINIO_ENDPOINT"):
        environment["MINIO_BUCKET"] = f"leaselab-test-{worker}"


def _with_path(url: str, path: str) -> str:
    return urlsplit(url)._replace(path=f"/{path}").geturl()


@contextmanager
def _running(command: Sequence[str], folder: Path, port: int, **who: Any) -> Iterator[None]:
    """The command as a process, until its port answers; interrupted (a quick stop, both servers') at the end."""
    log = folder / "server.log"
    with log.open("wb") as output:
        process = subprocess.Popen(command, cwd=folder, stdout=output, stderr=subprocess.STDOUT, **who)
        try:
            _wait_for(process, port, log)
            yield
        finally:
            process.send_signal(signal.SIGINT)
            process.wait()


def _wait_for(process: subprocess.Popen[bytes], port: int, log: Path) -> None:
    until = monotonic() + START_SECONDS
    while monotonic() < until and process.poll() is None:
        with socket.socket() as probe:
            probe.settimeout(0.2)
            if probe.connect_ex(("127.0.0.1", port)) == 0:
                return
        try:
            process.wait(timeout=0.1)  # the pause between two tries; ends at once when the server does
        except subprocess.TimeoutExpired:
            continue
    raise ServiceError(f"The server did not start: {log.read_text(errors='replace')[-2000:]}")


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def main(command: Sequence[str]) -> int:
    """The exit status of the command; 2 and a sentence when a server is missing."""
    from tests.s3_server import running_s3_server  # not above: pytest wants to be the first to import its plugins

    with tempfile.TemporaryDirectory(prefix="leaselab-services-") as name:
        folder = Path(name)
        folder.chmod(0o755)  # the server's user must get through
        homes = [folder / "postgres", folder / "redis", folder / "s3"]
        for home in homes:
            home.mkdir()
        try:
            find_program("redis-server")
            with (
                running_postgres(homes[0]) as database,
                running_redis(homes[1]) as redis,
                running_s3_server(homes[2]) as s3,
            ):
                where = {"DATABASE_URL": database, "REDIS_URL": redis, **s3.environment("leaselab")}
                return subprocess.run(command, env={**os.environ, **where}).returncode
        except ServiceError as error:
            sys.stderr.write(f"{error}\n")
            return 2


if __name__ == "__main__":
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(1))  # so that the servers are stopped
    sys.exit(main(sys.argv[1:]))
