from __future__ import annotations

import pytest
from django.core.files.uploadhandler import StopUpload
from django.test import RequestFactory
from pytest_django import Settings

from taizhang.office.uploads import CappedUpload


def test_uploads_pass_up_to_the_limit_and_are_cut_beyond(settings: Settings) -> None:
    settings.UPLOAD_LIMIT = 10
    request = RequestFactory().post("/")
    handler = CappedUpload(request)
    assert handler.receive_data_chunk(b"12345", 0) == b"12345"
    assert handler.receive_data_chunk(b"67890", 5) == b"67890"
    assert handler.file_complete(10) is None
    with pytest.raises(StopUpload) as stop:
        handler.receive_data_chunk(b"1", 10)
    assert stop.value.connection_reset
    assert request.upload_refused  # type: ignore[attr-defined]


def test_the_cap_counts_all_files_of_a_request(settings: Settings) -> None:
    settings.UPLOAD_LIMIT = 1_000
    request = RequestFactory().post("/", {})
    request.upload_handlers = [CappedUpload(request)]
    with pytest.raises(StopUpload):
        CappedUpload().receive_data_chunk(b"x" * 1_001, 0)
