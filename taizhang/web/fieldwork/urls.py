"""The addresses of fieldwork."""

from __future__ import annotations

from taizhang.web.fieldwork import follow_ups, media, research, sit_ins

urlpatterns = [*sit_ins.urlpatterns, *follow_ups.urlpatterns, *media.urlpatterns, *research.urlpatterns]
