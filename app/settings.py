"""Every setting there is, read once from the environment (and `.env`) and checked before anything starts."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from app.environment import environment
from app.errors import SettingsError
from app.queue_library import crontab

SHORTEST_SECRET = 32
DEFAULT_MODEL = "@cf/meta/llama-3.2-11b-vision-instruct"


@dataclass(frozen=True, slots=True)
class Settings:
    data_dir: Path
    database_url: str
    redis_url: str
    minio_endpoint: str
    minio_access_key: str
    minio_secret_key: str
    minio_bucket: str
    minio_secure: bool
    secret_key: str
    document_keys: tuple[str, ...]
    evaluator: str
    llm_base_url: str
    llm_api_key: str
    llm_model: str
    llm_timeout_seconds: int
    llm_parallel: int
    llm_pictures: int
    llm_picture_side: int
    llm_fallback: str
    sweep_cron: str
    nudge: bool
    cron_secret: str
    smtp_url: str
    mail_from: str
    base_url: str
    private_webhooks: bool
    demo: bool
    secure_cookies: bool
    log_format: str
    api_requests_a_minute: int

    @property
    def is_sqlite(self) -> bool:
        return self.database_url.startswith("sqlite:")

    @property
    def sqlite_path(self) -> Path:
        return Path(self.database_url.removeprefix("sqlite:///"))


def read_settings(environment: Mapping[str, str]) -> Settings:
    """Build the settings from variables; raises SettingsError naming the variable that is wrong."""
    data_dir = Path(environment.get("LEASELAB_DATA_DIR") or "./data").resolve()
    settings = Settings(
        data_dir=data_dir,
        database_url=environment.get("DATABASE_URL") or f"sqlite:///{data_dir / 'leaselab.sqlite'}",
        redis_url=environment.get("REDIS_URL", ""),
        minio_endpoint=environment.get("MINIO_ENDPOINT", ""),
        minio_access_key=environment.get("MINIO_ACCESS_KEY", ""),
        minio_secret_key=environment.get("MINIO_SECRET_KEY", ""),
        minio_bucket=environment.get("MINIO_BUCKET") or "leaselab",
        minio_secure=_flag(environment, "MINIO_SECURE", default=True),
        secret_key=environment.get("LEASELAB_SECRET_KEY", ""),
        document_keys=_several(environment.get("LEASELAB_DOCUMENT_KEYS", ""), "LEASELAB_DOCUMENT_KEYS"),
        evaluator=environment.get("LEASELAB_EVALUATOR") or "local",
        llm_base_url=environment.get("LLM_BASE_URL", ""),
        llm_api_key=environment.get("LLM_API_KEY", ""),
        llm_model=environment.get("LLM_MODEL") or DEFAULT_MODEL,
        llm_timeout_seconds=_whole(environment, "LLM_TIMEOUT_SECONDS", 60),
        llm_parallel=_whole(environment, "LLM_PARALLEL", 2),
        llm_pictures=_whole(environment, "LLM_PICTURES", 1, least=0),
        llm_picture_side=_whole(environment, "LLM_PICTURE_SIDE", 1120, least=64),
        llm_fallback=environment.get("LLM_FALLBACK", ""),
        sweep_cron=environment.get("LEASELAB_SWEEP_CRON") or "* * * * *",
        nudge=_flag(environment, "LEASELAB_NUDGE", default=True),
        cron_secret=environment.get("CRON_SECRET", ""),
        smtp_url=environment.get("SMTP_URL", ""),
        mail_from=environment.get("MAIL_FROM") or "leaselab@localhost",
        base_url=environment.get("LEASELAB_BASE_URL", "").rstrip("/"),
        private_webhooks=_flag(environment, "LEASELAB_PRIVATE_WEBHOOKS", default=False),
        demo=_flag(environment, "LEASELAB_DEMO", default=False),
        secure_cookies=_flag(environment, "LEASELAB_SECURE_COOKIES", default=False),
        log_format=environment.get("LEASELAB_LOG_FORMAT") or "auto",
        api_requests_a_minute=_whole(environment, "LEASELAB_API_REQUESTS_A_MINUTE", 1200),
    )
    _check(settings)
    return settings


@cache
def current_settings() -> Settings:
    """The settings of this process. The environment wins over `.env`."""
    return read_settings(environment())


def require_secret_keys(settings: Settings) -> tuple[str, ...]:
    """The secrets for form tokens and applicants' links: the first signs, all are good. Raises SettingsError where
    there is none, or one too short to be one."""
    keys = _several(settings.secret_key, "LEASELAB_SECRET_KEY")
    if not keys:
        raise SettingsError(
            f"LEASELAB_SECRET_KEY must be set to a random text of at least {SHORTEST_SECRET} characters."
        )
    return keys


def _check(settings: Settings) -> None:
    if not settings.database_url.startswith(("sqlite:///", "postgresql://", "postgres://")):
        raise SettingsError("DATABASE_URL must start with sqlite:/// or postgresql://.")
    if settings.evaluator not in {"local", "llm"}:
        raise SettingsError("LEASELAB_EVALUATOR must be local or llm.")
    _check_model(settings)
    if settings.log_format not in {"auto", "json", "text"}:
        raise SettingsError("LEASELAB_LOG_FORMAT must be auto, json or text.")
    if settings.minio_endpoint and not (settings.minio_access_key and settings.minio_secret_key):
        raise SettingsError("MINIO_ACCESS_KEY and MINIO_SECRET_KEY must be set where MINIO_ENDPOINT is.")
    _check_mail(settings)
    fields = settings.sweep_cron.split()
    if len(fields) != 5:
        raise SettingsError("LEASELAB_SWEEP_CRON must have five fields, such as 0 * * * *.")
    try:
        minute, hour, day, month, weekday = fields
        crontab(minute=minute, hour=hour, day=day, month=month, day_of_week=weekday)
    except ValueError as error:
        raise SettingsError(f"LEASELAB_SWEEP_CRON cannot be read: {error}") from error


def _check_model(settings: Settings) -> None:
    if settings.evaluator == "llm" and not settings.llm_base_url:
        raise SettingsError("LLM_BASE_URL must be set where LEASELAB_EVALUATOR is llm.")
    if settings.llm_base_url and not settings.llm_base_url.startswith(("http://", "https://")):
        raise SettingsError("LLM_BASE_URL must start with http:// or https://.")
    if settings.llm_fallback not in {"", "local"}:
        raise SettingsError("LLM_FALLBACK must be local, or left out.")


def _check_mail(settings: Settings) -> None:
    if settings.smtp_url and not settings.smtp_url.startswith(("smtp://", "smtps://")):
        raise SettingsError("SMTP_URL must start with smtp:// or smtps://.")
    if "@" not in settings.mail_from or not settings.mail_from.isprintable():
        raise SettingsError("MAIL_FROM must be one e-mail address.")
    if settings.base_url and not settings.base_url.startswith(("http://", "https://")):
        raise SettingsError("LEASELAB_BASE_URL must start with http:// or https://.")


def _flag(environment: Mapping[str, str], name: str, *, default: bool) -> bool:
    value = environment.get(name, "").strip().lower()
    if value in {"", "1", "true", "yes", "on", "0", "false", "no", "off"}:
        return default if not value else value in {"1", "true", "yes", "on"}
    raise SettingsError(f"{name} must be 1 or 0.")


def _several(value: str, name: str) -> tuple[str, ...]:
    found = tuple(item.strip() for item in value.split(",") if item.strip())
    if any(len(item) < SHORTEST_SECRET for item in found):
        raise SettingsError(
            f"{name} must hold random texts of at least {SHORTEST_SECRET} characters, separated by commas."
        )
    return found


def _whole(environment: Mapping[str, str], name: str, default: int, least: int = 1) -> int:
    value = environment.get(name) or str(default)
    if not value.isdecimal() or int(value) < least:
        raise SettingsError(f"{name} must be a whole number above {least - 1}.")
    return int(value)
