"""What holds for a year's ledger: days and caps, themes, rules with their versions, measures."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from django import forms
from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from taizhang.core.lifecycle.workflow import Refused
from taizhang.core.pace.signals import PRESETS, SignalRules, rules_from_json, rules_to_json
from taizhang.core.text.messages import Message, filled, verbatim
from taizhang.ledger.actions import records, signals, year
from taizhang.ledger.models import Ledger
from taizhang.ledger.queries.ledgers import ledger_of, measure_definitions, rule_versions
from taizhang.ledger.queries.recolouring import recoloured
from taizhang.office import clock
from taizhang.web.frame.access import person_of
from taizhang.web.frame.perform import attempt, who
from taizhang.web.frame.query_values import number_in
from taizhang.web.frame.stored import changed_elsewhere, posted_mark, stored_facts, stored_mark
from taizhang.web.frame.words import say
from taizhang.web.office.forms import LedgerForm, MeasureForm, RulesForm, ThemeForm
from taizhang.web.office.rule_words import effect_of, lines_of, name_of

SETTINGS = ("name", "report_due_day", "notice_days", "review_cap")
Forms = dict[str, forms.Form]


@require_http_methods(["GET", "HEAD", "POST"])
def show(request: HttpRequest, year_no: int) -> HttpResponse:
    """The settings of a year; a year without a ledger may be opened."""
    ledger = ledger_of(year_no)
    if ledger is None:
        return _first(request, year_no)
    given: Forms = {}
    if request.method == "POST" and _act(request, ledger, given):
        return redirect("ledger-settings", year_no)
    context = _context(request, ledger, given)
    wrong = any(form.errors for form in given.values())
    return render(request, "office/settings.html", context, status=422 if wrong else 200)


def _first(request: HttpRequest, year_no: int) -> HttpResponse:
    if not clock.today().year - 1 <= year_no <= clock.today().year + 1:
        raise Http404
    if request.method == "POST":
        done = _("{year}年度台账已建立。").format(year=year_no)
        attempt(request, year.open_ledger, done, office=person_of(request).office, year=year_no)
        return redirect("ledger-settings", year_no)
    return render(request, "office/settings_new.html", {"year": year_no})


def _rules(ledger: Ledger) -> SignalRules | None:
    return rules_from_json(ledger.rules.data) if ledger.rules else None


def _stored(ledger: Ledger) -> dict[str, dict[str, Any]]:
    """What the forms begin with that change what is stored."""
    rules = _rules(ledger)
    settings = {name: getattr(ledger, name) for name in SETTINGS}
    return {"set": settings, "rules": rules_to_json(rules) if rules else {}}


def _context(request: HttpRequest, ledger: Ledger, given: Forms) -> dict[str, Any]:
    stored, rules = _stored(ledger), _rules(ledger)
    form = given.get("rules") or RulesForm(initial=stored["rules"], prefix="rules")
    tried = [_own_rules(ledger, form.cleaned_data)] if form.is_bound and form.is_valid() else []
    effects = [effect_of(each) for each in recoloured(ledger, [*PRESETS.values(), *tried], clock.today())]
    following = ledger.year + 1
    return {
        "effect": effects[len(PRESETS)] if tried else "",
        "ledger": ledger,
        "next_year": following if following <= clock.today().year + 1 and not ledger_of(following) else None,
        "form": given.get("set") or LedgerForm(initial=stored["set"], prefix="set"),
        "marks": {verb: stored_mark(values) for verb, values in stored.items()},
        "themes": [
            {
                "theme": theme,
                "typed": request.POST.get(f"theme-{theme.pk}", theme.name),
                "form": given.get(f"theme-{theme.pk}"),
            }
            for theme in ledger.themes.all()
        ],
        "theme_form": given.get("theme")
        or ThemeForm(initial={"name": request.POST.get("theme-name", "")}, prefix="theme"),
        "rules": rules and {"name": name_of(rules), "version": rules.version, "lines": lines_of(rules)},
        "is_own": not any(_is(preset, rules) for preset in PRESETS.values()),
        "rules_form": form,
        "presets": [
            {
                "code": code,
                "name": name_of(preset),
                "lines": lines_of(preset),
                "here": _is(preset, rules),
                "effect": effect,
            }
            for (code, preset), effect in zip(PRESETS.items(), effects, strict=False)
        ],
        "versions": rule_versions()[:20],
        "measures": measure_definitions(),
        "measure_form": given.get("measure") or MeasureForm(prefix="measure"),
    }


def _is(preset: Any, rules: Any) -> bool:
    """Whether the rules in force say what the preset says."""
    return rules is not None and replace(rules, version=1, name=preset.name) == preset


def _act(request: HttpRequest, ledger: Ledger, given: Forms) -> bool:
    """One change; a form with a mistake is left in ``given``. Whether the page is to be read anew."""
    verb, _colon, which = request.POST.get("act", "").partition(":")
    if verb == "preset" and which in PRESETS:
        done = filled(_("从现在起按“{name}”评定。"), name=name_of(PRESETS[which]))
        attempt(request, signals.adopt_rules, done, ledger=ledger, preset=which)
    elif verb == "rename" and number_in(which):
        return _rename(request, ledger, which, given)
    elif verb == "retire" and number_in(which):
        definition = get_object_or_404(measure_definitions(), pk=int(which))
        done = _("口径已停用；用着它的指标不受影响。")
        attempt(request, records.retire_measure, done, definition=definition)
    elif verb in {"set", "theme", "rules", "measure", "try"}:
        return _keep(request, ledger, verb, given)
    return True


def _rename(request: HttpRequest, ledger: Ledger, which: str, given: Forms) -> bool:
    """Give the theme the name that was typed beside it."""
    theme = get_object_or_404(ledger.themes, pk=int(which))
    form = ThemeForm({"name": request.POST.get(f"theme-{which}", "")})
    if form.is_valid() and form.cleaned_data["name"] != theme.name:
        try:
            year.rename_theme(theme=theme, name=form.cleaned_data["name"], **who(request))
        except Refused as refusal:
            form.add_error("name", say(refusal.sentence))
        else:
            messages.success(request, _("类别已改名。"))
    if form.errors:
        given[f"theme-{which}"] = form
    return not form.errors


def _keep(request: HttpRequest, ledger: Ledger, verb: str, given: Forms) -> bool:
    kinds: dict[str, type[forms.Form]] = {
        "set": LedgerForm,
        "theme": ThemeForm,
        "rules": RulesForm,
        "measure": MeasureForm,
    }
    looks, verb = verb == "try", "rules" if verb == "try" else verb
    form = kinds[verb](request.POST, prefix=verb)
    now = _stored(ledger).get(verb, {})
    mark = stored_mark(now)
    overtaken = posted_mark(request.POST, mark) != mark and _differing(form, now)
    if overtaken:
        told = "；".join(f"{label}：{value}" for label, value in stored_facts(form, overtaken))
        form.add_error(None, f"{changed_elsewhere()}{_('现在的内容')}：{told}")
    elif form.is_valid():
        try:
            if looks:
                _own_rules(ledger, form.cleaned_data)
            else:
                _store(request, ledger, verb, form.cleaned_data)
        except Refused as refusal:
            form.add_error(None, say(refusal.sentence))
    if form.errors or looks:
        given[verb] = form
    return not (form.errors or looks)


def _differing(form: forms.Form, now: dict[str, Any]) -> dict[str, Any]:
    """What is stored now in place of what was typed."""
    form.full_clean()
    return {name: value for name, value in now.items() if form.cleaned_data.get(name) != value}


def _own_rules(ledger: Ledger, values: dict[str, Any]) -> SignalRules:
    """The rules in force with other numbers. Raise Refused where they do not fit each other."""
    head = {"code": "own", "name": _("本办规则"), "version": 1}
    if ledger.rules:
        head = {name: ledger.rules.data[name] for name in head}
    try:
        return rules_from_json({**head, **values})
    except ValueError as error:
        reason = error.args[0] if error.args else ""
        raise Refused(reason if isinstance(reason, Message) else verbatim(reason)) from error


def _store(request: HttpRequest, ledger: Ledger, verb: str, values: dict[str, Any]) -> None:
    if verb == "set":
        year.set_ledger(ledger=ledger, **values, **who(request))
    elif verb == "theme":
        year.add_theme(ledger=ledger, name=values["name"], **who(request))
    elif verb == "rules":
        data = rules_to_json(_own_rules(ledger, values))
        signals.adopt_rules(ledger=ledger, data=data, **who(request))
    else:
        records.define_measure(office=ledger.office, **values, **who(request))
