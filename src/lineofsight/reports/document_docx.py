"""A report as a Word document that people edit: real headings, lists and tables, which a screen reader can follow.

The points of a chart stand in a table with the chart's words; it is not drawn, because Word would not know its figures.
"""

from __future__ import annotations

import datetime as dt
import io
import re
from collections.abc import Iterator
from typing import Any

from docx import Document
from docx.enum.section import WD_ORIENT, WD_SECTION
from docx.enum.style import WD_STYLE_TYPE
from docx.enum.table import WD_TABLE_ALIGNMENT
from docx.enum.text import WD_ALIGN_PARAGRAPH, WD_TAB_ALIGNMENT
from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from docx.shared import Mm, Pt, RGBColor

from lineofsight.reports import origins, wording
from lineofsight.reports.document import (
    Block,
    Bullets,
    Cell,
    Chart,
    Facts,
    Number,
    Paragraph,
    Quote,
    Report,
    Section,
    Strong,
    Table,
    Text,
    words,
)
from lineofsight.reports.document_chart import points_table
from lineofsight.reports.document_html import dates
from lineofsight.reports.document_text import as_property, edited, lines_of, printable
from lineofsight.reports.settled import settled
from lineofsight.reports.table_widths import column_widths

FONT = "Arial"
INK, MUTED, BAND = RGBColor(0x0B, 0x0C, 0x0C), RGBColor(0x48, 0x49, 0x49), RGBColor(0x1D, 0x35, 0x57)
HEAD_FILL, GROUP_FILL = "1D3557", "E8EDF3"
RATINGS = {
    "green": ("00703C", RGBColor(0xFF, 0xFF, 0xFF)),
    "amber": ("FFBF47", INK),
    "red": ("B10E1E", RGBColor(0xFF, 0xFF, 0xFF)),
    "blue": ("1D70B8", RGBColor(0xFF, 0xFF, 0xFF)),
    "grey": ("505A5F", RGBColor(0xFF, 0xFF, 0xFF)),
}
#: What every figure of the document is written in, so that it can be found.
FIGURE = "Figure"
SMALL_PRINT, WARNING, HEAD_AND_FOOT = "Small print", "Warning", "Head and foot"
BODY, TABLE = 12, 10
#: A table with more columns than this stands on a page of its own, turned. Lengths in millimetres.
MOST_UPRIGHT = 8
PAGE, MARGIN, TURNED_MARGIN = (210, 297), 20, 15
POINTS = 72 / 25.4
CELL_SIDES = 8.0


def docx(report: Report) -> bytes:
    """The report as a Word document. The same report gives the same bytes."""
    return _Written(origins.whole(printable(report))).bytes()


