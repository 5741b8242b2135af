"""The Web API over HTTP at /api/<method>: tokens, scopes, limits, faults, then the method.

https://docs.slack.dev/apis/web-api. Read methods take a query or a form; JSON is not read there.
"""

from __future__ import annotations

import asyncio
import json
from typing import Any
from urllib.parse import parse_qsl

from starlette.requests import Request
from starlette.responses import JSONResponse, Response

from bot.sandbox.app.sockets import open_connection
from bot.sandbox.desk import Desk
from bot.sandbox.errors import Refused
from bot.sandbox.web import chat, conversations, entities, files, users, views
from bot.sandbox.web.calls import Call, Method
from bot.sandbox.web.faults import Fault

Object = dict[str, Any]


def auth_test(call: Call) -> Object:
    """Who the token is."""
    workspace = call.workspace
    app = workspace.app
    return {
        "ok": True,
        "url": f"{workspace.base_url}/",
        "team": workspace.team_name,
        "user": app.handle,
        "team_id": workspace.team_id,
        "user_id": app.user_id,
        "bot_id": app.bot_id,
        "is_enterprise_install": False,
    }


def api_test(call: Call) -> Object:
    """Says back what it was told; with `error` it fails with that."""
    said = {name: value for name, value in call.arguments.items() if name != "token"}
    if "error" in said:
        raise Refused(str(said["error"]), args=said)
    return {"ok": True, "args": said}


METHODS: dict[str, Method] = {
    "api.test": Method(api_test, tier=0, takes_json=True, token="none"),  # noqa: S106
    "auth.test": Method(auth_test, tier=0, takes_json=True),
    **chat.METHODS,
    **conversations.METHODS,
    **users.METHODS,
    **views.METHODS,
    **files.METHODS,
    **entities.METHODS,
}


async def answer(desk: Desk, request: Request) -> Response:
    """One request to /api/<method>."""
    name = request.path_params["method"]
    fault = desk.faults.next(name)
    if fault is not None:
        broken = await _break(desk, request, fault)
        if broken is not None:
            return broken
    try:
        body = await _call(desk, request, name)
    except Refused as refusal:
        body = refusal.answer()
    desk.log(name, body.pop("_arguments", {}), body)
    if fault is not None and fault.kind == "lost":
        return _reset(desk, request)
    headers = {"x-oauth-scopes": ",".join(sorted(desk.workspace.app.scopes))}
    method = METHODS.get(name)
    if method is not None:
        headers["x-accepted-oauth-scopes"] = ",".join(method.scopes)
    if body.get("error") == "ratelimited":
        headers["Retry-After"] = str(body.pop("_wait"))
        return JSONResponse({"ok": False, "error": "ratelimited"}, 429, headers)
    return JSONResponse(body, headers=headers)


async def _break(desk: Desk, request: Request, fault: Fault) -> Response | None:
    if fault.kind == "ratelimited":
        headers = {"Retry-After": str(int(fault.seconds))}
        return JSONResponse({"ok": False, "error": "ratelimited"}, 429, headers)
    if fault.kind == "error":
        return JSONResponse({"ok": False, "error": "internal_error"}, 500)
    if fault.kind in {"slow", "timeout"}:
        await asyncio.sleep(fault.seconds)
    return None if fault.kind in {"slow", "lost"} else _reset(desk, request)


def _reset(desk: Desk, request: Request) -> Response:
    """The connection breaks; nobody reads this answer."""
    desk.cut(request.scope["client"])
    return Response(status_code=502)


async def _call(desk: Desk, request: Request, name: str) -> Object:
    if name == "apps.connections.open":
        return _connections_open(desk, _token(request, await _form(request)))
    method = METHODS.get(name)
    if method is None:
        raise Refused("unknown_method", req_method=name)
    arguments = await _arguments(request, method)
    workspace = desk.workspace
    call = Call(workspace, desk.passes, arguments)
    if method.token == "bot":  # noqa: S105 - the kind of token
        token = _token(request, arguments)
        if not token:
            raise Refused("not_authed")
        if token == workspace.app.app_token:
            raise Refused("not_allowed_token_type")
        if token != workspace.app.bot_token:
            raise Refused("invalid_auth")
        call.need(*method.scopes)
    arguments.pop("token", None)
    wait = desk.limits.wait_for_call(name, method.tier)
    if not wait and method.posts:
        wait = desk.limits.wait_for_post(str(arguments.get("channel")))
    if wait:
        raise Refused("ratelimited", _wait=wait)
    return method.handler(call) | {"_arguments": arguments}


def _connections_open(desk: Desk, token: str) -> Object:
    if not token:
        raise Refused("not_authed")
    if token == desk.workspace.app.bot_token:
        raise Refused("not_allowed_token_type")
    if token != desk.workspace.app.app_token:
        raise Refused("invalid_auth")
    return open_connection(desk.sockets)


def _token(request: Request, arguments: Object) -> str:
    scheme, _, token = request.headers.get("authorization", "").partition(" ")
    if scheme.lower() == "bearer" and token:
        return token.strip()
    return str(arguments.get("token") or "")


async def _form(request: Request) -> Object:
    found: Object = dict(request.query_params)
    kind = request.headers.get("content-type", "").partition(";")[0]
    if kind == "application/x-www-form-urlencoded":
        raw = (await request.body()).decode()
        found |= dict(parse_qsl(raw, keep_blank_values=True))
    return found


async def _arguments(request: Request, method: Method) -> Object:
    kind = request.headers.get("content-type", "").partition(";")[0]
    found = await _form(request)
    if kind != "application/json" or not method.takes_json:
        return found
    raw = await request.body()
    if not raw:
        return found
    try:
        body = json.loads(raw)
    except ValueError:
        raise Refused("invalid_json") from None
    if not isinstance(body, dict):
        raise Refused("json_not_object")
    return found | body
