"""The other ledgers of the demonstration township: the committed files, what must hold within them, and what the plain loops say of them."""

import re
from collections import Counter, defaultdict
from datetime import date

import pytest

from etl.guard import PERSONAL, is_personal, is_refused
from etl.sample import write_sample
from etl.sample.domains import domain_pages, domain_sheets
from etl.sample.domains.fields import growers
from etl.sample.domains.herds import is_off
from etl.sample.domains.lines import domains, month_end
from etl.sample.domains.party import meetings, promises
from etl.sample.domains.projects import all_projects, percent_of, spent_of, status_of
from etl.sample.domains.truth import domain_counts, domain_defects, figure_names, figures, household_sources, project_parts, promise_parts
from etl.sample.words import villages, vocabulary
from tests.sample.reading import SAMPLE, grids
from tests.sample.test_files import unpacked

NAMES = {village.name for village in villages()}
FILES = sorted({sheet.file for sheet in domain_sheets()})
FLOWS = {"opening": 1, "added": 1, "sold": -1, "died": -1}
LAST = vocabulary()["last_day"]
PLACEHOLDERS = re.compile(r"演示|（已略）|[甲乙丙丁戊己庚辛壬癸]某[一二三四五六七八九十]+|")


def lines_of(key):
    return [line for page in domain_pages() if page.key == key for line in page.lines]


def cells_of(count):
    """The rows of a sheet below its header, by header (its lowest level)."""
    rows = grids(SAMPLE / count.file)[count.sheet]
    headers = next(sheet.headers for sheet in domain_sheets() if (sheet.file, sheet.name) == (count.file, count.sheet))
    return [header.rpartition("_")[2] for header in headers], rows[count.header_row : count.header_row + count.rows]


@pytest.fixture(scope="module")
def written(tmp_path_factory):
    return {path.name: path for path in write_sample(tmp_path_factory.mktemp("sample"))}


@pytest.mark.parametrize("name", FILES)
def test_the_generator_writes_exactly_the_committed_file(written, name):
    assert unpacked(written[name]) == unpacked(SAMPLE / name)


@pytest.mark.parametrize("name", FILES)
def test_file_and_every_title_say_that_it_is_a_demonstration(name):
    assert "演示数据" in name
    for rows in grids(SAMPLE / name).values():
        assert [cell for cell in rows[0] if cell] == [rows[0][0]]
        assert rows[0][0].endswith("【演示数据】")


@pytest.mark.parametrize("name", FILES)
def test_nothing_in_it_is_about_a_person_or_of_a_real_place(name):
    for sheet, rows in grids(SAMPLE / name).items():
        cells = {cell for row in rows for cell in row}
        assert not [cell for cell in cells if re.search(PERSONAL, cell)]
        assert not is_refused(cells | {name, sheet})
        plain = [re.sub("省内县外|省外|县内|省级补助|市场", "", cell) for cell in cells]
        assert not [cell for cell in plain if re.search("[省市县州]", cell)]


@pytest.mark.parametrize("count", domain_counts(), ids=lambda count: f"{count.key}-{count.cutoff}-{count.sheet}")
def test_each_sheet_has_as_many_rows_as_said(count):
    rows = grids(SAMPLE / count.file)[count.sheet]
    below = rows[count.header_row :]
    assert len(below) == count.rows + count.total + count.footer + count.blank
    assert sum(not any(row) for row in below) == count.blank
    assert len([row for row in rows[: count.title] if any(row)]) == count.title
    headers, data = cells_of(count)
    if "序号" in headers:
        assert [row[headers.index("序号")] for row in data] == [str(number) for number in range(1, count.rows + 1)]


@pytest.mark.parametrize("count", domain_counts(), ids=lambda count: f"{count.key}-{count.cutoff}-{count.sheet}")
def test_columns_about_persons_hold_nothing_but_placeholders(count):
    headers, data = cells_of(count)
    personal = [place for place, header in enumerate(headers) if is_personal(header) or header in ("主持人", "记录人")]
    assert all(PLACEHOLDERS.fullmatch(row[place]) for row in data for place in personal)
    assert bool(personal) == (count.key in ("project", "growers", "activity"))


