"""What is left out of a printed table of counts, villages by types with totals, so that no small count can be worked out from the rest.

A count of 1 to 4 in a cell is primary: it is printed as ＜5. Where a total would give it away, other entries are left out as well, the
complementary ones. The guarantee: whoever knows all that is printed, that no count is negative, that ＜5 is 1 to 4, and that what is left out
as complementary is 5 or more, can still exclude none of 1, 2, 3, 4 for any primary cell.

Three decisions keep the guarantee simple. A true 0 is always printed, for a 0 known to be no small count protects nothing. A total that is
left out is not told apart into small and large: told apart, small totals would pin down cells that nothing could protect then. A small total
is left out too; it can still be anything from the number of its cells that are not 0 up to 4.

Not covered: tables of overlapping periods or cuts printed side by side. A total left out here must be printed nowhere else.

Sources: M. Fischetti and J. J. Salazar, "Models and algorithms for the 2-dimensional cell suppression problem in statistical disclosure
control", Mathematical Programming 84 (1999) 283–312 (the problem); L. H. Cox, "Network models for complementary cell suppression", Journal of
the American Statistical Association 90 (1995) 1453–1462 (a two-way table as a network, protected by cheapest augmenting paths). An entry is an
arc, a total stands between its row or column and the whole; an entry can differ from what it is by as much as can flow around it through
entries that are left out. Ranges are whole numbers because flows in a network with whole bounds are.
"""

from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass
from heapq import heappop, heappush
from math import inf

from indicators.small_numbers import SUPPRESS_BELOW, is_suppressed

PUBLISHED, PRIMARY, COMPLEMENTARY = "published", "primary", "complementary"
WORDS = {PRIMARY: f"＜{SUPPRESS_BELOW}", COMPLEMENTARY: "—"}
LARGEST_SMALL = SUPPRESS_BELOW - 1
TOTAL_PRICE, GRAND_PRICE = 1_000, 100_000  # no way through cells alone is as dear as one through a total
TOO_FEW = f"合计不足 {SUPPRESS_BELOW}，不分村分类印发。"
NOT_SAFE = f"合计另有印发，小于 {SUPPRESS_BELOW} 的数无法隐去，不分村分类印发。"

Entry = tuple[int | None, int | None]  # row and column of a cell; None for all of them: (2, None) is the total of row 2
Need = tuple[Entry, int, int]  # an entry must be able to be more (1) or less (-1) by so much
GRAND: Entry = (None, None)


@dataclass(frozen=True, kw_only=True)
class Protected:
    """The state of every cell, of the totals of rows and columns, and of the grand total; `withheld` says why the table cannot be printed at all."""

    cells: tuple[tuple[str, ...], ...]
    row_totals: tuple[str, ...]
    column_totals: tuple[str, ...]
    grand_total: str
    withheld: str = ""

    @property
    def is_withheld(self) -> bool:
        """Whether the table must not be printed."""
        return bool(self.withheld)

    @property
    def held_totals(self) -> tuple[Entry, ...]:
        """The totals that are left out, and so may be printed nowhere in the document: (row, None), (None, column), (None, None)."""
        rows = [(at, None) for at, state in enumerate(self.row_totals) if state != PUBLISHED]
        columns = [(None, at) for at, state in enumerate(self.column_totals) if state != PUBLISHED]
        return (*rows, *columns, *([GRAND] if self.grand_total != PUBLISHED else []))


@dataclass(frozen=True, kw_only=True)
class _Network:
    """The table as arcs: what each entry counts, between which bounds it would be known to lie if left out, which nodes it joins, what it costs.

    Rows and columns are nodes, and so are both sides of the grand total. Zeros and what is printed elsewhere are no arcs: they do not move.
    """

    values: Mapping[Entry, int]
    bounds: Mapping[Entry, tuple[int, float]]
    ends: Mapping[Entry, tuple[Entry, Entry]]
    prices: Mapping[Entry, int]
    near: Mapping[Entry, Sequence[tuple[Entry, int, Entry]]]  # by node: an arc, along it (1) or against it (-1), the node it leads to


def printed(count: int, state: str) -> str:
    """What stands in the table: the count, ＜5, or a dash."""
    return WORDS.get(state, str(count))


