"""A table of units or people, pasted or from a file: looked at first, mistakes at their row, then stored."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from taizhang.core.lifecycle.workflow import Refused
from taizhang.core.roster.people import PersonRow
from taizhang.core.roster.table import Cells, as_pasted, pasted_cells, sheet_cells
from taizhang.core.roster.units import UnitRow
from taizhang.intake import IntakeRefused, read_sheets
from taizhang.office import actions
from taizhang.office.models import Office, UnitKind
from taizhang.office.queries import units_of
from taizhang.office.roles import Role
from taizhang.office.rosters import people_table, unit_table
from taizhang.web.frame.access import viewer_of
from taizhang.web.frame.forms import OpenForm, table_file, text
from taizhang.web.frame.parts import Callout, Note, PageHead, PagePart, Words, page
from taizhang.web.frame.perform import who
from taizhang.web.frame.tables import Column, Table
from taizhang.web.frame.words import say

LONGEST = 400_000
SHOWN = 300  # rows of a table on the page; the rest are counted, and stored all the same
MISTAKES: Table[Any] = Table(
    Column(_("行"), "row", look="number"),
    Column(_("内容"), "value", head=True),
    Column(_("要改什么"), lambda row: say(row.message)),
)


@dataclass(frozen=True, slots=True)
class PastedList:
    """A list that is pasted: how it is read beside what the office has, shown, and stored."""

    read: Callable[[Office, Cells], Any]
    store: Callable[..., Sequence[Any]]
    columns: Callable[[Office], Table[Any]]
    label: Words
    help: Words
    unit: Callable[[int], str]


class PasteTableForm(OpenForm):
    """Lines from a table, or a file that holds them."""

    lines = text("", LONGEST, 10)
    file = table_file(_("或者选择文件"), _("xlsx 或 csv。读出的内容会填进上面的框里，核对后再列入。"))

    @cached_property
    def cells(self) -> Cells:
        """The cells that were brought. Raises IntakeRefused for a file that cannot be read."""
        file = self.cleaned_data.get("file")
        if file is None:
            return pasted_cells(self.cleaned_data["lines"])
        return sheet_cells(read_sheets(file.read(), file.name))

    def again(self) -> PasteTableForm:
        """The same lines to go on with; those of a file stand in the box."""
        lines = as_pasted(self.cells) if self.cleaned_data["file"] else self.cleaned_data["lines"]
        return PasteTableForm(initial={"lines": lines})


def paste(
    request: HttpRequest,
    pasted: PastedList,
    head: PageHead,
    above: Sequence[PagePart],
    below: Sequence[PagePart],
    goes: str,
) -> HttpResponse:
    """The page: asked to look, it shows what the table says; asked to store, it stores it where every row is right."""
    form = PasteTableForm(request.POST or None, request.FILES or None)
    table = None
    if request.method == "POST" and form.is_valid():
        try:
            table, stored = _taken(request, pasted, form)
        except (IntakeRefused, Refused) as refusal:
            form.add_error("file" if isinstance(refusal, IntakeRefused) else "lines", say(refusal.sentence))
        else:
            if stored:
                messages.success(request, gettext("已列入{what}。").format(what=pasted.unit(stored)))
                return redirect(goes)
            form = form.again()
    return _shown(request, pasted, form, table, head, above=above, below=below)


def _shown(
    request: HttpRequest, pasted: PastedList, form: PasteTableForm, table: Any, head: PageHead, **parts: Any
) -> HttpResponse:
    """The form, below it what was read of the table and what is wrong with it."""
    form.fields["lines"].label, form.fields["lines"].help_text = str(pasted.label), str(pasted.help)
    label, wrong, read = "", [], []
    if table is not None:
        wrong, read = _wrong(table), _read(request, pasted, table)
    if _is_right(table):
        label = gettext("列入{what}").format(what=pasted.unit(len(table.rows)))
    status = 422 if form.errors or (table is not None and table.mistakes) else 200
    return page(
        request, head, *parts["above"], template="office/paste.html", status=status, form=form, wrong=wrong,
        read=read, store=label, below=parts["below"],
    )  # fmt: skip


def _taken(request: HttpRequest, pasted: PastedList, form: PasteTableForm) -> tuple[Any, int]:
    """Return the table as it was read, and how many rows were stored. Raises IntakeRefused or Refused."""
    table = pasted.read(viewer_of(request).office, form.cells)
    if request.POST.get("act") != "store" or not _is_right(table):
        return table, 0
    return table, len(pasted.store(office=viewer_of(request).office, rows=table.rows, **who(request)))


def _is_right(table: Any) -> bool:
    """Whether there are rows, and none with a mistake."""
    return table is not None and bool(table.rows) and not table.mistakes


def _wrong(table: Any) -> list[PagePart]:
    """What is wrong, row by row, how many rows bring nothing new, and what is known otherwise."""
    parts: list[PagePart] = []
    if table.mistakes:
        n = len(table.mistakes)
        words = gettext("有{n}行需要改正，一行也没有存；请在下面的框里改好，再看一次。").format(n=n)
        parts += [Callout(words, look="bad"), MISTAKES.whole(table.mistakes[:SHOWN], _("需要改正"))]
        parts += _more(n)
    if table.known:
        words = gettext("{n}行与已有的相同，不再重复添加。").format(n=len(table.known))
        parts.append(Callout(words))
    if table.differing:
        n = len(table.differing)
        words = gettext("{n}行与已登记的不同，这些不同之处不会存下。").format(n=n)
        parts += [Callout(words, look="warn"), MISTAKES.whole(table.differing[:SHOWN], _("与已登记的不同"))]
        parts += _more(n)
    if not table.rows and not table.mistakes:
        parts.append(Callout(gettext("没有可添加的行。"), look="warn"))
    return parts


def _read(request: HttpRequest, pasted: PastedList, table: Any) -> list[PagePart]:
    """What would be stored."""
    words = gettext("读出{what}").format(what=pasted.unit(len(table.rows)))
    if not table.rows:
        return []
    return [
        pasted.columns(viewer_of(request).office).whole(table.rows[:SHOWN], words),
        *_more(len(table.rows)),
    ]


def _more(n: int) -> list[PagePart]:
    """How many rows are not shown."""
    return [Note(gettext("另有{n}行，没有列出。").format(n=n - SHOWN))] if n > SHOWN else []


def _unit_columns(office: Office) -> Table[UnitRow]:
    return Table(
        Column(_("行"), "row", look="number"),
        Column(_("单位名称"), "name", head=True),
        Column(_("简称"), "short_name"),
        Column(_("类别"), lambda row: UnitKind(row.kind).label),
        Column(_("所属区县"), "district"),
        Column(_("别名"), lambda row: "、".join(row.aliases)),
    )


def _people_columns(office: Office) -> Table[PersonRow]:
    units = {unit.pk: unit.short_name for unit in units_of(office)}
    return Table(
        Column(_("行"), "row", look="number"),
        Column(_("姓名"), "name", head=True),
        Column(_("单位"), lambda row: units.get(row.unit or 0, office.short_name)),
        Column(_("岗位"), lambda row: "、".join(str(Role(role).label) for role in row.roles)),
        Column(_("登录名"), lambda row: row.login if row.fresh else gettext("已有账号")),
        Column(_("邮箱"), "mail"),
        Column(_("电话"), "phone"),
    )


UNITS = PastedList(
    unit_table,
    actions.add_units,
    _unit_columns,
    _("粘贴单位名单"),
    _("从 Excel 复制即可，一行一个单位；可以带表头：单位名称、简称、类别、所属区县、别名，只有名称也行。"),
    lambda n: gettext("{n}个单位").format(n=n),
)
PEOPLE = PastedList(
    people_table,
    actions.enrol,
    _people_columns,
    _("粘贴人员名单"),
    _(
        "从 Excel 复制即可，一行一人；列为：姓名、单位、岗位、邮箱、电话，后两项可空。办公室的人员“单位”留空；"
        "一人多岗写“责编、督账员”。没有写登录名的，用姓名登录。"
    ),
    lambda n: gettext("{n}人").format(n=n),
)
