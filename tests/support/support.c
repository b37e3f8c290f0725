#include "support.h"

#include <math.h>
#include <stdio.h>
#include <unistd.h>

void kuril_assert_near(double got, double want, double tolerance, const char *what, const char *file, int line)
{
    if (got == want || fabs(got - want) <= tolerance)
        return;
    print_error("%s: got %.17g, want %.17g within %g (off by %g)\n", what, got, want, tolerance, got - want);
    _fail(file, line);
}

bool kuril_have_shared(const char *shared_dir)
{
    if (access(shared_dir, R_OK) == 0)
        return true;
    print_message("SKIPPED: no reference files at %s\n", shared_dir);
    return false;
}
