"""The neural text reader: where lines of text are in a picture, and what they say. Arrays only, never the network."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import Any

import cv2
import numpy as np
from numpy.typing import NDArray
from omegaconf import OmegaConf
from onnxruntime import InferenceSession, SessionOptions
from rapidocr import RapidOCR
from rapidocr.ch_ppocr_det import TextDetector
from rapidocr.ch_ppocr_rec import TextRecognizer
from rapidocr.inference_engine.base import FileInfo
from rapidocr.inference_engine.onnxruntime import OrtInferSession

from app.screening.reading.ink import Ink, find_ink

Picture = NDArray[np.uint8]
Letter = tuple[str, float, int]
"""A character, how sure it is, and the step at which it was seen."""
Quad = NDArray[np.float32]
"""Four corners `(x, y)`: top left, top right, bottom right, bottom left of a line of text."""

LINE_HEIGHT = 48
STEP = 8
"""The recogniser gives one answer for every 8 pixels of a line that is 48 pixels high."""
MAX_RATIO = 60
DETECTOR_SIDE = 1088
"""Pixels on the longer side: 1280 finds the same words at 0.2 CPU seconds more a page, 960 misses two in a thousand."""
COLUMN_GAP = 6.0
"""Steps between the middles of two characters (about a line's height) beyond which they belong to different columns."""


@dataclass(frozen=True, slots=True)
class Piece:
    """A word of a line: `left` and `right` are parts of the line's length, from 0 to 1."""

    text: str
    confidence: float
    left: float
    right: float


@dataclass(frozen=True, slots=True)
class Line:
    """What one line says. `confidence` is the mean over its characters, 0 for a line without any.

    `top` and `bottom` are the parts of its height between which its ink stands.
    """

    pieces: tuple[Piece, ...]
    confidence: float
    top: float
    bottom: float

    @property
    def text(self) -> str:
        return " ".join(piece.text for piece in self.pieces)


class Engine:
    """Both models, loaded by `load` or at first use, once a process. Not thread-safe."""

    def __init__(self, threads: int) -> None:
        self._threads = threads
        parameters = {
            "Global.log_level": "critical",
            "Det.limit_type": "max",
            "Det.limit_side_len": DETECTOR_SIDE,
        }
        self._settings: Any = RapidOCR(params=parameters).cfg

    def load(self) -> None:
        """Load both models now."""
        _ = self._detector, self._alphabet

    def detect(self, picture: Picture, side: int = DETECTOR_SIDE) -> list[Quad]:
        """The lines of text of an RGB picture, from the top, found at `side` pixels on the longer side."""
        self._detector.limit_side_len = side
        found = self._detector(np.ascontiguousarray(picture[:, :, ::-1]))
        return [] if found.boxes is None else [np.asarray(box, dtype=np.float32) for box in found.boxes]

    def read(self, crops: list[Picture]) -> list[Line]:
        """What each crop says, in the order given. A crop is one line of text in RGB, any size."""
        # One at a time: batches gain nothing on a processor, and would pad short lines to the length of long ones.
        return [self._read_line(crop) for crop in crops]

    def _read_line(self, crop: Picture) -> Line:
        width = _width(crop)
        pixels = np.zeros((1, 3, LINE_HEIGHT, -(-width // STEP) * STEP), dtype=np.float32)
        scaled = cv2.resize(crop[:, :, ::-1], (width, LINE_HEIGHT))
        pixels[0, :, :, :width] = scaled.transpose(2, 0, 1).astype(np.float32) / 127.5 - 1.0
        scores = self._recogniser.session(pixels)[0][:, self._alphabet[1]]
        return self._decode(scores, width, find_ink(crop))

    def _decode(self, scores: NDArray[np.float32], width: int, ink: Ink) -> Line:
        """Greedy CTC decoding (Graves 2006, section 3.2.1) over the characters that occur in these documents."""
        best = scores.argmax(axis=1)
        sure = scores.max(axis=1)
        changes = np.flatnonzero((best != 0) & np.concatenate(([True], best[1:] != best[:-1])))
        letters = [(self._alphabet[0][best[step]], float(sure[step]), int(step)) for step in changes]
        return _line(letters, max(1.0, width / STEP), ink)

    @cached_property
    def _detector(self) -> Any:
        return TextDetector(self._part("Det"))

    @cached_property
    def _recogniser(self) -> Any:
        return TextRecognizer(self._part("Rec"))

    @cached_property
    def _alphabet(self) -> tuple[list[str], NDArray[np.int64]]:
        # The model knows 18,000 characters, most of them Chinese; a smudge must not become one.
        known: list[str] = self._recogniser.postprocess_op.character
        kept = [0] + [index for index, text in enumerate(known) if index and len(text) == 1 and _is_wanted(text)]
        return [known[index] for index in kept], np.array(kept)

    def _part(self, name: str) -> Any:
        """The settings of one model, with a session of our own: rapidocr's would check for downloads, and spin."""
        plain = OmegaConf.to_container(self._settings[name])
        part: Any = OmegaConf.create(plain, flags={"allow_objects": True})
        sort = FileInfo(part.engine_type, part.ocr_version, part.task_type, part.lang_type, part.model_type)
        file_name = Path(OrtInferSession.get_model_url(sort)["model_dir"]).name
        options = SessionOptions()
        options.log_severity_level = 4
        options.intra_op_num_threads, options.inter_op_num_threads = self._threads, 1
        options.enable_cpu_mem_arena = False
        # Threads that wait by spinning cost half as much again on a busy machine, and gain nothing on an idle one.
        options.add_session_config_entry("session.intra_op.allow_spinning", "0")
        path = Path(self._settings.Global.model_root_dir) / file_name
        part.session = InferenceSession(str(path), options, providers=["CPUExecutionProvider"])
        return part


def crop_line(picture: Picture, quad: Quad) -> Picture:
    """The line inside `quad`, straightened."""
    top, left = np.linalg.norm(quad[1] - quad[0]), np.linalg.norm(quad[3] - quad[0])
    bottom, right = np.linalg.norm(quad[2] - quad[3]), np.linalg.norm(quad[2] - quad[1])
    width, height = max(2, round(float(max(top, bottom)))), max(2, round(float(max(left, right))))
    target = np.array([[0, 0], [width, 0], [width, height], [0, height]], dtype=np.float32)
    matrix = cv2.getPerspectiveTransform(np.asarray(quad, dtype=np.float32), target)
    flags = cv2.INTER_LINEAR if height < 2 * LINE_HEIGHT else cv2.INTER_AREA
    return np.asarray(
        cv2.warpPerspective(picture, matrix, (width, height), flags=flags, borderMode=cv2.BORDER_REPLICATE), np.uint8
    )


def _width(crop: Picture) -> int:
    wanted = round(LINE_HEIGHT * crop.shape[1] / crop.shape[0])
    return int(max(LINE_HEIGHT, min(MAX_RATIO * LINE_HEIGHT, wanted)))


def _is_wanted(text: str) -> bool:
    code = ord(text)
    return 0x20 <= code < 0x180 or text in "–—‘’“”•…€£™‑−"


def _line(letters: list[Letter], steps: float, ink: Ink) -> Line:
    words: list[list[Letter]] = []
    is_open = False
    for letter in letters:
        if letter[0].isspace():
            is_open = False
            continue
        if not is_open or letter[2] - words[-1][-1][2] > COLUMN_GAP:
            words.append([])
        words[-1].append(letter)
        is_open = True
    if not words:
        return Line((), 0.0, ink.top, ink.bottom)
    left, last = ink.ends
    pieces = []
    for word, following in zip(words, [*words[1:], None], strict=True):
        right, begin = last, last
        if following:
            right, begin = ink.gap((word[-1][2] + 0.5) / steps, (following[0][2] + 0.5) / steps)
        sure = [letter[1] for letter in word]
        confidence = round((min(sure) + sum(sure) / len(sure)) / 2, 3)
        pieces.append(Piece("".join(letter[0] for letter in word), confidence, left, max(right, left)))
        left = begin
    everything = [letter[1] for word in words for letter in word]
    return Line(tuple(pieces), round(sum(everything) / len(everything), 3), ink.top, ink.bottom)
