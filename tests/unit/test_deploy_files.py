"""What ``deploy/`` says fits what the product is: names, ports, commands, settings, files."""

from __future__ import annotations

import re
import shutil
import subprocess
import sys
from collections.abc import Iterator
from dataclasses import fields
from pathlib import Path
from typing import Any

import pytest
import yaml

from bot.cli.main import app
from bot.kernel import store_address
from bot.runtime import settings
from bot.runtime.secrets import Secrets
from bot.runtime.settings import ROOT, Settings

DEPLOY = ROOT / "deploy"
COMPOSE = DEPLOY / "compose"
BASE = DEPLOY / "kubernetes" / "base"

KNOWN = {knob.metadata["env"] for knob in fields(Settings)} | {f"JIEZHU_{one.name.upper()}" for one in fields(Secrets)}
PORTS = {"hub": {Settings().public_port, Settings().staff_port}, "actions": {Settings().actions_port}}
PORTS["engine"] = {Settings().engine_port}
COMMANDS = {command.name for command in app.registered_commands}
VARIABLE = re.compile(r"\$\{([A-Z_]+)(?::?[-?][^}]*)?\}")

Part = dict[str, Any]


def compose() -> Part:
    """The compose file, its shared pieces put in place."""
    read: Part = yaml.safe_load((COMPOSE / "compose.yml").read_text("utf-8"))
    return read


def manifests() -> list[Part]:
    """Everything the kustomization lists."""
    listed = yaml.safe_load((BASE / "kustomization.yaml").read_text("utf-8"))["resources"]
    return [one for name in listed for one in yaml.safe_load_all((BASE / name).read_text("utf-8"))]


def of_kind(*kinds: str) -> list[Part]:
    """The manifests of these kinds."""
    return [one for one in manifests() if one["kind"] in kinds]


def containers() -> Iterator[tuple[str, Part]]:
    """Every container with the name of what it belongs to."""
    for one in of_kind("Deployment", "StatefulSet"):
        for container in one["spec"]["template"]["spec"]["containers"]:
            yield one["metadata"]["name"], container


def literals() -> dict[str, str]:
    """The ConfigMap of settings."""
    made = yaml.safe_load((BASE / "kustomization.yaml").read_text("utf-8"))["configMapGenerator"]
    return dict(line.split("=", 1) for one in made if one["name"] == "jiezhu" for line in one["literals"])


def secrets() -> dict[str, dict[str, str]]:
    """The example of secrets, by name."""
    kept = yaml.safe_load_all((DEPLOY / "kubernetes" / "secret.example.yaml").read_text("utf-8"))
    return {one["metadata"]["name"]: one["stringData"] for one in kept}


@pytest.mark.parametrize("name", ["hub", "actions", "engine-1", "engine-2"])
def test_every_setting_in_the_compose_file_is_one_of_ours(name: str) -> None:
    """A misspelled one would be ignored in silence."""
    assert set(compose()["services"][name]["environment"]) - KNOWN == set()


def test_every_variable_of_the_compose_file_is_in_the_example() -> None:
    """Whoever fills it in has all of them; keys and passwords are empty there."""
    used = set(VARIABLE.findall((COMPOSE / "compose.yml").read_text("utf-8")))
    lines = (COMPOSE / ".env.example").read_text("utf-8").splitlines()
    given = dict(line.split("=", 1) for line in lines if line and not line.startswith("#"))

    assert used == set(given)
    assert [name for name, value in given.items() if value and name.endswith(("_KEY", "_TOKEN", "_PASSWORD"))] == []


def test_the_compose_files_services_volumes_and_mounts_are_there() -> None:
    """What one part names, the file or the folder has."""
    whole = compose()
    for name, service in whole["services"].items():
        assert set(service.get("depends_on", {})) <= set(whole["services"]), name
        for volume in service.get("volumes", []):
            source = volume.split(":")[0]
            assert (COMPOSE / source).exists() if source.startswith(".") else source in whole["volumes"], volume


