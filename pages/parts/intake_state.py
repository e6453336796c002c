"""What the clerk has in hand on the intake page: the files, what was said of each sheet, the check. Kept for the session, never on disk."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace

import streamlit as st

from etl.chosen import NOTHING, Chosen, Given, base_name
from etl.contract import contracts
from etl.inspection import HeaderSeen, SheetSeen
from etl.load import LoadResult
from indicators.scope import Scope
from pages.parts.intake_job import Job
from reports.reading import Reading

KEPT = "_intake"
READ, CHECK, PUBLISH = "read", "check", "publish"  # kinds of jobs
Place = tuple[str, str]  # file and sheet


@dataclass(frozen=True, kw_only=True)
class Check:
    """What a check found: its result, and the figures of what is to follow and of what is current in the scope that the files speak of.

    Without a scope there are no figures; `before` is empty where nothing is current that stays. `remembered` are the names
    under which mappings were saved with a publication.
    """

    result: LoadResult
    scope: Scope | None = None
    after: tuple[Reading, ...] = ()
    before: tuple[Reading, ...] = ()
    remembered: tuple[str, ...] = ()


@dataclass(frozen=True, kw_only=True)
class Intake:
    """`turn` makes the widgets of each set of files new ones. `chosen` is what was said of a sheet, `names` how its mapping is to be called."""

    turn: int = 0
    files: tuple[Given, ...] = ()
    seen: tuple[SheetSeen, ...] = ()
    chosen: Mapping[Place, Chosen] = field(default_factory=dict)
    names: Mapping[Place, str] = field(default_factory=dict)
    opened: frozenset[Place] = frozenset()
    job: Job | None = None
    check: Check | None = None
    done: Check | None = None
    said: str = ""

    def of(self, place: Place) -> Chosen:
        """What was said of a sheet."""
        return self.chosen.get(place, NOTHING)


def held() -> Intake:
    """What is in hand."""
    return st.session_state.get(KEPT) or Intake()


def keep(intake: Intake) -> Intake:
    """From here on this is in hand."""
    st.session_state[KEPT] = intake
    return intake


def change(**what) -> Intake:
    """Some of what is in hand becomes another."""
    return keep(replace(held(), **what))


def say(place: Place, **what) -> None:
    """Something of what was said of a sheet becomes another; a check made before no longer holds."""
    now = held()
    change(chosen={**now.chosen, place: replace(now.of(place), **what)}, check=None)


def start_over(files: Iterable[Given] = (), said: str = "") -> None:
    """Everything in hand is forgotten, and these files are; not while it is being published."""
    job = held().job
    if job and job.kind == PUBLISH and not job.future.done():
        return
    keep(Intake(turn=held().turn + 1, files=tuple(_apart(files)), said=said))


def _apart(files: Iterable[Given]) -> Iterable[Given]:
    """The files under different names: one handed over twice once, another of the same name with a number behind it."""
    taken: dict[str, list[bytes]] = {}
    for given in files:
        name = base_name(given.name)
        others = taken.setdefault(name, [])
        if given.path is None and given.content in others:
            continue
        others.append(given.content)
        stem, dot, ending = name.rpartition(".")
        yield replace(given, name=name if len(others) == 1 else f"{stem}（{len(others)}）{dot}{ending}")


def place_of(seen: SheetSeen) -> Place:
    """What a sheet is known by."""
    return seen.file, seen.sheet


def guess_of(seen: SheetSeen, header: HeaderSeen) -> str | None:
    """The column that is offered for a header nobody uses yet. None under a mapping that reads the sheet: there everything was said before."""
    is_open = header.how == "guessed" and not header.is_used and not seen.is_recognised_mapping
    return header.column if is_open else None


def picked(seen: SheetSeen, chosen: Chosen, header: HeaderSeen) -> str | None:
    """The column a header is read as when the sheet is checked now; None where it is not used."""
    written = header.header.strip()
    if written in chosen.columns:
        return chosen.columns[written]
    return header.column if header.is_used else guess_of(seen, header)


def to_apply(seen: SheetSeen, chosen: Chosen) -> Chosen:
    """What was said of a sheet with the guesses that stand."""
    guesses = {header.header.strip(): column for header in seen.headers if (column := guess_of(seen, header))}
    return replace(chosen, columns={**guesses, **chosen.columns}) if guesses else chosen


def structure(chosen: Chosen) -> Chosen:
    """Only what decides how a sheet is made out: its ledger, where its table begins, whether it is left out."""
    return replace(chosen, columns={}, values={}, constants={}, ledger="")


def lacking(seen: SheetSeen, chosen: Chosen) -> list[str]:
    """The names of the required columns that neither a header nor a constant gives as things stand."""
    if seen.source is None:
        return []
    contract = contracts()[seen.source]
    given = {picked(seen, chosen, header) for header in seen.headers} | {column for column, text in chosen.constants.items() if text}
    open_ones = {contract.columns[key].name for key in given if key}
    need_any = {contract.columns[key].name for key in contract.needs_any}
    still = [name for name in seen.missing if name not in open_ones and not (need_any & open_ones and set(name.split("或")) <= need_any)]
    taken_away = [column.name for header in seen.headers if header.is_used and (column := contract.columns[header.column]).required
                  and header.column not in given]  # fmt: skip
    return [*still, *taken_away]


def doubled(seen: SheetSeen, chosen: Chosen) -> list[str]:
    """The names of the columns that two headers were picked for."""
    if seen.source is None:
        return []
    said = [picked(seen, chosen, header) for header in seen.headers if header.header.strip() in chosen.columns or not header.is_used]
    read = {header.column for header in seen.headers if header.is_used and header.header.strip() not in chosen.columns}
    twice = {column for column in said if column and (said.count(column) > 1 or column in read)}
    return [contracts()[seen.source].columns[column].name for column in sorted(twice)]


def is_passed_over(now: Intake, seen: SheetSeen) -> bool:
    """Whether a sheet without a ledger lies beside one that is loaded: a cover or the notes, left alone unless somebody names its ledger."""
    return seen.source is None and any(other.file == seen.file for other in to_load(now))


def is_hopeless(seen: SheetSeen) -> bool:
    """Whether nothing that could be said would help: about watched persons, or not a file that can be read."""
    return seen.is_watched or not seen.sheet


def asks(now: Intake, seen: SheetSeen) -> bool:
    """Whether a sheet needs an answer before it can be checked, or a look at what was guessed."""
    chosen = now.of(place_of(seen))
    if is_hopeless(seen) or chosen.is_left_out or (is_passed_over(now, seen) and not chosen.source):
        return False
    return is_short(seen, chosen) or any(guess_of(seen, header) for header in seen.headers)


def is_short(seen: SheetSeen, chosen: Chosen) -> bool:
    """Whether a sheet cannot be loaded as things stand."""
    return seen.source is None or bool(lacking(seen, chosen) or doubled(seen, chosen) or _is_open(seen, chosen))


def _is_open(seen: SheetSeen, chosen: Chosen) -> bool:
    """Whether it stays open which of two headers a required column is."""
    required = {column.name for column in contracts()[seen.source].columns.values() if column.required}
    picks = {picked(seen, chosen, header) for header in seen.headers}
    named = {contracts()[seen.source].columns[key].name for key in picks if key}
    return any(name in required and name not in named for name, _ in seen.ambiguous)


def to_load(now: Intake) -> list[SheetSeen]:
    """The sheets that a check loads."""
    return [one for one in now.seen if one.source and not now.of(place_of(one)).is_left_out and not is_hopeless(one)]


def is_ready(now: Intake) -> bool:
    """Whether there is a sheet to load and none needs an answer."""
    return bool(to_load(now)) and not any(asks(now, seen) for seen in now.seen)


def can_check(now: Intake) -> bool:
    """Whether there is a sheet to load and none lacks anything; what was only guessed stands as it is offered."""
    loaded = to_load(now)
    stuck = [one for one in now.seen if asks(now, one) and is_short(one, now.of(place_of(one)))]
    return bool(loaded) and not stuck
