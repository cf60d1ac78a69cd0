"""People from a pasted table: name, unit, role, mail, phone; and the login name each of them gets."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass, field

from taizhang.core.roster.table import (
    Cells,
    FieldRow,
    RowMistake,
    WrongCell,
    check_length,
    field_rows,
    mail_in,
    table_mistakes,
    words_of,
)
from taizhang.core.text.folding import comparison_key, fold
from taizhang.core.text.messages import N_, Message, joined

LONGEST_PERSON, LONGEST_PHONE, LONGEST_LOGIN = 30, 30, 60
PEOPLE_HEADINGS = {
    "name": ("姓名", "人员", "人员姓名", "联系人", "名字"),
    "unit": ("单位", "所在单位", "单位名称", "工作单位", "部门"),
    "role": ("岗位", "角色", "职责", "身份", "承担岗位"),
    "mail": ("邮箱", "电子邮箱", "邮件", "电子邮件", "email", "e-mail"),
    "phone": ("电话", "手机", "手机号", "联系电话", "办公电话", "联系方式"),
    "login": ("登录名", "用户名", "账号"),
}
# What offices call a role → its code.
ROLE_WORDS = {
    "联络员": "liaison", "信息员": "liaison", "联络人": "liaison", "联系人": "liaison", "经办人": "liaison",
    "单位负责人": "unit_leader", "分管领导": "unit_leader", "负责人": "unit_leader", "审签人": "unit_leader",
    "督账员": "ledger_officer", "台账管理员": "ledger_officer", "督办员": "ledger_officer",
    "责编": "editor", "编辑": "editor", "责任编辑": "editor", "核稿": "checker", "核稿人": "checker",
    "审核": "checker", "签发": "signer", "签发人": "signer", "办领导": "office_leader", "领导": "office_leader",
    "主任": "office_leader", "副主任": "office_leader", "调度员": "dispatcher", "读者": "reader",
    "系统管理员": "sys_admin", "安全管理员": "sec_admin", "安全保密管理员": "sec_admin",
    "审计管理员": "auditor", "安全审计员": "auditor",
}  # fmt: skip
OF_UNITS = frozenset({"liaison", "unit_leader"})
WITH_OR_WITHOUT = frozenset({"reader"})
APART = frozenset({"sys_admin", "sec_admin", "auditor"})  # none beside any other role
OFFICE_WORDS = frozenset({"", "办公室", "本办", "本机构", "本单位", "机关"})


@dataclass(frozen=True, slots=True)
class OfficeRegister:
    """What the office has: its own names, its units by each of their names, its people and the login names in use.

    Names are folded (``comparison_key``). ``held``: the roles of each person by name and unit (None: the office);
    ``reached``: mail and phone in the same way.
    """

    own: Collection[str] = ()
    units: Mapping[str, int] = field(default_factory=dict)
    held: Mapping[tuple[str, int | None], frozenset[str]] = field(default_factory=dict)
    logins: Collection[str] = ()
    reached: Mapping[tuple[str, int | None], tuple[str, str]] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class PersonRow:
    """A person with the roles to be given; ``unit`` is the unit's key, ``fresh``: there is no account yet."""

    row: int
    name: str
    unit: int | None
    roles: tuple[str, ...]
    mail: str = ""
    phone: str = ""
    login: str = ""
    fresh: bool = True


@dataclass(frozen=True, slots=True)
class PeopleTable:
    """What was read: people to enrol, names whose row brings nothing new, rows that cannot be used, and rows with
    another mail address or phone than is known of the person (``differing``).
    """

    rows: tuple[PersonRow, ...]
    known: tuple[str, ...]
    mistakes: tuple[RowMistake, ...]
    differing: tuple[RowMistake, ...] = ()


def read_people(cells: Cells, register: OfficeRegister) -> PeopleTable:
    """Read the people of a table. Rows with the same name and unit are one person with several roles; a role that is
    not given is 联络员 where there is a unit. Who has no login name in the table logs in with the name, and a number
    behind it where somebody else has it.
    """
    told = field_rows(cells, PEOPLE_HEADINGS)
    mistakes = table_mistakes(told)
    people: dict[tuple[str, int | None], PersonRow] = {}
    known: list[str] = []
    differing: list[RowMistake] = []
    for each in told:
        try:
            row = _person(each, register)
            key = (comparison_key(row.name), row.unit)
            before = people.get(key)
            roles = _new_roles(row, before, register.held.get(key, frozenset()))
        except WrongCell as wrong:
            mistakes.append(wrong.in_row(each.row))
            continue
        if (other := _difference(row, register.reached.get(key))) is not None:
            differing.append(RowMistake(each.row, row.name, other))
        elif not roles:
            known.append(row.name)
        if not roles:
            continue
        people[key] = _joined(row, before, roles, fresh=key not in register.held)
    rows = _with_logins(people.values(), register, mistakes)
    return PeopleTable(rows, tuple(known), tuple(mistakes), tuple(differing))


