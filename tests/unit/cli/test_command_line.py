"""The ``jiezhu`` command as a whole."""

from __future__ import annotations

import json
import os
import re
from pathlib import Path

import jwt
import pytest
from support.live_store import free_port
from typer.testing import CliRunner

from bot.adapters.demo_shop_seed import stock_of
from bot.cli.main import app
from bot.commerce.days import shop_day
from bot.kernel.clock import SystemClock, from_ms
from bot.runtime import secrets

COMMANDS = {
    "bench",
    "run",
    "train",
    "chat",
    "try",
    "check",
    "lint",
    "stories",
    "doctor",
    "settings",
    "staff-add",
    "staff-set",
    "staff-list",
    "demo-token",
    "demo-step",
    "store",
    "engine",
    "actions",
    "hub",
}


@pytest.fixture
def jiezhu(tmp_path: Path) -> CliRunner:
    """The command on an installation where nothing runs."""
    knobs = ("PUBLIC_PORT", "STAFF_PORT", "ENGINE_PORT", "ACTIONS_PORT", "STORE_PORT")
    env = {f"JIEZHU_{name}": str(free_port()) for name in knobs}
    return CliRunner(env={**os.environ, **env, "JIEZHU_VAR_DIR": str(tmp_path), "COLUMNS": "200", "REDIS_URL": ""})


def test_help_lists_every_command_with_a_line_in_both_languages(jiezhu: CliRunner) -> None:
    """Developers and agents find what they need."""
    shown = jiezhu.invoke(app, ["--help"]).output

    lines = [line for line in shown.splitlines() if re.match(r"\W*([a-z-]+)  +\S", line)]
    listed = {match[1]: line for line in lines if (match := re.match(r"\W*([a-z-]+)", line))}
    assert listed.keys() >= COMMANDS
    assert all(re.search(r"[\u4e00-\u9fff]", listed[name]) for name in COMMANDS)


def test_a_wrong_setting_is_one_sentence(jiezhu: CliRunner) -> None:
    """For every command, without a traceback."""
    result = jiezhu.invoke(app, ["settings"], env={"JIEZHU_PUBLIC_PORT": "many"})

    assert result.exit_code == 1
    assert "JIEZHU_PUBLIC_PORT" in result.output
    assert "Traceback" not in result.output


def test_settings_are_shown_with_their_values_but_without_passwords(jiezhu: CliRunner) -> None:
    """The table an operator reads before asking for help."""
    shown = jiezhu.invoke(app, ["settings"], env={"REDIS_URL": "redis://:hush@store.example/0"}).output

    assert "redis://store.example/0" in shown
    assert "hush" not in shown


def test_the_doctor_finds_a_stopped_installation_ill_and_says_where(jiezhu: CliRunner) -> None:
    """Exit code 1, each part by name, and never a secret."""
    result = jiezhu.invoke(app, ["doctor", "--json"])

    report = json.loads(result.output)
    ill = {finding["name"] for finding in report["findings"] if not finding["ok"]}
    assert result.exit_code == 1
    assert report["ok"] is False
    assert {"store", "engine", "actions", "hub", "desk"} <= ill
    assert "disk" not in ill
    assert [finding["detail"] for finding in report["findings"] if finding["name"] == "shop"]
    assert report["settings"]["JIEZHU_TURN_TIMEOUT_S"] == "5.0"


def test_the_doctor_says_which_shop_is_served_and_why_it_does_not_answer(jiezhu: CliRunner) -> None:
    """The address, one word, and no token."""
    env = {"JIEZHU_SHOP_URL": "http://127.0.0.1:9/v1", "JIEZHU_SHOP_TOKEN": "hush"}

    result = jiezhu.invoke(app, ["doctor", "--json"], env=env)

    [shop] = [finding for finding in json.loads(result.output)["findings"] if finding["name"] == "shop"]
    assert (shop["ok"], shop["detail"], shop["address"]) == (False, "merchant: connect", "http://127.0.0.1:9/v1")
    assert "hush" not in result.output


def test_the_doctor_never_prints_a_secret(jiezhu: CliRunner, tmp_path: Path) -> None:
    """Its output is made to be sent to others."""
    kept = secrets.load(tmp_path, {})

    shown = jiezhu.invoke(app, ["doctor"]).output + jiezhu.invoke(app, ["doctor", "--json"]).output

    assert not any(value in shown for value in vars(kept).values())


