"""One line of JSON for each thing that happened, on standard error, with secrets and personal data taken out."""

from __future__ import annotations

import logging
import logging.config
import re
from collections.abc import Mapping
from typing import Any

import structlog
from structlog.typing import EventDict, Processor, WrappedLogger

TAKEN_OUT = "[taken out]"

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


def configuration(process: str, level: str) -> dict[str, Any]:
    """Return the standard library's side, which Granian is handed too, since it configures logging by itself."""
    return {
        "version": 1,
        "disable_existing_loggers": False,
        "formatters": {
            "json": {
                "()": structlog.stdlib.ProcessorFormatter,
                "foreign_pre_chain": _shared(process),
                "processors": [
                    structlog.stdlib.ProcessorFormatter.remove_processors_meta,
                    take_out_secrets,
                    structlog.processors.JSONRenderer(default=str),
                ],
            }
        },
        "handlers": {"stderr": {"class": "logging.StreamHandler", "formatter": "json"}},
        "root": {"handlers": ["stderr"], "level": level},
        "loggers": {"procrastinate": {"level": "WARNING"}, "httpx": {"level": "WARNING"}},
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
