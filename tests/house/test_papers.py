"""What the papers promise is what the tree holds."""

from __future__ import annotations

import re
import subprocess
from pathlib import Path

from .sources import ROOT, modules, templates

PAPERS = ("README.md", "README.zh-CN.md", "CONTRIBUTING.md", "SECURITY.md", "CHANGELOG.md", "LICENSE")
# Scores, points and league tables of units or people are forbidden in this trade (国办函〔2026〕12号).
FORBIDDEN = ("排名", "排行榜", "积分榜", "得分", "打分", "末位", "龙虎榜", "leaderboard", "scoreboard")
HOSTS = re.compile(r"https?://(?:registry|files|pypi|deb|index)\.")
MACHINE_PATHS = re.compile(r"(?<![\w.])/(?:home|root|work|farm|Users)/")


def tracked() -> list[Path]:
    names = subprocess.run(
        ["git", "ls-files", "-z"], cwd=ROOT, capture_output=True, check=True, text=True
    ).stdout.split("\0")
    return [ROOT / name for name in names if name and (ROOT / name).is_file()]


def texts() -> dict[Path, str]:
    found = {}
    for path in tracked():
        try:
            found[path] = path.read_text("utf-8")
        except UnicodeDecodeError:
            continue
    return found


def test_the_papers_are_there() -> None:
    assert [p for p in PAPERS if not (ROOT / p).is_file()] == []


def test_the_readme_quotes_commands_that_exist() -> None:
    makefile = (ROOT / "Makefile").read_text("utf-8")
    for readme in PAPERS[:2]:
        commands = re.findall(r"(?:^|`)make ([a-z-]+)", (ROOT / readme).read_text("utf-8"), re.M)
        assert commands
        assert [c for c in commands if not re.search(rf"^{c}:", makefile, re.M)] == []


def test_the_readme_quotes_commands_of_taizhang_that_exist() -> None:
    sources = "".join(path.read_text("utf-8") for path in (ROOT / "taizhang" / "cli").glob("*.py"))
    for readme in PAPERS[:2]:
        quoted = re.findall(r"bin/taizhang ([a-z-]+)", (ROOT / readme).read_text("utf-8"))
        assert "report-figures" in quoted
        assert [name for name in quoted if f'"{name}"' not in sources] == []


def test_no_file_names_a_registry_host_or_a_path_of_one_machine() -> None:
    mine = Path(__file__)
    for path, text in texts().items():
        if path != mine:
            assert not HOSTS.search(text), path
            assert not MACHINE_PATHS.search(text), path


def test_decisions_are_numbered_once() -> None:
    numbers = [p.name[:4] for p in (ROOT / "docs" / "adr").glob("[0-9]*.md")]
    assert numbers
    assert len(numbers) == len(set(numbers))


def test_nobody_is_scored_or_ranked() -> None:
    # The reader of figures must know 排名 to leave ranks in other people's texts alone.
    for path in [*(p for p in modules() if "figures" not in p.parts), *templates()]:
        text = path.read_text("utf-8")
        assert [word for word in FORBIDDEN if word in text] == [], path


def test_every_decision_has_one_format_and_a_line_in_the_index() -> None:
    folder = ROOT / "docs" / "adr"
    index = (folder / "README.md").read_text("utf-8")
    for path in sorted(folder.glob("[0-9]*.md")):
        text = path.read_text("utf-8")
        title = re.match(rf"# {path.name[:4]} (.+)\n\n\*\*Status\*\*: \w", text)
        assert title, path
        assert re.findall(r"^## (.+)$", text, re.M) == ["Context", "Decision", "Consequences"], path
        assert f"| [{path.name[:4]}]({path.name}) | {title[1]} |" in index, path


def test_links_between_papers_lead_somewhere() -> None:
    for path in (p for p in tracked() if p.suffix == ".md"):
        for target in re.findall(r"\]\(([^)#:\s]+)(?:#[^)]*)?\)", path.read_text("utf-8")):
            assert (path.parent / target).exists(), (path, target)


def is_named(words: str) -> bool:
    """Whether ``core.text.diff``, or a name in it as ``core.text.bigrams.bigrams``, stands in the tree."""
    place = ROOT.joinpath("taizhang", *words.split("."))
    if place.is_dir() or place.with_suffix(".py").is_file():
        return True
    homes = [place.parent.with_suffix(".py"), place.parent / "__init__.py"]
    return any(re.search(rf"\b{place.name}\b", home.read_text("utf-8")) for home in homes if home.is_file())


def test_modules_that_papers_name_exist() -> None:
    rooms = "core|press|intake|isolation|office|ledger|bulletin|web|cli|demo"
    as_path = re.compile(rf"`(?:taizhang/)?((?:{rooms})/[\w/]+(?:\.\w+|/))`")
    dotted = re.compile(rf"`(?:taizhang\.)?((?:{rooms})(?:\.\w+)+)`")
    for path in (p for p in tracked() if p.suffix == ".md" and p.name != "CHANGELOG.md"):
        text = path.read_text("utf-8")
        assert [name for name in as_path.findall(text) if not (ROOT / "taizhang" / name).exists()] == [], path
        assert [name for name in dotted.findall(text) if not is_named(name)] == [], path
