"""Why a decision cannot be taken or undone now, each with its sentence."""

from __future__ import annotations

from app.errors import LeaseLabError


class DecisionDuringEvaluation(LeaseLabError):
    """An evaluation of this lead is under way. Decide when it is finished."""

    status_code = 409


class DecidedMeanwhile(LeaseLabError):
    """Somebody decided about this lead in the meantime. Look at that decision before you change it."""

    status_code = 409


class NewerEvaluation(LeaseLabError):
    """A newer evaluation of this lead has come since you opened the page. Look at it, then decide."""

    status_code = 409


class EvidenceNotOpened(LeaseLabError):
    """Open the evidence of the newest evaluation before you decline."""

    status_code = 409


class NotDecidable(LeaseLabError):
    """This lead has withdrawn or leased, so there is nothing to decide."""

    status_code = 409


class UndoTooLate(LeaseLabError):
    """A decision can be undone for 10 minutes. Record a new decision instead; both stay on the record."""

    status_code = 409


class NoticeAlreadySent(LeaseLabError):
    """The notice of this decision was sent already, so it stays as it is. Record a new decision instead."""

    status_code = 409


class NoticeChanged(LeaseLabError):
    """Somebody changed this notice since you opened it, so your text was not saved. It is still in the fields, with
    what is stored now below those that differ."""

    status_code = 409
