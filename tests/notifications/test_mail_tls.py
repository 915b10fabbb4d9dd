"""Mail over TLS: from the first byte and by STARTTLS, to a server whose certificate is right, and to none else."""

from __future__ import annotations

import ssl
from collections.abc import Callable, Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from aiosmtpd.controller import Controller
from aiosmtpd.smtp import AuthResult
from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.x509.oid import NameOID

from app.mail import MailNotSent, build_mail, mail_server, send_mail

NOW = datetime.now(UTC)  # certificates are judged by the real clock


class Box:
    """Takes every mail, and notes whether it came encrypted."""

    def __init__(self) -> None:
        self.mails: list[tuple[list[str], bool]] = []

    async def handle_DATA(self, server: Any, session: Any, envelope: Any) -> str:
        self.mails.append((envelope.rcpt_tos, server.transport.get_extra_info("ssl_object") is not None))
        return "250 OK"


def certificate(folder: Path, host: str, valid_days: int = 1) -> Path:
    """A self-signed certificate and its key in one file."""
    key = ec.generate_private_key(ec.SECP256R1())
    name = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, host)])
    made = (
        x509.CertificateBuilder().subject_name(name).issuer_name(name).public_key(key.public_key())
        .serial_number(x509.random_serial_number()).not_valid_before(NOW - timedelta(days=2))
        .not_valid_after(NOW + timedelta(days=valid_days))
        .add_extension(x509.SubjectAlternativeName([x509.DNSName(host)]), critical=False)
        .add_extension(x509.BasicConstraints(ca=True, path_length=None), critical=True)
        .sign(key, hashes.SHA256())
    )  # fmt: skip
    plain = serialization.NoEncryption()
    pem = key.private_bytes(serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, plain)
    path = folder / f"{host}.pem"
    path.write_bytes(pem + made.public_bytes(serialization.Encoding.PEM))
    return path


Start = Callable[[Path, bool], tuple[str, Box]]


@pytest.fixture
def start() -> Iterator[Start]:
    """Starts a server with a certificate, encrypted from the first byte or by STARTTLS; its address and its box."""
    running: list[Controller] = []

    def begin(pem: Path, is_tls: bool) -> tuple[str, Box]:
        context, box = ssl.create_default_context(ssl.Purpose.CLIENT_AUTH), Box()
        context.load_cert_chain(pem)
        how = {"ssl_context": context} if is_tls else {"tls_context": context, "require_starttls": True}
        how["authenticator"] = lambda *_: AuthResult(success=True)
        controller = OnAnyPort(box, hostname="127.0.0.1", port=0, auth_require_tls=not is_tls, ready_timeout=60, **how)
        controller.start()
        running.append(controller)
        return f"smtp{'s' if is_tls else ''}://user:secret@localhost:{controller.port}", box

    yield begin
    for controller in running:
        controller.stop()


class OnAnyPort(Controller):
    """On a port of the system's choosing, which the library's own probe must then be told."""

    def _trigger_server(self) -> None:
        self.port = self.server.sockets[0].getsockname()[1]
        super()._trigger_server()


def send(url: str) -> None:
    send_mail(mail_server(url), build_mail("m1", "us@leaselab.example", "to@x.example", "Hi", "Text", "", NOW))


@pytest.mark.parametrize("is_tls", [True, False], ids=["smtps", "starttls"])
def test_a_mail_goes_encrypted_to_a_server_that_is_trusted(
    start: Start, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, is_tls: bool
) -> None:
    pem = certificate(tmp_path, "localhost")
    url, box = start(pem, is_tls)
    monkeypatch.setenv("SSL_CERT_FILE", str(pem))
    send(url)
    assert box.mails == [(["to@x.example"], True)]


@pytest.mark.parametrize("is_tls", [True, False], ids=["smtps", "starttls"])
@pytest.mark.parametrize("wrong", ["unknown", "other-host", "expired"])
def test_a_wrong_certificate_is_refused_with_a_sentence(
    start: Start, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, wrong: str, is_tls: bool
) -> None:
    host, days = ("elsewhere" if wrong == "other-host" else "localhost"), (-1 if wrong == "expired" else 1)
    pem = certificate(tmp_path, host, days)
    url, box = start(pem, is_tls)
    if wrong != "unknown":
        monkeypatch.setenv("SSL_CERT_FILE", str(pem))
    with pytest.raises(MailNotSent, match="certificate is not trusted") as refused:
        send(url)
    assert refused.value.is_server and not refused.value.is_final and box.mails == []
    assert "secret" not in str(refused.value) and "x.example" not in str(refused.value)
