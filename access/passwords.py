"""Passwords: what is asked of one, and the scrypt digest that is kept instead of it, with its own salt and parameters."""

import hashlib
import hmac
import secrets
from dataclasses import dataclass

COST, BLOCK, PARALLEL = 2**15, 8, 1  # 32 MB and about a tenth of a second a try
MEMORY = 128 * 1024 * 1024
SHORTEST, LONGEST = 10, 128
RULES = f"口令至少 {SHORTEST} 位，字母、数字、符号中至少有两种，不含账号名，不是一串相同或连续的字符"
WELL_KNOWN = ("password", "passw0rd", "qwertyuiop", "asdfghjkl", "admin", "abc123", "iloveyou", "1q2w3e4r", "1qaz2wsx")


@dataclass(frozen=True, kw_only=True)
class Hashed:
    """A password as it is kept."""

    salt: bytes
    cost: int
    block: int
    parallel: int
    digest: bytes


def hashed(password: str) -> Hashed:
    """The digest of a password with a salt of its own."""
    salt = secrets.token_bytes(16)
    made = _scrypt(password, salt, COST, BLOCK, PARALLEL)
    return Hashed(salt=salt, cost=COST, block=BLOCK, parallel=PARALLEL, digest=made)


def _scrypt(password: str, salt: bytes, cost: int, block: int, parallel: int) -> bytes:
    return hashlib.scrypt(password.encode("utf-8"), salt=salt, n=cost, r=block, p=parallel, maxmem=MEMORY, dklen=32)


NOBODY = Hashed(
    salt=bytes(16), cost=COST, block=BLOCK, parallel=PARALLEL, digest=bytes(32)
)  # an unknown account takes as long as a known one


def matches(password: str, kept: Hashed) -> bool:
    """Whether a password is the one kept; takes the same time either way."""
    made = _scrypt(password[:LONGEST], kept.salt, kept.cost, kept.block, kept.parallel)
    return hmac.compare_digest(made, kept.digest)


def problem(password: str, name: str) -> str | None:
    """Why a password will not do, as a Chinese sentence; None where it will."""
    plain = password.lower()
    if not SHORTEST <= len(password) <= LONGEST:
        return f"口令要 {SHORTEST} 至 {LONGEST} 位，没有保存。"
    if sum((any(c.isalpha() for c in password), any(c.isdigit() for c in password), any(not c.isalnum() for c in password))) < 2:
        return "口令要在字母、数字、符号中至少用两种，没有保存。"
    if name.lower() in plain:
        return "口令不能含有账号名，没有保存。"
    if _is_run(plain) or any(len(password) - len(word) < 5 for word in WELL_KNOWN if word in plain):
        return "口令太容易猜到，没有保存；请换一个。"
    return None


def _is_run(text: str) -> bool:
    """Whether most of a text goes on in equal steps: 1111…, 12345…, abcd…."""
    steps = [ord(after) - ord(before) for before, after in zip(text, text[1:], strict=False)]
    return sum(step in (-1, 0, 1) for step in steps) >= len(steps) * 0.7
