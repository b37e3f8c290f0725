"""Starts a script anew where no network but loopback can be reached, when the system lets it."""
import os
import subprocess
import sys


def leave():
    if os.environ.get("KURIL_NO_NETWORK"):
        return
    space = ["unshare", "--map-root-user", "--net"]
    try:
        allowed = subprocess.run([*space, "true"], capture_output=True).returncode == 0
    except FileNotFoundError:
        allowed = False
    if not allowed:
        print("no network namespaces here: the network stays within reach", file=sys.stderr)
        return
    os.environ["KURIL_NO_NETWORK"] = "yes"
    up = 'ip link set lo up 2>/dev/null; exec "$@"'
    os.execvp("unshare", [*space, "sh", "-c", up, "sh", sys.executable, *sys.argv])
