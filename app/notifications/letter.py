"""The words of a mail: one sentence, and a link where the installation knows its own address."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache

from jinja2 import Template

from app.settings import current_settings
from app.templating import make_environment

NO_LINK = "Open LeaseLab to see it."


@dataclass(frozen=True, slots=True)
class Letter:
    """Both forms of a mail's body, ready for `queue_mail`."""

    subject: str
    text: str
    html: str


def compose(site_name: str, subject: str, sentences: str, path: str = "", *, closing: str = "") -> Letter:
    """A mail about something at a site; it holds no applicant's name, amount or score.

    `path` (such as `/sites/oak/leads/lead_1`) becomes a link below LEASELAB_BASE_URL; without that setting a sentence
    stands in its place. `closing` says why the mail came.
    """
    link = absolute_url(path)
    parts = [sentences, link or NO_LINK, closing, f"LeaseLab · {site_name}"]
    html = _template().render(sentences=sentences, link=link, no_link=NO_LINK, closing=closing, site_name=site_name)
    return Letter(f"{subject} · {site_name}", "\n\n".join(part for part in parts if part) + "\n", html)


def absolute_url(path: str) -> str:
    """The address of a page for a mail; empty where LEASELAB_BASE_URL is not set or there is no path."""
    base = current_settings().base_url
    return f"{base}{path}" if base and path else ""


@cache
def _template() -> Template:
    return make_environment().get_template("notifications/mail.html")
