"""The only place that asks what time it is; called at the edges, so that everything else can be given a time."""

from datetime import UTC, datetime


def utc_now() -> datetime:
    """Now, aware, in UTC."""
    return datetime.now(UTC)
