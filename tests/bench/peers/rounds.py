"""Commands run in turn, round by round: CPU and memory of the whole cold process as the system accounts for it."""
import os
import statistics
import subprocess
import time


class Figures:
    def __init__(self):
        self.cpu, self.user, self.wall, self.peak = [], [], [], []


def _run(command, **options):
    begun = time.perf_counter()
    process = subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=subprocess.PIPE, **options)
    with process.stderr as words:
        text = words.read()
    _, status, usage = os.wait4(process.pid, 0)
    process.returncode = os.waitstatus_to_exitcode(status)
    if process.returncode != 0:
        raise RuntimeError(f"{' '.join(command)}: exit {process.returncode}\n{text.decode(errors='replace')}")
    return usage, time.perf_counter() - begun


def compare(commands, rounds):
    """Runs {name: command} or {name: (command, options of Popen)} in turn; the first round is not counted."""
    figures = {name: Figures() for name in commands}
    for counted in range(-1, rounds):
        for name, command in commands.items():
            command, options = command if isinstance(command, tuple) else (command, {})
            usage, wall = _run(command, **options)
            if counted >= 0:
                one = figures[name]
                one.cpu.append(usage.ru_utime + usage.ru_stime)
                one.user.append(usage.ru_utime)
                one.wall.append(wall)
                one.peak.append(usage.ru_maxrss / 1024)
    return figures


def ratio(ours, theirs):
    """Median over the rounds of one command's figure over another's in the same round."""
    return statistics.median(a / b for a, b in zip(ours, theirs))


def report(title, figures, base):
    """Prints each command's medians, and the ratio of `base` to it."""
    print(f"\n{title}\n{'':24}{'cpu ms':>9}{'user ms':>9}{'wall ms':>9}{'peak MB':>9}   {base} is")
    for name, one in figures.items():
        cpu, user, wall = (1000 * statistics.median(of) for of in (one.cpu, one.user, one.wall))
        line = f"{name:24}{cpu:9.0f}{user:9.0f}{wall:9.0f}{statistics.median(one.peak):9.0f}"
        if name != base:
            mine = figures[base]
            line += f"   {ratio(mine.cpu, one.cpu):.3f} of its cpu, {ratio(mine.peak, one.peak):.2f} of its memory"
        print(line, flush=True)
