"""A real S3 server that verifies signatures, as a process on a free loopback port."""

from __future__ import annotations

import os
import socket
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from time import monotonic

import pytest

from app.storage_minio import MinioStore

START_SECONDS = 20.0


@dataclass(frozen=True)
class S3Server:
    """Where the server listens (`host:port`) and whom it lets in."""

    endpoint: str
    access_key: str
    secret_key: str

    def store(self, bucket: str, secret_key: str | None = None) -> MinioStore:
        """A store in a bucket of this server."""
        return MinioStore(
            endpoint=self.endpoint,
            access_key=self.access_key,
            secret_key=secret_key or self.secret_key,
            bucket=bucket,
            secure=False,
        )

    def environment(self, bucket: str) -> dict[str, str]:
        """The settings that make an application use this server."""
        return {
            "MINIO_ENDPOINT": self.endpoint,
            "MINIO_ACCESS_KEY": self.access_key,
            "MINIO_SECRET_KEY": self.secret_key,
            "MINIO_BUCKET": bucket,
            "MINIO_SECURE": "0",
        }


@pytest.fixture(scope="session")
def s3_server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[S3Server]:
    """One server for the run of this worker; every test takes a bucket of its own."""
    with running_s3_server(tmp_path_factory.mktemp("s3")) as server:
        yield server


@contextmanager
def running_s3_server(folder: Path) -> Iterator[S3Server]:
    """Start a server on `folder`, and end it."""
    port = _free_port()
    server = S3Server(f"127.0.0.1:{port}", "leaselab-tests", "a-secret-only-for-tests-0123456789")
    environment = {**os.environ, "NANIO_ACCESS_KEY": server.access_key, "NANIO_SECRET_KEY": server.secret_key}
    program = str(Path(sys.executable).with_name("nanio"))
    options = ["--data-dir", str(folder), "--host", "127.0.0.1", "--port", str(port), "--log-level", "error"]
    with (folder / "server.log").open("wb") as log:
        process = subprocess.Popen(
            [program, "serve", *options, "--no-access-log"], env=environment, stdout=log, stderr=subprocess.STDOUT
        )
        try:
            _wait_for(port, process, folder / "server.log")
            yield server
        finally:
            process.kill()
            process.wait()


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def _wait_for(port: int, process: subprocess.Popen[bytes], log: Path) -> None:
    """Until the port answers; a server that ended or never answers fails with what it said."""
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
    raise RuntimeError(f"The S3 server did not start: {log.read_text(errors='replace')[-2000:]}")
