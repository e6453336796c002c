"""Whatever a page calls that writes stands behind `@roles.writes`, found by reading the source: a new form cannot forget it."""

import ast
from functools import cache
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
ROOMS = ("warehouse", "etl", "indicators", "reports", "access", "pages")
WRITES = {
    "write_text",
    "write_bytes",
    "unlink",
    "rename",
    "mkdir",
    "rmdir",
    "touch",
    "chmod",
    "rmtree",
    "copyfile",
    "copytree",
    "move",
    "executescript",
}
OF_OS = {("os", "replace"), ("os", "rename"), ("os", "remove")}
SEEDS = {"warehouse.journal.writing", "warehouse.snapshot.building", "warehouse.folder.point_at", "warehouse.lock.writer_lock"}
EXEMPT = {
    "pages.parts.context.ensure_data": "a first start builds the demonstration before anybody could be asked",
    "pages.parts.context._bring_up_to_date": "another version of the program derives its own data anew",
    "access.log.record": "the log of what was done is written for whoever did it",
    "reports.portable.portable": "a PDF is made in a folder that is gone afterwards",
    "etl.returned.returned_workbook": "the file that was checked is read once more in a folder that is gone afterwards",
    "access.store.key": "the guard's own secret",
    "access.sessions.use": "the guard notes that a session was used",
}


def _name(path: Path) -> str:
    parts = path.relative_to(ROOT).with_suffix("").parts
    return ".".join(parts[:-1] if parts[-1] == "__init__" else parts)


def _imports(tree: ast.Module) -> dict[str, str]:
    found = {}
    for node in ast.walk(tree):
        if isinstance(node, ast.Import):
            found |= {
                (alias.asname or alias.name.split(".")[0]): (alias.name if alias.asname else alias.name.split(".")[0])
                for alias in node.names
            }
        elif isinstance(node, ast.ImportFrom) and node.module:
            found |= {alias.asname or alias.name: f"{node.module}.{alias.name}" for alias in node.names}
    return found


def _referred(node: ast.AST, module: str, imported: dict[str, str]) -> set[str]:
    """Every name of ours that is spoken of, called or handed on."""
    found = set()
    for one in ast.walk(node):
        if isinstance(one, ast.Name):
            found.add(imported.get(one.id, f"{module}.{one.id}"))
        elif isinstance(one, ast.Attribute) and isinstance(one.value, ast.Name) and one.value.id in imported:
            found.add(f"{imported[one.value.id]}.{one.attr}")
    return found


def _writes_itself(node: ast.AST) -> bool:
    for one in ast.walk(node):
        if isinstance(one, ast.Call) and isinstance(one.func, ast.Attribute):
            owner = one.func.value.id if isinstance(one.func.value, ast.Name) else ""
            if one.func.attr in WRITES or (owner, one.func.attr) in OF_OS:
                return True
    return False


def _is_checked(node: ast.AST) -> bool:
    """Whether it carries @roles.writes("…")."""
    calls = [one.func for one in getattr(node, "decorator_list", []) if isinstance(one, ast.Call)]
    return any(isinstance(call, ast.Attribute) and call.attr == "writes" and getattr(call.value, "id", "") == "roles" for call in calls)


@cache
def _units() -> dict[str, tuple[ast.AST, set[str], bool]]:
    """Functions, classes and the bare lines of modules by dotted name: node, whom they speak of, whether they are checked."""
    found = {}
    sources = [path for room in ROOMS for path in sorted((ROOT / room).rglob("*.py")) if path.name != "__main__.py"]
    for path in [*sources, ROOT / "dashboard.py"]:
        tree, module = ast.parse(path.read_text(encoding="utf-8")), _name(path)
        imported, bare = _imports(tree), ast.Module(body=[], type_ignores=[])
        for node in tree.body:
            if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef | ast.ClassDef):
                found[f"{module}.{node.name}"] = (node, _referred(node, module, imported), _is_checked(node))
            else:
                bare.body.append(node)
        found[f"{module}.(lines)"] = (bare, _referred(bare, module, imported), False)
    return found


def checked_steps() -> list[str]:
    """Every step of the pages that stands behind the check, by its dotted name."""
    return sorted(name for name, (_, _, checked) in _units().items() if checked)


