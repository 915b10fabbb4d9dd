"""Builds a mail and hands it to the server of SMTP_URL."""

from __future__ import annotations

import smtplib
import ssl
from dataclasses import dataclass, field
from datetime import datetime
from email.message import EmailMessage
from email.policy import SMTP
from email.utils import format_datetime, parseaddr
from urllib.parse import unquote, urlsplit

from app.errors import SettingsError

SECONDS = 15
"""For each exchange with the server."""
PERMANENT = 500
"""RFC 5321, 4.2.1: replies from here on say that trying again is of no use."""


@dataclass(frozen=True, slots=True)
class MailServer:
    """`is_tls` means encrypted from the first byte; without it STARTTLS is used where the server offers it."""

    host: str
    port: int
    is_tls: bool
    user: str = field(default="", repr=False)
    password: str = field(default="", repr=False)


class MailNotSent(Exception):
    """Why a mail did not go out, without an address. `is_final`: trying again is of no use; `is_server`: it is not
    about this mail, so that others need not be tried now."""

    def __init__(self, reason: str, *, is_final: bool = False, is_server: bool = False) -> None:
        self.reason, self.is_final, self.is_server = reason, is_final, is_server
        super().__init__(reason)


def mail_server(url: str) -> MailServer:
    """The server of `smtp://user:pass@host:port` or `smtps://…`; raises SettingsError."""
    try:
        parts = urlsplit(url)
        port = parts.port
    except ValueError as error:
        raise SettingsError("SMTP_URL has a port that is no number.") from error
    if parts.scheme not in {"smtp", "smtps"} or not parts.hostname:
        raise SettingsError("SMTP_URL must look like smtp://user:pass@host:port.")
    is_tls = parts.scheme == "smtps"
    user, password = unquote(parts.username or ""), unquote(parts.password or "")
    return MailServer(parts.hostname, port or (465 if is_tls else 25), is_tls, user, password)


def build_mail(
    key: str, from_address: str, to_address: str, subject: str, text: str, html: str, created_at: datetime
) -> EmailMessage:
    """A mail in text and, where there is one, HTML. The Message-ID comes from `key`, so that a receiver knows a mail
    that is sent twice. Raises ValueError where a header would hold a line break."""
    message = EmailMessage(policy=SMTP)
    message["From"] = from_address
    message["To"] = to_address
    message["Subject"] = subject
    message["Date"] = format_datetime(created_at)
    message["Message-ID"] = f"<{key}@{_domain(from_address)}>"
    message["Auto-Submitted"] = "auto-generated"
    message.set_content(text)
    if html:
        message.add_alternative(html, subtype="html")
    return message


def send_mail(server: MailServer, message: EmailMessage) -> None:
    """Hand over one mail; blocks, so call it in a thread. Raises MailNotSent."""
    try:
        with _connection(server, _domain(str(message["From"]))) as connection:
            _greet(server, connection)
            connection.send_message(message)
    except smtplib.SMTPRecipientsRefused as error:
        code = max((code for code, _ in error.recipients.values()), default=0)
        raise MailNotSent(f"The mail server refused the address ({code}).", is_final=code >= PERMANENT) from error
    except smtplib.SMTPDataError as error:
        is_final = error.smtp_code >= PERMANENT
        raise MailNotSent(f"The mail server refused the mail ({error.smtp_code}).", is_final=is_final) from error
    except smtplib.SMTPAuthenticationError as error:
        raise MailNotSent(f"The mail server refused the log-in ({error.smtp_code}).", is_server=True) from error
    except smtplib.SMTPResponseException as error:
        raise MailNotSent(f"The mail server answered {error.smtp_code}.", is_server=True) from error
    except smtplib.SMTPNotSupportedError as error:
        raise MailNotSent("The mail server lacks what this mail needs.", is_final=True) from error
    except ssl.SSLCertVerificationError as error:
        raise MailNotSent("The mail server's certificate is not trusted; nothing was sent.", is_server=True) from error
    except (OSError, smtplib.SMTPException) as error:
        kind = type(error).__name__
        raise MailNotSent(f"The mail server could not be reached ({kind}).", is_server=True) from error


def _connection(server: MailServer, own_name: str) -> smtplib.SMTP:
    if server.is_tls:
        safe = ssl.create_default_context()
        return smtplib.SMTP_SSL(server.host, server.port, local_hostname=own_name, timeout=SECONDS, context=safe)
    return smtplib.SMTP(server.host, server.port, local_hostname=own_name, timeout=SECONDS)


def _greet(server: MailServer, connection: smtplib.SMTP) -> None:
    connection.ehlo_or_helo_if_needed()
    if not server.is_tls and connection.has_extn("starttls"):
        connection.starttls(context=ssl.create_default_context())
        connection.ehlo()
    if server.user:
        connection.login(server.user, server.password)


def _domain(address: str) -> str:
    return parseaddr(address)[1].rpartition("@")[2] or "localhost"
