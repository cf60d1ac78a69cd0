"""What may still be read of one workbook."""

from __future__ import annotations

from collections import Counter

from taizhang.core.text.messages import N_, Message
from taizhang.intake.limits import Limits
from taizhang.intake.refusal import IntakeRefused


class Budget:
    """Counts down; each method raises ``IntakeRefused`` where its cap is passed."""

    def __init__(self, limits: Limits) -> None:
        self.limits = limits
        self.removed = 0  # hidden controls
        self.counts: Counter[str] = Counter()  # kinds of content that remarks are made of
        self._elements, self._cells = limits.elements, limits.cells
        self._characters = limits.characters
        self._merges, self._merged_rows = limits.merges, limits.merged_rows

    def element(self) -> None:
        self._elements -= 1
        if self._elements < 0:
            raise IntakeRefused(Message(N_("表格过于庞大，已停止读取；请只保留台账所在的区域后再试。")))

    def cell(self, text: str) -> None:
        self._cells -= 1
        self._characters -= len(text)
        if self._cells < 0:
            raise IntakeRefused(
                Message(N_("表格超过 {count} 个有内容的单元格，请拆分后再试。"), {"count": self.limits.cells})
            )
        if self._characters < 0:
            raise IntakeRefused(
                Message(
                    N_("文字超过 {count} 万字，请拆分后再试。"), {"count": self.limits.characters // 10_000}
                )
            )

    def merge(self, rows: int) -> None:
        self._merges -= 1
        self._merged_rows -= rows
        if self._merges < 0 or self._merged_rows < 0:
            raise IntakeRefused(
                Message(N_("合并单元格超过 {count} 处，请拆分后再试。"), {"count": self.limits.merges})
            )