def _writing() -> dict[str, str]:
    """Every unit that writes, and through what; it goes no further than a check or an exemption."""
    units = _units()
    found = {
        name: "itself" for name, (node, _, _) in units.items() if name in SEEDS or (_writes_itself(node) and not name.startswith("pages."))
    }
    growing = True
    while growing:
        growing = False
        stops = {name for name, (_, _, checked) in units.items() if checked} | set(EXEMPT)
        for name, (_, referred, _) in units.items():
            through = next((one for one in referred if one in found and one not in stops), None)
            if through and name not in found:
                found[name], growing = through, True
    return found


def test_the_seeds_exist():
    assert [name for name in (*SEEDS, *EXEMPT) if name not in _units()] == []


def test_the_known_ways_to_write_are_found():
    found = _writing()
    for name in (
        "warehouse.journal_events.note_event", "warehouse.journal_events.withdraw_event", "warehouse.journal_decisions.note_decision",
        "warehouse.journal_meetings.note_meeting", "warehouse.journal_rebases.note_rebase", "warehouse.journal_targets.set_target",
        "warehouse.journal_schemes.adopt_scheme", "warehouse.journal_bonuses.note_bonus", "warehouse.journal_assessments.rule",
        "warehouse.journal_assessments.object_to", "warehouse.kept_figures.keep_figures", "warehouse.folder.keep", "warehouse.folder.rollback",
        "etl.load.load", "etl.load.load_demo", "etl.load.undo", "etl.load.rebuild",
    ):  # fmt: skip
        assert name in found, name


def _unasked() -> dict[str, str]:
    """Where writing begins in the pages without a check: what nobody else calls, and the bare lines of a page. A function that only checked
    ones call is behind their check."""
    units = _units()
    called = {name for _, (_, referred, _) in units.items() for name in referred}
    begins = {name for name in units if name not in called or name.endswith(".(lines)")}
    found = _writing()
    return {name: found[name] for name in begins if name in found and name.startswith(("pages.", "dashboard.")) and not units[name][2]}


def test_nothing_of_the_pages_writes_without_asking_who():
    assert _unasked() == {}


def test_every_checked_step_is_named():
    labels = [one for node, _, checked in _units().values() if checked for one in node.decorator_list if isinstance(one, ast.Call)]
    assert len(labels) > 15
    assert all(len(one.args) == 1 and isinstance(one.args[0], ast.Constant) and one.args[0].value for one in labels)


def _downloads() -> list[tuple[str, ast.Call]]:
    return [
        (name, call)
        for name, (node, _, _) in _units().items()
        if name.startswith("pages.")
        for call in ast.walk(node)
        if isinstance(call, ast.Call) and isinstance(call.func, ast.Attribute) and call.func.attr == "download_button"
    ]


def _is_logged(given: ast.AST, module: str) -> bool:
    """roles.exported(…), or a function beside it that returns that."""
    if not isinstance(given, ast.Call):
        return False
    if isinstance(given.func, ast.Attribute):
        return given.func.attr == "exported" and getattr(given.func.value, "id", "") == "roles"
    maker = _units().get(f"{module}.{getattr(given.func, 'id', '')}")
    return maker is not None and any(
        isinstance(one, ast.Return) and one.value and _is_logged(one.value, module) for one in ast.walk(maker[0])
    )


def test_every_download_goes_to_the_log():
    assert len(_downloads()) > 8
    assert [name for name, call in _downloads() if not _is_logged(call.args[1], name.rpartition(".")[0])] == []


@pytest.mark.parametrize(
    "line", ["note_event(folder, text='x')", "journal_events.note_event(folder)", "st.button('x', on_click=note_event)"]
)
def test_a_page_that_forgot_would_be_found(line, monkeypatch):
    tree = ast.parse(
        f"import streamlit as st\nfrom warehouse import journal_events\nfrom warehouse.journal_events import note_event\ndef form():\n    {line}\n"
    )
    node, module = tree.body[-1], "pages.parts.forgetful"
    forgetful = {f"{module}.form": (node, _referred(node, module, _imports(tree)), _is_checked(node))}
    units = _units() | forgetful
    monkeypatch.setattr(f"{__name__}._units", lambda: units)
    assert f"{module}.form" in _unasked()
