"""What the surroundings say: the variables of the process, and beneath them those of the file `.env`."""

from __future__ import annotations

import os

from dotenv import dotenv_values


def environment() -> dict[str, str]:
    """Every variable; the environment wins over `.env`."""
    return {**{name: value for name, value in dotenv_values(".env").items() if value is not None}, **os.environ}
