"""The folder list is the architecture: imports go one way, files stay small, no page lies where the legacy menu finds it."""

import ast
from pathlib import Path

import pytest

ROOT = Path(__file__).parent.parent
LAYERS = ("warehouse", "etl", "indicators", "reports", "access", "pages")
MAY_IMPORT = {
    "warehouse": set(),
    "etl": {"warehouse"},
    "indicators": set(),
    "reports": {"indicators", "etl.contract"},
    "access": set(),
    "pages": {"warehouse", "etl", "indicators", "reports", "access"},
}
SOURCES = sorted(path for layer in LAYERS for path in (ROOT / layer).rglob("*.py"))
PRODUCT = [*SOURCES, ROOT / "dashboard.py"]


def _modules(path: Path) -> set[str]:
    tree = ast.parse(path.read_text(encoding="utf-8"))
    found = set()
    for node in ast.walk(tree):
        if isinstance(node, ast.Import):
            found |= {alias.name for alias in node.names}
        elif isinstance(node, ast.ImportFrom) and node.module:
            found |= {f"{node.module}.{alias.name}" for alias in node.names}
    return found


def _is_allowed(module: str, allowed: set[str]) -> bool:
    return any(module == name or module.startswith(name + ".") for name in allowed)


@pytest.mark.parametrize("path", [p for p in SOURCES if p.name != "__main__.py"], ids=lambda p: str(p.relative_to(ROOT)))
def test_imports_go_one_way(path):
    layer = path.relative_to(ROOT).parts[0]
    ours = {module for module in _modules(path) if module.split(".")[0] in LAYERS}
    wrong = {module for module in ours if not _is_allowed(module, MAY_IMPORT[layer] | {layer})}
    assert not wrong


@pytest.mark.parametrize("path", sorted((ROOT / "pages").rglob("*.py")), ids=lambda p: str(p.relative_to(ROOT)))
def test_a_page_imports_no_other_page(path):
    pages = {module for module in _modules(path) if module.startswith("pages.")}
    assert all(module.startswith("pages.parts") for module in pages)


@pytest.mark.parametrize("path", PRODUCT, ids=lambda p: str(p.relative_to(ROOT)))
def test_streamlit_only_in_pages(path):
    uses = {module.split(".")[0] for module in _modules(path)}
    assert "streamlit" not in uses or path.name == "dashboard.py" or path.relative_to(ROOT).parts[0] == "pages"


def test_no_page_directly_in_pages():
    assert [path.name for path in (ROOT / "pages").glob("*.py")] == ["__init__.py"]


@pytest.mark.parametrize("path", PRODUCT, ids=lambda p: str(p.relative_to(ROOT)))
def test_files_stay_small(path):
    assert len(path.read_text(encoding="utf-8").splitlines()) <= 300


@pytest.mark.parametrize(
    "path", [p for p in (ROOT / "pages").rglob("*.py") if p.parent.name != "parts"], ids=lambda p: str(p.relative_to(ROOT))
)
def test_a_page_is_a_table_of_contents(path):
    text = path.read_text(encoding="utf-8")
    assert len(text.splitlines()) <= 80
    assert "select " not in text.lower()


def test_no_indicator_name_in_python():
    from indicators.definition import load_catalog

    names = {indicator.name for indicator in load_catalog().values()}
    assert names
    for path in PRODUCT:
        text = path.read_text(encoding="utf-8")
        assert not [name for name in names if f'"{name}"' in text], path
