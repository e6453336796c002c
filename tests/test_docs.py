"""Nothing undocumented: commands, packages and folders of the README are those that exist."""

import re
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).parent.parent
README = (ROOT / "README.md").read_text(encoding="utf-8")
CHINESE = (ROOT / "README.zh-CN.md").read_text(encoding="utf-8")


def _subcommands(module: str) -> list[str]:
    told = subprocess.run([sys.executable, "-m", module, "--help"], capture_output=True, text=True, check=True).stdout
    return re.search(r"\{([\w,]+)\}", told).group(1).split(",")


@pytest.mark.parametrize("module", ["etl", "indicators", "access"])
def test_every_command_is_in_the_readme(module):
    listed = "".join(line for line in README.splitlines() if f"python -m {module}" in line)
    assert [name for name in _subcommands(module) if not re.search(rf"\b{name}\b", listed)] == []


def test_every_package_earns_a_line():
    pinned = re.findall(r"^([\w-]+)==[\d.]+ ", (ROOT / "requirements.txt").read_text(encoding="utf-8"), re.MULTILINE)
    assert pinned
    assert [name for name in pinned if f"| {name} |" not in README] == []


@pytest.mark.parametrize("requirements", ["requirements.txt", "requirements-dev.txt"])
def test_versions_are_exact(requirements):
    lines = [line.split("#")[0].strip() for line in (ROOT / requirements).read_text(encoding="utf-8").splitlines()]
    assert all(not line or line.startswith("-r ") or re.fullmatch(r"[\w-]+==[\d.]+", line) for line in lines)


def test_every_folder_of_the_layout_is_described():
    layers = {path.parent.name for path in ROOT.glob("*/__init__.py")} - {"tests", "benchmarks"}
    assert [name for name in layers if f"`{name}/`" not in README] == []


def test_pictures_of_the_readme_are_there():
    assert [name for name in re.findall(r"!\[[^]]*\]\(([^)]+)\)", README + CHINESE) if not (ROOT / name).is_file()] == []


def test_the_township_is_told_install_import_routine_place_and_backup():
    assert [
        word for word in ("## 安装", "不能上网", "## 第一次导入", "## 每月要做的事", "备份", "未在 Windows 上试过") if word not in CHINESE
    ] == []
    assert "not tried here" in README
