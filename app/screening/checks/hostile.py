"""Sentences that only make sense when a language model reads them."""

from __future__ import annotations

import re
import unicodedata

_PHRASES = re.compile(
    r"(ignor\w*|disregard\w*|forget|override)\s+(?:\w+\s+){0,4}(instruction|prompt|direction|rule|guideline)s?"
    r"|(ignora|olvida|oublie|ignorez|ignorier\w*|vergiss)\s+(?:\w+\s+){0,4}(instruc\w+|anweisung\w*|consignes?)"
    r"|system\s+prompt|developer\s+message|jailbreak"
    r"|you\s+are\s+(?:now\s+)?(?:an?\s+)?(?:ai|a\.i\.|language\s+model|assistant|chatbot|large\s+language|screening\s+(?:ai|model|system))\b"
    r"|as\s+an?\s+(?:ai|language\s+model)\b"
    r"|(?:note|attention|message|instructions?)\s+(?:to|for)\s+(?:the\s+|any\s+)?(?:ai|llm|model|language\s+model|automated\s+(?:system|reviewer|screening))"
    r"|(?:ai|llm)\s*(?:model|assistant|reviewer|system)?\s*[:,]\s*(?:please\s+)?(?:approve|rate|score|give|set|mark|output|return|answer|respond)"
    r"|(?:give|assign|set|output|return|report)\s+(?:\w+\s+){0,4}(?:maximum|highest|perfect|full|top)\s+(?:possible\s+)?score"
    r"|(?:set|output|return|assign)\s+(?:\w+\s+){0,3}(?:score|recommendation|label)\s*(?:to|=|:|of)"
    r"|(?:output|print|emit)\s+(?:the\s+|a\s+)?(?:score|recommendation|label|json)\b"
    r"|\b(?:risk_flags|fraud_signals|monthly_income|rent_ratio|document_type)\b"
    r"|(?:^|[.\n]\s*)(?:system|assistant|user)\s*:\s"
    r"|do\s+not\s+(?:flag|report|mention)\s+(?:\w+\s+){0,4}(?:fraud|alteration|inconsisten\w+|risk|discrepanc\w+|document|applica\w+)"
    r"|do\s+not\s+mention\s+this\s+(?:line|sentence|text|note|message|instruction)"
    r"|(?:ai|llm|language)\s+(?:assistant|model|reviewer|agent|system)s?\s+(?:that\s+|who\s+)?(?:read|process|review|evaluat|screen)\w*"
    r"|<\|?(?:im_start|im_end|system|assistant|endoftext|begin_of_text)\|?>|\[/?inst\]|###\s*(?:system|instruction)"
    r"|\brespond\s+only\s+with\b|\{\s*\"(?:score|recommendation|label)\"\s*:",
    re.IGNORECASE,
)
_UNSEEN = re.compile("[​-‏‪-‮⁠-⁤﻿­]")


def speaks_to_a_model(text: str) -> bool:
    """True for text addressed to a model; zero-width letters and letter variants are looked through."""
    return bool(_PHRASES.search(unicodedata.normalize("NFKC", _UNSEEN.sub("", text))))
