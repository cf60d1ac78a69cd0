"""Fonts by role: what is drawn, by which family, and what is said about it."""

from __future__ import annotations

from pathlib import Path

import pytest

from taizhang.press import FontRole, PressError, installed
from taizhang.press.typeset import font_search, fonts
from taizhang.press.typeset.font_names import preference, shown_name
from taizhang.press.typeset.font_sample import sample
from taizhang.press.typeset.font_search import best, embedding, find_fonts, link_in
from taizhang.press.typeset.pool import Press

from .made_fonts import made_font
from .samples import RARE

GBK = [
    bytes((a, b)).decode("gbk", "ignore") for a in range(0x81, 0xFF) for b in range(0x40, 0xFF) if b != 0x7F
]
HAN = {c for c in GBK if "\u4e00" <= c <= "\u9fa5"}


@pytest.fixture
def fangsong(tmp_path: Path) -> Path:
    """A folder with a font of four characters that calls itself FangSong."""
    made_font(tmp_path / "fang.ttf", "FangSong")
    return tmp_path


def test_every_role_has_a_face() -> None:
    assert set(installed().roles) == set(FontRole)
    assert all(Path(face.path).is_file() for faces in installed().roles.values() for face in faces)


@pytest.mark.parametrize("role", list(FontRole))
def test_every_role_draws_gbk_and_rare_names(role: FontRole) -> None:
    assert len(HAN) == 20902
    assert installed().missing(HAN | set(RARE), role) == []


def test_every_substitute_of_another_design_is_named() -> None:
    said = [str(s) for s in installed().substitutions()]
    assert said == [
        "未装仿宋字体，以“Noto Serif SC”代替。",
        "未装小标宋字体，以“Noto Serif SC Black”代替。",
    ]


def test_a_font_of_the_office_wins_and_the_pack_lends_the_rest(fangsong: Path) -> None:
    found = installed(fangsong)
    assert found.roles[FontRole.FANG][0].family == "FangSong"
    assert found.borrowed("海川㛃\n", FontRole.FANG) == ["㛃"]
    assert found.missing("海川㛃\n\ue000", FontRole.FANG) == ["\ue000"]
    assert [str(s) for s in found.substitutions()] == ["未装小标宋字体，以“Noto Serif SC Black”代替。"]


def test_widths_are_in_em() -> None:
    assert installed().width("海", FontRole.FANG) == 1
    assert 0.3 < installed().width("1", FontRole.FANG) < 0.8
    assert installed().width("\ue000", FontRole.FANG) == 1


