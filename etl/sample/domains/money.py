"""Income that villages report, income that a survey finds, consumer prices, and the accounts of the collective economy."""

from collections.abc import Iterator
from datetime import date
from functools import cache
from random import Random

from etl.sample.chance import between
from etl.sample.domains.lines import Line, Page, domains, hundredths, year_end, years
from etl.sample.domains.places import Place, places

INCOME_SEED, COLLECTIVE_SEED = 20231106, 20231107
WEAKNESS = 9
SURPLUS_LIMIT = 500  # 5 万元, in hundreds of yuan
PERMILLE_PARTS = ("wage", "business", "property")
WEAK_PARTS = ("operating_income", "contract_income", "investment_income", "admin_expense")


def _draw(name: str) -> dict:
    return domains()["draw"][name]


def _all_years() -> range:
    return range(domains()["draw"]["first_year"], domains()["draw"]["last_year"] + 1)


@cache
def _reported() -> tuple[Line, ...]:
    chance, draw, found = Random(INCOME_SEED), _draw("income"), []
    for place in places():
        amount = between(chance, *draw["base_yuan"][place.location])
        for year in _all_years():
            shown = round(amount / 500) * 500 if place.name == draw["rounds"] else amount
            is_silent = draw["silent"].get(place.name) == year
            found.append(Line(village=place.name, end_on=year_end(year), values={"amount": None if is_silent else shown}))
            amount = amount * (1000 + between(chance, *draw["growth_permille"])) // 1000
    return tuple(found)


def _survey() -> Iterator[Line]:
    draw = _draw("survey")
    for at, year in enumerate(_all_years()):
        total = draw["total_yuan"][at]
        parts = {name: total * draw[f"{name}_permille"][at] // 1000 for name in PERMILLE_PARTS}
        rest = total - sum(parts.values()) - draw["rounding_yuan"][at]
        yield Line(village=None, end_on=year_end(year), values={"year": f"{year}年", "total": total, **parts, "transfer": rest})


def _prices() -> Iterator[Line]:
    for year, index in _draw("survey")["prices"].items():
        yield Line(village=None, end_on=year_end(int(year)), values={"year": f"{year}年", "index": index})


def _accounts(chance: Random, place: Place, at: int) -> dict[str, int]:
    """One village's year in hundreds of yuan, before anything is added up; `at` counts the years."""
    draw, scale = _draw("collective"), 100 + 8 * at
    names = ("operating_income", "contract_income", "investment_income", "subsidy_income", "other_income", "admin_expense", "other_expense")
    found = {name: between(chance, *draw[name]) * scale // 100 for name in names}
    share = between(chance, *draw["operating_expense_percent"])
    if place.name in draw["weak"]:
        found |= {name: found[name] // WEAKNESS for name in WEAK_PARTS}
    return found | {"operating_expense": found["operating_income"] * share // 100}


def _surplus(found: dict[str, int]) -> int:
    earned = found["operating_income"] + found["contract_income"] + found["investment_income"]
    return earned - found["operating_expense"] - found["admin_expense"]


def _above_the_limit(found: dict[str, int], place: Place) -> dict[str, int]:
    """The accounts, with more rent where a village that is not one of the weak ones would fall below the limit."""
    lacking = SURPLUS_LIMIT + 40 - _surplus(found)
    is_weak = place.name in _draw("collective")["weak"]
    if is_weak or lacking <= 0:
        return found
    return found | {"contract_income": found["contract_income"] + lacking}


def _added_up(found: dict[str, int]) -> dict[str, int]:
    incomes = ("operating_income", "contract_income", "investment_income", "subsidy_income", "other_income")
    income = sum(found[name] for name in incomes)
    expense = found["operating_expense"] + found["admin_expense"] + found["other_expense"]
    sums = {"total_income": income, "total_expense": expense, "surplus": income - expense, "operating_surplus": _surplus(found)}
    return found | sums


@cache
def _collective() -> tuple[Line, ...]:
    chance, draw, found = Random(COLLECTIVE_SEED), _draw("collective"), []
    for place in places():
        assets, debt = between(chance, *draw["assets"]), between(chance, *draw["debt"])
        for at, year in enumerate(_all_years()):
            hundreds = _added_up(_above_the_limit(_accounts(chance, place, at), place))
            assets, debt = assets + max(0, hundreds["surplus"] // 3), debt * 9 // 10
            hundreds |= {"assets": assets, "debt": debt}
            found.append(Line(village=place.name, end_on=year_end(year), values={name: hundredths(n) for name, n in hundreds.items()}))
    return tuple(found)


def money_pages(day: date) -> Iterator[Page]:
    """Every sheet of what is reported for the years that had ended by a day."""
    known = years(day)
    if not known:
        return
    cutoff = year_end(known[-1])
    for key, lines in (("income", _reported()), ("survey", tuple(_survey())), ("prices", tuple(_prices()))):
        yield Page(key=key, lines=tuple(line for line in lines if line.end_on <= cutoff), cutoff=cutoff)
    for year in known:
        own = tuple(line for line in _collective() if line.end_on.year == year)
        yield Page(key="collective", lines=own, cutoff=cutoff, said={"year": str(year)})
