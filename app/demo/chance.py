"""One door to randomness, so that every drawing follows from its seed alone."""

from __future__ import annotations

import random
import zlib

import numpy as np


def dice(*key: object) -> random.Random:
    """A generator that depends on the key only; equal keys give equal sequences on every machine."""
    return random.Random("|".join(str(part) for part in key))  # noqa: S311 - invented people, not secrets


def noise_dice(*key: object) -> np.random.Generator:
    """The same for arrays."""
    return np.random.default_rng(zlib.crc32("|".join(str(part) for part in key).encode()))
