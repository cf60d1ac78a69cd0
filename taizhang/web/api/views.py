"""The description of the API: for programs, and as a page."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from taizhang.web.api.service import description


@dataclass(frozen=True, slots=True)
class Parameter:
    name: str
    kind: str
    words: str


@dataclass(frozen=True, slots=True)
class OperationDoc:
    path: str
    words: str
    parameters: list[Parameter]


@require_safe
def openapi(request: HttpRequest) -> HttpResponse:
    """OpenAPI 3.1."""
    return JsonResponse(description(), json_dumps_params={"ensure_ascii": False})


@require_safe
def docs(request: HttpRequest) -> HttpResponse:
    """The same for people."""
    context = {"operations": list(_operations()), "example": request.build_absolute_uri("issues?limit=10")}
    return render(request, "exchange/api.html", context)


def _operations() -> Iterator[OperationDoc]:
    for path, methods in description()["paths"].items():
        told = methods["get"]
        yield OperationDoc(path, told["summary"], [_parameter(each) for each in told.get("parameters", ())])


def _parameter(told: dict[str, Any]) -> Parameter:
    schema = told["schema"]
    kinds = [schema, *schema.get("anyOf", ())]
    kind = next((each["type"] for each in kinds if each.get("type")), "string")
    words = told.get("description") or schema.get("description") or ""
    return Parameter(told["name"], kind, words)
