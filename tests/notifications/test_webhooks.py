"""Webhooks on the wire: signed, bounded, never inside the network, never on to somewhere else."""

from __future__ import annotations

import asyncio
import hashlib
import hmac
import json
import ssl
import subprocess
from dataclasses import replace
from datetime import datetime, timedelta
from ipaddress import ip_address
from pathlib import Path

import pytest

from app.notifications.deliver import deliver
from app.notifications.outbox import queue_webhook
from app.notifications.tables import OutboxHook
from app.settings import current_settings
from app.webhooks import WebhookFailed, call_webhook, is_allowed, parse_target, sign
from tests.factories import World
from tests.notifications.stand_ins import Receiver, running, status

PRIVATE = [
    "127.0.0.1", "127.9.9.9", "10.0.0.1", "172.16.0.1", "192.168.1.1", "169.254.169.254", "100.64.0.1", "0.0.0.0", "224.0.0.1",
    "255.255.255.255", "192.0.2.1", "198.18.0.1", "240.0.0.1", "::", "::1", "fe80::1", "fc00::1", "fd00:ec2::254", "ff02::1", "fec0::1",
    "::ffff:127.0.0.1", "::ffff:169.254.169.254", "::ffff:10.0.0.1", "::127.0.0.1", "64:ff9b::10.0.0.1", "64:ff9b:1::a00:1",
    "2002:7f00:1::", "2002:a9fe:a9fe::", "2001:0:1::", "2001:db8::1",
]  # fmt: skip


async def queue(world: World, url: str, now: datetime) -> None:
    await queue_webhook(world.oak.id, url, "shared secret", {"event": "trigger", "lead_id": "lead_1"}, "cause", now)


async def the_hook() -> OutboxHook:
    hook = await OutboxHook.objects().first()
    assert hook is not None
    return hook


async def test_a_call_arrives_signed_over_time_and_body(world: World, now: datetime) -> None:
    receiver = Receiver()
    async with running(receiver):
        await queue(world, receiver.url, now)
        assert (await deliver(now, replace(current_settings(), private_webhooks=True))).sent == 1
    [(line, headers, body)] = receiver.calls
    assert line == "POST /hooks?from=oak HTTP/1.1"
    assert json.loads(body) == {"event": "trigger", "lead_id": "lead_1"}
    timestamp = headers["X-LeaseLab-Signature"].split(",")[0].removeprefix("t=")
    assert int(timestamp) == int(now.timestamp())
    expected = hmac.new(b"shared secret", timestamp.encode() + b"." + body, hashlib.sha256).hexdigest()
    assert headers["X-LeaseLab-Signature"] == f"t={timestamp},v1={expected}"
    assert headers["X-LeaseLab-Delivery"] == (await the_hook()).id
    assert (await the_hook()).status == "sent"


async def test_a_private_address_is_refused_for_good_and_never_called(world: World, now: datetime) -> None:
    receiver = Receiver()
    async with running(receiver):
        await queue(world, receiver.url.replace("http://", "https://"), now)
        await deliver(now, replace(current_settings(), private_webhooks=False))
    hook = await the_hook()
    assert (hook.status, hook.last_error) == ("failed", "The address is on a private network.")
    assert receiver.connections == 0


@pytest.mark.parametrize("address", PRIVATE)
def test_addresses_inside_a_network_are_never_allowed(address: str) -> None:
    assert not is_allowed(ip_address(address), allow_private=False)


@pytest.mark.parametrize("address", ["169.254.169.254", "fe80::1", "::ffff:169.254.169.254", "224.0.0.1", "0.0.0.0"])
def test_metadata_services_are_refused_even_where_private_addresses_are_allowed(address: str) -> None:
    assert not is_allowed(ip_address(address), allow_private=True)


@pytest.mark.parametrize("address", ["93.184.216.34", "2606:2800:220:1:248:1893:25c8:1946", "::ffff:93.184.216.34"])
def test_public_addresses_are_allowed(address: str) -> None:
    assert is_allowed(ip_address(address), allow_private=False)


@pytest.mark.parametrize(
    "url",
    [
        "http://example.com/", "ftp://example.com/", "https://", "https://user:pass@example.com/", "https://example.com:99999/",
        "https://example.com/\r\nHost: evil", "https://exa mple.com/", "https://localhost/", "https://a.localhost/", "https://127.0.0.1/",
        "https://[::1]/", "https://[::ffff:10.0.0.1]/", "https://" + "a" * 600, "javascript:alert(1)", "https://example.com\\@evil/",
    ],
)  # fmt: skip
def test_addresses_that_a_form_refuses(url: str) -> None:
    with pytest.raises(WebhookFailed):
        parse_target(url, allow_private=False)


