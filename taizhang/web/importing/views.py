"""A workbook into the ledger: choose the file, look at what it would do, import."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, QueryDict
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from taizhang.core.workbook.reading import read_book
from taizhang.intake import read_sheets
from taizhang.ledger.actions.importing import Imported, import_book, keep_book
from taizhang.ledger.models import Ledger
from taizhang.ledger.queries.incoming import preview_book
from taizhang.ledger.queries.incoming.kept import kept_books
from taizhang.ledger.queries.ledgers import open_ledgers
from taizhang.office import clock
from taizhang.office.models import StoredFile, Unit
from taizhang.office.permissions import Permission
from taizhang.office.queries import active_units
from taizhang.web.frame.access import may, person_of
from taizhang.web.frame.parts import Entry, entries
from taizhang.web.frame.query_values import ledger_first, ledgers_of, number_in
from taizhang.web.frame.tags_record_look import moment
from taizhang.web.frame.words import say
from taizhang.web.importing.forms import ImportForm, UnitsForm
from taizhang.web.importing.page import decisions_in, load_book, preview_view, read_stored
from taizhang.web.reading.incoming import REFUSALS, clean_name

BOOKS_SHOWN = 10


@require_http_methods(["GET", "HEAD", "POST"])
def new(request: HttpRequest) -> HttpResponse:
    """Choose a file; what cannot be read, or bears a mark of secrecy, is not kept."""
    if not ledgers_of(request):
        return ledger_first(request)
    form = ImportForm(request.POST, request.FILES) if request.method == "POST" else ImportForm()
    if form.is_bound and form.is_valid():
        try:
            file = _kept(request, form)
        except REFUSALS as refusal:
            form.add_error("file", say(refusal.sentence))
        else:
            if file is not None:
                chosen = QueryDict(mutable=True)
                chosen["ledger"] = str(form.cleaned_data["ledger"].pk)
                if unit := form.cleaned_data["unit"]:
                    chosen["unit"] = str(unit.pk)
                return redirect(f"{reverse('ledger-import-preview', args=[file.pk])}?{chosen.urlencode()}")
    kept = entries(_("存下的表格"), kept_books(), _book, most=BOOKS_SHOWN)
    context = {"form": form, "kept": kept}
    return render(request, "importing/new.html", context, status=422 if form.is_bound else 200)


def _book(file: StoredFile) -> Entry:
    """A workbook that was looked at before: one goes on where one stopped."""
    return Entry(file.name, reverse("ledger-import-preview", args=[file.pk]), aside=moment(file.stored_at))


def _kept(request: HttpRequest, form: ImportForm) -> StoredFile | None:
    """The file, kept; None with an error in the form where it holds no ledger."""
    upload = form.cleaned_data["file"]
    content, name = upload.read(), clean_name(upload.name)
    book = read_book(read_sheets(content, name), form.cleaned_data["ledger"].year)
    if not book.fields:
        form.add_error("file", say(book.errors[0].message))
        return None
    person = person_of(request)
    return keep_book(office=person.office, content=content, name=name, by=person, at=clock.now())


@require_http_methods(["GET", "HEAD", "POST"])
def preview(request: HttpRequest, pk: int) -> HttpResponse:
    """What the import would do, with a choice at each conflict; posting does it."""
    file = load_book(pk)
    chosen = request.POST if request.method == "POST" else request.GET
    ledger, unit = _ledger(chosen), _unit(chosen)
    refused = ""
    try:
        book = read_stored(file, ledger)
    except REFUSALS as refusal:
        messages.error(request, say(refusal.sentence))
        return redirect("ledger-import")
    looked = preview_book(ledger=ledger, book=book, unit=unit)
    may_add = may(request, Permission.MANAGE_UNITS)
    names = UnitsForm(looked.unknown, request.POST or None, may_add=may_add)
    try:
        if request.method == "POST" and (names.is_valid() or not looked.unknown):
            done = import_book(
                ledger=ledger,
                book=book,
                decisions=decisions_in(request.POST),
                unit=unit,
                choices=names.choices if looked.unknown else {},
                partly="partly" in request.POST,
                by=person_of(request),
                at=clock.now(),
            )
            messages.success(request, _done(done))
            return redirect("ledger")
    except REFUSALS as refusal:
        refused = say(refusal.sentence)
        if names.is_valid():  # what is wrong may show only now that the units are known
            looked = preview_book(ledger=ledger, book=book, unit=unit, choices=names.choices)
    context = {"view": preview_view(file, ledger, unit, book, looked), "names": names, "refused": refused}
    return render(request, "importing/preview.html", context, status=422 if request.method == "POST" else 200)


def _done(done: Imported) -> str:
    return _("已导入：{done}。").format(done=say(done.said))


def _ledger(chosen: QueryDict) -> Ledger:
    if key := number_in(chosen.get("ledger", "")):
        return get_object_or_404(open_ledgers(), pk=key)
    return get_object_or_404(open_ledgers()[:1])


def _unit(chosen: QueryDict) -> Unit | None:
    key = number_in(chosen.get("unit", ""))
    return get_object_or_404(active_units(), pk=key) if key else None
