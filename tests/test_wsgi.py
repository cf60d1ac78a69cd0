from __future__ import annotations

import pytest
from django.test import RequestFactory
from pytest_django import Settings

from taizhang.wsgi import application

urlpatterns: list[object] = []


@pytest.mark.django_db
def test_the_server_gets_an_application_that_answers(settings: Settings, rf: RequestFactory) -> None:
    settings.ROOT_URLCONF = __name__
    statuses: list[str] = []
    environ = rf.get("/nowhere").environ
    body = application(environ, lambda status, headers: statuses.append(status))
    body.close()
    assert statuses == ["404 Not Found"]