def protected(counts: Sequence[Sequence[int]], known: Collection[Entry] = ()) -> Protected:
    """What of the table may be printed. `known` are totals that are printed elsewhere whatever comes, so that leaving them out here hides nothing.

    RuntimeError where the result does not hold what is guaranteed, which is a defect.
    """
    values = dict(_entries(counts))
    if is_suppressed(values[GRAND]):
        return _states(values, set(values), known, TOO_FEW)
    network = _network(values, known)
    needs = _needs(network)
    proofs: dict[Need, set[Entry]] = {}
    held = {entry for entry in network.values if is_suppressed(values[entry])}
    for need in needs:
        prices = {entry: 0 if entry in held else price for entry, price in network.prices.items()}
        found = _way_round(network, need, prices)
        if found is None:
            return _states(values, set(values), known, NOT_SAFE)
        proofs[need] = found
        held |= found
    held = _thinned(network, proofs, held)
    if unprotected(counts, held, known):
        raise RuntimeError("suppression does not protect what it should")
    return _states(values, held, known)


def unprotected(counts: Sequence[Sequence[int]], held: Collection[Entry], known: Collection[Entry] = ()) -> set[Entry]:
    """The small entries that could be worked out, at least in part, were just `held` left out of the table."""
    network = _network(dict(_entries(counts)), known)
    prices = {entry: 0 for entry in network.values if entry in held}
    return {need[0] for need in _needs(network) if _way_round(network, need, prices) is None}


def _entries(counts: Sequence[Sequence[int]]) -> Iterator[tuple[Entry, int]]:
    """Every entry of the table with its count."""
    for row, line in enumerate(counts):
        yield from (((row, column), count) for column, count in enumerate(line))
        yield (row, None), sum(line)
    yield from (((None, column), sum(line)) for column, line in enumerate(zip(*counts, strict=True)))
    yield GRAND, sum(map(sum, counts))


def _network(values: Mapping[Entry, int], known: Collection[Entry]) -> _Network:
    moving = {entry: count for entry, count in values.items() if count and entry not in known}
    ends = {entry: _ends(entry) for entry in moving}
    near: dict[Entry, list[tuple[Entry, int, Entry]]] = {}
    for entry, (tail, head) in ends.items():
        near.setdefault(tail, []).append((entry, 1, head))
        near.setdefault(head, []).append((entry, -1, tail))
    bounds = {entry: _bounds(entry, count) for entry, count in moving.items()}
    prices = {entry: _price(entry, count) for entry, count in moving.items()}
    return _Network(values=moving, bounds=bounds, ends=ends, prices=prices, near=near)


def _ends(entry: Entry) -> tuple[Entry, Entry]:
    """From where to where an arc leads: whole → row → column → whole again, named by the totals, the far side of the whole by (-1, -1)."""
    row, column = entry
    if entry == GRAND:
        return (-1, -1), GRAND
    if column is None:
        return GRAND, entry
    return ((row, None), (None, column)) if row is not None else (entry, (-1, -1))


def _bounds(entry: Entry, count: int) -> tuple[int, float]:
    """Between what an entry would be known to lie if left out. A printed 0 tells also of a total that it is no 0."""
    if entry != GRAND and None in entry:
        return 1, inf
    return (1, LARGEST_SMALL) if is_suppressed(count) else (SUPPRESS_BELOW, inf)


def _price(entry: Entry, count: int) -> int:
    """How much is lost with an entry: little with a small count, far more with a total, most with the grand total."""
    if entry == GRAND:
        return GRAND_PRICE
    return TOTAL_PRICE if None in entry else count.bit_length()


def _needs(network: _Network) -> list[Need]:
    """By how much each small entry must be able to be more and less, the largest first."""
    found = []
    for entry, count in network.values.items():
        if is_suppressed(count):
            fewest = _fewest(network, entry)
            found += [(entry, 1, LARGEST_SMALL - count), (entry, -1, count - fewest)]
    return sorted((need for need in found if need[2]), key=lambda need: -need[2])


def _fewest(network: _Network, entry: Entry) -> int:
    """The least that a small entry can be, as the printed zeros tell: 1, of a total the number of its cells that are not 0."""
    row, column = entry
    if None not in entry:
        return 1
    cells = [one for one in network.values if None not in one]
    return sum(one[1] == column if row is None else one[0] == row for one in cells)


