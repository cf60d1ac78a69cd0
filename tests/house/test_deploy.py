"""The deployment papers: commands that exist, settings that are documented, units and paths that hold."""

from __future__ import annotations

import json
import re
import shlex
import shutil
import subprocess
import sys
from pathlib import Path

import pytest
import yaml

from taizhang.cli import build_parser
from tools.image import copied, instructions

from .sources import ROOT

DEPLOY = ROOT / "docs" / "deploy"
PAPERS = sorted(DEPLOY.glob("*.md"))
RUNNERS = ("systemd-run", "podman-compose")  # what runs a command elsewhere
FILES = sorted(p for p in DEPLOY.rglob("*") if p.is_file())


def commands(text: str) -> list[list[str]]:
    """The words of each call of taizhang in the shell blocks of a paper."""
    found = []
    for block in re.findall(r"```sh[^\n]*\n(.*?)```", text, re.S):
        for line in block.splitlines():
            words = shlex.split(line, comments=True)
            at = next(
                (n for n, w in enumerate(words) if w == "taizhang" or w.endswith("/bin/taizhang")), None
            )
            if at is not None and (words[0] in RUNNERS or all("=" in word for word in words[:at])):
                found.append(words[at + 1 :])
    return found


@pytest.mark.parametrize("paper", PAPERS, ids=lambda path: path.name)
def test_each_command_is_one_of_the_command_line(paper: Path) -> None:
    for words in commands(paper.read_text("utf-8")):
        build_parser().parse_args(words)


def test_there_are_commands_in_the_papers() -> None:
    calls = [words[0] for paper in PAPERS for words in commands(paper.read_text("utf-8"))]
    assert {"backup", "restore", "export-office", "import-office", "seal-key", "doctor", "tick"} <= set(calls)


def test_each_setting_is_documented() -> None:
    documented = set(re.findall(r"`(TAIZHANG_\w+)`", (ROOT / "docs" / "settings.md").read_text("utf-8")))
    for path in FILES:
        named = set(re.findall(r"TAIZHANG_[A-Z_]+[A-Z]", path.read_text("utf-8")))
        assert named - documented == set(), path


def test_each_file_that_a_paper_links_is_there() -> None:
    for paper in PAPERS:
        for target in re.findall(r"\]\(([^)#:]+)\)", paper.read_text("utf-8")):
            assert (paper.parent / target).exists(), (paper.name, target)


KNOWN = {
    "FROM",
    "ARG",
    "RUN",
    "WORKDIR",
    "COPY",
    "USER",
    "ENV",
    "VOLUME",
    "EXPOSE",
    "HEALTHCHECK",
    "ENTRYPOINT",
    "CMD",
}


def test_the_containerfile_says_what_is_there() -> None:
    """Known instructions, an image with a tag, files that exist and go into the context, a command that we have."""
    steps = instructions((DEPLOY / "container" / "Containerfile").read_text("utf-8"))
    names = [name for name, _words in steps]
    said = dict(steps)
    assert set(names) <= KNOWN
    assert re.fullmatch(r"docker\.io/[\w./-]+:[\w.-]+", said["FROM"])
    assert (names.index("USER"), said["USER"]) > (names.index("COPY"), "root")
    copied = [source for name, words in steps if name == "COPY" for source in words.split()[:-1]]
    sent = {
        line[1:] for line in (ROOT / ".dockerignore").read_text("utf-8").splitlines() if line.startswith("!")
    }
    assert set(copied) == sent
    assert [name for name in copied if not (ROOT / name).exists()] == []
    assert json.loads(said["ENTRYPOINT"]) == ["taizhang"]
    build_parser().parse_args(json.loads(said["CMD"]))


def test_an_image_lacks_nothing_that_the_package_has(tmp_path: Path) -> None:
    """What COPY brings has every file of the package, and no link that leads out of the image."""
    for name, words in instructions((DEPLOY / "container" / "Containerfile").read_text("utf-8")):
        if name == "COPY":
            copied(ROOT, tmp_path, words)
    package = (
        path for path in (ROOT / "taizhang").rglob("*") if path.is_file() and "__pycache__" not in path.parts
    )
    names = [path.relative_to(ROOT) for path in package]
    assert len(names) > 500
    assert [name for name in names if not (tmp_path / name).is_file()] == []
    links = [path for path in tmp_path.rglob("*") if path.is_symlink()]
    assert links
    assert all(path.resolve().is_relative_to(tmp_path.resolve()) and path.exists() for path in links)


