"""What may be the number of a person, in however it is written: found alike by Python and by the SQL that reads cells."""

import duckdb
import pytest

from etl.guard import HIDDEN, are_names, has_number, is_address, is_name, masked, number_macros

NUMBERS = [
    "13812345678", "138-1234-5678", "138 1234 5678", "138　1234　5678", "１３８１２３４５６７８", "1381 234 5678", "138 - 1234 - 5678", "+8613812345678",
    "+86 138-1234-5678", "8613812345678", "008613812345678", "0936-8221234", "（0936）8221234", "(010) 62345678", "510124199003071234",
    "51012419900307123X", "510124 19900307 1234", "510124-19900307-1234", "５１０１２４１９９００３０７１２３４", "510124900307123",
]  # fmt: skip
OTHERS = [
    "YH2026100800012345", "20261008000123456", "2026-10-08 09:32:00", "138123456789", "9787111213812345678", "A-2026-0001-0001", "13 100 200 300",
    "0.123456789012", "1234567890123", "620321202600010023", "2026年10月8日", "12345", "第0931号-2026", "",
]  # fmt: skip


@pytest.fixture(scope="module")
def con():
    with duckdb.connect() as connection:
        connection.execute(number_macros())
        yield connection


def _in_sql(con, text: str) -> bool:
    return bool(con.execute("select has_number($1)", [text]).fetchall()[0][0])


@pytest.mark.parametrize("text", NUMBERS)
def test_a_number_of_a_person_is_found_and_masked_in_both(con, text):
    for around in (text, f"联系{text}。", f"王某{text}张某"):
        assert (has_number(around), _in_sql(con, around)) == (True, True)
        assert HIDDEN in masked(around) and not any(character.isdigit() for character in masked(around))
        assert con.execute("select masked($1)", [around]).fetchall() == [("（含长号码，不保存）",)]


@pytest.mark.parametrize("text", OTHERS)
def test_other_numbers_are_left_alone_in_both(con, text):
    assert (has_number(text), _in_sql(con, text), masked(text)) == (False, False, text)


@pytest.mark.parametrize(
    ("cells", "is_so"),
    [(["张建国", "李秀英", "王大力", ""], True), (["张建国", "李秀英"], False), (["柳沟村", "石桥村", "马家湾", "王家沟"], False),
     (["镇水务站", "镇农业站", "便民中心"], False), (["满意", "不满意", "满意", "张建国"], False), ([], False)],
)  # fmt: skip
def test_a_column_reads_like_names_where_most_of_its_cells_do(cells, is_so):
    assert are_names(cells) is is_so


@pytest.mark.parametrize(
    ("text", "name", "address"),
    [("张建国", True, False), ("李丽", True, False), ("王家沟", False, False), ("前天", False, False), ("满意", False, False), ("张建国说", False, False),
     ("柳沟村幸福巷1101号院", False, True), ("3社15户", False, True), ("一社三组12号", False, True), ("2026年10月8日", False, False), ("3号", False, False)],
)  # fmt: skip
def test_names_and_addresses_are_known_alike_in_both(con, text, name, address):
    assert (is_name(text), is_address(text)) == (name, address)
    assert con.execute("select is_name($1), is_address($1)", [text]).fetchall() == [(name, address)]
    assert con.execute("select masked_figure($1)", [text]).fetchall()[0][0].startswith("（像是") is (name or address)
