"""The rooms of the house: what import-linter cannot say about them."""

from __future__ import annotations

import ast
import sys
import tomllib

from tests.house.tree import ROOT, committed, python_files, syntax_of

TOP = {
    "ARCHITECTURE.md", "CHANGELOG.md", "CONTRIBUTING.md", "LICENSE", "Makefile", "README.md", "SECURITY.md", "app",
    "installers", "pyproject.toml", "resources", "tests", ".ci", ".gitignore",
}  # fmt: skip


def test_the_top_of_the_tree_is_as_fixed() -> None:
    assert {path.parts[0] for path in committed()} - TOP == set()


def test_every_room_has_its_place_in_the_contracts() -> None:
    settings = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))["tool"]["importlinter"]
    layers = next(contract for contract in settings["contracts"] if contract["type"] == "layers")
    placed = {name.strip(" ()") for layer in layers["layers"] for name in layer.split("|")}
    rooms = {path.parts[1].removesuffix(".py") for path in python_files("app")} - {"__init__"}
    assert rooms - placed == set()


def test_the_domain_imports_the_standard_library_and_itself_only() -> None:
    files = [path for path in python_files("app") if path.parts[1] == "domain"]
    found = {(str(path), name) for path in files for name in imports_of(syntax_of(path))}
    allowed = sys.stdlib_module_names | {"app.domain"}
    assert {(path, name) for path, name in found if root_of(name) not in allowed} == set()


def test_the_rules_of_domain_and_policy_read_no_clock_and_no_chance() -> None:
    files = [path for path in python_files("app") if path.parts[1] in {"domain", "policy"}]
    found = {(str(path), call) for path in files for call in impure_calls(syntax_of(path))}
    assert found == set()


def test_the_installers_tools_need_nothing_but_python() -> None:
    files = [path for path in python_files("installers") if path.parts[1] in {"dev.py", "devtools"}]
    found = {(str(path), name) for path in files for name in imports_of(syntax_of(path))}
    assert {(path, n) for path, n in found if root_of(n) not in sys.stdlib_module_names | {"installers"}} == set()


def test_the_measures_find_a_breach() -> None:
    assert imports_of(ast.parse("import sqlalchemy.orm\nfrom app.models import journal")) == [
        "sqlalchemy.orm", "app.models",
    ]  # fmt: skip
    assert root_of("app.models.facts") == "app.models"
    assert impure_calls(ast.parse("datetime.now(UTC); time.monotonic(); uuid4(); clock.now()")) == [
        "datetime.now", "time.monotonic", "uuid4",
    ]  # fmt: skip


IMPURE = {
    "datetime.now", "datetime.utcnow", "datetime.today", "date.today", "time.time", "time.monotonic", "os.urandom",
    "uuid4", "uuid.uuid4", "token_bytes", "secrets.token_bytes", "random.random", "random.choice",
}  # fmt: skip


def imports_of(tree: ast.Module) -> list[str]:
    """Names of the modules a file imports, late imports included."""
    names: list[str] = []
    for node in ast.walk(tree):
        if isinstance(node, ast.Import):
            names += [alias.name for alias in node.names]
        elif isinstance(node, ast.ImportFrom):
            names.append(node.module or "")
    return names


def root_of(name: str) -> str:
    """The first part of a module's name; for our own package the first two, which name the room."""
    parts = name.split(".")
    return ".".join(parts[:2]) if parts[0] == "app" else parts[0]


def impure_calls(tree: ast.Module) -> list[str]:
    """Calls that read a clock or a random source."""
    calls = [ast.unparse(node.func) for node in ast.walk(tree) if isinstance(node, ast.Call)]
    return [call for call in calls if call in IMPURE]
