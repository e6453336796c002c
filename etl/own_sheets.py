"""How the workbooks that we hand out are told from a ledger: the sheets that only explain, and the column that says why a row was not loaded."""

from etl.readers import RawSheet

REASON = "未导入原因"
EXAMPLES, HOW_TO, WHY_NOT = "填报示例", "填报说明", "未导入说明"
MARK = "本表不导入"  # in the first row of each of these sheets: a name alone could be somebody's ledger
ONLY_OURS = "里只有说明和示例，没有填报的表，未导入。"


def is_reason(header: str) -> bool:
    """Whether a header is that of the reasons in a returned workbook; what stands under it is for the person who mends the rows."""
    return header.rsplit("_", 1)[-1].strip().startswith(REASON)


def is_ours(sheet: RawSheet) -> bool:
    """Whether a sheet is one of those that only explain."""
    return sheet.name in (EXAMPLES, HOW_TO, WHY_NOT) and any(MARK in cell for cell in sheet.head[0])