def _person(told: FieldRow, register: OfficeRegister) -> PersonRow:
    name, phone = told["name"], fold(told["phone"])
    if not name:
        raise WrongCell("", N_("缺少姓名。"))
    if "\n" in "".join(told[part] for part in ("name", "unit", "mail", "phone", "login")):
        raise WrongCell(name, N_("一格里有多行文字，请改成一行。"))
    for value, most in ((name, LONGEST_PERSON), (phone, LONGEST_PHONE), (told["login"], LONGEST_LOGIN)):
        check_length(value, most)
    mail = mail_in(told["mail"])
    unit = _unit(told["unit"], register)
    roles = _roles(told["role"], unit)
    return PersonRow(told.row, name, unit, roles, mail, phone, told["login"])


def _unit(words: str, register: OfficeRegister) -> int | None:
    key = comparison_key(words)
    if key in OFFICE_WORDS or key in register.own:
        return None
    if key not in register.units:
        raise WrongCell(words, N_("没有单位“{name}”，请核对名称，或先在“单位”一步添加。"), name=words)
    return register.units[key]


def _roles(cell: str, unit: int | None) -> tuple[str, ...]:
    """The codes of the roles, each once; Wrong for a word that is none, and for one that stands in the wrong place."""
    words = words_of(cell)
    if not words and unit is None:
        raise WrongCell("", N_("缺少岗位：办公室的人员须写明岗位，例如：责编。"))
    roles = []
    for word in words or ("联络员",):
        role = ROLE_WORDS.get(comparison_key(word))
        if role is None:
            raise WrongCell(word, N_("没有岗位“{word}”，可用：{known}。"), word=word, known=_known_roles())
        if role in OF_UNITS and unit is None:
            raise WrongCell(word, N_("“{word}”须属于一个单位，请在“单位”一栏写明。"), word=word)
        if role not in OF_UNITS | WITH_OR_WITHOUT and unit is not None:
            raise WrongCell(word, N_("“{word}”是办公室的岗位，“单位”一栏请留空。"), word=word)
        roles.append(role)
    return tuple(dict.fromkeys(roles))


def _known_roles() -> str:
    """The first word for each role."""
    firsts = {role: word for word, role in reversed(ROLE_WORDS.items())}
    return "、".join(reversed(firsts.values()))


def _new_roles(row: PersonRow, before: PersonRow | None, held: frozenset[str]) -> tuple[str, ...]:
    """The roles that the row adds; Wrong where the three administrators would not be apart."""
    there = held | frozenset(before.roles if before else ())
    both = there | set(row.roles)
    if both & APART and len(both) > 1:
        raise WrongCell(
            row.name, N_("系统、安全、审计三员互斥，也不得兼任其他岗位：“{name}”须只任一职。"), name=row.name
        )
    return tuple(role for role in row.roles if role not in there)


def _difference(row: PersonRow, reached: tuple[str, str] | None) -> Message | None:
    """What the table says of somebody who has an account that is not as it is known; nothing of it is stored."""
    if reached is None:
        return None
    compared = ((N_("邮箱"), row.mail, reached[0]), (N_("电话"), row.phone, reached[1]))
    fields = [Message(words) for words, told, known in compared if told and told != known]
    words = N_("名单里的{fields}与已登记的不同，没有改动；要改的，请到本人的页面上改。")
    return Message(words, {"fields": joined("、", fields)}) if fields else None


def _joined(row: PersonRow, before: PersonRow | None, roles: tuple[str, ...], *, fresh: bool) -> PersonRow:
    if before is None:
        return PersonRow(row.row, row.name, row.unit, roles, row.mail, row.phone, row.login, fresh)
    return PersonRow(
        before.row, before.name, before.unit, before.roles + roles,
        before.mail or row.mail, before.phone or row.phone, before.login or row.login, fresh,
    )  # fmt: skip


def _with_logins(
    people: Collection[PersonRow], register: OfficeRegister, mistakes: list[RowMistake]
) -> tuple[PersonRow, ...]:
    """The people with a login name that nobody else has; one that the table gives and somebody has is a mistake."""
    taken = set(register.logins)
    found = []
    for each in people:
        wanted = comparison_key(each.login)
        if each.fresh and wanted and wanted in taken:
            sentence = Message(N_("登录名“{name}”已有人使用。"), {"name": each.login})
            mistakes.append(RowMistake(each.row, each.login, sentence))
            continue
        login = (wanted or _free(comparison_key(each.name), taken)) if each.fresh else ""
        taken.add(login)
        found.append(
            PersonRow(each.row, each.name, each.unit, each.roles, each.mail, each.phone, login, each.fresh)
        )
    return tuple(found)


def _free(name: str, taken: Collection[str]) -> str:
    """The name, or with the first number behind it that makes it nobody else's."""
    number, login = 1, name
    while login in taken:
        number += 1
        login = f"{name}{number}"
    return login
