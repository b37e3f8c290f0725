/* A bar on a terminal: how many of how many, how fast, how long still. */
#ifndef KURIL_CLI_PROGRESS_H
#define KURIL_CLI_PROGRESS_H

#include "cli/console.h"

typedef struct kuril_progress {
    const kuril_console *console;
    size_t done, total;
    gint64 started, shown; /* microseconds */
} kuril_progress;

void kuril_progress_start(kuril_progress *progress, const kuril_console *console, size_t total);

/** Draws the bar anew, at most ten times a second; nothing in the first half second, or where no person watches. */
void kuril_progress_show(kuril_progress *progress);

/** Takes the bar away, before other text and at the end. */
void kuril_progress_hide(kuril_progress *progress);

#endif
