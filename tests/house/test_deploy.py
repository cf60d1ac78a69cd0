"""The deployment papers: commands that exist, settings that are documented, units and paths that hold."""

from __future__ import annotations

import re
import shlex
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from taizhang.cli import build_parser

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


def test_the_container_copies_what_is_there() -> None:
    text = (DEPLOY / "container" / "Containerfile").read_text("utf-8")
    copied = [word for line in re.findall(r"^COPY (.+)$", text, re.M) for word in line.split()[:-1]]
    assert "requirements.txt" in copied
    assert [name for name in copied if not (ROOT / name).exists()] == []
    compose = (DEPLOY / "container" / "compose.yaml").read_text("utf-8")
    assert "dockerfile: docs/deploy/container/Containerfile" in compose
    command = re.search(r'^CMD \["(.+)"\]$', text, re.M)
    assert command
    build_parser().parse_args(command[1].split('", "'))


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