def _way_round(network: _Network, need: Need, prices: Mapping[Entry, int]) -> set[Entry] | None:
    """The entries that change with a small one if it is to be that much more or less, the cheapest of those with a price; None if there is no way."""
    entry, sign, amount = need
    tail, head = network.ends[entry]
    start, goal = (head, tail) if sign > 0 else (tail, head)
    flow: dict[Entry, int] = {entry: 0}
    prices = {one: price for one, price in prices.items() if one != entry}
    while amount:
        path = _cheapest(network, start, goal, flow, prices, amount) or _cheapest(network, start, goal, flow, prices, 1)
        if path is None:
            return None
        step = min(amount, *(_room(network, flow, *arc) for arc in path))
        for one, direction in path:
            flow[one] = flow.get(one, 0) + direction * step
            prices[one] = 0
        amount -= step
    return {one for one, change in flow.items() if change}


def _room(network: _Network, flow: Mapping[Entry, int], entry: Entry, direction: int) -> float:
    """By how much more an entry can still be more (1) or less (-1)."""
    low, high = network.bounds[entry]
    at = network.values[entry] + flow.get(entry, 0)
    return high - at if direction > 0 else at - low


def _cheapest(
    network: _Network, start: Entry, goal: Entry, flow: Mapping[Entry, int], prices: Mapping[Entry, int], room: int
) -> list[tuple[Entry, int]] | None:
    """The cheapest way between two nodes, by price, then by length, along which so much can flow (Dijkstra's); None if there is none."""
    queue: list = [(0, 0, 0, start)]
    came: dict[Entry, tuple[Entry, int, Entry] | None] = {}
    before = {start: None}
    best = {start: (0, 0)}
    order = 0
    while queue:
        price, length, _, node = heappop(queue)
        if node in came:
            continue
        came[node] = before[node]
        if node == goal:
            return _walked(came, goal)
        for entry, direction, other in network.near[node]:
            if other in came or entry not in prices:
                continue
            reached = (price + prices[entry], length + 1)
            if reached < best.get(other, (inf, inf)) and _room(network, flow, entry, direction) >= room:
                order += 1
                best[other], before[other] = reached, (entry, direction, node)
                heappush(queue, (*reached, order, other))
    return None


def _walked(came: Mapping[Entry, tuple[Entry, int, Entry] | None], goal: Entry) -> list[tuple[Entry, int]]:
    """The arcs of a way, from its goal back."""
    path, step = [], came[goal]
    while step:
        entry, direction, node = step
        path.append((entry, direction))
        step = came[node]
    return path


def _thinned(network: _Network, proofs: dict[Need, set[Entry]], held: set[Entry]) -> set[Entry]:
    """What is left out without what later ways made unnecessary, the dearest tried first. Only needs whose way used an entry are asked again."""
    spare = sorted((entry for entry in held if not is_suppressed(network.values[entry])), key=lambda entry: -network.prices[entry])
    for entry in spare:
        prices = {one: 0 for one in held if one != entry}
        again = {need: _way_round(network, need, prices) for need, used in proofs.items() if entry in used}
        if None not in again.values():
            proofs |= again
            held = held - {entry}
    return held


def _states(values: Mapping[Entry, int], held: Collection[Entry], known: Collection[Entry], withheld: str = "") -> Protected:
    """The states of all entries, those of `held` left out that are neither 0 nor printed elsewhere."""

    def state(entry: Entry) -> str:
        if entry not in held or entry in known or not values[entry]:
            return PUBLISHED
        return PRIMARY if None not in entry and is_suppressed(values[entry]) else COMPLEMENTARY

    rows = [entry[0] for entry in values if entry[0] is not None and entry[1] is None]
    columns = [entry[1] for entry in values if entry[0] is None and entry[1] is not None]
    return Protected(
        cells=tuple(tuple(state((row, column)) for column in columns) for row in rows),
        row_totals=tuple(state((row, None)) for row in rows),
        column_totals=tuple(state((None, column)) for column in columns),
        grand_total=state(GRAND),
        withheld=withheld,
    )