def test_every_row_is_of_a_village_of_the_township_or_of_the_township():
    for page in domain_pages():
        found = {line.village for line in page.lines}
        assert found == {None} if page.key in ("survey", "prices") else found <= NAMES


def test_no_line_is_later_than_its_file_speaks_for():
    for day in (None, date(2025, 11, 30), date(2024, 5, 31), date(2022, 6, 30)):
        for page in domain_pages(day):
            assert page.cutoff <= (day or LAST)
            assert all(line.end_on <= page.cutoff for line in page.lines), page.key


def test_an_earlier_day_gives_the_beginning_of_the_same_lines():
    earlier, now = date(2025, 11, 30), {key: lines_of(key) for key in domains()["sheet"]}
    for page in domain_pages(earlier):
        if not domains()["sheet"][page.key].get("repeats"):
            assert all(line in now[page.key] or is_off(line) for line in page.lines), page.key


def test_a_year_of_income_is_missing_in_one_village_only():
    expected = {(name, year) for name in NAMES for year in range(2021, 2026)}
    assert expected - set(figures("reported_income_yuan")) == {("藜塬村", 2023)}


@pytest.mark.parametrize("defect", domain_defects(), ids=lambda defect: f"{defect.kind}-{defect.row}")
def test_the_named_row_is_there_and_says_everything(defect):
    row = grids(SAMPLE / defect.file)[defect.sheet][defect.row - 1]
    assert not {"—", "未填"} & set(row)


def test_only_one_village_always_rounds_its_income():
    amounts = figures("reported_income_yuan")
    assert NAMES - {village for (village, _), amount in amounts.items() if amount % 500} == {"墨渠村"}


def test_the_parts_of_the_survey_add_up_within_two_yuan():
    gaps = [
        line.number("total") - sum(line.number(part) for part in ("wage", "business", "property", "transfer"))
        for line in lines_of("survey")
    ]
    assert len(gaps) == 5 and all(abs(gap) <= 2 for gap in gaps) and any(gaps)


@pytest.mark.parametrize("line", lines_of("collective"), ids=lambda line: f"{line.village}-{line.end_on.year}")
def test_the_accounts_of_the_collective_economy_hold(line):
    of = {name: round(line.number(name) * 100) for name in line.values}
    earned = of["operating_income"] + of["contract_income"] + of["investment_income"]
    assert of["total_income"] == earned + of["subsidy_income"] + of["other_income"]
    assert of["total_expense"] == of["operating_expense"] + of["admin_expense"] + of["other_expense"]
    assert of["surplus"] == of["total_income"] - of["total_expense"]
    assert of["operating_surplus"] == earned - of["operating_expense"] - of["admin_expense"]
    assert min(of[name] for name in of if not name.endswith("surplus")) >= 0


def test_two_villages_stay_below_five_ten_thousand_yuan():
    surplus = figures("operating_surplus_yuan")
    assert {village for (village, _), yuan in surplus.items() if yuan < 50_000} == {"藜塬村", "苇霖村"}
    assert all(surplus[village, year] < 50_000 for village in ("藜塬村", "苇霖村") for year in range(2021, 2026))


def test_projects_differ_in_how_they_went():
    states = Counter(status_of(project, LAST) for project in all_projects())
    assert len(all_projects()) == 26 and states["paused"] == states["dropped"] == 1
    assert states["none"] >= 2 and states["open"] >= 3 and states["done"] >= 12
    late = [one for one in all_projects() if one.finished_on and one.planned_finish_on and one.finished_on > one.planned_finish_on]
    assert len(late) >= 5 and all(0 < begun < listed for begun, listed in project_parts().values())


