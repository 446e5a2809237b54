"""Tagged PDF on ReportLab: a canvas that notes what each mark on the page is, so that screen readers can follow.

ReportLab draws but does not tag; its tables call back as they draw, and that is enough. Headings, paragraphs and
tables become a structure tree; lines, tints and footers become artifacts. Must not decide any layout.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

from reportlab.pdfbase.pdfdoc import PDFArray, PDFDictionary, PDFName, PDFString
from reportlab.pdfgen.canvas import Canvas


@dataclass(slots=True)
class Node:
    """An element of the structure tree: a heading, a paragraph, a table, a row, a cell."""

    kind: str
    scope: str = ""
    """'Row' or 'Column' for a header cell."""
    mark: tuple[int, int] | None = None
    """(page from 1, marked content id) of the text itself, for the leaves."""
    children: list[Node] = field(default_factory=list)


class TaggedCanvas(Canvas):
    """Keeps its pages until the last is drawn ("page 1 of 2") and writes the structure tree with them."""

    _code: list[str]  # ReportLab's own: the page's operators
    _doc: Any  # ReportLab's own: the document's objects
    _startPage: Callable[[], None]  # noqa: N815 -- ReportLab's own name

    def __init__(self, *args: Any, on_page: Callable[[Canvas, int, int], None], **kwargs: Any) -> None:
        """`on_page(canvas, page, pages)` draws what stands on every page, once their number is known."""
        super().__init__(*args, **kwargs)
        self._on_each = on_page
        self._kept: list[dict[str, Any]] = []
        self._path = [Node("Document")]
        self._next_mark = 0

    def open(self, kind: str, scope: str = "") -> None:
        """Begin an element inside the one that is open."""
        node = Node(kind, scope)
        self._path[-1].children.append(node)
        self._path.append(node)

    def close(self) -> None:
        """End the element that was opened last."""
        self._path.pop()

    def begin_text(self, kind: str) -> None:
        """Begin marked content that is a leaf of the open element."""
        self.open(kind)
        self._path[-1].mark = (len(self._kept) + 1, self._next_mark)
        self._code.append(f"/{kind} <</MCID {self._next_mark}>> BDC")
        self._next_mark += 1

    def end_text(self) -> None:
        """End what `begin_text` began."""
        self._code.append("EMC")
        self.close()

    def begin_artifact(self) -> None:
        """Begin marks that a reader passes over."""
        self._code.append("/Artifact BMC")

    def end_artifact(self) -> None:
        """End what `begin_artifact` began."""
        self._code.append("EMC")

    def showPage(self) -> None:  # noqa: N802 -- ReportLab's name
        """Keep the page; all are written by `save`."""
        self._kept.append(dict(self.__dict__))
        self._startPage()
        self._next_mark = 0

    def save(self) -> None:
        """Write the pages, each with what `on_page` adds, and the structure tree."""
        pages = self._kept
        for number, page in enumerate(pages, start=1):
            self.__dict__.update(page)
            self.begin_artifact()
            self._on_each(self, number, len(pages))
            self.end_artifact()
            super().showPage()
        self._code.clear()
        StructureTree(self._doc, self._path[0]).write()
        super().save()


class StructureTree:
    """Writes the nodes as PDF objects: one element each, and the index from marked content back to its element."""

    def __init__(self, doc: Any, root: Node) -> None:
        self.doc = doc
        self.root = root
        self.marks: dict[int, list[Any]] = {}
        """Page from 1 -> references of its leaves in the order of their marked content ids."""

    def write(self) -> None:
        """Hang the tree into the catalog and number the pages for it."""
        tree = PDFDictionary({"Type": PDFName("StructTreeRoot")})
        tree_ref = self.doc.Reference(tree)
        tree.dict["K"] = self._element(self.root, tree_ref)
        index = [item for page, refs in sorted(self.marks.items()) for item in (page, PDFArray(refs))]
        tree.dict["ParentTree"] = PDFDictionary({"Nums": PDFArray(index)})
        tree.dict["ParentTreeNextKey"] = len(self.doc.Pages.pages) + 1
        catalog = self.doc.Catalog
        catalog.StructTreeRoot = tree
        catalog.MarkInfo = PDFDictionary({"Marked": "true"})
        for number, page in enumerate(self.doc.Pages.pages, start=1):
            # A page's fixed entries are a class attribute in ReportLab; giving this page its own set adds two to them.
            page.__Defaults__ = {**page.__Defaults__, "StructParents": number, "Tabs": PDFName("S")}

    def _element(self, node: Node, parent: Any) -> Any:
        entries: dict[str, Any] = {"Type": PDFName("StructElem"), "S": PDFName(node.kind), "P": parent}
        element = PDFDictionary(entries)
        reference = self.doc.Reference(element)
        if node.scope:
            element.dict["A"] = PDFDictionary({"O": PDFName("Table"), "Scope": PDFName(node.scope)})
        if node.kind == "Document":
            element.dict["Lang"] = PDFString("en-GB")
        if node.mark is None:
            element.dict["K"] = PDFArray([self._element(child, reference) for child in node.children])
            return reference
        page, mark = node.mark
        self.marks.setdefault(page, []).append(reference)
        element.dict["K"] = mark
        element.dict["Pg"] = self.doc.Reference(self.doc.Pages.pages[page - 1])
        return reference
