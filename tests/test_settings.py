"""Settings: what is taken as it comes, what is set right, and the sentence for what is wrong."""

from __future__ import annotations

import pytest

from bot import settings
from bot.settings import Settings, SettingsError


@pytest.mark.parametrize(
    ("given", "understood"),
    [
        ("postgres://ana@db/pm", "postgresql+psycopg://ana@db/pm"),
        ("postgresql://ana@db:5432/pm", "postgresql+psycopg://ana@db:5432/pm"),
        ("postgresql+psycopg://ana@db/pm", "postgresql+psycopg://ana@db/pm"),
        ("sqlite:///somewhere/pm.db", "sqlite:///somewhere/pm.db"),
    ],
)
def test_a_database_address_names_our_driver(given: str, understood: str) -> None:
    assert settings.checked(Settings, database_url=given).database_url == understood


@pytest.mark.parametrize("given", ["https://slack.test/api", "https://slack.test/api//"])
def test_the_api_address_ends_with_one_slash(given: str) -> None:
    told = settings.checked(Settings, slack_api_url=given)
    assert told.slack_api_url == "https://slack.test/api/"


def test_what_people_paste_around_a_value_is_dropped() -> None:
    told = settings.checked(Settings, slack_bot_token=" xoxb-1\n", log_level="debug")
    assert (told.slack_bot_token, told.log_level) == ("xoxb-1", "DEBUG")


@pytest.mark.parametrize(
    ("name", "given"),
    [
        ("slack_bot_token", "xapp-1"),
        ("slack_bot_token", "xoxb-1 and more"),
        ("slack_app_token", "xoxb-1"),
        ("slack_signing_secret", "xoxb-1"),
        ("slack_api_url", "slack.com/api"),
        ("slack_api_url", "ftp://slack.com/api"),
        ("database_url", "mysql://db/pm"),
        ("database_url", "postgresql://db:port/pm"),
        ("database_url", "stationmaster.db"),
        ("port", "http"),
        ("port", "65536"),
        ("log_level", "loud"),
        ("command_prefix", "acme_"),
        ("command_prefix", "a" * 23),
    ],
)
def test_a_wrong_value_is_one_sentence_that_names_it(name: str, given: str) -> None:
    with pytest.raises(SettingsError) as refusal:
        settings.checked(Settings, **{name: given})
    sentence = str(refusal.value)
    assert sentence.startswith(f"{name.upper()} cannot be used: it is ")
    assert sentence.endswith(".")
    assert "\n" not in sentence
    assert given not in sentence.split(": it is")[0], "it may be a secret"


def test_secrets_do_not_show_when_settings_are_printed() -> None:
    told = settings.checked(
        Settings,
        slack_bot_token="xoxb-secret",
        slack_app_token="xapp-secret",
        slack_signing_secret="secret",
        database_url="postgresql://ana:secret@db/pm",
    )
    assert "secret" not in repr(told)


def test_one_of_the_two_ways_to_slack_is_enough() -> None:
    settings.require_connection(Settings(slack_bot_token="xoxb-1", slack_app_token="xapp-1"))
    settings.require_connection(Settings(slack_bot_token="xoxb-1", slack_signing_secret="s"))
    with pytest.raises(SettingsError, match="Neither SLACK_APP_TOKEN nor SLACK_SIGNING_SECRET"):
        settings.require_connection(Settings(slack_bot_token="xoxb-1"))