def test_the_compose_files_commands_ports_and_engines_are_ours() -> None:
    """The proxy and the hubs knock where somebody listens."""
    services = compose()["services"]
    assert {services[name]["command"][0] for name in ("hub", "actions")} <= COMMANDS
    for name in ("hub", "actions", "engine-1", "engine-2"):
        asked = re.findall(r"127\.0\.0\.1:(\d+)/ready", services[name]["healthcheck"]["test"][-1])
        assert {int(port) for port in asked} <= PORTS[name.partition("-")[0]], name
    proxied = re.findall(r"dynamic a hub (\d+)", (COMPOSE / "Caddyfile").read_text("utf-8"))
    assert {int(port) for port in proxied} == PORTS["hub"]
    filled = {name: VARIABLE.sub("1", said) for name, said in services["hub"]["environment"].items()}
    told = settings.load(filled)
    assert told.engines == ("http://engine-1:8605", "http://engine-2:8605")
    assert [host for host, _ in store_address.parse(told.redis_url).sentinels] == [f"sentinel-{n}" for n in (1, 2, 3)]
    assert told.spread_out


def test_every_manifest_is_listed_and_has_a_name() -> None:
    """A file that is not listed would never be applied."""
    listed = set(yaml.safe_load((BASE / "kustomization.yaml").read_text("utf-8"))["resources"])

    assert listed == {path.name for path in BASE.glob("*.yaml")} - {"kustomization.yaml"}
    names = [(one["apiVersion"], one["kind"], one["metadata"]["name"]) for one in manifests()]
    assert len(names) == len(set(names))


def test_every_setting_in_the_manifests_is_one_of_ours_and_every_reference_has_its_end() -> None:
    """ConfigMap, Secret and environment name only what is there."""
    kept, told = secrets(), literals()
    assert set(told) | set(kept["jiezhu"]) <= KNOWN
    assert [value for table in kept.values() for value in table.values() if value] == []
    for owner, container in containers():
        for one in container.get("env", []):
            source = one.get("valueFrom", {})
            if "secretKeyRef" in source:
                assert source["secretKeyRef"]["key"] in kept[source["secretKeyRef"]["name"]], (owner, one)
            if "configMapKeyRef" in source:
                assert source["configMapKeyRef"]["key"] in told, (owner, one)
            if owner in PORTS:
                assert one["name"] in KNOWN, (owner, one)


def test_the_engine_gets_all_it_asks_for() -> None:
    """It does not read the whole ConfigMap: it must not have the customers' keys."""
    given = {one["name"] for owner, container in containers() if owner == "engine" for one in container["env"]}

    assert {"JIEZHU_ENGINE_TOKEN", "JIEZHU_ACTIONS_TOKEN", "REDIS_URL", "JIEZHU_ACTIONS_URL"} <= given
    assert "JIEZHU_CUSTOMER_TOKEN_KEY" not in given


def test_commands_ports_and_probes_of_the_manifests_are_ours() -> None:
    """Probes look where the process listens, and every one of our processes is probed and drained."""
    for owner, container in containers():
        named = {port["name"]: port["containerPort"] for port in container["ports"]}
        if owner not in PORTS:
            continue
        assert set(named.values()) == PORTS[owner]
        assert set(container.get("args", [])) <= COMMANDS
        probes = {name: container[name]["httpGet"] for name in ("startupProbe", "livenessProbe", "readinessProbe")}
        assert {probe["port"] for probe in probes.values()} <= set(named)
        assert [probe["path"] for probe in probes.values()] == ["/health", "/health", "/ready"]
        assert container["lifecycle"]["preStop"]


def test_selectors_services_and_budgets_point_at_pods_that_are_there() -> None:
    """And every port of a service is one of its pods'."""
    pods = {}
    for one in of_kind("Deployment", "StatefulSet"):
        labels = one["spec"]["template"]["metadata"]["labels"]
        assert one["spec"]["selector"]["matchLabels"] == labels
        ports = [port for container in one["spec"]["template"]["spec"]["containers"] for port in container["ports"]]
        pods[labels["app"]] = {port["name"] for port in ports}
    for one in of_kind("Service"):
        assert {port["targetPort"] for port in one["spec"]["ports"]} <= pods[one["spec"]["selector"]["app"]]
    for one in of_kind("PodDisruptionBudget"):
        assert one["spec"]["selector"]["matchLabels"]["app"] in pods
    services = {one["metadata"]["name"] for one in of_kind("Service")}
    assert {one["spec"]["serviceName"] for one in of_kind("StatefulSet")} <= services
    assert {one["spec"]["scaleTargetRef"]["name"] for one in of_kind("HorizontalPodAutoscaler")} <= set(pods)


