from __future__ import annotations

import pytest

from taizhang.cli import main, offices
from taizhang.office.models import ApiToken, Office, Unit
from taizhang.office.tokens import digest_of


@pytest.fixture(autouse=True)
def prepared(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(offices, "set_up", lambda: None)


def test_a_token_is_made_listed_and_revoked(scoped: Office, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["token", "--make", "门户"]) == 0
    secret = capsys.readouterr().out.strip()
    made = ApiToken.objects.get()
    assert (made.digest, made.roles, made.made_by) == (digest_of(secret), ["reader"], None)
    assert main(["token"]) == 0
    assert "门户" in capsys.readouterr().out
    assert main(["token", "--revoke", str(made.pk)]) == 0
    assert main(["token", "--revoke", str(made.pk)]) == 1
    assert main(["token", "--revoke", "99"]) == 1
    assert main(["token", "--office", scoped.slug]) == 0


def test_a_units_token_names_its_unit(scoped: Office, unit: Unit, capsys: pytest.CaptureFixture[str]) -> None:
    asked = ["token", "--make", "门户", "--role", "liaison"]
    assert main(asked) == 1
    assert main([*asked, "--unit", "没有的局"]) == 1
    assert main([*asked, "--unit", unit.short_name, "--until", "2020-01-01"]) == 1
    assert main([*asked, "--unit", unit.short_name]) == 0
    assert ApiToken.objects.get().unit == unit
    assert main(["token", "--make", "门户", "--role", "boss"]) == 2
    assert "boss" in capsys.readouterr().err
    assert main(["token"]) == 0


def test_the_office_is_named_where_there_are_several(
    office: Office, other_office: Office, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(["token"]) == 2
    assert "--office" in capsys.readouterr().err
