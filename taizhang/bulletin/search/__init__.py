"""Full-text search over issues, articles, projects and figures.

``store`` holds the words in the database's own kind of table (FTS5, tsvector); ``entries`` says what is found by
which words; ``index`` follows the event record; ``finding`` answers.
"""

from taizhang.bulletin.search.index import is_outdated, rebuild, update_index
from taizhang.bulletin.search.search import Filters, Found, find

__all__ = ["Filters", "Found", "find", "is_outdated", "rebuild", "update_index"]
