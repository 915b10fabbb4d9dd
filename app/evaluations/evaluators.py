"""Which evaluators this installation has, and which of them a site's evaluations go to."""

from __future__ import annotations

from dataclasses import dataclass

from app.settings import Settings, current_settings

LOCAL, MODEL = "local", "llm"


@dataclass(frozen=True, slots=True)
class EvaluatorChoice:
    """A choice of the settings page. `code` is what `sites.evaluator` holds; `words` describe it to a manager."""

    code: str
    words: str
    is_configured: bool
    is_default: bool


def evaluators_available(settings: Settings | None = None) -> list[EvaluatorChoice]:
    """Every evaluator there is. One that is not configured is shown, with the reason, but cannot be chosen."""
    settings = settings or current_settings()
    has_model = bool(settings.llm_base_url)
    model = f"Also asks the model {settings.llm_model}; masked text and blacked-out pictures leave this machine"
    missing = "Also asks a model; none is configured on this installation (LLM_BASE_URL)"
    return [
        EvaluatorChoice(LOCAL, "Reads on this machine; nothing leaves it", True, settings.evaluator == LOCAL),
        EvaluatorChoice(MODEL, model if has_model else missing, has_model, settings.evaluator == MODEL),
    ]


def chosen_evaluator(site_choice: str, settings: Settings | None = None) -> str:
    """`local` or `llm` for a site whose `evaluator` is `site_choice`, empty for the installation's default."""
    return site_choice or (settings or current_settings()).evaluator
