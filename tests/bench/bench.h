/* What benchmarks share: a clock, and the best of several rounds. */
#ifndef KURIL_BENCH_H
#define KURIL_BENCH_H

#include <stdio.h>
#include <time.h>

static inline double bench_seconds(void)
{
    struct timespec t;
    clock_gettime(CLOCK_PROCESS_CPUTIME_ID, &t);
    return (double)t.tv_sec + 1e-9 * (double)t.tv_nsec;
}

/* Prints "NAME   12.3 ns" (or us, ms) for one of `count` operations that took `seconds` together. */
static inline void bench_print(const char *name, double seconds, double count)
{
    const double ns = seconds / count * 1e9;
    printf("%-44s %10.2f %s\n", name, ns < 1e3 ? ns : ns < 1e6 ? ns / 1e3 : ns / 1e6, ns < 1e3 ? "ns" : ns < 1e6 ? "us" : "ms");
}

#endif
