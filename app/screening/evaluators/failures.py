"""What can go wrong with a model, by what helps: waiting, another answer, or the operator."""

from __future__ import annotations


class ModelFailure(Exception):
    """The model gave no usable facts. `sentence` is for people and quotes neither document nor answer."""

    is_outage = False
    """Whether the endpoint itself is in trouble, so that it should be left alone for a while."""

    def __init__(self, sentence: str) -> None:
        self.sentence = sentence
        super().__init__(sentence)


class ModelTimeout(ModelFailure):
    """No complete answer within the time limits."""

    is_outage = True


class ModelDown(ModelFailure):
    """No connection, or an answer that says that the server is in trouble or busy.

    `retry_after` is the server's own wish in seconds, already bounded, or None.
    """

    is_outage = True

    def __init__(self, sentence: str, retry_after: float | None = None) -> None:
        self.retry_after = retry_after
        super().__init__(sentence)


class ModelRefused(ModelFailure):
    """Only the operator can help: wrong key, unknown model, a request that this server never takes."""


class ModelNonsense(ModelFailure):
    """An answer that is none, twice."""
