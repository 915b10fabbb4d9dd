"""A real database for every test: migrated once for a run, copied (SQLite) or emptied (PostgreSQL) before each test."""

from __future__ import annotations

import asyncio
import os
import shutil
import sys
import tempfile
from collections.abc import AsyncIterator, Iterator
from datetime import UTC, datetime
from pathlib import Path

import pytest
from argon2 import PasswordHasher
from hypothesis import settings as hypothesis_settings
from litestar import Litestar
from piccolo.table import sort_table_classes

from tests.services import use_own_services

pytest_plugins = ["tests.s3_server"]

WORK = Path(tempfile.mkdtemp(prefix="leaselab-tests-"))
os.environ["LEASELAB_DATA_DIR"] = str(WORK)
os.environ["LEASELAB_SECRET_KEY"] = "only-for-tests-" + "x" * 32
for name in ("LEASELAB_DEMO", "LEASELAB_BASE_URL", "LEASELAB_PRIVATE_WEBHOOKS"):
    os.environ.pop(name, None)
# Not compiled anew by each of the hundred processes that the tests start, and tests not rewritten anew by each run.
os.environ.pop("PYTHONDONTWRITEBYTECODE", None)
sys.dont_write_bytecode = False
use_own_services(os.environ)

from app.database import PooledSQLiteEngine, engine  # noqa: E402
from app.database_scope import EVERY, enter_site  # noqa: E402
from app.documents.reader import close_reader, current_reader  # noqa: E402
from app.main import create_app  # noqa: E402
from app.migrate import migrate  # noqa: E402
from app.piccolo_app import APP_CONFIG  # noqa: E402
from app.screening.reading.reader import Reader  # noqa: E402
from tests.factories import PASSWORD, World, make_world  # noqa: E402

NOW = datetime(2026, 11, 21, 15, 0, tzinfo=UTC)
enter_site(EVERY)  # a test looks at everything; requests, jobs and runs begin with no site, and find theirs themselves

# A landing is decided neither by chance nor by how busy the machine is: HYPOTHESIS_PROFILE=default looks for new cases.
hypothesis_settings.register_profile("leaselab", deadline=None, derandomize=True)
hypothesis_settings.load_profile(os.environ.get("HYPOTHESIS_PROFILE", "leaselab"))


@pytest.fixture(scope="session", autouse=True)
def _work_folder() -> Iterator[None]:
    """With an object in the store: tests write rows before bytes, and an empty folder would be a lost one."""
    (WORK / "documents").mkdir(mode=0o700)
    (WORK / "documents" / "obj_first").write_bytes(b"")
    yield
    close_reader()


def pytest_unconfigure() -> None:
    """In the process that only hands out tests too, which sets up no fixture."""
    shutil.rmtree(WORK, ignore_errors=True)


@pytest.fixture(scope="session")
def _migrated() -> Path | None:
    """The migrated file to copy from; None on PostgreSQL."""
    asyncio.run(_prepare())
    return _keep_template()


@pytest.fixture
async def database(_migrated: Path | None) -> AsyncIterator[None]:
    """A migrated, empty database."""
    found = engine()
    if _migrated is not None and isinstance(found, PooledSQLiteEngine):
        for suffix in ("", "-wal", "-shm"):
            Path(found.path + suffix).unlink(missing_ok=True)
        shutil.copyfile(_migrated, found.path)
        await found.start_connection_pool()
    else:
        await found.start_connection_pool()
        await _empty_everything()
    yield
    await found.close_connection_pool()


@pytest.fixture
def now() -> datetime:
    return NOW


@pytest.fixture(scope="session")
def password_hash() -> str:
    """Hashed once and with little work: argon2 is slow on purpose, and each test person logs in."""
    return PasswordHasher(time_cost=1, memory_cost=64, parallelism=1).hash(PASSWORD)


@pytest.fixture
async def world(database: None, now: datetime, password_hash: str) -> World:
    return await make_world(now, password_hash)


@pytest.fixture(scope="session")
def _app() -> Litestar:
    """Built once: it holds nothing between requests but the reader's processes."""
    return create_app()


@pytest.fixture(scope="session")
def reader() -> Iterator[Reader]:
    """The application's own, so that children start and models load once for all tests of a process."""
    found = current_reader()
    yield found
    found.close()


@pytest.fixture
def app(database: None, _app: Litestar) -> Litestar:
    return _app


async def _prepare() -> None:
    await migrate()
    await engine().close_connection_pool()


def _keep_template() -> Path | None:
    found = engine()
    if not isinstance(found, PooledSQLiteEngine):
        return None
    template = WORK / "template.sqlite"
    shutil.copyfile(found.path, template)
    return template


async def _empty_everything() -> None:
    """Deletes, since TRUNCATE takes 80 ms whatever there is: rows that point to others first.

    The audit refuses that unless its guards are off.
    """
    await engine().run_ddl("ALTER TABLE ai_evaluation_audit DISABLE TRIGGER USER")
    for table in reversed(sort_table_classes(APP_CONFIG.table_classes)):
        await table.delete(force=True)
    await engine().run_ddl("ALTER TABLE ai_evaluation_audit ENABLE TRIGGER USER")
