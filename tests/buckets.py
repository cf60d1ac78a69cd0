"""An S3 service for tests, as a process of its own: moto's server, which checks signatures when told to."""

from __future__ import annotations

import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from urllib.error import URLError
from urllib.request import Request, urlopen

from taizhang.office.storage import BucketAddress, _client

BUCKET, PREFIX = "haichuan-files", "taizhang/one"
KEY, SECRET = "AKIAHAICHUAN", "nine-bridges-over-clear-water"
PATIENCE = 60  # seconds for a process to start


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


@contextmanager
def bucket_service(folder: Path) -> Iterator[BucketAddress]:
    """Yield the address of an empty bucket of a service that has just started."""
    port = free_port()
    command = [sys.executable, "-m", "moto.server", "-H", "127.0.0.1", "-p", str(port)]
    with (folder / "bucket.log").open("wb") as log:
        process = subprocess.Popen(command, stdout=log, stderr=log)
    address = BucketAddress(BUCKET, PREFIX, f"http://127.0.0.1:{port}", "", KEY, SECRET)
    try:
        _wait_for(address.endpoint)
        _client(address).create_bucket(Bucket=BUCKET)
        yield address
    finally:
        process.terminate()
        process.wait(30)


def demand_keys(address: BucketAddress, demanded: bool) -> None:
    """Have the service refuse keys that it does not know (it knows none), or take any again."""
    asked = Request(f"{address.endpoint}/moto-api/reset-auth", b"0" if demanded else b"inf", method="POST")
    asked.add_header("Content-Type", "text/plain")
    urlopen(asked, timeout=30).close()


def _wait_for(endpoint: str) -> None:
    end = time.monotonic() + PATIENCE
    while time.monotonic() < end:
        try:
            return urlopen(f"{endpoint}/moto-api/", timeout=5).close()
        except URLError:
            time.sleep(0.1)
    raise TimeoutError(endpoint)
