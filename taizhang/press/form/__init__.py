"""The form check: what a PDF looks like on paper, measured from the PDF itself."""

from taizhang.press.form.check import check_form
from taizhang.press.form.edges import edge_lines
from taizhang.press.form.report import FormFinding, FormReport
from taizhang.press.form.verdict import verdict_of

__all__ = ["FormFinding", "FormReport", "check_form", "edge_lines", "verdict_of"]