@pytest.mark.parametrize("project", all_projects(), ids=lambda project: project.project_id)
def test_a_project_only_ever_advances(project):
    days = [month_end(year, month) for year in (2024, 2025, 2026) for month in range(1, 13)]
    assert [percent_of(project, day) for day in days] == sorted(percent_of(project, day) for day in days)
    assert all(0 <= spent_of(project, day) <= 1.05 * project.planned for day in days)
    assert project.finished_on is None or project.started_on < project.finished_on
    assert project.planned_finish_on is None or project.planned_start_on < project.planned_finish_on


def test_projects_write_their_days_in_three_ways():
    headers, data = cells_of(next(count for count in domain_counts() if count.key == "project"))
    assert {re.sub(r"\d+", "9", row[headers.index("拟开工时间")]) for row in data} == {"9.9.9", "9年9月9日", "9-9-9 9:9"}


def test_what_stands_is_what_stood_and_what_was_added():
    added = {(line.village, line.end_on): line for line in lines_of("facility_added")}
    before, households = {}, {village.name: village.households for village in villages()}
    for line in lines_of("facility_stock"):
        assert max(line.number(name) for name in ("toilet_households", "water_households", "fiber_households")) <= households[line.village]
        if line.village in before:
            for stock, increment in (("road_km", "road_added_km"), ("lamps", "lamps_added"), ("toilet_households", "toilets_added")):
                grown = line.number(stock) - before[line.village].number(stock)
                assert grown == pytest.approx(added[line.village, line.end_on].number(increment))
        assert line.number("road_km") <= line.number("road_total_km") and line.number("lamps_lit") <= line.number("lamps")
        before[line.village] = line


def test_some_say_about_how_much_they_carried_off():
    _, data = cells_of(next(count for count in domain_counts() if count.key == "facility_added"))
    assert {re.sub(r"\d+", "9", row[6]) for row in data} == {"9", "约9", "9余", "未填"}


def test_crops_fit_on_the_land_and_their_parts_into_them():
    land = {village: mu for (village, year), mu in figures("arable_mu").items() if year == 2025}
    assert all(mu <= 1.05 * land[village] for (village, _), mu in figures("crop_area_mu").items())
    whole = None
    for line in lines_of("planting"):
        if line.values["item"].startswith("其中："):
            assert line.number("area") < whole.number("area") and line.village == whole.village
        else:
            whole = line
        assert line.number("yield") == pytest.approx(line.number("area") * line.number("per_mu") / 1000, abs=0.051)


def test_one_village_is_listed_by_household_instead():
    told = domains()["growers"]
    assert not [line for line in lines_of("planting") if (line.village, line.end_on.year) == (told["village"], told["year"])]
    assert len({line.values["person"] for line in growers()}) == told["households"]
    assert sum(household_sources().values()) == len(growers())
    before, after = (figures("crop_area_mu")[told["village"], year] for year in (2024, 2025))
    assert 0.8 < after / before < 1.2


def test_herds_add_up_but_for_the_one_row_on_the_list():
    off, before = [], {}
    for line in lines_of("livestock"):
        left, herd = sum(line.number(name) * sign for name, sign in FLOWS.items()), (line.village, line.values["item"])
        if left != line.number("closing"):
            off.append(line)
        assert line.number("opening") == before.get(herd, line.number("opening"))
        before[herd] = left
    defect, (line,) = domain_defects()[0], off
    assert line.number("closing") == pytest.approx(1.1 * sum(line.number(name) * sign for name, sign in FLOWS.items()), abs=1)
    row = grids(SAMPLE / defect.file)[defect.sheet][defect.row - 1]
    assert str(int(line.number("closing"))) in row and line.values["period"] in row and defect.column.startswith("期末存栏")


