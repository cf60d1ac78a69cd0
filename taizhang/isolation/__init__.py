"""Work that may go wrong, in a process of its own that is bounded in memory and time; used by press and intake."""

from taizhang.isolation.bounds import Bounds
from taizhang.isolation.worker import FailureReason, Stopped, Worker, Workers

__all__ = ["Bounds", "FailureReason", "Stopped", "Worker", "Workers"]
