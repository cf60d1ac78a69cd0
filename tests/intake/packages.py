"""Word files of a few parts, written by hand: one for each thing that the body of a document may hold."""

from __future__ import annotations

import io
import zipfile

OOXML = "http://schemas.openxmlformats.org/"
SPACES = (
    f'xmlns:w="{OOXML}wordprocessingml/2006/main" xmlns:r="{OOXML}officeDocument/2006/relationships" '
    f'xmlns:m="{OOXML}officeDocument/2006/math" xmlns:mc="{OOXML}markup-compatibility/2006" '
    f'xmlns:a="{OOXML}drawingml/2006/main" xmlns:pic="{OOXML}drawingml/2006/picture" '
    f'xmlns:c="{OOXML}drawingml/2006/chart" xmlns:dgm="{OOXML}drawingml/2006/diagram" '
    'xmlns:v="urn:schemas-microsoft-com:vml" xmlns:o="urn:schemas-microsoft-com:office:office"'
)
KIND = f"{OOXML}officeDocument/2006/relationships/"
STRICT = "http://purl.oclc.org/ooxml/"


def archive(parts: dict[str, str | bytes]) -> bytes:
    """A zip container of ``parts`` by name."""
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as container:
        for name, content in parts.items():
            container.writestr(name, content)
    return out.getvalue()


def relations(*entries: tuple[str, str]) -> str:
    """A relations part; each entry is a kind and a target, one that begins with ``!`` is outside the package."""
    rows = "".join(
        f'<Relationship Id="rId{n}" Type="{KIND}{kind}" Target="{target.lstrip("!")}"'
        f"{' TargetMode=' + chr(34) + 'External' + chr(34) if target.startswith('!') else ''}/>"
        for n, (kind, target) in enumerate(entries, 1)
    )
    return f'<Relationships xmlns="{OOXML}package/2006/relationships">{rows}</Relationships>'


def word(body: str, related: tuple[tuple[str, str], ...] = (), **parts: str) -> bytes:
    """A Word file with ``body``; ``parts`` are further ones (``styles`` is word/styles.xml), related by their name."""
    entries = (*((name, f"{name}.xml") for name in parts), *related)
    return archive(
        {
            "[Content_Types].xml": f'<Types xmlns="{OOXML}package/2006/content-types"/>',
            "_rels/.rels": relations(("officeDocument", "word/document.xml")),
            "word/document.xml": f"<w:document {SPACES}><w:body>{body}</w:body></w:document>",
            "word/_rels/document.xml.rels": relations(*entries),
        }
        | {f"word/{name}.xml": root(name, content) for name, content in parts.items()}
    )


def root(name: str, content: str) -> str:
    tag = {"header1": "hdr", "footer1": "ftr"}.get(name, name)
    return f"<w:{tag} {SPACES}>{content}</w:{tag}>"


def run(text: str, properties: str = "") -> str:
    return f'<w:r><w:rPr>{properties}</w:rPr><w:t xml:space="preserve">{text}</w:t></w:r>'


def paragraph(*runs: str, properties: str = "") -> str:
    """A paragraph; what is no element is the text of a run."""
    inner = "".join(each if each.startswith("<") else run(each) for each in runs)
    return f"<w:p><w:pPr>{properties}</w:pPr>{inner}</w:p>"
