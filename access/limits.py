"""How long sessions last and how failures are slowed down: `limits.toml`, changed by a file of that name beside the accounts."""

import tomllib
from dataclasses import dataclass
from pathlib import Path

from access.errors import AccessError
from access.store import FOLDER

FILE = "limits.toml"
MINUTE, HOUR = 60, 3600


@dataclass(frozen=True, kw_only=True)
class Limits:
    """What is allowed: times in seconds, tries as numbers."""

    idle: float
    longest: float
    account_tries: int
    address_tries: int
    first_wait: float
    longest_wait: float
    forget: float


def limits(data_dir: Path) -> Limits:
    """The limits in force. AccessError where the town's file is not as it should be."""
    said = tomllib.loads((Path(__file__).parent / FILE).read_text(encoding="utf-8"))
    own = Path(data_dir) / FOLDER / FILE
    if own.exists():
        said |= _own(own, set(said))
    return Limits(
        idle=said["idle_minutes"] * MINUTE,
        longest=said["longest_hours"] * HOUR,
        account_tries=int(said["free_account_tries"]),
        address_tries=int(said["free_address_tries"]),
        first_wait=said["first_wait_seconds"],
        longest_wait=said["longest_wait_minutes"] * MINUTE,
        forget=said["forget_hours"] * HOUR,
    )


def _own(path: Path, known: set[str]) -> dict[str, float]:
    try:
        said = tomllib.loads(path.read_text(encoding="utf-8"))
    except (tomllib.TOMLDecodeError, UnicodeDecodeError) as error:
        raise AccessError(f"{FOLDER}/{FILE} 写法不对，请照 {FILE} 的样子改好。") from error
    wrong = [
        name
        for name, value in said.items()
        if name not in known or isinstance(value, bool) or not isinstance(value, int | float) or value <= 0
    ]
    if wrong:
        raise AccessError(f"{FOLDER}/{FILE} 中“{wrong[0]}”不认得，或不是正数，请改好。")
    return said