def test_labour_of_the_year_is_the_sum_of_its_months():
    told, so_far = domains()["labour"], Counter()
    for line in lines_of("labour"):
        key = (line.village, line.end_on.year, line.values["scope"])
        assert line.number("month_all") == sum(line.number(f"month_{where}") for where in ("county", "province", "outside"))
        so_far[key] += line.number("month_all")
        assert line.number("year_all") == so_far[key]
    for (village, year, scope), number in so_far.items():
        assert scope == told["all"] or number <= so_far[village, year, told["all"]]
    residents = {village.name: village.residents for village in villages()}
    assert all(number <= 0.4 * residents[village] for (village, _, _), number in so_far.items())


def test_the_description_agrees_with_the_area_ledger():
    grids_of = {village.name: (len(village.grids), len({grid.group for grid in village.grids})) for village in villages()}
    for line in lines_of("profile"):
        assert (line.number("grids"), line.number("groups")) == grids_of[line.village]
        assert line.number("women") + line.number("mobile") < line.number("members") < line.number("residents")
        assert line.number("core_households") <= line.number("groups") and line.number("grid_groups") <= line.number(
            "party_groups"
        ) <= line.number("grids")
        assert line.number("transferred") < line.number("arable")


def test_every_village_but_one_meets_every_month():
    months = {(year, month) for year in (2025, 2026) for month in range(1, 13) if month_end(year, month) <= LAST}
    for kind in ("theme_day", "committee"):
        held = defaultdict(set)
        for meeting in meetings():
            if meeting.kind == kind:
                held[meeting.village].add((meeting.held_on.year, meeting.held_on.month))
        assert {village for village in NAMES if held[village] != months} == {"棠圩村"}
        assert len(months - held["棠圩村"]) == 3


def test_never_more_come_than_were_to_come():
    assert all(1 <= meeting.present <= meeting.due for meeting in meetings())
    numbers = [line.values["serial_id"] for line in lines_of("activity")]
    assert len(set(numbers)) == len(numbers)


@pytest.mark.parametrize(("key", "silent"), [("volunteer", "苇霖村"), ("publicity", "稷风村")])
def test_one_village_reports_nothing_in_a_ledger(key, silent):
    assert NAMES - {line.village for line in lines_of(key)} == {silent}


def test_totals_of_periods_hold():
    for line in lines_of("returns"):
        assert line.number("planned") == line.number("on_time") + line.number("late") + line.number("missing")
    for key, part, whole in (("council", "done", "items"), ("council", "items", "topics"), ("inspection", "on_time", "planned"),
                             ("inspection", "done", "items"), ("others", "done", "items"), ("classes", "held", "planned"), ("classes", "present", "due")):  # fmt: skip
        assert all(0 <= line.number(part) <= line.number(whole) for line in lines_of(key) if part in line.values)
    late = figures("returns_on_time")["蓼湾村", 2026] / figures("returns_due")["蓼湾村", 2026]
    assert late < 0.8 < sum(figures("returns_on_time").values()) / sum(figures("returns_due").values())


def test_classes_are_listed_or_totalled_never_both():
    listed = {line.end_on.year for line in lines_of("activity") if line.values["kind"] == domains()["kinds"]["class"]}
    assert (listed, {line.end_on.year for line in lines_of("classes")}) == ({2025}, {2026})


def test_promises_are_kept_late_or_not_at_all():
    of_year = promise_parts(date(2025, 1, 1), date(2026, 1, 1))
    assert 0 < of_year["on_time"][0] < of_year["done"][0] < of_year["done"][1]
    assert all(promise.promised_on < promise.due_on for promise in promises())
    then = promise_parts(date(2025, 1, 1), date(2026, 1, 1), as_of=date(2025, 6, 30))
    assert then["done"][1] < of_year["done"][1] and then["done"][0] < of_year["done"][0]


@pytest.mark.parametrize("name", figure_names())
def test_a_figure_is_there_and_grows_only_with_what_is_known(name):
    found, before = figures(name), figures(name, date(2025, 12, 31))
    assert found and all(number >= 0 or name == "operating_surplus_yuan" for number in found.values())
    assert before == {key: number for key, number in found.items() if key[1] <= 2025} or name in ("promises",)
    assert len(found) >= len(before)
