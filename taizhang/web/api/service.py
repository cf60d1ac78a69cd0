"""The API as a whole: its operations, what they answer when something is wrong, and its description."""

from __future__ import annotations

from functools import cache
from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from ninja import NinjaAPI
from ninja.errors import ValidationError
from ninja.security import HttpBearer

from taizhang.office.visible import Viewer
from taizhang.web.api.operations import router
from taizhang.web.api.outreach_operations import router as outreach_router
from taizhang.web.api.problems import MEDIA_TYPE, TITLES, problem, wrong_value
from taizhang.web.api.reading import Forbidden
from taizhang.web.api.schemas import Problem

PREFIX = "/api/v1"
FAILURES = (401, 403, 404, 405, 406, 422)


class Token(HttpBearer):
    """For the description: who reads was found out before (``answering``)."""

    def authenticate(self, request: HttpRequest, token: str) -> Viewer | None:
        return getattr(request, "api_viewer", None)


api = NinjaAPI(
    title="台账接口",
    version="1",
    description="只读：刊物、已印发的各期、稿件、项目和数据，宣讲、点单、媒体、巡听、调研、服务和方案。所见与令牌的角色在网页上所见相同。",
    openapi_url=None,
    docs_url=None,
    auth=Token(),
    urls_namespace="api",
)
api.add_router("", router)
api.add_router("", outreach_router)


@api.exception_handler(Http404)
def _missing(request: HttpRequest, error: Exception) -> HttpResponse:
    return problem(404)


@api.exception_handler(Forbidden)
def _forbidden(request: HttpRequest, error: Exception) -> HttpResponse:
    return problem(403)


@api.exception_handler(ValidationError)
def _invalid(request: HttpRequest, error: Exception) -> HttpResponse:
    told = getattr(error, "errors", [])
    return problem(422, errors=[_told(each) for each in told])


def _told(error: dict[str, Any]) -> dict[str, str]:
    where = ".".join(str(part) for part in error.get("loc", ())[1:])
    return {"where": where, "what": wrong_value(error.get("type", ""), error.get("ctx", {}))}


@cache
def description() -> dict[str, Any]:
    """The OpenAPI description, with what every operation may answer besides."""
    told: dict[str, Any] = dict(api.get_openapi_schema(path_prefix=PREFIX + "/"))
    told["components"]["schemas"]["Problem"] = Problem.model_json_schema(
        ref_template="#/components/schemas/{model}"
    )
    defined = told["components"]["schemas"]["Problem"].pop("$defs", {})
    told["components"]["schemas"].update(defined)
    shown = {"content": {MEDIA_TYPE: {"schema": {"$ref": "#/components/schemas/Problem"}}}}
    for path in told["paths"].values():
        for operation in path.values():
            operation["responses"] |= {
                str(status): {"description": TITLES[status], **shown} for status in FAILURES
            }
            operation["operationId"] = operation["operationId"].rpartition("operations_")[2]
            operation["responses"]["304"] = {"description": "If-None-Match 与 ETag 相同：没有变化"}
            operation["responses"] = {str(code): said for code, said in operation["responses"].items()}
    return told
