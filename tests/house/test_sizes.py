"""Files of at most 400 lines, functions of at most 40, a purpose at the top of every module."""

from __future__ import annotations

import ast

from tests.house.tree import python_files, syntax_of, text_of

MAX_FILE = 400
MAX_FUNCTION = 40


def test_no_file_is_longer_than_a_reader_can_hold() -> None:
    sizes = {str(path): text_of(path).count("\n") for path in python_files()}
    assert {path: size for path, size in sizes.items() if size > MAX_FILE} == {}


def test_no_function_is_longer_than_a_screen() -> None:
    long = {f"{path}:{name}": size for path in python_files() for name, size in too_long(syntax_of(path))}
    assert long == {}


def test_every_module_says_what_it_is_for() -> None:
    assert [str(path) for path in python_files() if not ast.get_docstring(syntax_of(path))] == []


def test_the_measure_finds_a_long_function_inside_a_class() -> None:
    body = "\n".join(f"        x{number} = {number}" for number in range(MAX_FUNCTION))
    assert too_long(ast.parse(f"class A:\n    def b(self):\n{body}\n")) == [("b", MAX_FUNCTION + 1)]
    assert too_long(ast.parse("async def c():\n    pass\n")) == []


def too_long(tree: ast.Module) -> list[tuple[str, int]]:
    """Names and lengths of the functions above the limit."""
    functions = [node for node in ast.walk(tree) if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef)]
    sizes = [(node.name, (node.end_lineno or node.lineno) - node.lineno + 1) for node in functions]
    return [(name, size) for name, size in sizes if size > MAX_FUNCTION]
