"""Markdown of the guide as HTML: every text in it is escaped."""

from __future__ import annotations

from pathlib import PurePosixPath

from django import template
from django.templatetags.static import static
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString
from markdown_it.tree import SyntaxTreeNode

register = template.Library()
ELEMENTS = {
    "paragraph": "p",
    "strong": "strong",
    "bullet_list": "ul",
    "ordered_list": "ol",
    "list_item": "li",
}


@register.simple_tag
def guide_text(node: SyntaxTreeNode) -> SafeString:
    """Return the node and what stands in it; what the guide does not use (raw HTML, tables) as its text."""
    within = format_html_join("", "{}", ((guide_text(child),) for child in node.children))
    if node.type in ELEMENTS:
        return format_html("<{0}>{1}</{0}>", ELEMENTS[node.type], within)
    if node.type == "code_inline":
        return format_html("<code>{}</code>", node.content)
    if node.type == "image":
        picture = static(f"guide/{PurePosixPath(str(node.attrs['src'])).name}")
        return format_html('<img src="{}" alt="{}" loading="lazy">', picture, node.content)
    return within or format_html("{}", node.content)
