"""``verify-issue``: words and exit codes, on files good, altered and hostile."""

from __future__ import annotations

import argparse
import os
import subprocess
import sys
from datetime import UTC, datetime
from pathlib import Path

import pytest

from taizhang.cli import verify
from taizhang.press.seal.signing import KeyPair, Verified, fingerprint, new_key_pair, sign_pdf
from tests.press.samples import drawn

AT = datetime(2026, 3, 2, 1, 5, tzinfo=UTC)


@pytest.fixture(scope="module")
def pair() -> KeyPair:
    return new_key_pair("海川市文明办", AT)


@pytest.fixture(scope="module")
def sealed(tmp_path_factory: pytest.TempPathFactory, pair: KeyPair) -> bytes:
    return sign_pdf(drawn(tmp_path_factory.mktemp("drawn"), '#set text(lang: "zh")\n简报'), pair, at=AT)


@pytest.fixture(autouse=True)
def home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A computer on which nothing of this system was ever made."""
    monkeypatch.setenv("TAIZHANG_HOME", str(tmp_path / "home"))
    return tmp_path / "home"


@pytest.fixture
def known(home: Path, pair: KeyPair) -> Path:
    path = home / "keys" / "haichuan" / "certificate.pem"
    path.parent.mkdir(parents=True)
    path.write_bytes(pair.certificate)
    return path


@pytest.fixture
def file(tmp_path: Path, sealed: bytes) -> Path:
    path = tmp_path / "第10期.pdf"
    path.write_bytes(sealed)
    return path


def call(*words: str | Path) -> int:
    parser = argparse.ArgumentParser()
    verify.add_commands(parser.add_subparsers())
    options = parser.parse_args(["verify-issue", *map(str, words)])
    code: int = options.func(options)
    return code


def test_a_sealed_issue_is_confirmed(
    file: Path, known: Path, pair: KeyPair, capsys: pytest.CaptureFixture[str]
) -> None:
    assert call(file) == 0
    assert capsys.readouterr().out == (
        f"未被改动，由“海川市文明办”于2026年3月2日09:05封存。\n指纹：{fingerprint(pair.certificate)}\n"
    )


def test_a_certificate_can_be_given(
    file: Path, tmp_path: Path, home: Path, pair: KeyPair, capsys: pytest.CaptureFixture[str]
) -> None:
    given = tmp_path / "office.pem"
    given.write_bytes(pair.certificate)
    assert call(file, "--certificate", given) == 0
    assert "未被改动，由" in capsys.readouterr().out
    assert not home.exists()


def test_without_a_certificate_the_fingerprint_is_told(
    file: Path, home: Path, pair: KeyPair, capsys: pytest.CaptureFixture[str]
) -> None:
    assert call(file) == 1
    said = capsys.readouterr().out
    assert "签名后未被改动，签名时间2026年3月2日09:05，签名单位自称“海川市文明办”。" in said
    assert "▲ 本机没有封存单位的证书，不能确认封存单位。请向“海川市文明办”核对下面的指纹。" in said
    assert fingerprint(pair.certificate) in said
    assert not home.exists()


def test_another_signer_of_the_same_name_is_not_confirmed(
    file: Path, known: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    known.write_bytes(new_key_pair("海川市文明办", AT).certificate)
    assert call(file) == 1
    assert "▲ 签名所用证书与核对用的证书不符，不能确认封存单位。" in capsys.readouterr().out


def test_an_altered_issue_is_told(
    file: Path, known: Path, sealed: bytes, capsys: pytest.CaptureFixture[str]
) -> None:
    file.write_bytes(sealed.replace(b"/MediaBox", b"/MediaBOX"))
    assert call(file) == 1
    assert (
        "▲ 封存之后被改动：内容与“海川市文明办”于2026年3月2日09:05封存的不一致。" in capsys.readouterr().out
    )
    file.write_bytes(sealed + b"%")
    assert call(file) == 1
    assert "▲ 封存之后被改动：“海川市文明办”于2026年3月2日09:05封存之后，文件又添加了内容。" in (
        capsys.readouterr().out
    )
    file.write_bytes(sealed.replace(b"/Contents <3082", b"/Contents <3083"))
    assert call(file) == 1
    assert "▲ 封存之后被改动：签名已损坏，或不是本系统的封存签名。" in capsys.readouterr().out


@pytest.mark.parametrize("content", [b"%PDF-1.7\n", b"%PDF-1.7\nxref\n0 99999999999\n" + b"0" * 100_000])
def test_a_file_without_a_seal_is_told(
    file: Path, known: Path, content: bytes, capsys: pytest.CaptureFixture[str]
) -> None:
    file.write_bytes(content)
    assert call(file) == 1
    assert capsys.readouterr().out == "▲ 没有封存签名。\n"


def test_what_cannot_be_read_is_refused_in_a_sentence(
    file: Path, tmp_path: Path, known: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (tmp_path / "a.txt").write_text("简报", "utf-8")
    os.mkfifo(tmp_path / "pipe")
    for words, told in (
        ([tmp_path / "a.txt"], "这不是 PDF 文件。"),
        ([tmp_path / "pipe"], "这不是普通文件，不能读取。"),
        ([tmp_path / "none.pdf"], "找不到文件。"),
        ([file, "--certificate", tmp_path / "a.txt"], "这不是证书文件（PEM 或 DER 格式）。"),
        ([file, "--certificate", tmp_path / "none.pem"], "找不到文件。"),
    ):
        assert call(*words) == 2
        assert capsys.readouterr().err == told + "\n"


def test_a_certificate_that_cannot_be_read_is_told(
    file: Path, known: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    known.unlink()
    known.mkdir()
    assert call(file) == 2
    assert capsys.readouterr().err == "无法读取本机保存的证书，请检查权限。\n"


@pytest.mark.parametrize(
    ("at", "told"), [(None, "时间不详"), (datetime.max.replace(tzinfo=UTC), "9999年12月31日23:59")]
)
def test_a_time_out_of_reason_is_told_as_far_as_it_goes(at: datetime | None, told: str) -> None:
    seal = Verified(genuine=True, signed_by="甲", fingerprint="AB", signed_at=at, intact=True, whole=True)
    assert told in verify.verdict(seal, compared=True)[0]


def test_neither_settings_nor_a_database_are_asked(file: Path, known: Path) -> None:
    run = subprocess.run(
        [sys.executable, "-m", "taizhang.cli", "verify-issue", str(file)],
        env={
            "PATH": os.defpath,
            "TAIZHANG_HOME": os.environ["TAIZHANG_HOME"],
            "DATABASE_URL": "postgres://nobody@127.0.0.1:1/none",
            "PYTHONUTF8": "1",
        },
        capture_output=True,
        text=True,
        check=False,
    )
    assert (run.returncode, run.stdout.splitlines()[0]) == (
        0,
        "未被改动，由“海川市文明办”于2026年3月2日09:05封存。",
    )
    assert [p.name for p in Path(os.environ["TAIZHANG_HOME"]).iterdir()] == ["keys"]
