#include "cli/progress.h"

#include <glib.h>

enum { WIDTH = 30, INTERVAL_US = 100000, PATIENCE_US = 500000 };

void kuril_progress_start(kuril_progress *progress, const kuril_console *console, size_t total)
{
    *progress = (kuril_progress){console, 0, total, g_get_monotonic_time(), 0};
}

void kuril_progress_show(kuril_progress *progress)
{
    const gint64 now = g_get_monotonic_time();
    if (!kuril_console_is_watched(progress->console) || now - progress->started < PATIENCE_US ||
        now - progress->shown < INTERVAL_US || progress->total == 0)
        return;
    progress->shown = now;
    const double seconds = (double)(now - progress->started) / G_USEC_PER_SEC;
    const double rate = seconds > 0.0 ? (double)progress->done / seconds : 0.0;
    const size_t filled = progress->done * WIDTH / progress->total;
    char bar[WIDTH + 1];
    for (size_t i = 0; i < WIDTH; i++)
        bar[i] = i < filled ? '#' : '.';
    bar[WIDTH] = '\0';
    fprintf(stderr, "\r[%s] %zu/%zu", bar, progress->done, progress->total);
    if (rate > 0.0) {
        const long left = (long)((double)(progress->total - progress->done) / rate + 0.5);
        fprintf(stderr, "  %d.%d/s  %ld:%02ld left", (int)rate, (int)(rate * 10.0) % 10, left / 60, left % 60);
    }
    fputs("\033[K", stderr);
}

void kuril_progress_hide(kuril_progress *progress)
{
    if (progress->shown > 0 && kuril_console_is_watched(progress->console))
        fputs("\r\033[K", stderr);
    progress->shown = 0;
}
