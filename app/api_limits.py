"""How often one caller may ask: a bucket of tokens for each, kept in this process and bounded in number."""

from __future__ import annotations

from collections import OrderedDict
from dataclasses import dataclass
from functools import cache
from math import ceil
from time import monotonic

from app.errors import TooManyRequests

A_MINUTE = 1200
"""Unless LEASELAB_API_REQUESTS_A_MINUTE says otherwise: two hundred open evaluations, polled every ten seconds."""
BURST_PART = 5
"""A fifth of a minute's requests may come at once: fifty leads with their documents and requests, without waiting."""
MOST_KEPT = 10_000
"""Callers remembered, about 2 MB; the one that was silent longest is forgotten, and begins with a full bucket."""


@dataclass(slots=True)
class _Bucket:
    left: float
    seen_at: float


class Buckets:
    """Token buckets by key. Times are seconds of any clock that never runs backwards."""

    def __init__(self, burst: int, a_minute: float, most_kept: int = MOST_KEPT) -> None:
        self._burst, self._a_second, self._most_kept = float(burst), a_minute / 60, most_kept
        self._kept: OrderedDict[str, _Bucket] = OrderedDict()

    def take(self, key: str, at: float) -> float:
        """Take one; 0.0 when there was one, else the seconds until there will be, and nothing is taken."""
        bucket = self._kept.pop(key, None) or _Bucket(self._burst, at)
        bucket.left = min(self._burst, bucket.left + (at - bucket.seen_at) * self._a_second)
        bucket.seen_at = at
        self._kept[key] = bucket
        if len(self._kept) > self._most_kept:
            self._kept.popitem(last=False)
        if bucket.left < 1:
            return (1 - bucket.left) / self._a_second
        bucket.left -= 1
        return 0.0

    def forget(self) -> None:
        """Every caller begins with a full bucket again."""
        self._kept.clear()

    def __len__(self) -> int:
        return len(self._kept)


@cache
def _by_token(a_minute: int) -> Buckets:
    return Buckets(max(1, a_minute // BURST_PART), a_minute)


def spend_request(token_id: str, a_minute: int) -> None:
    """Count a request against a token; raises TooManyRequests with `retry_after`, in whole seconds."""
    refuse_when(_by_token(a_minute).take(token_id, monotonic()))


def refuse_when(wait: float) -> None:
    """Raise TooManyRequests when there is a wait."""
    if wait > 0:
        raise TooManyRequests(retry_after=ceil(wait))
