"""The steps of the Containerfile in a plain folder: ``python -m tools.image FOLDER [PORT]``.

For machines without a container runtime. COPY, RUN with pip, HEALTHCHECK, ENTRYPOINT and CMD are carried out: the
folder stands for the image's root and an environment of this Python for the image's own. What makes users or asks for
the base image is left out and named. What this cannot show: the base image, its Python, the user, the volume.
"""

from __future__ import annotations

import json
import os
import re
import shlex
import shutil
import subprocess
import sys
import time
import venv
from collections.abc import Iterator, Mapping
from pathlib import Path

ROOT = Path(__file__).parent.parent
CONTAINERFILE = ROOT / "docs" / "deploy" / "container" / "Containerfile"
PATIENCE = 300  # seconds for the service to say that it is well
Instruction = tuple[str, str]


def instructions(text: str) -> list[Instruction]:
    """The instructions with their words, lines that go on put together, ``ARG`` put in."""
    lines = [line for line in text.splitlines() if not line.startswith("#")]
    joined = "\n".join(lines).replace("\\\n", " ")
    found = [tuple(line.split(maxsplit=1)) for line in joined.splitlines() if line.strip()]
    given = dict(words.split("=", 1) for name, words in found if name == "ARG")
    return [(name, _put_in(words, given)) for name, words in found]


def _put_in(words: str, given: Mapping[str, str]) -> str:
    return re.sub(r"\$\{(\w+)\}", lambda found: given.get(found[1], found[0]), words)


def copied(context: Path, image: Path, words: str) -> None:
    """Do one COPY: folders by what is in them, links as links, nothing but what is named."""
    *sources, target = words.split()
    place = image / target
    for source in sources:
        path = context / source
        if path.is_dir():
            ignored = shutil.ignore_patterns("__pycache__", "*.pyc")
            shutil.copytree(path, place, symlinks=True, ignore=ignored, dirs_exist_ok=True)
        else:
            to = place / path.name if target.endswith("/") else place
            to.parent.mkdir(parents=True, exist_ok=True)
            shutil.copy2(path, to)


def main(argv: list[str]) -> int:
    folder, port = Path(argv[0]).absolute(), argv[1] if len(argv) > 1 else "18000"
    image, home = folder / "image", folder / "home"
    home.mkdir(parents=True, mode=0o700)
    venv.create(folder / "python", with_pip=True)
    words: dict[str, list[str]] = {}
    for name, given in instructions(CONTAINERFILE.read_text("utf-8")):
        if name == "COPY":
            copied(ROOT, image, given)
        elif name == "RUN" and given.startswith("pip "):
            _run([str(folder / "python" / "bin" / "pip"), *shlex.split(given)[1:]], image)
        elif name in ("ENTRYPOINT", "CMD"):
            words[name] = json.loads(given)
        elif name == "HEALTHCHECK":
            words[name] = json.loads(given[given.index("[") :])
        else:
            print(f"left out: {name} {given}", flush=True)
    served = [port if word == "8000" else word for word in [*words["ENTRYPOINT"], *words["CMD"]]]
    asked = [word.replace(":8000/", f":{port}/") for word in words["HEALTHCHECK"]]
    return _serves(folder, served, asked)


def _run(command: list[str], at: Path) -> None:
    print(shlex.join(command), flush=True)
    subprocess.run(command, cwd=at, check=True)  # noqa: S603 - the Containerfile's own words


def _serves(folder: Path, served: list[str], asked: list[str]) -> int:
    """Start the service and ask it as the HEALTHCHECK does; 1 where it is not well in time."""
    tools = folder / "python" / "bin"
    environment = {"PATH": f"{tools}:/usr/bin:/bin", "TAIZHANG_HOME": str(folder / "home"), "LANG": "C.UTF-8"}
    with (folder / "service.log").open("wb") as log:
        served[0] = str(tools / served[0])
        at = folder / "home"
        service = subprocess.Popen(served, cwd=at, env=environment, stdout=log, stderr=log)  # noqa: S603
    asked[0] = str(tools / asked[0])
    quiet = {"env": environment, "stderr": subprocess.DEVNULL}
    try:
        well = any(
            subprocess.run(asked, **quiet, check=False).returncode == 0  # noqa: S603
            for _try in _tries(service)
        )
    finally:
        service.terminate()
        service.wait(60)
    print("the service is well" if well else (folder / "service.log").read_text("utf-8"), flush=True)
    return 0 if well else 1


def _tries(service: subprocess.Popen[bytes]) -> Iterator[None]:
    end = time.monotonic() + PATIENCE
    while service.poll() is None and time.monotonic() < end:
        yield
        time.sleep(0.5)


if __name__ == "__main__":
    os.umask(0o022)
    sys.exit(main(sys.argv[1:]))
