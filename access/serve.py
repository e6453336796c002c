"""Starts the board for the office network, once there is somebody who may sign in."""

import os
import subprocess
import sys
from pathlib import Path

from access.accounts import MANAGE, accounts
from access.errors import AccessError
from access.hosts import hosts
from access.limits import limits

ROOT = Path(__file__).parents[1]
NOBODY = f"还没有账号，看板没有启动。请先建一个：python -m access add 党政办 --role {MANAGE}"


def serve(data_dir: Path, address: str, port: int, named: list[str], cert: Path | None, key: Path | None) -> int:
    """Serves until it is stopped; the exit code. AccessError where there is no account, or the names or the certificate will not do."""
    if not accounts(data_dir):
        raise AccessError(NOBODY)
    if bool(cert) != bool(key) or not all(one is None or one.is_file() for one in (cert, key)):
        raise AccessError("证书和私钥要一起给出，并且都是已有的文件：--cert 证书.pem --key 私钥.pem。")
    limits(data_dir)
    names = _names(named)
    encrypted = ["--server.sslCertFile", str(cert.resolve()), "--server.sslKeyFile", str(key.resolve())] if cert else []
    words = [sys.executable, "-m", "streamlit", "run", "server.py", "--server.address", address, "--server.port", str(port), *encrypted]
    told = {**os.environ, "GOVERNANCE_DATA": str(Path(data_dir).resolve()), "GOVERNANCE_HOSTS": ",".join(names)}
    os.chdir(ROOT)
    if os.name == "posix":
        os.execve(sys.executable, words, told)  # whoever stops this command stops the board
    return subprocess.call(words, env=told)


def _names(named: list[str]) -> list[str]:
    try:
        return list(hosts(named).names)
    except UnicodeError as error:
        raise AccessError("主机名写得不对，请只写名字，如 --host 看板.lan，不带 http:// 和端口。") from error
