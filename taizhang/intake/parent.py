"""The parent's side: hand a foreign file to a child process and take its answer, or its failure."""

from __future__ import annotations

import json
import os
import signal
import stat
import subprocess
import sys
import tempfile
from contextlib import suppress
from pathlib import Path
from typing import IO, Any

import taizhang
from taizhang.core.text.messages import N_, Sentence
from taizhang.intake.limits import Limits
from taizhang.intake.plainly import sentence_from_plain
from taizhang.intake.reading import Extracted, extracted
from taizhang.intake.refusal import IntakeRefused

_DEFAULT = Limits()
_KEPT = ("SYSTEMROOT", "TMPDIR", "TEMP", "TMP")  # all that the child sees of the environment


def extract_text(path: Path, *, limits: Limits = _DEFAULT) -> Extracted:
    """The text of the file at ``path``, read in a limited child process. Raises ``IntakeRefused``."""
    return extract_bytes(file_bytes(path, limits), path.name, limits=limits)


def file_bytes(path: Path, limits: Limits = _DEFAULT) -> bytes:
    """The content of a plain file, one byte more than allowed at most. Raises ``IntakeRefused``."""
    try:
        if not stat.S_ISREG(path.stat().st_mode):  # a pipe would be waited for
            raise IntakeRefused(Sentence(N_("这不是普通文件，不能读取。")))
        with path.open("rb") as file:
            return file.read(limits.file_size + 1)
    except FileNotFoundError:
        raise IntakeRefused(Sentence(N_("找不到文件。"))) from None
    except (OSError, ValueError):
        raise IntakeRefused(Sentence(N_("无法打开文件，请检查路径和权限。"))) from None


def extract_bytes(data: bytes, name: str = "", *, limits: Limits = _DEFAULT) -> Extracted:
    """The text of an upload; its signature decides, whatever ``name`` says. Raises ``IntakeRefused``."""
    return extracted(ask("text", data, limits))


def ask(task: str, data: bytes, limits: Limits) -> dict[str, Any]:
    """The answer of a limited child process to ``task``. Raises ``IntakeRefused``."""
    if len(data) > limits.file_size:
        raise IntakeRefused(Sentence(N_("文件超过 {size} MB，不能读取。"), {"size": limits.file_size >> 20}))
    if not data:
        raise IntakeRefused(Sentence(N_("文件是空的。")))
    with tempfile.TemporaryFile() as question, tempfile.TemporaryFile() as reply:
        order = {"task": task, "limits": limits.to_json()}
        question.write(json.dumps(order).encode() + b"\n")
        question.write(data)
        question.seek(0)
        _run(question, reply, limits)
        return _answer(reply, limits)


def _run(question: IO[bytes], reply: IO[bytes], limits: Limits) -> None:
    """Run the child until it ends or its time is over."""
    environment = {key: os.environ[key] for key in _KEPT if key in os.environ}
    environment |= {
        "PYTHONPATH": str(Path(taizhang.__file__).parents[1]),
        "PYTHONUTF8": "1",
        "LANG": "C.UTF-8",
    }
    with tempfile.TemporaryDirectory() as empty:
        child = subprocess.Popen(  # our own module, no shell, nothing of the user's in the arguments
            [sys.executable, "-s", "-P", "-B", "-m", "taizhang.intake.child"],
            stdin=question,
            stdout=reply,
            stderr=subprocess.DEVNULL,
            env=environment,
            cwd=empty,
            start_new_session=True,
        )
        try:
            child.wait(limits.wall_seconds)
        except subprocess.TimeoutExpired:
            raise IntakeRefused(
                Sentence(N_("读取文件超过 {seconds} 秒，已停止。"), {"seconds": int(limits.wall_seconds)})
            ) from None
        finally:
            _end(child)
    if child.returncode != 0:
        raise IntakeRefused(Sentence(N_("读取文件时出错，文件可能已损坏或过于复杂。")))


def _end(child: subprocess.Popen[bytes]) -> None:
    """End the child and whatever it may have started."""
    if child.poll() is not None:
        return
    if hasattr(os, "killpg"):
        with suppress(ProcessLookupError, PermissionError):
            os.killpg(child.pid, signal.SIGKILL)
    child.kill()
    child.wait()


def _answer(reply: IO[bytes], limits: Limits) -> dict[str, Any]:
    reply.seek(0)
    try:
        answer = json.loads(reply.read(limits.answer))
    except ValueError:
        answer = None
    if not isinstance(answer, dict):
        raise IntakeRefused(Sentence(N_("读取文件时出错，文件可能已损坏或过于复杂。")))
    if refused := answer.get("refused"):
        raise IntakeRefused(sentence_from_plain(refused))
    return answer
