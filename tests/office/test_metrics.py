"""Numbers behind a token, and a log that quotes nobody."""

from __future__ import annotations

import json
import logging
import sys
from pathlib import Path
from typing import Any

import pytest
from django.db import IntegrityError
from django.test import Client

from taizhang.office import beats
from taizhang.office.logs import JsonLine, RequestFilter
from taizhang.office.models import Office


def test_numbers_are_for_who_has_the_token(
    client: Client, office: Office, settings: Any, tmp_path: Path
) -> None:
    settings.BACKUP_TO = tmp_path
    (tmp_path / "taizhang-20261128-020000.zip").touch()
    assert client.get("/metrics").status_code == 404
    settings.METRICS_TOKEN = "t" * 20
    assert client.get("/metrics").status_code == 404
    assert client.get("/metrics", headers={"Authorization": "Bearer"}).status_code == 404
    beats.beat()
    answer = client.get("/metrics", headers={"Authorization": f"Bearer {'t' * 20}"})
    lines = answer.text.splitlines()
    assert 'taizhang_ready{part="tick"} 1' in lines
    assert "taizhang_last_backup_timestamp_seconds 1795802400" in lines
    assert any(line.startswith("taizhang_disk_free_bytes ") for line in lines)
    assert not {line.split()[0] for line in lines if not line.startswith(("#", "taizhang_"))}


def record(message: str, *words: object, error: bool = False) -> logging.LogRecord:
    made = logging.LogRecord(
        "taizhang", logging.ERROR, "x.py", 1, message, words, sys.exc_info() if error else None
    )
    RequestFilter().filter(made)
    return made


def test_a_json_line_tells_where_and_not_what_somebody_typed() -> None:
    try:
        raise IntegrityError("Key (email)=(linzhi@haichuan.gov.cn) already exists")
    except IntegrityError:
        line = JsonLine().format(record("request %s failed", 7, error=True))
    said = json.loads(line)
    assert said["message"] == "request 7 failed"
    assert (said["error"], said["level"], said["person"]) == ("IntegrityError", "ERROR", "-")
    assert "test_metrics.py" in said["where"][-1]
    assert "linzhi" not in line


@pytest.mark.parametrize("message", ["一行\n两行", '引号"'])
def test_a_json_line_is_one_line(message: str) -> None:
    line = JsonLine().format(record(message))
    assert "\n" not in line
    assert json.loads(line)["message"] == message
    assert "error" not in json.loads(line)
