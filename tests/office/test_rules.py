from __future__ import annotations

from taizhang.office.models import Office, Person, Post
from taizhang.office.roles import Role
from taizhang.office.rules import can_appoint


def test_the_button_knows_what_the_check_refuses(office: Office, editor: Person) -> None:
    post = Post(office=office, role=Role.AUDITOR)
    assert can_appoint(editor, post, frozenset())
    assert not can_appoint(editor, post, frozenset({Role.EDITOR}))