async def test_a_name_that_leads_inside_is_refused_after_looking_it_up(now: datetime) -> None:
    with pytest.raises(WebhookFailed, match="private network"):
        await call_webhook("https://127.1:1/", "", b"{}", "hook_1", now, allow_private=False)


async def test_redirects_are_not_followed(world: World, now: datetime) -> None:
    inside, receiver = Receiver(), Receiver()
    async with running(inside), running(receiver):
        receiver.answers = [status(302, [f"Location: {inside.url}"])]
        await queue(world, receiver.url, now)
        await deliver(now, replace(current_settings(), private_webhooks=True))
    hook = await the_hook()
    assert (hook.status, hook.last_error) == ("waiting", "The receiver answered 302; redirects are not followed.")
    assert inside.connections == 0


async def test_an_error_is_tried_again_then_arrives(world: World, now: datetime) -> None:
    receiver = Receiver(answers=[status(503)])
    settings = replace(current_settings(), private_webhooks=True)
    async with running(receiver):
        await queue(world, receiver.url, now)
        await deliver(now, settings)
        assert (await the_hook()).last_error == "The receiver answered 503."
        await deliver(now + timedelta(minutes=2), settings)
    assert ((await the_hook()).status, len(receiver.calls)) == ("sent", 2)
    first, second = (headers["X-LeaseLab-Delivery"] for _, headers, _ in receiver.calls)
    assert first == second, "so that a receiver knows a call that comes twice"


@pytest.mark.parametrize("answer", [None, b"x" * 100_000, b"SSH-2.0-hello\r\n", b"", b"HTTP/1.1 abc\r\n", b"\r\n"])
async def test_a_receiver_that_does_not_speak_properly_is_a_failure_in_time(
    now: datetime, answer: bytes | None
) -> None:
    receiver = Receiver(answers=[answer])
    async with running(receiver), asyncio.timeout(30):
        with pytest.raises(WebhookFailed):
            await call_webhook(receiver.url, "s", b"{}", "hook_1", now, allow_private=True, seconds=0.3)


def test_the_signature_changes_with_secret_time_and_body(now: datetime) -> None:
    one = sign("secret", b"{}", now)
    assert (
        len(
            {
                one,
                sign("other", b"{}", now),
                sign("secret", b"[]", now),
                sign("secret", b"{}", now + timedelta(seconds=1)),
            }
        )
        == 4
    )


@pytest.fixture(scope="module")
def certificate(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A key and a certificate for hooks.example.test, in one file."""
    folder = tmp_path_factory.mktemp("tls")
    key, cert = folder / "key.pem", folder / "cert.pem"
    subprocess.run(
        ["openssl", "req", "-x509", "-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:P-256", "-nodes", "-days", "2", "-subj", "/CN=hooks",
         "-addext", "subjectAltName=DNS:hooks.example.test,IP:127.0.0.1", "-keyout", str(key), "-out", str(cert)],
        check=True, capture_output=True,
    )  # fmt: skip
    both = folder / "both.pem"
    both.write_text(key.read_text() + cert.read_text())
    return both


@pytest.mark.parametrize(("is_trusted", "name"), [(True, "127.0.0.1"), (False, "127.0.0.1"), (True, "localhost")])
async def test_only_a_certificate_that_fits_the_name_is_trusted(
    now: datetime, certificate: Path, monkeypatch: pytest.MonkeyPatch, is_trusted: bool, name: str
) -> None:
    if is_trusted:
        monkeypatch.setenv("SSL_CERT_FILE", str(certificate))
    context = ssl.create_default_context(ssl.Purpose.CLIENT_AUTH)
    context.load_cert_chain(certificate)
    receiver = Receiver()
    async with running(receiver, context):
        call = call_webhook(f"https://{name}:{receiver.port}/", "s", b"{}", "hook_1", now, allow_private=True)
        if is_trusted and name == "127.0.0.1":
            await call
        else:
            with pytest.raises(WebhookFailed, match="SSLCertVerificationError"):
                await call
    assert len(receiver.calls) == (1 if is_trusted and name == "127.0.0.1" else 0)
