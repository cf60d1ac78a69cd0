"""A table of speakers, read beside what the office has; a speaker's free times in words."""

from __future__ import annotations

from django_scopes import scope

from taizhang.core.dispatch.day_parts import DayPart
from taizhang.core.roster.speakers import SpeakerRegister, SpeakerTable, Weekly, read_speakers
from taizhang.core.roster.table import Cells
from taizhang.core.text.folding import comparison_key
from taizhang.office.models import Office
from taizhang.office.rosters import unit_names
from taizhang.outreach.models import Availability, Speaker, Topic


def speaker_table(office: Office, cells: Cells) -> SpeakerTable:
    """Return the speakers of a table, beside those that the office has."""
    with scope(office=office.pk):
        topics = {comparison_key(each.name): each.pk for each in Topic.objects.filter(active=True)}
        held = {
            (comparison_key(name), unit) for name, unit in Speaker.objects.values_list("name", "home_unit")
        }
        return read_speakers(cells, SpeakerRegister(unit_names(), topics, held))


def weekly_of(speaker: Speaker) -> Weekly:
    """Return the parts of every week on which the speaker is free."""
    rows = Availability.objects.filter(speaker=speaker, on__isnull=True, free=True)
    return frozenset((each.weekday or 0, DayPart(each.part)) for each in rows)
