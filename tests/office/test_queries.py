from __future__ import annotations

from datetime import datetime

from taizhang.office import queries
from taizhang.office.models import Office, Person, Unit
from taizhang.office.roles import Role
from tests.conftest import PersonWith


def test_roles_are_those_of_the_posts_held(person_with: PersonWith, at: datetime) -> None:
    person = person_with(Role.EDITOR, Role.READER)
    assert queries.roles_of(person, at) == {Role.EDITOR, Role.READER}


def test_a_closed_account_has_no_role(editor: Person, at: datetime) -> None:
    editor.is_active = False
    assert queries.roles_of(editor, at) == frozenset()


def test_a_liaison_works_for_a_unit_and_an_editor_for_the_office(
    unit: Unit, liaison: Person, editor: Person, office: Office, at: datetime
) -> None:
    assert queries.unit_of(liaison, at) == unit
    assert queries.unit_of(editor, at) is None
    assert queries.office_of(editor) == office


def test_lists_show_the_own_office(
    unit: Unit, editor: Person, office: Office, other_office: Office, at: datetime
) -> None:
    assert list(queries.units_of(office)) == [unit]
    assert [holder.person for holder in queries.holders_of(office, at)] == [editor]
    assert [event.verb for event in queries.events_of(office)][-1] == "found_office"
    assert list(queries.units_of(other_office)) == []
    assert list(queries.holders_of(other_office, at)) == []
    assert len(queries.events_of(other_office)) == 1
