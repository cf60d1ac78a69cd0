"""Old issues in bulk: many files are brought, each is archived or kept with what is doubtful about it."""

from __future__ import annotations

from collections.abc import Iterator
from hashlib import sha256
from typing import Any

from django import forms
from django.contrib import messages
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods

from taizhang.bulletin.actions.archiving import ReadFile, archive_file, read_text
from taizhang.bulletin.models import ArchivedFile, FileOutcome
from taizhang.bulletin.queries.archive import files_read, missing_numbers, series_by_name
from taizhang.core.text.messages import N_, Message, counted
from taizhang.intake import IntakeRefused
from taizhang.intake.batch import Readers
from taizhang.web.frame.forms import FilesInput, file_attrs
from taizhang.web.frame.perform import who
from taizhang.web.frame.words import say
from taizhang.web.reading.incoming import clean_name

MOST_FILES = 40  # in one request; the page sends more of them in turn
PER_PAGE = 100


class FilesForm(forms.Form):
    """To which series the files belong."""

    series: Any = forms.ModelChoiceField(label=gettext_lazy("刊物"), queryset=None, empty_label=None)
    papers = forms.FileField(
        label=gettext_lazy("旧刊文件"),
        required=False,
        widget=FilesInput(attrs=file_attrs(accept=".pdf,.docx,.txt", multiple=True, **{"data-each": True})),
        help_text=gettext_lazy("可一次选很多个：PDF、docx 或纯文本。读过的文件不会重复存档。"),
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field: Any = self.fields["series"]
        field.queryset = series_by_name()


@require_http_methods(["GET", "HEAD", "POST"])
def show(request: HttpRequest) -> HttpResponse:
    """What was read so far, and a place for more files."""
    form = FilesForm(request.POST or None)
    if request.method == "POST":
        if not form.is_valid():
            return _page(request, form, status=422)
        files = request.FILES.getlist("papers")
        if not files or len(files) > MOST_FILES:
            form.add_error("papers", _("请选择文件，一次最多{n}个。").format(n=MOST_FILES))
            return _page(request, form, status=422)
        rows = [
            archive_file(series=form.cleaned_data["series"], read=read, **who(request))
            for read in _read(files)
        ]
        archived = sum(row.outcome == FileOutcome.ARCHIVED for row in rows)
        if "application/json" in request.headers.get("Accept", ""):
            return JsonResponse({"done": len(rows), "archived": archived})
        messages.success(
            request, say(counted((N_("读入{n}个文件"), len(rows)), (N_("存档{n}期"), archived))) + _("。")
        )
        return redirect("archiving")
    return _page(request, form)


def _read(files: list[Any]) -> Iterator[ReadFile]:
    contents = [upload.read() for upload in files]
    with Readers(children=1) as readers:
        for upload, content, found in zip(files, contents, readers.read(contents), strict=True):
            name, digest = clean_name(upload.name), sha256(content).hexdigest()
            if isinstance(found, IntakeRefused):
                yield ReadFile(name, digest, refusal=found.sentence)
            else:
                yield read_text(name, digest, found.format, found.text, found.notes, content)


def _page(request: HttpRequest, form: FilesForm, *, status: int = 200) -> HttpResponse:
    asked = request.GET.get("outcome", "")
    rows = files_read()
    shown = rows.filter(outcome=asked) if asked in FileOutcome.values else rows
    context = {
        "form": form,
        "rows": [_row(row) for row in shown[:PER_PAGE]],
        "counts": [
            (value, label, rows.filter(outcome=value).count()) for value, label in FileOutcome.choices
        ],
        "asked": asked,
        "gaps": [(series, missing_numbers(series)) for series in series_by_name()],
        "most": MOST_FILES,
    }
    return render(request, "archive/archiving.html", context, status=status)


def _row(row: ArchivedFile) -> dict[str, Any]:
    doubts = [say(Message.from_json(each)) for each in row.doubts]
    url, act = "", ""
    if row.issue_id:
        url, act = reverse("issue", args=[row.issue_id]), _("看档案")
    elif row.reading_id:
        url, act = reverse("reading", args=[row.reading_id]), _("去核对")
    return {"file": row, "doubts": doubts, "url": url, "act": act}
