"""The page of hits in a process of its own, as a server is: nothing of the bulletins is in its memory.

``python -m bench.search_page USERNAME FILE`` is run by ``bench search``; FILE holds the phrases, one a line.
"""

from __future__ import annotations

import gc
import statistics
import sys
import time
from pathlib import Path

WARM = 20  # requests before the first one that counts


def main(username: str, file: str) -> int:
    """Print the median and the 95th percentile of this process's CPU for a page, in milliseconds."""
    from bench.search import configure

    configure()
    from django.test import Client
    from django.urls import reverse

    from taizhang.office.models import Person

    phrases = Path(file).read_text("utf-8").splitlines()
    client, address = Client(), reverse("search")
    client.force_login(Person.objects.get(username=username))
    for phrase in phrases[:WARM]:
        client.get(address, {"q": phrase})
    assert b"<mark" in client.get(address, {"q": phrases[-1]}).content
    gc.collect()
    taken = []
    for phrase in phrases:
        begun = time.process_time()
        client.get(address, {"q": phrase})
        taken.append((time.process_time() - begun) * 1_000)  # SQLite works in this process
    taken.sort()
    print(statistics.median(taken), taken[int(len(taken) * 0.95)])
    return 0


if __name__ == "__main__":
    sys.exit(main(*sys.argv[1:]))
