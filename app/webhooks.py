"""Calls an address that somebody else configured, signed, bounded, and never inside our own network."""

from __future__ import annotations

import asyncio
import hashlib
import hmac
import ssl
from dataclasses import dataclass
from datetime import datetime
from ipaddress import IPv4Address, IPv6Address, IPv6Network, ip_address
from urllib.parse import SplitResult, urlsplit

SECONDS = 10.0
"""For the whole call, finding the address included."""
MOST_BYTES_READ = 4096
"""Of the answer; its first line is all that counts."""
NAT64 = IPv6Network("64:ff9b::/96")
NAT64_LOCAL = IPv6Network("64:ff9b:1::/48")
LONGEST_URL = 500


class WebhookFailed(Exception):
    """Why a call did not arrive, without the address. `is_final`: trying again is of no use."""

    def __init__(self, reason: str, *, is_final: bool = False) -> None:
        self.reason, self.is_final = reason, is_final
        super().__init__(reason)


@dataclass(frozen=True, slots=True)
class Target:
    """A parsed address. `host` is in ASCII, without brackets."""

    host: str
    port: int
    path: str
    is_tls: bool
    authority: str


def sign(secret: str, body: bytes, at: datetime) -> str:
    """The value of X-LeaseLab-Signature: HMAC-SHA256 over `timestamp.body`, the timestamp in seconds."""
    timestamp = str(int(at.timestamp()))
    digest = hmac.new(secret.encode(), timestamp.encode() + b"." + body, hashlib.sha256).hexdigest()
    return f"t={timestamp},v1={digest}"


def parse_target(url: str, *, allow_private: bool) -> Target:
    """Judge an address without asking the network; raises WebhookFailed, whose reason is a sentence for a form."""
    if len(url) > LONGEST_URL or not url.isascii() or not url.isprintable() or " " in url or "\\" in url:
        raise WebhookFailed("The address has characters that do not belong there.", is_final=True)
    try:
        parts = urlsplit(url)
        port = parts.port or (443 if parts.scheme == "https" else 80)
    except ValueError as error:
        raise WebhookFailed("This is not an address.", is_final=True) from error
    schemes = {"https", "http"} if allow_private else {"https"}
    if parts.scheme not in schemes or not parts.hostname:
        raise WebhookFailed("The address must start with https://.", is_final=True)
    if parts.username or parts.password:
        raise WebhookFailed("The address must not hold a password.", is_final=True)
    _refuse_private_literal(parts.hostname, allow_private)
    return Target(parts.hostname, port, _path(parts), parts.scheme == "https", parts.netloc)


async def call_webhook(
    url: str, secret: str, body: bytes, key: str, now: datetime, *, allow_private: bool, seconds: float = SECONDS
) -> None:
    """POST the JSON body; `key` goes along so that a receiver knows a call that comes twice.

    The name is resolved once and the connection goes to the address found, so that a second answer of the name server
    cannot lead elsewhere; the certificate must fit the name. Redirects are not followed. Raises WebhookFailed unless
    the answer is a 2xx within `seconds`.
    """
    target = parse_target(url, allow_private=allow_private)
    signed = {"X-LeaseLab-Signature": sign(secret, body, now)} if secret else {}
    try:
        async with asyncio.timeout(seconds):
            address = await _resolve(target, allow_private)
            status = await _post(target, address, body, {"X-LeaseLab-Delivery": key, **signed})
    except TimeoutError as error:
        raise WebhookFailed("The receiver took too long.") from error
    except (OSError, ValueError) as error:
        raise WebhookFailed(f"The receiver could not be reached ({type(error).__name__}).") from error
    if 300 <= status < 400:
        raise WebhookFailed(f"The receiver answered {status}; redirects are not followed.")
    if not 200 <= status < 300:
        raise WebhookFailed(f"The receiver answered {status}.")


def is_allowed(address: IPv4Address | IPv6Address, *, allow_private: bool) -> bool:
    """Whether a call may go there. Link-local addresses (metadata services live there) and multicast never are."""
    inner = _inner(address)
    if inner.is_link_local or inner.is_multicast or inner.is_unspecified:
        return False
    is_site_local = isinstance(inner, IPv6Address) and inner.is_site_local
    return allow_private or (inner.is_global and not inner.is_reserved and not is_site_local)


def _inner(address: IPv4Address | IPv6Address) -> IPv4Address | IPv6Address:
    """The address behind an IPv6 form that only wraps an IPv4 one (mapped, compatible, 6to4, Teredo, NAT64)."""
    if isinstance(address, IPv4Address):
        return address
    wrapped = address.ipv4_mapped or address.sixtofour or (address.teredo or (None, None))[1]
    if wrapped is not None:
        return wrapped
    is_compatible = int(address) >> 32 == 0 and int(address) > 1
    if address in NAT64 or address in NAT64_LOCAL or is_compatible:
        return IPv4Address(int(address) & 0xFFFFFFFF)
    return address


def _refuse_private_literal(host: str, allow_private: bool) -> None:
    try:
        address = ip_address(host)
    except ValueError:
        is_local_name = host == "localhost" or host.endswith(".localhost")
        if is_local_name and not allow_private:
            raise WebhookFailed("The address is on a private network.", is_final=True) from None
        return
    if not is_allowed(address, allow_private=allow_private):
        raise WebhookFailed("The address is on a private network.", is_final=True)


async def _resolve(target: Target, allow_private: bool) -> str:
    """The first address of the name; refused if any of them is private."""
    found = await asyncio.get_running_loop().getaddrinfo(target.host, target.port, type=1)  # SOCK_STREAM
    addresses = [str(item[4][0]) for item in found]
    for address in addresses:
        if not is_allowed(ip_address(address), allow_private=allow_private):
            raise WebhookFailed("The address is on a private network.", is_final=True)
    return addresses[0]


async def _post(target: Target, address: str, body: bytes, headers: dict[str, str]) -> int:
    """The status of the answer."""
    safe = ssl.create_default_context() if target.is_tls else None
    name = target.host if target.is_tls else None
    reader, writer = await asyncio.open_connection(
        address, target.port, ssl=safe, server_hostname=name, limit=MOST_BYTES_READ
    )
    try:
        writer.write(_request(target, body, headers))
        await writer.drain()
        return _status(await reader.readline())
    finally:
        writer.transport.abort()


def _request(target: Target, body: bytes, headers: dict[str, str]) -> bytes:
    lines = [
        f"POST {target.path} HTTP/1.1",
        f"Host: {target.authority}",
        "User-Agent: LeaseLab",
        "Content-Type: application/json",
        f"Content-Length: {len(body)}",
        "Connection: close",
        *(f"{name}: {value}" for name, value in headers.items()),
    ]
    return "\r\n".join([*lines, "", ""]).encode("ascii") + body


def _status(line: bytes) -> int:
    """From `HTTP/1.1 200 OK`; raises ValueError."""
    version, status = line.decode("latin-1").split()[:2]
    if not version.startswith("HTTP/1.") or not (status.isdecimal() and len(status) == 3):
        raise ValueError("no HTTP answer")
    return int(status)


def _path(parts: SplitResult) -> str:
    return (parts.path or "/") + (f"?{parts.query}" if parts.query else "")
