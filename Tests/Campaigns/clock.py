"""The wall clock jumps while letters are sent, settled and reported: back, ahead, by seconds or years.

The client gets a wall clock of its own from a small preloaded library, which a file moves while it
runs; the monotonic clocks stay true, as they do on a machine whose time is set, and so does the
API's. (`faketime` is no use: it moves the timers of the event loop with the wall clock.) A third of
the POSTs lose their answer, so that there is always something to settle.
"""
import os, shutil, struct, subprocess, tempfile, time
from campaign import HOLDER, Campaign, Case, Fault, options, skip

NAME = "clock jumps"
SECONDS = (0, -3600, 3600, -400 * 86400, 400 * 86400, 2, -2, 9000 * 86400)
ROWS = 16
SHIFT = r"""
#define _GNU_SOURCE
#include <fcntl.h>
#include <stdlib.h>
#include <sys/mman.h>
#include <sys/syscall.h>
#include <sys/time.h>
#include <time.h>
#include <unistd.h>
static volatile long *shift;
__attribute__((constructor)) static void begin(void) {
  const char *path = getenv("CLOCK_SHIFT");
  int file = path ? open(path, O_RDONLY | O_CLOEXEC) : -1;
  if (file < 0) return;
  void *page = mmap(0, 8, PROT_READ, MAP_SHARED, file, 0);
  if (page != MAP_FAILED) shift = page;
  close(file);
}
int clock_gettime(clockid_t clock, struct timespec *time) {
  int result = syscall(SYS_clock_gettime, clock, time);
  if (shift && (clock == CLOCK_REALTIME || clock == CLOCK_REALTIME_COARSE)) time->tv_sec += *shift;
  return result;
}
int gettimeofday(struct timeval *restrict time, void *restrict zone) {
  struct timespec now;
  clock_gettime(CLOCK_REALTIME, &now);
  time->tv_sec = now.tv_sec;
  time->tv_usec = now.tv_nsec / 1000;
  return 0;
}
time_t time(time_t *out) {
  struct timespec now;
  clock_gettime(CLOCK_REALTIME, &now);
  if (out) *out = now.tv_sec;
  return now.tv_sec;
}
"""
chosen = options(__doc__, jumps=(40, 1000))
compiler = next((name for name in ("cc", "clang", "gcc") if shutil.which(name)), None)
if compiler is None:
    skip(NAME, "there is no C compiler for the library that moves the clock")
os.makedirs(HOLDER, exist_ok=True)
campaign = Campaign(chosen, NAME)


def library(folder):
    path = f"{folder}/shift.so"
    subprocess.run([compiler, "-shared", "-fPIC", "-O1", "-o", path, "-x", "c", "-"],
                   input=SHIFT.encode(), check=True)
    return path


def silence(case, process):
    """Seconds since the client began, or last asked the API for anything."""
    asked = f"{case.folder}/evidence/wire.jsonl"
    last = os.path.getmtime(asked) if os.path.exists(asked) else 0
    return time.time() - max(process.began, last)


def one(number, dice):
    case = Case(chosen.certmail, ROWS, name="clock", when_absent=("resend", "hold")[number % 2],
                decide=lambda method, path, count: Fault("close", after=dice.random() < 0.5)
                    if path == "/api/v1/mailings" and method == "POST" and dice.random() < 0.3
                    else None)
    case.note(clock_jumps=True)
    clock = f"{case.folder}/evidence/clock"
    open(clock, "wb").write(bytes(8))
    environment = {**os.environ, "LD_PRELOAD": preloaded, "CLOCK_SHIFT": clock}

    def jump():
        with open(clock, "r+b") as file:
            file.write(struct.pack("l", dice.choice(SECONDS)))
        campaign.add(jumps=1)

    for _ in range(2):
        jump()
        process = case.start(environment=environment)
        # A slow machine's lag makes it look for minutes; who waits for the clock asks nothing.
        while process.poll() is None and silence(case, process) < 90:
            time.sleep(dice.uniform(0.02, 0.4))
            jump()
        if process.poll() is None:
            case.kill()
            raise AssertionError(f"the run waits for a clock that jumped, in {case.folder}")
        case.finish(process)
        case.check(mid=True)
    case.settle()
    campaign.add(uncertain=case.unknown())
    case.close(chosen.keep)


with tempfile.TemporaryDirectory(dir=HOLDER) as folder:
    preloaded = library(folder)
    campaign.play(range(-(-chosen.jumps // 10)), one)
campaign.end()
