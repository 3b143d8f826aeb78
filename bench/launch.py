"""Starts one program, waits, and writes what it cost: launch.py REPORT TIMEOUT_SECS PROGRAM ARGUMENTS...

A process of its own, because the kernel starts a child's peak memory at that of its parent: measured from
a parent that has read tables, every small program would seem as big as the parent. This one stays at about
10 MiB, which is the floor of what can be told.
"""
import os
import signal
import sys
import time


def main():
    report, timeout, command = sys.argv[1], float(sys.argv[2]), sys.argv[3:]
    start = time.monotonic()
    child = os.posix_spawnp(command[0], command, os.environ, setpgroup=0)
    late = []

    def stop(_signal, _frame):
        late.append(True)
        os.killpg(child, signal.SIGKILL)

    signal.signal(signal.SIGALRM, stop)
    signal.setitimer(signal.ITIMER_REAL, timeout)
    _, status, usage = os.wait4(child, 0)
    wall = time.monotonic() - start
    signal.setitimer(signal.ITIMER_REAL, 0)
    state = "timeout" if late else "ok" if os.waitstatus_to_exitcode(status) == 0 else "failed"
    with open(report, "w", encoding="ascii") as out:
        out.write(f"{wall} {usage.ru_utime + usage.ru_stime} {usage.ru_maxrss / 1024} {state}")


main()
