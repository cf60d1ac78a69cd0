"""The way back to a project."""

from __future__ import annotations

from django.urls import reverse

from taizhang.ledger.models import Project
from taizhang.web.frame.parts import Link


def project_link(project: Project) -> Link:
    """Its number and title, leading to its page."""
    return Link(f"{project.account_no} {project.title}", reverse("project", args=[project.pk]))
