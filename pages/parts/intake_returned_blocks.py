"""The rows that were not taken, to be downloaded as the clerk's own workbook, mended and loaded again."""

from collections.abc import Callable, Mapping, Sequence
from pathlib import Path

import streamlit as st

from etl.chosen import Chosen, Given
from etl.load import LoadResult
from etl.returned import Returnable, returnable, returned_workbook
from etl.written import OWN
from pages.parts import blocks, context, roles
from pages.parts.intake_file_blocks import plain

WORKBOOK = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
HOW = "每个文件一份：原来的工作表、列和顺序，最后一列写明原因。改好后把它再导入一次；已经导入的行不会重复计数。涉及个人信息的列不在里面"


def download(files: Sequence[Given], chosen: Mapping[tuple[str, str], Chosen], result: LoadResult) -> None:
    """A workbook for each file of which rows were not taken; nothing where all were."""
    found = returnable(result)
    if not found:
        return
    with blocks.section("没有导入的行", HOW, key="returned"):
        if _is_unsaved(chosen, result):
            st.caption("这些表的列是这次手工对上的；发布时保存对应关系，改好的文件再导入时就不用再对一次。")
        for number, one in enumerate(found):
            _button(number, one, files, result)


def _is_unsaved(chosen: Mapping[tuple[str, str], Chosen], result: LoadResult) -> bool:
    """Whether the columns of a sheet were matched by hand and the matching is kept nowhere yet."""
    by_hand = {place for place, said in chosen.items() if said.makes_mapping}
    unsaved = {
        (one.file, one.sheet) for one in result.rejected if one.rows and one.match.reading.mapping and one.match.reading.mapping.name == OWN
    }
    return bool(by_hand & unsaved)


def _button(number: int, one: Returnable, files: Sequence[Given], result: LoadResult) -> None:
    sheets = f"，{one.sheets} 张表" if one.sheets > 1 else ""
    st.download_button(
        plain(f"下载《{one.file}》没有导入的 {one.rows:,} 行{sheets}（Excel，带原因）"),
        roles.exported(one.name, _maker(files, result, one.sha256, context.data_dir())),
        file_name=one.name,
        mime=WORKBOOK,
        key=f"returned-{number}",
        icon=":material/download:",
        on_click="ignore",
    )


def _maker(files: Sequence[Given], result: LoadResult, sha256: str, data_dir: Path) -> Callable[[], bytes]:
    """What makes the workbook when it is asked for, outside of any run."""
    return lambda: returned_workbook(files, result, sha256, data_dir)
