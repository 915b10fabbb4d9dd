"""The model evaluator as the settings say; imported only where a model is configured."""

from __future__ import annotations

from app.screening.evaluators.endpoint import Endpoint
from app.screening.evaluators.llm import ModelEvaluator
from app.settings import Settings


def model_evaluator(settings: Settings) -> ModelEvaluator:
    """Over the endpoint that LLM_BASE_URL, LLM_API_KEY, LLM_MODEL and the limits name."""
    endpoint = Endpoint(
        settings.llm_base_url, settings.llm_api_key, settings.llm_model, float(settings.llm_timeout_seconds)
    )
    return ModelEvaluator(endpoint, settings.llm_parallel, settings.llm_pictures)