def test_the_folder_is_named_by_the_environment(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.delenv("TAIZHANG_FONTS", raising=False)
    assert fonts.fonts_folder() is None
    monkeypatch.setenv("TAIZHANG_FONTS", str(tmp_path))
    assert fonts.fonts_folder() == tmp_path


def test_a_damaged_pack_is_a_sentence(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setattr(fonts, "PACK", (tmp_path,))
    with pytest.raises(PressError, match="缺少仿宋字体"):
        installed.__wrapped__()


@pytest.mark.parametrize(
    ("name", "role"),
    [
        ("Zhuque Fangsong (technical preview)", "fang"),
        ("朱雀仿宋（预览测试版）", "fang"),
        ("FZFangSong-Z02S", "fang"),
        ("CESI仿宋-GB2312", "fang"),
        ("仿宋 GB2312", "fang"),
        ("方正小标宋_GBK", "xiaobiaosong"),
        ("FZXiaoBiaoSong-B05S", "xiaobiaosong"),
        ("CESI小标宋-GB2312", "xiaobiaosong"),
        ("方正楷体_GBK", "kai"),
        ("汉仪楷体简", "kai"),
        ("Adobe 黑体 Std", "hei"),
        ("方正书宋_GBK", "song"),
        ("华文中宋", "xiaobiaosong"),
        ("方正小标宋繁体", None),  # traditional shapes for simplified characters
        ("FZXiaoBiaoSong-B05T", None),
        ("FZFangSong-Z02T", None),
        ("微软雅黑", None),
        ("方正粗黑宋简体", None),
        ("Noto Serif SC", None),
        ("DejaVu Sans", None),
    ],
)
def test_a_name_is_fit_for_one_role_or_none(name: str, role: str | None) -> None:
    assert [each.value for each in FontRole if preference(each, [name]) is not None] == (
        [role] if role else []
    )


def test_the_preferred_family_goes_before_another_of_its_kind() -> None:
    assert preference(FontRole.FANG, ["仿宋_GB2312"]) < preference(FontRole.FANG, ["朱雀仿宋（预览测试版）"])  # type: ignore[operator]
    assert preference(FontRole.FANG, ["Zhuque Fangsong (technical preview)", "朱雀仿宋（预览测试版）"]) == 8
    assert (
        shown_name(["Zhuque Fangsong (technical preview)", "朱雀仿宋（预览测试版）"])
        == "朱雀仿宋（预览测试版）"
    )
    assert shown_name(["A", "B"]) == "A"
    assert shown_name([]) == ""


def test_a_preview_is_found_by_its_stem_and_draws_the_text(tmp_path: Path) -> None:
    made_font(tmp_path / "Z.ttf", "Zhuque Fangsong (technical preview)", chinese="朱雀仿宋（预览测试版）")
    found = installed(tmp_path)
    assert found.roles[FontRole.FANG][0].path == str(tmp_path / "Z.ttf")
    assert "未装仿宋字体" not in " ".join(map(str, found.substitutions()))


def test_a_font_that_only_a_chinese_record_names_is_found(tmp_path: Path) -> None:
    made_font(tmp_path / "FZXBSK.TTF", "FZ Title Nine", chinese="方正小标宋_GBK")
    assert installed(tmp_path).roles[FontRole.XIAOBIAOSONG][0].names[-1] == "方正小标宋_GBK"


def test_a_role_takes_the_font_that_is_named_and_what_is_not_used_is_listed(tmp_path: Path) -> None:
    made_font(tmp_path / "a.ttf", "FangSong")
    made_font(tmp_path / "b.ttf", "Harbour Script")
    found = installed(tmp_path)
    assert [face.family for face in found.unused] == ["Harbour Script"]
    fonts.choose(tmp_path, FontRole.FANG, "harbour script")
    fonts.choose(tmp_path, FontRole.KAI, "没有的字体")
    chosen = installed(tmp_path, fonts.stamp_of(tmp_path))
    assert [face.family for face in chosen.roles[FontRole.FANG][:2]] == ["Harbour Script", "FangSong"]
    assert chosen.unused == ()
    assert "指定为楷体的字体“没有的字体”没有找到。" in [str(each) for each in chosen.substitutions()]
    fonts.choose(tmp_path, FontRole.FANG, "")
    again = installed(tmp_path, fonts.stamp_of(tmp_path))
    assert again.roles[FontRole.FANG][0].family == "FangSong"


@pytest.mark.parametrize("words", ["{", '{"script": "X"}', '["fang"]'])
def test_a_damaged_choice_is_a_sentence(tmp_path: Path, words: str) -> None:
    (tmp_path / "roles.json").write_text(words)
    with pytest.raises(PressError, match=r"roles\.json"):
        installed(tmp_path)


def test_a_worker_takes_what_was_put_into_the_folder_since(tmp_path: Path) -> None:
    def notes() -> list[str]:
        return [str(note) for note in press.typeset(sample(), fonts=tmp_path).notes]

    with Press() as press:
        assert any("未装仿宋字体" in note for note in notes())
        made_font(tmp_path / "fang.ttf", "FangSong")
        assert not any("未装仿宋字体" in note for note in notes())


@pytest.fixture
def machine(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> list[tuple[str, str]]:
    """A machine with WPS and a system folder around it."""
    monkeypatch.setattr(font_search, "ENOUGH", 4)
    system = tmp_path / "share"
    wps = system / "wps-office"
    wps.mkdir(parents=True)
    made_font(wps / "FZXBSK.TTF", "FZXiaoBiaoSong-B05", chinese="方正小标宋_GBK", rights=0x8)
    made_font(system / "closed.ttf", "FangSong_GB2312", rights=0x2)
    made_font(system / "zhuque.otf", "Zhuque Fangsong (technical preview)", rights=0)
    made_font(system / "sans.ttf", "Harbour Sans")
    (system / "broken.ttf").write_bytes(b"no font")
    (system / "fonts.dir").write_text("0")
    return [("WPS", str(wps)), ("本机", str(system)), ("Windows", str(tmp_path / "absent"))]


def test_fonts_of_the_machine_are_found_with_their_rights(machine: list[tuple[str, str]]) -> None:
    found = find_fonts(machine)
    assert [(font.role.value, font.name, font.source, font.usable) for font in found] == [
        ("fang", "Zhuque Fangsong (technical preview)", "本机", True),
        ("fang", "FangSong_GB2312", "本机", False),
        ("xiaobiaosong", "方正小标宋_GBK", "WPS", True),
    ]
    assert {font.gb2312 for font in found} == {4}
    assert {role.value for role in best(found)} == {"fang", "xiaobiaosong"}


def test_a_font_of_a_few_signs_is_not_taken(
    machine: list[tuple[str, str]], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(font_search, "ENOUGH", 5)
    assert best(find_fonts(machine)) == {}


def test_found_fonts_are_linked_once(machine: list[tuple[str, str]], tmp_path: Path) -> None:
    folder = tmp_path / "own"
    chosen = list(best(find_fonts(machine)).values())
    assert {path.name for path in link_in(chosen, folder)} == {"zhuque.otf", "FZXBSK.TTF"}
    assert link_in(chosen, folder) == []
    assert installed(folder).substitutions() == []


def test_where_links_are_refused_fonts_are_copied(
    machine: list[tuple[str, str]], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def refuse(*_: object) -> None:
        raise OSError

    monkeypatch.setattr(Path, "symlink_to", refuse)
    made = link_in(best(find_fonts(machine)).values(), tmp_path / "own")
    assert [path.is_symlink() for path in made] == [False, False]
    (tmp_path / "file").write_text("")
    with pytest.raises(PressError, match="无法写入"):
        link_in(best(find_fonts(machine)).values(), tmp_path / "file")


@pytest.mark.parametrize(
    ("allowed", "usable", "words"),
    [
        (0x0, True, "可嵌入"),
        (0x4, True, "可嵌入，供打印和查看"),
        (0x8, True, "可嵌入，可编辑"),
        (0x2, False, "不允许嵌入"),
        (0x6, True, "可嵌入，供打印和查看"),  # of several rights the widest counts
        (0x104, False, "不允许截取"),
        (0x208, False, "只限点阵"),
    ],
)
def test_the_makers_rights_are_read(allowed: int, usable: bool, words: str) -> None:
    refusal, rights = embedding(allowed)
    assert (refusal is None, rights) == (usable, words)
