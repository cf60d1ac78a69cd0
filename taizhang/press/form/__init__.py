"""The form check: what a PDF looks like on paper, measured from the PDF itself."""

from taizhang.press.form.check import check_form
from taizhang.press.form.report import Finding, FormReport

__all__ = ["Finding", "FormReport", "check_form"]