class _Written:
    """One document while it is written."""

    def __init__(self, report: Report) -> None:
        self.report = report
        self.file = Document()
        _styles(self.file)
        core = self.file.core_properties
        core.title, core.language = as_property(f"{report.title}, {report.subtitle}"), "en-GB"
        core.author = core.last_modified_by = as_property(report.council)
        core.subject, core.keywords, core.comments = as_property(report.subtitle), report.kind, ""
        core.created = core.modified = dt.datetime.combine(report.made_on, dt.time())
        core.revision = 1
        self.turned = False
        self.tables = 0
        self._page(self.file.sections[0])

    def bytes(self) -> bytes:
        self.file.add_paragraph(self.report.title, style="Title")
        self.file.add_paragraph(self.report.subtitle, style="Subtitle")
        if self.report.council:
            self.file.add_paragraph(self.report.council)
        self.file.add_paragraph(dates(self.report))
        if self.report.made_up:
            self.file.add_paragraph(f"This is {wording.MADE_UP}", style=WARNING)
        level = 1
        for section in self.report.sections:
            level = min(section.level, level + 1)  # a heading never skips a level
            self._turn(any(isinstance(block, Table) and _is_wide(block) for block in section.blocks))
            self.file.add_heading(_line(section.title), level - 1)
            for block in section.blocks:
                self._block(section, block)
        made = io.BytesIO()
        self.file.save(made)
        return settled(made.getvalue(), self.report.made_on)

    def _turn(self, turned: bool) -> None:
        """Begins pages that lie or stand, where those before did not."""
        if turned != self.turned:
            self.turned = turned
            self._page(self.file.add_section(WD_SECTION.NEW_PAGE))

    def _page(self, section: Any) -> None:
        """The size of the pages from here on, and what stands above and below them."""
        _paper(section, turned=self.turned)
        for part in (section.header, section.footer):
            part.is_linked_to_previous = False
            stops = part.paragraphs[0].paragraph_format.tab_stops
            stops.add_tab_stop(section.page_width - section.left_margin - section.right_margin, WD_TAB_ALIGNMENT.RIGHT)
        head, foot = section.header.paragraphs[0], section.footer.paragraphs[0]
        head.style = foot.style = HEAD_AND_FOOT
        head.add_run(f"{self.report.council[:60]}\t{self.report.title[:60]}")
        made_up = f"{wording.MADE_UP[:1].upper()}{wording.MADE_UP[1:]}" if self.report.made_up else ""
        foot.add_run(f"{made_up}\tPage ")
        _field(foot, "PAGE")
        foot.add_run(" of ")
        _field(foot, "NUMPAGES")

    def _block(self, section: Section, block: Block) -> None:
        match block:
            case Paragraph():
                style = {"note": SMALL_PRINT, "warning": WARNING}.get(block.manner)
                self._said(block, style)
            case Bullets():
                number = _numbering(self.file) if block.numbered else None
                for item in block.items:
                    made = self._said(item, "List Number" if block.numbered else "List Bullet")
                    if number is not None:
                        _number_by(made, number)
            case Quote():
                for line in lines_of(block.text):
                    self.file.add_paragraph(line, style="Quote")
                self.file.add_paragraph(_line(block.source), style=SMALL_PRINT)
            case Facts():
                for name, text in block.rows:
                    _write(self.file.add_paragraph(), (Strong(f"{_line(name)}: "), *text))
            case Table():
                self._table(block)
            case Chart():
                self.file.add_heading(_line(block.title), 3 if section.level > 2 else 2)
                self.file.add_paragraph(_line(block.alternative))
                self._table(points_table(block), block.alternative)

    def _said(self, paragraph: Paragraph, style: str | None) -> Any:
        made = self.file.add_paragraph(style=style)
        _write(made, paragraph.text)
        if paragraph.edited_by:
            made.add_run(edited(paragraph)).italic = True
        return made

    def _table(self, table: Table, alternative: str = "") -> None:
        self.file.add_paragraph(_line(table.caption), style="Caption")
        rows = list(_rows(table))
        made = self.file.add_table(rows=len(rows), cols=len(table.columns))
        made.alignment, made.autofit = WD_TABLE_ALIGNMENT.LEFT, False
        _borders(made)
        _in_words(made, table.caption, alternative)
        room = (PAGE[1] - 2 * TURNED_MARGIN if self.turned else PAGE[0] - 2 * MARGIN) * POINTS
        widths = column_widths(table, room, TABLE, CELL_SIDES)
        for column, wide in zip(made.columns, widths, strict=True):
            column.width = Pt(wide)
        for row, (kind, cells) in zip(made.rows, rows, strict=True):
            _never_cut(row)
            if kind == "head":
                _repeated(row)
            written = row.cells
            if len(cells) == 1 and len(written) > 1:
                written = [written[0].merge(written[-1])]
            for place, (cell, given) in enumerate(zip(written, cells, strict=True)):
                if len(cells) > 1:
                    cell.width = Pt(widths[place])
                _cell(cell, given, kind, right=table.columns[place].numbers and len(cells) > 1)
        if table.note:
            self.file.add_paragraph(_line(table.note), style=SMALL_PRINT)
        else:
            _small_gap(self.file.add_paragraph())


def _rows(table: Table) -> Iterator[tuple[str, tuple[Cell, ...]]]:
    """The rows as they are written: heads, groups and rows of cells."""
    yield "head", tuple(Cell((column.title,)) for column in table.columns)
    starts = dict(table.groups)
    for place, row in enumerate(table.rows):
        if place in starts:
            yield "group", (Cell((starts[place],)),)
        yield "row", row
    if not table.rows:
        yield "row", (Cell(("Nothing to show.",)), *(Cell(("",)) for _ in table.columns[1:]))


def _is_wide(table: Table) -> bool:
    return len(table.columns) > MOST_UPRIGHT


