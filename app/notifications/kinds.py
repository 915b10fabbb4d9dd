"""The words for each kind of news: what the page of preferences calls it and what stands in a mail's subject."""

from __future__ import annotations

from dataclasses import dataclass

from app.notifications.tables import NotificationKind as Kind


@dataclass(frozen=True, slots=True)
class Words:
    subject: str
    about: str


WORDS: dict[Kind, Words] = {
    Kind.evaluation_finished: Words("An evaluation is ready", "An evaluation that you asked for is ready"),
    Kind.evaluation_failed: Words("An evaluation did not finish", "An evaluation that you asked for did not finish"),
    Kind.verification_due: Words("A lead needs checking", "An evaluation has waited for a person's check"),
    Kind.alert: Words("Something needs attention", "Alerts about the installation and its schedules"),
    Kind.trigger: Words("A trigger noticed something", "What the site's triggers notice"),
    Kind.applicant: Words("News from an applicant", "An applicant uploaded a document or stated a correction"),
}
