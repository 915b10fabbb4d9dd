"""A folder of documents that was lost, or whose disk is not mounted: told, waited for, and nothing put in its place."""

from __future__ import annotations

from datetime import datetime
from pathlib import Path
from typing import Any

import pytest

from app.alerts.facts import Facts
from app.alerts.rules import judge
from app.alerts.watch import Watch
from app.doctor_command import State, examine
from app.documents.tables import LeadDocument
from app.evaluations.request import request_evaluation
from app.evaluations.tables import Evaluation
from app.jobs.tables import EvaluationJob
from app.settings import current_settings, read_settings
from app.storage import FolderLost, LocalStore, ObjectMissing, current_store
from app.storage_filled import has_documents
from tests.browsing import person
from tests.evaluations.instant import Office
from tests.factories import World, make_document, make_lead, make_world
from tests.jobs.toy import again


def unmount(folder: Path) -> None:
    """What a disk that is not mounted leaves: its empty mount point."""
    folder.rename(folder.with_name("elsewhere"))
    folder.mkdir()


def mount(folder: Path) -> None:
    folder.rmdir()
    folder.with_name("elsewhere").rename(folder)


async def test_a_first_start_begins_with_an_empty_folder(database: None, tmp_path: Path) -> None:
    store = LocalStore(tmp_path / "documents", has_documents)
    assert await store.stat("obj_one") is None and await store.list_keys() == []
    with pytest.raises(ObjectMissing):
        await store.open("obj_one")
    await store.delete("obj_one")
    await store.put("obj_one", b"content", "application/pdf")
    assert await store.open("obj_one") == b"content"


async def test_an_emptied_folder_is_lost_and_takes_nothing_until_it_is_back(
    database: None, now: datetime, tmp_path: Path
) -> None:
    world = await make_world(now)
    document = await make_document(await make_lead(world.oak, now), now)
    folder = tmp_path / "documents"
    await LocalStore(folder).put(document.storage_key, b"content", "application/pdf")
    unmount(folder)
    store = LocalStore(folder, has_documents)  # a restart finds the empty folder
    for deed in (
        store.put("obj_two", b"new", "application/pdf"),
        store.open(document.storage_key), store.head(document.storage_key, 3),
        store.stat(document.storage_key), store.list_keys(), store.delete(document.storage_key),
    ):  # fmt: skip
        with pytest.raises(FolderLost):
            await deed
    assert list(folder.iterdir()) == []
    mount(folder)
    assert await store.open(document.storage_key) == b"content"
    await store.put("obj_two", b"new", "application/pdf")
    await LeadDocument.update({LeadDocument.storage_key: ""}, force=True)
    for path in folder.iterdir():
        path.unlink()
    assert await LocalStore(folder, has_documents).list_keys() == [], "nothing is missed of what was purged"


async def test_an_evaluation_waits_for_the_folder_and_is_finished_when_it_is_back(
    database: None, now: datetime, tmp_path: Path
) -> None:
    office = Office(tmp_path / "documents")
    world = await make_world(now)
    lead = await make_lead(world.oak, now)
    await office.add_document(lead, now, b"a stub")
    job = (await request_evaluation(world.oak, lead.id, world.bob.id, now)).job
    unmount(office.folder)
    office.store = LocalStore(office.folder, has_documents)
    assert (await office.sweep(now)).retrying == 1
    waiting = await again(job)
    assert (waiting.status, waiting.error_code) == ("pending", "StorageError") and waiting.due_at is not None
    mount(office.folder)
    assert (await office.sweep(waiting.due_at)).completed == 1
    assert await Evaluation.count() == 1 and await EvaluationJob.count() == 1


async def test_the_alarm_says_that_the_folder_is_lost(world: World, now: datetime, tmp_path: Path) -> None:
    await make_document(await make_lead(world.oak, now), now)
    watch = Watch(list, lambda: LocalStore(tmp_path / "documents", has_documents), "* * * * *")
    assert len((await watch.look(now)).opened) == 2, "one for each site"
    found = judge(Facts(now, ["oak"], is_store_down=True, is_folder_lost=True))
    assert [(item.rule.value, "was lost" in item.text) for item in found] == [("store_unreachable", True)]
    assert len(found[0].text) <= 255


async def test_the_doctor_says_that_the_folder_is_lost(world: World, now: datetime, tmp_path: Path) -> None:
    await make_document(await make_lead(world.oak, now), now)
    elsewhere = read_settings({"LEASELAB_DATA_DIR": str(tmp_path), "DATABASE_URL": current_settings().database_url})
    finding = (await examine(elsewhere, now))["store"]
    assert finding.state is State.broken and "it was lost" in finding.words


async def test_readiness_says_that_the_folder_is_lost(app: Any, world: World, now: datetime) -> None:
    if current_settings().minio_endpoint:
        pytest.skip("the documents of this run are not in a folder")
    await make_document(await make_lead(world.oak, now), now)
    current_store()  # whichever test is the first, it makes the folder
    folder = current_settings().data_dir / "documents"
    aside = folder.with_name("documents-aside")
    folder.rename(aside)
    folder.mkdir()
    try:
        async with person(app) as stranger:
            answer = await stranger.get("/ready")
    finally:
        folder.rmdir()
        aside.rename(folder)
    assert answer.status_code == 503 and answer.json()["checks"]["store"] == "lost"
    assert "its disk is not mounted" in answer.json()["message"]
