"""Environment → typed settings; a missing or wrong variable is one clear sentence."""

from __future__ import annotations

import re
from typing import Annotated, Any
from urllib.parse import urlsplit

from pydantic import AfterValidator, BaseModel, ConfigDict, Field, ValidationError
from pydantic_settings import BaseSettings, SettingsConfigDict

SLACK_API_URL = "https://slack.com/api/"
DATABASES = {
    "sqlite": "sqlite",
    "postgres": "postgresql+psycopg",
    "postgresql": "postgresql+psycopg",
    "postgresql+psycopg": "postgresql+psycopg",
}
LOG_LEVELS = ("DEBUG", "INFO", "WARNING", "ERROR")
LONGEST_PREFIX = 32 - len("/milestone")
"""A slash command has at most 32 characters."""

HOW_TO_GET = {
    "SLACK_BOT_TOKEN": (
        "the “Bot User OAuth Token” (xoxb-…) that your app's page at https://api.slack.com/apps "
        "shows under “OAuth & Permissions” once it is installed"
    ),
    "SLACK_APP_TOKEN": (
        "the app-level token (xapp-…) with the scope connections:write that you generate "
        "on your app's page at https://api.slack.com/apps under “Basic Information”"
    ),
    "SLACK_SIGNING_SECRET": (
        "the “Signing Secret” that your app's page at https://api.slack.com/apps "
        "shows under “Basic Information”"
    ),
    "SLACK_API_URL": "the address of Slack's Web API, such as https://slack.com/api/",
    "DATABASE_URL": (
        "an address such as sqlite:///stationmaster.db or postgresql://user:password@host/name"
    ),
    "PORT": "a number from 0 to 65535, such as 3000",
    "LOG_LEVEL": f"one of {', '.join(LOG_LEVELS)}",
    "PUBLIC_URL": (
        "the https address under which people's browsers reach the bot, such as "
        "https://bot.example.org; it makes links to items"
    ),
    "COMMAND_PREFIX": (
        f"letters, digits and hyphens, at most {LONGEST_PREFIX}, such as “acme-” for /acme-task"
    ),
}


class SettingsError(Exception):
    """A variable is missing or wrong; the text is one sentence for whoever starts the bot."""


def _secret(value: str, wrong_start: tuple[str, ...]) -> str:
    # Only what is surely a mix-up is refused: Slack has changed the look of its tokens before.
    if value.startswith(wrong_start) or not value.isascii() or len(value.split()) > 1:
        raise ValueError
    return value


def _bot_token(value: str) -> str:
    return _secret(value, ("xapp-", "xoxp-", "xoxa-"))


def _app_token(value: str) -> str:
    return _secret(value, ("xox",))


def _signing_secret(value: str) -> str:
    return _secret(value, ("xapp-", "xox"))


def _api_url(value: str) -> str:
    parts = urlsplit(value)
    if parts.scheme not in {"http", "https"} or not parts.hostname or parts.query:
        raise ValueError
    return value.rstrip("/") + "/"


def _public_url(value: str) -> str:
    parts = urlsplit(value)
    if value and (parts.scheme != "https" or not parts.hostname or parts.query or parts.fragment):
        raise ValueError
    return value.rstrip("/")


def _database_url(value: str) -> str:
    scheme, separator, rest = value.partition("://")
    if not separator or scheme not in DATABASES:
        raise ValueError
    _ = scheme == "sqlite" or urlsplit(value).port  # reading a bad port raises ValueError
    return f"{DATABASES[scheme]}://{rest}"


def _log_level(value: str) -> str:
    if value.upper() not in LOG_LEVELS:
        raise ValueError
    return value.upper()


def _command_prefix(value: str) -> str:
    if not re.fullmatch(rf"[a-z0-9-]{{0,{LONGEST_PREFIX}}}", value.lower()):
        raise ValueError
    return value.lower()


class Settings(BaseModel):
    """What the bot is told from outside; secrets stay out of its `repr`."""

    model_config = ConfigDict(frozen=True, str_strip_whitespace=True)

    slack_bot_token: Annotated[str, AfterValidator(_bot_token)] = Field(default="", repr=False)
    slack_app_token: Annotated[str, AfterValidator(_app_token)] = Field(default="", repr=False)
    slack_signing_secret: Annotated[str, AfterValidator(_signing_secret)] = Field(
        default="", repr=False
    )
    slack_api_url: Annotated[str, AfterValidator(_api_url)] = SLACK_API_URL
    database_url: Annotated[str, AfterValidator(_database_url)] = Field(
        default="sqlite:///stationmaster.db", repr=False
    )
    port: int = Field(default=3000, ge=0, le=65535)
    log_level: Annotated[str, AfterValidator(_log_level)] = "INFO"
    command_prefix: Annotated[str, AfterValidator(_command_prefix)] = ""
    public_url: Annotated[str, AfterValidator(_public_url)] = ""


class Environment(Settings, BaseSettings):
    """The same, read from environment variables; an empty one counts as not set."""

    model_config = SettingsConfigDict(env_ignore_empty=True, extra="ignore")


def load() -> Settings:
    """Read the environment; a variable that cannot be used raises `SettingsError`."""
    return checked(Environment)


def checked(kind: type[Settings], **given: Any) -> Settings:
    """Build `kind`, and turn the first thing wrong with it into one sentence."""
    try:
        return kind(**given)
    except ValidationError as error:
        name = str(error.errors()[0]["loc"][0]).upper()
        raise SettingsError(f"{name} cannot be used: it is {HOW_TO_GET[name]}.") from None


def require_bot_token(settings: Settings) -> None:
    """Refuse settings that cannot call Slack."""
    if not settings.slack_bot_token:
        raise SettingsError(missing("SLACK_BOT_TOKEN"))


def require_connection(settings: Settings) -> None:
    """Refuse settings that cannot be reached by Slack, over neither Socket Mode nor HTTP."""
    require_bot_token(settings)
    if not settings.slack_app_token and not settings.slack_signing_secret:
        raise SettingsError(
            f"Neither SLACK_APP_TOKEN nor SLACK_SIGNING_SECRET is set: Socket Mode needs "
            f"{HOW_TO_GET['SLACK_APP_TOKEN']}, and HTTP needs {HOW_TO_GET['SLACK_SIGNING_SECRET']}."
        )


def missing(name: str) -> str:
    """The sentence for a variable that is not set."""
    return f"{name} is not set: it is {HOW_TO_GET[name]}."


def unusable_database(error: Exception) -> str:
    """The sentence for a database that does not work, from what SQLAlchemy or its driver said."""
    said = str(getattr(error, "orig", None) or error).splitlines()[0]
    return f"DATABASE_URL cannot be used: {said.rstrip('.')}."
