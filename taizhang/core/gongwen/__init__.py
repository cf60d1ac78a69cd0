"""The bulletin as data: reading it from text, its parts, normalising for print, questions to the writer."""

from taizhang.core.gongwen.interchange import bulletin_from_json, bulletin_to_json
from taizhang.core.gongwen.model import Bulletin, Contacts, IssueKind, Item, Paragraph, Recipients
from taizhang.core.gongwen.parts import parts_of
from taizhang.core.gongwen.punctuation import for_setting
from taizhang.core.gongwen.questions import QuestionKind, WriterQuestion, raise_questions
from taizhang.core.gongwen.reading import has_certain_ends, read_as, read_bulletin
from taizhang.core.gongwen.secrecy import find_secrecy_mark

__all__ = [
    "Bulletin",
    "Contacts",
    "IssueKind",
    "Item",
    "Paragraph",
    "QuestionKind",
    "Recipients",
    "WriterQuestion",
    "bulletin_from_json",
    "bulletin_to_json",
    "find_secrecy_mark",
    "for_setting",
    "has_certain_ends",
    "parts_of",
    "raise_questions",
    "read_as",
    "read_bulletin",
]
