"""Log in, log out, and the way to one's sites."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Annotated, Any

from litestar import Request, Response, get, post
from litestar.datastructures import Cookie
from litestar.enums import RequestEncodingType
from litestar.params import Body, FromQuery
from litestar.response import Redirect, Template

from app.clock import utc_now
from app.errors import Forbidden
from app.sites.current import SESSION_COOKIE, LoginRequired
from app.sites.find import is_logged_in, list_sites_of_session
from app.sites.log_in import SESSION_LENGTH, TooManyLogins, WrongCredentials, log_in, log_out
from app.sites.secret_keys import hash_secret

AnyRequest = Request[Any, Any, Any]


@dataclass
class LoginForm:
    email: str = ""
    password: str = ""
    next: str = ""


@get("/login", include_in_schema=False)
async def login_page(next: FromQuery[str] = "") -> Template:
    return Template("sites/login.html", context={"message": "", "next": _own_path(next), "email": ""})


@post("/login", include_in_schema=False)
async def log_in_person(
    request: AnyRequest, data: Annotated[LoginForm, Body(media_type=RequestEncodingType.URL_ENCODED)]
) -> Response[Any]:
    client = request.client.host if request.client else ""
    try:
        secret = await log_in(data.email, data.password, client, utc_now())
    except (WrongCredentials, TooManyLogins) as error:
        context = {"message": error.message, "next": _own_path(data.next), "email": data.email}
        return Template("sites/login.html", context=context, status_code=error.status_code)
    answer = Redirect(_own_path(data.next) or "/", status_code=303)
    answer.set_cookie(_session_cookie(request, secret, int(SESSION_LENGTH.total_seconds())))
    return answer


@post("/logout", include_in_schema=False)
async def log_out_person(request: AnyRequest) -> Response[Any]:
    await log_out(request.cookies.get(SESSION_COOKIE, ""))
    answer = Redirect("/login", status_code=303)
    answer.set_cookie(_session_cookie(request, "", 0))
    return answer


@get("/", include_in_schema=False)
async def home(request: AnyRequest) -> Response[Any]:
    sites = await _own_sites(request)
    return Redirect(f"/sites/{sites[0]['slug']}", status_code=303)


@get("/sites", include_in_schema=False)
async def site_list(request: AnyRequest) -> Template:
    sites = await _own_sites(request)
    return Template("sites/list.html", context={"sites": sites})


async def _own_sites(request: AnyRequest) -> list[dict[str, Any]]:
    """Where the person may go. Raises LoginRequired, and Forbidden for whoever was let go from their last site."""
    session = hash_secret(request.cookies.get(SESSION_COOKIE, ""))
    sites = await list_sites_of_session(session, utc_now())
    if not sites and await is_logged_in(session, utc_now()):
        raise Forbidden("You are at no site any more. A manager can let you in again.")
    if not sites:
        raise LoginRequired
    return sites


def _session_cookie(request: AnyRequest, secret: str, age: int) -> Cookie:
    secure = bool(request.app.state.settings.secure_cookies)
    return Cookie(key=SESSION_COOKIE, value=secret, max_age=age, path="/", httponly=True, secure=secure, samesite="lax")


def _own_path(path: str) -> str:
    """Only a path of ours may follow a log-in."""
    return path if path.startswith("/sites/") and "\\" not in path else ""


ROUTES = [login_page, log_in_person, log_out_person, home, site_list]