def _line(text: str) -> str:
    return " ".join(text.split())


def _without_breaks(text: str) -> str:
    return re.sub(r"[\n\r\t]", " ", text)


def _paper(section: Any, *, turned: bool) -> None:
    short, long = (Mm(each) for each in PAGE)
    section.orientation = WD_ORIENT.LANDSCAPE if turned else WD_ORIENT.PORTRAIT
    section.page_width, section.page_height = (long, short) if turned else (short, long)
    margin = Mm(TURNED_MARGIN if turned else MARGIN)
    section.left_margin = section.right_margin = margin
    section.top_margin = section.bottom_margin = Mm(22)


def _styles(file: Any) -> None:
    """Makes the library's own styles ours: one font, no pale colours, the language of England."""
    styles = file.styles
    for name, size, colour, bold in (
        *(("Normal", BODY, INK, False), ("Title", 24, BAND, True), ("Subtitle", 14, INK, False)),
        *(("Heading 1", 16, BAND, True), ("Heading 2", 13, BAND, True), ("Heading 3", 12, BAND, True)),
        *(("Caption", BODY, INK, True), ("Quote", BODY, INK, False)),
    ):
        _font(styles[name], size, colour, bold=bold)
    for name, size, colour, bold in (
        (SMALL_PRINT, 11, MUTED, False),
        (WARNING, BODY, INK, True),
        (HEAD_AND_FOOT, TABLE, MUTED, False),
    ):
        made = styles.add_style(name, WD_STYLE_TYPE.PARAGRAPH)
        made.base_style = styles["Normal"]
        _font(made, size, colour, bold=bold)
    styles.add_style(FIGURE, WD_STYLE_TYPE.CHARACTER)
    styles["Normal"].paragraph_format.space_after = Pt(8)
    for name in ("Heading 1", "Heading 2", "Heading 3"):
        styles[name].paragraph_format.space_after = Pt(6)
    for spacing in list(styles["Subtitle"].element.rPr.iter(qn("w:spacing"))):
        spacing.getparent().remove(spacing)
    _bullets(file)
    styles["Quote"].paragraph_format.left_indent = Mm(8)
    styles["Quote"].font.italic = False
    styles["Caption"].paragraph_format.keep_with_next = True
    styles["Caption"].paragraph_format.space_before = Pt(10)
    for border in styles["Title"].element.iter(qn("w:pBdr")):
        border.getparent().remove(border)
        break
    defaults = styles.element.find(qn("w:docDefaults"))
    for language in defaults.iter(qn("w:lang")):
        language.set(qn("w:val"), "en-GB")
    settings = file.settings.element
    for language in settings.iter(qn("w:themeFontLang")):
        language.set(qn("w:val"), "en-GB")


def _bullets(file: Any) -> None:
    """A bullet that every font has, in the place of one that a font of signs draws."""
    for text in file.part.numbering_part.element.iter(qn("w:lvlText")):
        level = text.getparent()
        if level.find(qn("w:numFmt")).get(qn("w:val")) == "bullet":
            text.set(qn("w:val"), "•")
            for fonts in level.iter(qn("w:rFonts")):
                for key in ("ascii", "hAnsi", "cs"):
                    fonts.set(qn(f"w:{key}"), FONT)


def _font(style: Any, size: float, colour: RGBColor, *, bold: bool) -> None:
    style.font.name, style.font.size, style.font.bold, style.font.italic = FONT, Pt(size), bold, False
    style.font.color.rgb = colour
    fonts = style.element.get_or_add_rPr().get_or_add_rFonts()
    for key in list(fonts.attrib):
        if key.endswith("Theme"):
            del fonts.attrib[key]
    for key in ("ascii", "hAnsi", "cs", "eastAsia"):
        fonts.set(qn(f"w:{key}"), FONT)


def _write(paragraph: Any, text: Text, *, colour: RGBColor | None = None, size: float | None = None,
           bold: bool = False) -> None:  # fmt: skip
    for run in text:
        made = paragraph.add_run(_without_breaks(run if isinstance(run, str) else run.text))
        if isinstance(run, Number):
            made.style = FIGURE
        if bold or isinstance(run, Strong):
            made.bold = True
        if colour is not None:
            made.font.color.rgb = colour
        if size is not None:
            made.font.size = Pt(size)