def test_the_engines_named_are_the_engines_there_are() -> None:
    """Conversations are shared out among names."""
    count = next(one["spec"]["replicas"] for one in of_kind("StatefulSet") if one["metadata"]["name"] == "engine")

    told = settings.load(literals())

    assert told.engines == tuple(f"http://engine-{number}.engine:8605" for number in range(count))
    assert told.store_replicas == 1
    assert told.spread_out


def test_the_staff_side_is_not_behind_the_customers_ingress() -> None:
    """The desk is for inside only."""
    (ingress,) = of_kind("Ingress")
    backends = [path["backend"]["service"] for rule in ingress["spec"]["rules"] for path in rule["http"]["paths"]]

    assert backends == [{"name": "hub", "port": {"name": "public"}}]


@pytest.mark.parametrize("script", ["server.sh", "sentinel.sh"])
def test_the_scripts_of_the_store_are_right_as_shell(script: str) -> None:
    """Read, not run."""
    subprocess.run(["sh", "-n", str(BASE / "valkey" / script)], check=True)


def test_fresh_keys_are_made_once(tmp_path: Path) -> None:
    """And never replaced: the keys of a running installation must stay."""
    for name in ("make-env", ".env.example"):
        shutil.copy(COMPOSE / name, tmp_path)

    subprocess.run([tmp_path / "make-env"], check=True)
    again = subprocess.run([tmp_path / "make-env"], check=False, capture_output=True)

    made = dict(line.split("=", 1) for line in (tmp_path / ".env").read_text().splitlines() if "=" in line[:40])
    assert again.returncode == 1
    assert all(re.fullmatch("[0-9a-f]{48}", made[name]) for name in made if name.endswith(("_KEY", "_PASSWORD")))
    assert made["JIEZHU_SHOP_TOKEN"] == ""
    assert (tmp_path / ".env").stat().st_mode & 0o077 == 0


def copied(image: str) -> list[tuple[list[str], str]]:
    """What an image takes from the project: sources and place of each COPY."""
    lines = (DEPLOY / "docker" / f"{image}.Dockerfile").read_text("utf-8").splitlines()
    words = [line.split()[1:] for line in lines if line.startswith("COPY ") and "--from" not in line]
    return [(line[:-1], line[-1]) for line in words]


@pytest.mark.parametrize("image", ["app", "engine"])
def test_what_the_images_copy_is_there_and_let_through(image: str) -> None:
    """The ignore file lets through only what is named."""
    allowed = (DEPLOY / "docker" / f"{image}.Dockerfile.dockerignore").read_text("utf-8").splitlines()
    for sources, _ in copied(image):
        for source in sources:
            assert (ROOT / source).exists(), source
            assert any(source.startswith(line[1:]) for line in allowed if line.startswith("!")), source


def test_the_app_image_has_all_that_its_programs_import_and_read(tmp_path: Path) -> None:
    """The files it copies, in a folder by themselves."""
    for sources, place in copied("app"):
        for source in sources:
            if not place.startswith("/"):
                target = tmp_path / place / Path(source).name if place == "./" else tmp_path / place
                whole = ROOT / source
                leave = shutil.ignore_patterns("node_modules", "__pycache__", "src")
                shutil.copytree(whole, target, ignore=leave) if whole.is_dir() else shutil.copy(whole, target)
    look = (
        "import bot.hub.serve, actions.serve, bot.cli.main\n"
        "from bot.runtime import choices, intent_titles, replies, settings, wording\n"
        "from bot.runtime.agent_replies import reading\n"
        "from bot.hub.base_app import load_static\n"
        "for one in (choices, intent_titles, replies, wording, reading): one.load()\n"
        "load_static()\n"
        "print(settings.ROOT)\n"
    )
    env = {"PYTHONPATH": str(tmp_path), "PATH": "/usr/bin:/bin"}
    done = subprocess.run(
        [sys.executable, "-P", "-c", look], cwd="/", env=env, capture_output=True, text=True, check=False
    )

    assert done.stdout.strip() == str(tmp_path), done.stderr
