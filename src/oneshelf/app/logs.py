"""One line of JSON for each thing that happened, with secrets and personal data taken out.

It goes to standard error; with ONESHELF_LOG_FILE to that file, and only errors to standard error, for people to read.
"""

from __future__ import annotations

import logging
import logging.config
import os
import re
import sys
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import structlog
from structlog.typing import EventDict, Processor, WrappedLogger

from oneshelf.app import environment

TAKEN_OUT = "[taken out]"

MOST_LOG_BYTES = 50_000_000
"""From this size on, a log file is put aside at the next start; one older file is kept."""

_TALKATIVE = ("fontTools", "httpx", "procrastinate", "weasyprint.progress")
"""Loggers of others that report each of their steps; what goes wrong there is still told."""

_SECRET_KEYS = re.compile(
    r"password|passwd|secret|token|ticket|cookie|authorization|session|csrf|api_?key|pin\b|card_?number|"
    r"e_?mail|phone|address|street|postal|first_?name|last_?name|full_?name|contact",
    re.IGNORECASE,
)
_SECRET_TEXT: tuple[tuple[re.Pattern[str], str], ...] = (
    (re.compile(r"[\w.+-]+@[\w-]+\.[\w.-]+"), TAKEN_OUT),  # e-mail addresses
    (re.compile(r"(\w+://[^\s:/@]*:)[^\s@]+(@)"), rf"\1{TAKEN_OUT}\2"),  # passwords in addresses
    (re.compile(r"(?i)\b(bearer|basic)\s+[\w.~+/=-]+"), rf"\1 {TAKEN_OUT}"),
    (re.compile(r"(?i)([?&](?:ticket|token|key|code|pin)=)[^&\s\"']+"), rf"\1{TAKEN_OUT}"),
    (re.compile(r"(?<![\w-])\+\d[\d ()-]{7,}\d"), TAKEN_OUT),  # international telephone numbers
    (re.compile(r"(?<![\w.-])(?:\d[ -]?){15,18}\d(?![\w.-])"), TAKEN_OUT),  # payment card numbers
)


def take_out_secrets(logger: WrappedLogger, method: str, event: EventDict) -> EventDict:
    """Replace what must not be kept: values under telling names, and telling patterns in any text."""
    return {key: TAKEN_OUT if _SECRET_KEYS.search(key) else _clean(value) for key, value in event.items()}


def _clean(value: Any) -> Any:
    if isinstance(value, str):
        for pattern, instead in _SECRET_TEXT:
            value = pattern.sub(instead, value)
        return value
    if isinstance(value, Mapping):
        return {key: TAKEN_OUT if _SECRET_KEYS.search(str(key)) else _clean(each) for key, each in value.items()}
    if isinstance(value, list | tuple | set):
        return [_clean(each) for each in value]
    return value


def configure(process: str, level: str) -> None:
    """Send structlog and the standard library's logging through the same filter; `process` names the speaker."""
    shared = _shared(process)
    structlog.configure(
        processors=[*shared, structlog.stdlib.ProcessorFormatter.wrap_for_formatter],
        logger_factory=structlog.stdlib.LoggerFactory(),
        wrapper_class=structlog.stdlib.BoundLogger,
        cache_logger_on_first_use=True,
    )
    logging.config.dictConfig(configuration(process, level))


def spare_the_terminal() -> None:
    """Let this process and its children log to a file in the data folder if a person would read their lines.

    A service manager, a pipe, or ONESHELF_LOG_FILE in the environment: nothing changes.
    """
    if sys.stderr.isatty():
        keep_in_data()


def keep_in_data() -> None:
    """Let this process and its children log to a file in the data folder, unless ONESHELF_LOG_FILE names one."""
    if environment.log_file():
        return
    file = environment.data_folder() / "oneshelf.log"
    file.parent.mkdir(parents=True, exist_ok=True)
    if file.exists() and file.stat().st_size > MOST_LOG_BYTES:
        file.replace(file.with_suffix(".log.1"))
    os.environ["ONESHELF_LOG_FILE"] = str(file)
    configure("serve", environment.log_level())


def configuration(process: str, level: str) -> dict[str, Any]:
    """Return the standard library's side, which Granian is handed too, since it configures logging by itself."""
    file = environment.log_file()
    return {
        "version": 1,
        "disable_existing_loggers": False,
        "formatters": {
            "json": _formatter(process, structlog.processors.JSONRenderer(default=str)),
            "words": _formatter(process, structlog.dev.ConsoleRenderer(colors=False)),
        },
        "handlers": {
            "json": {"class": "logging.StreamHandler", "formatter": "json"},
            "words": {"class": "logging.StreamHandler", "formatter": "words", "level": "ERROR"},
        }
        | ({"file": _kept(file)} if file else {}),
        "root": {"handlers": ["file", "words"] if file else ["json"], "level": level},
        "loggers": {name: {"level": "WARNING"} for name in _TALKATIVE},
    }


def _kept(file: Path) -> dict[str, Any]:
    return {"class": "logging.handlers.WatchedFileHandler", "filename": str(file), "formatter": "json"}


def _formatter(process: str, renderer: Processor) -> dict[str, Any]:
    return {
        "()": structlog.stdlib.ProcessorFormatter,
        "foreign_pre_chain": _shared(process),
        "processors": [structlog.stdlib.ProcessorFormatter.remove_processors_meta, take_out_secrets, renderer],
    }


def _shared(process: str) -> list[Processor]:
    def name_process(logger: WrappedLogger, method: str, event: EventDict) -> EventDict:
        event["process"] = process
        return event

    return [
        structlog.contextvars.merge_contextvars,
        structlog.stdlib.add_log_level,
        structlog.stdlib.add_logger_name,
        structlog.processors.TimeStamper(fmt="iso", utc=True),
        structlog.stdlib.PositionalArgumentsFormatter(),
        structlog.processors.format_exc_info,
        name_process,
    ]
