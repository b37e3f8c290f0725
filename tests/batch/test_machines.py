#!/usr/bin/env python3
"""A report on several machines: a Slurm array and GNU parallel make the bytes that one run makes.

usage: test_machines.py PROGRAM SOURCE_DIR

Slurm's daemons are started here, on this machine's loopback, and ended with the test.
"""
import contextlib
import os
import shutil
import signal
import socket
import subprocess
import sys
import time

from support import PROGRAM, SKIPPED, batch, expect, hashes, main

SLURM = """ClusterName=test
SlurmctldHost={host}(127.0.0.1)
SlurmUser=root
SlurmdUser=root
AuthType=auth/munge
AuthInfo=socket={folder}/munge.socket
SlurmctldPort={control}
SlurmdPort={daemon}
SlurmctldPidFile={folder}/slurmctld.pid
SlurmdPidFile={folder}/slurmd.pid
SlurmctldLogFile={folder}/slurmctld.log
SlurmdLogFile={folder}/slurmd.log
StateSaveLocation={folder}/state
SlurmdSpoolDir={folder}/spool
ProctrackType=proctrack/linuxproc
TaskPlugin=task/none
MpiDefault=none
JobAcctGatherType=jobacct_gather/none
AccountingStorageType=accounting_storage/none
SelectType=select/linear
SwitchType=switch/none
ReturnToService=2
NodeName={host} NodeAddr=127.0.0.1 CPUs=2 State=UNKNOWN
PartitionName=all Nodes=ALL Default=YES OverSubscribe=FORCE:4 State=UP
"""
JOB = """#!/bin/sh
#SBATCH --array=1-3
exec "{program}" batch report.yaml -o slurm -j 1 --shard "$SLURM_ARRAY_TASK_ID/3" --quiet
"""


def free_port():
    with socket.socket() as s:
        s.bind(("127.0.0.1", 0))
        return s.getsockname()[1]


@contextlib.contextmanager
def daemons(*commands, folder, environment):
    """Runs them in the foreground of their own sessions, and ends them."""
    log = open(f"{folder}/daemons.log", "w")
    running = []
    try:
        for command in commands:
            running.append(subprocess.Popen(command, env=environment, stdout=log, stderr=log, start_new_session=True))
            time.sleep(0.3)
        yield running
    finally:
        for process in reversed(running):
            process.send_signal(signal.SIGTERM)
            with contextlib.suppress(subprocess.TimeoutExpired):
                process.wait(10)
            process.kill()
            process.wait()
        log.close()


def wait_for_node(environment):
    for _ in range(100):
        state = subprocess.run(["sinfo", "-h", "-o", "%T"], env=environment, capture_output=True, text=True).stdout
        if "idle" in state:
            return True
        time.sleep(0.2)
    return False


def slurm_array(folder, made):
    host = socket.gethostname().split(".")[0]
    for name in ("state", "spool"):
        os.mkdir(f"{folder}/{name}")
    with open(f"{folder}/munge.key", "wb") as file:
        file.write(os.urandom(1024))
    os.chmod(f"{folder}/munge.key", 0o400)
    os.chmod(folder, 0o755)
    with open(f"{folder}/slurm.conf", "w") as file:
        file.write(SLURM.format(folder=folder, host=host, control=free_port(), daemon=free_port()))
    with open(f"{folder}/job.sh", "w") as file:
        file.write(JOB.format(program=PROGRAM))
    environment = dict(os.environ, SLURM_CONF=f"{folder}/slurm.conf", LC_ALL="C.UTF-8")
    munge = ["munged", "--foreground", "--force", f"--key-file={folder}/munge.key", f"--socket={folder}/munge.socket",
             f"--pid-file={folder}/munge.pid", f"--log-file={folder}/munge.log", f"--seed-file={folder}/munge.seed"]
    with daemons(munge, ["slurmctld", "-D"], ["slurmd", "-D"], folder=folder, environment=environment):
        if not wait_for_node(environment):
            return False
        done = subprocess.run(["sbatch", "--wait", "-o", f"{folder}/job-%a.log", "job.sh"], cwd=folder,
                              env=environment, capture_output=True, text=True, timeout=300)
        expect("the Slurm array", done.returncode == 0, done.stdout, done.stderr,
               *(open(f"{folder}/job-{i}.log").read() for i in (1, 2, 3) if os.path.exists(f"{folder}/job-{i}.log")))
    code, _, err = batch(folder, "-o", "slurm", "--merge")
    expect("the Slurm array's bytes", code == 0 and hashes(f"{folder}/slurm") == made, err)
    return True


def gnu_parallel(folder, made):
    done = subprocess.run(["parallel", "--will-cite", "-j", "2", PROGRAM, "batch", "report.yaml", "-o", "parallel",
                           "-j", "1", "--shard", "{}/3", "--quiet", ":::", "1", "2", "3"], cwd=folder,
                          env=dict(os.environ, HOME=folder, LC_ALL="C.UTF-8"), capture_output=True, text=True)
    expect("GNU parallel", done.returncode == 0, done.stderr)
    code, _, err = batch(folder, "-o", "parallel", "--merge")
    expect("GNU parallel's bytes", code == 0 and hashes(f"{folder}/parallel") == made, err)


def a_lost_shard_is_named(folder):
    batch(folder, "-o", "lost", "--shard", "1/2")
    code, _, err = batch(folder, "-o", "lost", "--merge")
    expect("a lost shard", code == 1 and "of 7 failed" in err and "not made as the report now asks" in
           open(f"{folder}/lost/report.json").read(), err)


def on_several_machines(folder):
    batch(folder, "-o", "one")
    made = hashes(f"{folder}/one")
    a_lost_shard_is_named(folder)
    skipped = []
    if shutil.which("parallel"):
        gnu_parallel(folder, made)
    else:
        skipped.append("no GNU parallel")
    missing = [n for n in ("munged", "slurmctld", "slurmd", "sbatch") if not shutil.which(n)]
    if missing or os.geteuid() != 0:
        skipped.append("no Slurm: " + (", ".join(missing) if missing else "it needs root"))
    elif not slurm_array(folder, made):
        skipped.append("Slurm's node does not start here")
    if skipped:
        print("skipped:", "; ".join(skipped))
        from support import FAILURES
        if not FAILURES:
            sys.exit(SKIPPED)


main(on_several_machines)
