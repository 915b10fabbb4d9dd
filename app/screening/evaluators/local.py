"""The evaluator that needs nothing but this machine."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date

from app.screening.policy import Policy, load_policy
from app.screening.reading.pages import ReadFile
from app.screening.screen import LOCAL_MODEL, ReadsContent, read_files, screen
from app.screening.verdict import Applicant, SourceFile, Verdict


@dataclass(frozen=True, slots=True)
class LocalEvaluator:
    """Reads with the given reader and scores with the given policy."""

    reader: ReadsContent
    policy: Policy = field(default_factory=load_policy)
    model_version: str = LOCAL_MODEL

    def read(self, sources: Sequence[SourceFile]) -> list[ReadFile]:
        """Each source with its reading, or with the sentence that says why there is none."""
        return read_files(self.reader, sources)

    def evaluate(self, applicant: Applicant, files: Sequence[ReadFile], as_of: date) -> Verdict:
        """The verdict over files already read. Raises `NothingReadable`."""
        return screen(applicant, files, self.policy, as_of)
