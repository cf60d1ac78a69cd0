"""Whether an installation is sound, part by part, in words and with the mend: for ``taizhang doctor`` and for a page."""

from taizhang.office.health.checkup import CHECKS, checkup
from taizhang.office.health.finding import HealthFinding, HealthLevel

__all__ = ["CHECKS", "HealthFinding", "HealthLevel", "checkup"]
