"""A Word file of an issue comes back: its changes become suggestions, its comments remarks; no text is overwritten."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime

from taizhang.bulletin.actions.pictures import keep_pictures
from taizhang.bulletin.actions.remarks import keep_remark, lock_text
from taizhang.bulletin.models import Article, Issue
from taizhang.bulletin.models.text import ARTICLE_LIMIT
from taizhang.bulletin.queries.word_copies import issue_mark, lines_sent, sent_now
from taizhang.core.figures import Span
from taizhang.core.gongwen.punctuation import normalise
from taizhang.core.lifecycle.bulletin_life import ISSUE
from taizhang.core.lifecycle.workflow import Refused
from taizhang.core.text.anchors import Anchor, anchor_at, follow, sentences_at
from taizhang.core.text.messages import N_, Message
from taizhang.core.text.remarking import RemarkDraft, RemarkKind
from taizhang.core.text.tracked import TrackedText
from taizhang.core.text.word_edits import WordEdit, WordRemark, read_return, without_blanks
from taizhang.core.text.word_regions import SentArticle, marked_parts, sent_articles, similar_parts
from taizhang.office.models import Person
from taizhang.office.workflow import Transition, transition

MOST = 600  # changes and comments of one file
MOST_AUTHORS = 200  # characters of the names of several
CHANGED_SINCE = N_("导出之后这里又有改动，请对照取舍。")
SAME_SENTENCE = N_("导出之后这一句在这里也改过，请看清后再采纳。")
MADE_FOR_OTHER_WORDS = (CHANGED_SINCE, SAME_SENTENCE)
GONE = N_("带回的 Word 稿中没有这一篇，可能在 Word 中删去了。")
NO_UNIT = N_("带回的 Word 稿中没有文末的供稿单位。")


class UnknownFile(Refused):
    """The file does not say what it was made from; by its words it may be taken all the same."""


@dataclass(slots=True)
class TakenBack:
    """What came of a file: ``first`` is the article with the first change, None where nothing was changed."""

    changes: int = 0
    remarks: int = 0
    conflicts: int = 0  # of the changes: words that were changed here meanwhile
    known: int = 0  # here already
    left: list[str] = field(default_factory=list)  # headlines in the file that are not in the issue any more
    first: Article | None = None


def take_back(
    *,
    issue: Issue,
    identity: str,
    text: TrackedText,
    pictures: Mapping[str, bytes],
    similar: bool = False,
    by: Person,
    at: datetime,
) -> TakenBack:
    """Raise a suggestion for each change and a remark for each comment, where their words stand now. ``identity``: what
    the file says it was made from; ``pictures``: those of the file that ``intake`` drew anew, by their names in it.

    Refused for a file of another issue; UnknownFile for one that does not say of what, unless it is to be taken by its
    words (``similar``).
    """
    done = TakenBack()
    with transition(ISSUE, "remark", issue, by=by, at=at) as act:
        articles = {each.pk: each for each in issue.articles.all()}
        found = list(_parts(issue, identity, text, articles, similar=similar))
        for sent, part in found:
            if sent.article in articles:
                _take(act, articles[sent.article], sent, part, done)
            else:
                done.left.append(part.final.partition("\n")[0][:30])
        missing = {each.article for each in sent_articles(identity.split())} - {
            each.article for each, _ in found
        }
        for key in missing & articles.keys():
            _remark(act, articles[key], [WordRemark(Span(0, 0), str(GONE))], [Anchor(None, "")], done)
        if done.changes + done.remarks > MOST:
            raise Refused(
                Message(N_("改动和批注超过{most}处，请直接在这里修改，或分几次带回。"), {"most": MOST})
            )
        keep_pictures(issue.office, pictures, at)
        detail = {"changes": done.changes, "remarks": done.remarks, "conflicts": done.conflicts}
        act.record("take_back_word", detail=detail)
    return done


def _parts(
    issue: Issue, identity: str, text: TrackedText, articles: Mapping[int, Article], *, similar: bool
) -> Iterator[tuple[SentArticle, TrackedText]]:
    """The articles in the file."""
    known = list(marked_parts(text))
    named = [*(sent for sent, _ in known), *sent_articles(identity.split())]
    if any(sent.issue != issue_mark(issue) for sent in named):
        raise Refused(Message(N_("这份 Word 稿是从另一期导出的，请到那一期带回。")))
    if known:
        yield from known
        return
    if not similar and not named:
        raise UnknownFile(
            Message(
                N_("文件里没有导出时的标记，认不出是哪一期。确是本期的，请勾选“按文字比对”，再点“带回”。")
            )
        )
    wanted = named or [sent_now(article) for article in articles.values()]
    headlines = {sent: normalise(articles[sent.article].title) for sent in wanted if sent.article in articles}
    found = list(similar_parts(text, headlines))
    if not found:
        raise Refused(Message(N_("文件里没有与本期稿件相同或相近的标题，没有带回。")))
    yield from found


def _take(act: Transition, article: Article, sent: SentArticle, part: TrackedText, done: TakenBack) -> None:
    """Raise what was done to one article."""
    lock_text(article)
    part, extra = _own_lines(article, without_blanks(part))
    printed = lines_sent(article, sent)
    made = read_return(printed, part)
    if any(len(words) > ARTICLE_LIMIT for _span, words, _author in [*made.edits, *made.remarks]):
        raise Refused(Message(N_("有一处改动或批注超过{most}字，请分开写。"), {"most": ARTICLE_LIMIT}))
    edits = _followed(printed.source, article.text, [each.span for each in made.edits])
    said = [*made.remarks, *extra]
    places = _followed(printed.source, article.text, [each.span for each in said])
    _suggest(act, article, printed.source, made.edits, edits, done)
    _remark(act, article, said, [place if place.quote else Anchor(None, "") for place in places], done)
    if done.first is None and (made.edits or said):
        done.first = article


def _own_lines(article: Article, part: TrackedText) -> tuple[TrackedText, list[WordRemark]]:
    """The part without the lines that the page adds to an article: its unit in brackets, the columns of the issue."""
    columns = [
        *(article.issue.data.get("column") or []),
        *article.issue.articles.values_list("column", flat=True),
    ]
    unit = f"（{' '.join(map(normalise, article.source_unit.split()))}）" if article.source_unit else ""
    dropped = {f"【{' '.join(map(normalise, each.split()))}】" for each in columns if each} | (
        {unit} if unit else set()
    )
    parts, at, lines = [], 0, part.text.split("\n")
    for line in lines:
        if line in dropped:
            parts.append((max(0, at - 1), at + len(line), ""))
        at += len(line) + 1
    lost = bool(unit) and unit not in lines
    return part.replaced(parts), [WordRemark(Span(0, 0), str(NO_UNIT))] * lost


def _followed(before: str, after: str, spans: Sequence[Span]) -> list[Anchor]:
    anchors = [anchor_at(before, span) for span in spans]
    return anchors if before == after else follow(before, after, anchors)


def _suggest(
    act: Transition,
    article: Article,
    before: str,
    edits: Sequence[WordEdit],
    anchors: Sequence[Anchor],
    done: TakenBack,
) -> None:
    """A suggestion for each change that is not here already."""
    there = _there(article)
    for edit, anchor in zip(edits, anchors, strict=True):
        author = edit.author[:MOST_AUTHORS]
        said = _said_of(article.text, before, edit, anchor)
        key = (RemarkKind.SUGGESTION, anchor.quote, edit.words, author, anchor.prefix)
        if key in there or (said and _is_done(article.text, anchor, edit.words)):
            done.known += 1
            continue
        draft = RemarkDraft(said, RemarkKind.SUGGESTION, anchor.quote, None, edit.words)
        keep_remark(act, article, draft, anchor, author=author, sentence_changed=bool(said))
        done.changes += 1
        done.conflicts += bool(said)


def _said_of(text: str, before: str, edit: WordEdit, anchor: Anchor) -> str:
    """What to say of a change whose words, or whose sentence, were changed here meanwhile; empty for any other."""
    if anchor.span is None or not anchor.stands(text):
        return str(CHANGED_SINCE)
    return str(SAME_SENTENCE) if sentences_at(text, anchor.span) != sentences_at(before, edit.span) else ""


def _remark(
    act: Transition, article: Article, said: Iterable[WordRemark], anchors: Iterable[Anchor], done: TakenBack
) -> None:
    """A remark for each comment that is not here already."""
    there = {(kind, words, author) for kind, _quote, words, author, _prefix in _there(article, "words")}
    for each, anchor in zip(said, anchors, strict=True):
        if (RemarkKind.REMARK, each.words.strip(), each.author) in there:
            done.known += 1
            continue
        draft = RemarkDraft(each.words, RemarkKind.REMARK, anchor.quote)
        keep_remark(act, article, draft, anchor, author=each.author)
        done.remarks += 1


def _there(article: Article, words: str = "replacement") -> set[tuple[str, ...]]:
    """What was raised before."""
    return set(article.remarks.values_list("kind", "quote", words, "author", "prefix"))


def _is_done(text: str, anchor: Anchor, words: str) -> bool:
    """Whether the text has the change already: the new words stand at the place, or between the old neighbours."""
    if anchor.span is not None and anchor.quote and text[anchor.span.start : anchor.span.end] == words:
        return True
    around = anchor.prefix[-6:] + words + anchor.suffix[:6]
    return around in text and (anchor.prefix[-6:] + anchor.quote + anchor.suffix[:6]) not in text