# What the Compose specification calls them: a service's, and those inside.
OF_A_FILE = {"services", "volumes", "networks", "secrets", "configs", "name"}
OF_A_SERVICE = {
    "image", "build", "command", "depends_on", "environment", "env_file", "healthcheck", "ports", "restart", "user",
    "volumes", "read_only", "tmpfs", "secrets",
}  # fmt: skip
INSIDE = {
    "build": {"context", "dockerfile", "args"},
    "healthcheck": {"test", "interval", "timeout", "retries", "start_period"},
}


def test_the_compose_file_is_one() -> None:
    """The names of the Compose specification; every service, volume, variable and file that it speaks of is there."""
    path = DEPLOY / "container" / "compose.yaml"
    text = path.read_text("utf-8")
    compose = yaml.safe_load(text)
    assert set(compose) <= OF_A_FILE
    for name, service in compose["services"].items():
        assert set(service) <= OF_A_SERVICE, name
        assert re.search(r":[\w.-]+$|^taizhang$", service["image"]), name
        for part, known in INSIDE.items():
            assert set(service.get(part, {})) <= known, (name, part)
        assert set(service.get("depends_on", ())) <= set(compose["services"]), name
        for volume in service.get("volumes", ()):
            source = volume.split(":")[0]
            assert source in compose["volumes"] or source.startswith("./"), (name, volume)
        assert all(isinstance(value, str) for value in service.get("environment", {}).values()), name
        for port in service.get("ports", ()):
            assert re.fullmatch(r"\d+:\d+", port), (name, port)
    web = compose["services"]["web"]
    assert (path.parent / web["build"]["context"] / web["build"]["dockerfile"]).is_file()
    explained = text[: text.index("services:")]
    assert {name for name in re.findall(r"\$\{(\w+)", text) if name not in explained} == set()


@pytest.mark.skipif(not shutil.which("systemd-analyze"), reason="needs systemd")
def test_the_units_are_ones_that_systemd_takes(tmp_path: Path) -> None:
    for path in (DEPLOY / "single").glob("taizhang*.*"):
        text = path.read_text("utf-8").replace("/opt/taizhang/.venv/bin/taizhang", "/bin/true")
        (tmp_path / path.name).write_text(text.replace("User=taizhang", "User=root"))
    units = sorted(str(p) for p in tmp_path.iterdir() if p.suffix in (".service", ".timer"))
    assert len(units) == 3
    done = subprocess.run(["systemd-analyze", "verify", *units], capture_output=True, text=True, check=False)
    assert [line for line in done.stderr.splitlines() if "taizhang" in line] == []


@pytest.mark.skipif(not shutil.which("sh"), reason="needs a shell")
@pytest.mark.parametrize("script", ["make.sh", "install.sh"])
def test_the_bundles_scripts_are_shell(script: str) -> None:
    subprocess.run(["sh", "-n", str(ROOT / "tools" / "bundle" / script)], check=True)


def test_the_installer_says_what_it_lacks_in_one_sentence(tmp_path: Path) -> None:
    shutil.copy(ROOT / "tools" / "bundle" / "install.sh", tmp_path)
    (tmp_path / "python-versions").write_text("3.9\n")
    for environ, words in (
        ({"PYTHON": "/nowhere/python"}, "没有找到 /nowhere/python"),
        ({}, "安装包只含 3.9"),
    ):
        done = subprocess.run(
            ["sh", str(tmp_path / "install.sh"), str(tmp_path / "to")],
            env={"PATH": "/usr/bin:/bin:/usr/local/bin", "PYTHON": sys.executable, **environ},
            capture_output=True,
            text=True,
            check=False,
        )
        assert done.returncode == 1
        assert words in done.stderr
        assert not (tmp_path / "to").exists()