def test_a_demo_token_is_what_a_shops_server_signs(jiezhu: CliRunner, tmp_path: Path) -> None:
    """Claims as the protocol lists them."""
    printed = jiezhu.invoke(app, ["demo-token", "u1002", "--name", "陈静"]).output.strip()

    key = secrets.load(tmp_path, {}).customer_token_key
    claims = jwt.decode(printed, key, algorithms=["HS256"], audience="jiezhu")
    assert (claims["sub"], claims["name"]) == ("u1002", "陈静")
    assert {"jti", "iat", "exp"} <= claims.keys()


def test_a_demo_refund_goes_on_by_a_step(jiezhu: CliRunner, tmp_path: Path) -> None:
    """The number and where it is now; an order that is none is one sentence."""
    order = next(
        one for one in stock_of(shop_day(from_ms(SystemClock().now_ms()))).orders if one.customer_id == "u1005"
    )
    assert order.refund is not None

    moved = jiezhu.invoke(app, ["demo-step", order.order_id])
    unknown = jiezhu.invoke(app, ["demo-step", "JZ0"])
    elsewhere = jiezhu.invoke(app, ["demo-step", "JZ0"], env={"JIEZHU_SHOP_URL": "https://shop.example.com"})

    assert order.refund.number in moved.output
    assert order.refund.step_now not in moved.output
    assert (unknown.exit_code, elsewhere.exit_code) == (1, 1)
    assert "JZ0" in unknown.output
    assert "JIEZHU_SHOP_URL" in elsewhere.output


def test_a_staff_account_is_created_once(jiezhu: CliRunner) -> None:
    """The second time is one sentence."""
    command = ["staff-add", "lili", "--name", "李丽", "--password", "a long password"]

    first, second = jiezhu.invoke(app, command), jiezhu.invoke(app, command)

    assert first.exit_code == 0
    assert second.exit_code == 1
    assert "lili" in second.output


def staff(jiezhu: CliRunner) -> list[dict[str, object]]:
    """All accounts as programs read them."""
    found: list[dict[str, object]] = json.loads(jiezhu.invoke(app, ["staff-list", "--json"]).output)["staff"]
    return found


def test_a_member_of_staff_gets_a_role_groups_skills_and_a_capacity(jiezhu: CliRunner) -> None:
    """What the router goes by is said when the account is made, and changed afterwards."""
    add = ["staff-add", "lili", "--name", "李丽", "--role", "senior", "--group", "senior", "--group", "service"]
    jiezhu.invoke(app, [*add, "--skill", "英语", "--capacity", "8", "--password", "a long password"])
    before = staff(jiezhu)

    jiezhu.invoke(app, ["staff-set", "lili", "--role", "legal", "--groups-of-role", "--no-skills", "--off"])
    after = staff(jiezhu)

    assert [{**row, "id": ""} for row in before + after] == [
        {
            "username": "lili",
            "id": "",
            "name": "李丽",
            "role": "senior",
            "groups": ["senior", "service"],
            "skills": ["英语"],
            "capacity": 8,
            "active": True,
        },
        {
            "username": "lili",
            "id": "",
            "name": "李丽",
            "role": "legal",
            "groups": ["legal"],
            "skills": [],
            "capacity": 8,
            "active": False,
        },
    ]
    assert "法务" in jiezhu.invoke(app, ["staff-list"]).output


@pytest.mark.parametrize(
    ("arguments", "words"),
    [
        (["staff-add", "lili", "--name", "李丽", "--role", "boss"], "supervisor（主管）"),
        (["staff-add", "lili", "--name", "李丽", "--group", "servise"], "service（"),
        (["staff-add", "lili", "--name", "李丽", "--capacity", "500"], "0到50"),
        (["staff-set", "nobody", "--capacity", "3"], "nobody"),
        (["staff-set", "lili"], "--capacity"),
        (["staff-set", "lili", "--skill", "英语", "--no-skills"], "--no-skills"),
    ],
)
def test_what_is_wrong_with_a_staff_command_is_one_sentence(
    jiezhu: CliRunner, arguments: list[str], words: str
) -> None:
    """It says what there is to choose from, and nothing was made."""
    password = ["--password", "a long password"] if arguments[0] == "staff-add" else []

    result = jiezhu.invoke(app, [*arguments, *password])

    assert result.exit_code == 1
    assert words in result.output
    assert staff(jiezhu) == []


def test_a_part_is_not_started_on_a_busy_port(jiezhu: CliRunner) -> None:
    """One sentence that names the port and the setting."""
    import socket

    with socket.create_server(("127.0.0.1", 0)) as busy:
        port = str(busy.getsockname()[1])
        result = jiezhu.invoke(app, ["store"], env={"JIEZHU_STORE_PORT": port})

    assert result.exit_code == 1
    assert port in result.output
    assert "JIEZHU_STORE_PORT" in result.output