def _field(paragraph: Any, name: str) -> None:
    """A number that Word fills in: of this page, or of all."""
    for kind in ("begin", "", "separate", "text", "end"):
        if kind == "text":
            made = OxmlElement("w:t")
            made.text = "1"
        elif kind:
            made = OxmlElement("w:fldChar")
            made.set(qn("w:fldCharType"), kind)
        else:
            made = OxmlElement("w:instrText")
            made.set(qn("xml:space"), "preserve")
            made.text = f" {name} "
        paragraph.add_run()._r.append(made)


def _numbering(file: Any) -> int:
    """A numbered list that begins at one: each has a numbering of its own, of the style's kind."""
    style = file.styles["List Number"].element
    of_style = style.pPr.numPr.numId.val
    numbering = file.part.numbering_part.element
    kind = next(each.abstractNumId.val for each in numbering.num_lst if each.numId == of_style)
    made = numbering.add_num(kind)
    made.add_lvlOverride(0).add_startOverride(1)
    return int(made.numId)


def _number_by(paragraph: Any, number: int) -> None:
    properties = paragraph._p.get_or_add_pPr().get_or_add_numPr()
    properties.get_or_add_ilvl().val, properties.get_or_add_numId().val = 0, number


def _cell(cell: Any, given: Cell, kind: str, *, right: bool) -> None:
    paragraph = cell.paragraphs[0]
    fill, ink = {"head": (HEAD_FILL, RGBColor(0xFF, 0xFF, 0xFF)), "group": (GROUP_FILL, INK)}.get(kind, ("", INK))
    if kind == "row" and given.rating in RATINGS and words(given.text).strip():
        fill, ink = RATINGS[given.rating]
    if fill:
        shade = OxmlElement("w:shd")
        for key, value in (("val", "clear"), ("color", "auto"), ("fill", fill)):
            shade.set(qn(f"w:{key}"), value)
        cell._tc.get_or_add_tcPr().append(shade)
    _write(paragraph, given.text, colour=ink, size=TABLE, bold=bool(fill))
    paragraph.paragraph_format.space_after = paragraph.paragraph_format.space_before = Pt(2)
    paragraph.paragraph_format.keep_with_next = kind != "row"
    if right:
        paragraph.alignment = WD_ALIGN_PARAGRAPH.RIGHT


def _borders(table: Any) -> None:
    made = OxmlElement("w:tblBorders")
    for side in ("bottom", "insideH"):
        line = OxmlElement(f"w:{side}")
        for key, value in (("val", "single"), ("sz", "4"), ("space", "0"), ("color", "B1B4B6")):
            line.set(qn(f"w:{key}"), value)
        made.append(line)
    table._tbl.tblPr.append(made)
    margins = OxmlElement("w:tblCellMar")
    for side in ("left", "right"):
        each = OxmlElement(f"w:{side}")
        each.set(qn("w:w"), str(int(CELL_SIDES / 2 * 20)))
        each.set(qn("w:type"), "dxa")
        margins.append(each)
    table._tbl.tblPr.append(margins)


def _in_words(table: Any, caption: str, alternative: str) -> None:
    """What the table is, for whoever can't see it, and that its first row and column are headings."""
    properties = table._tbl.tblPr
    look = properties.find(qn("w:tblLook"))
    if look is not None:
        properties.remove(look)
    look = OxmlElement("w:tblLook")
    for key, value in (("val", "04A0"), ("firstRow", "1"), ("lastRow", "0"), ("firstColumn", "1"),
                       ("lastColumn", "0"), ("noHBand", "0"), ("noVBand", "1")):  # fmt: skip
        look.set(qn(f"w:{key}"), value)
    properties.append(look)
    for name, text in (("tblCaption", caption), ("tblDescription", alternative)):
        if text:
            made = OxmlElement(f"w:{name}")
            made.set(qn("w:val"), _line(text))
            properties.append(made)


def _repeated(row: Any) -> None:
    row._tr.get_or_add_trPr().append(OxmlElement("w:tblHeader"))


def _never_cut(row: Any) -> None:
    row._tr.get_or_add_trPr().append(OxmlElement("w:cantSplit"))


def _small_gap(paragraph: Any) -> None:
    paragraph.paragraph_format.space_after = Pt(2)
