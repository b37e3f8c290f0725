#define _GNU_SOURCE /* pipe2 */
#include "batch/child.h"

#include "core/diagnostics.h"
#include "core/number.h"
#include <errno.h>
#include <fcntl.h>
#include <poll.h>
#include <signal.h>
#include <stdio.h>
#include <string.h>
#include <sys/prctl.h>
#include <sys/wait.h>
#include <unistd.h>

static bool write_whole(int fd, const void *bytes, size_t count)
{
    const char *p = bytes;
    while (count > 0) {
        const ssize_t n = write(fd, p, count);
        if (n < 0 && errno == EINTR)
            continue;
        if (n < 0)
            return false;
        p += n;
        count -= (size_t)n;
    }
    return true;
}

/* A diagnostic as it travels. */
typedef struct told {
    kuril_severity severity;
    kuril_error what;
} told;

/* What the child sends: this, the diagnostics, and the plan when there is one. */
typedef struct head {
    kuril_error error;
    size_t n_told;
} head;

static void listen(void *user, const kuril_diagnostic *d)
{
    told one = {.severity = d->severity, .what = {.code = d->code, .line = d->line, .column = d->column}};
    g_strlcpy(one.what.message, d->message, sizeof one.what.message);
    g_strlcpy(one.what.file, d->file ? d->file : "", sizeof one.what.file);
    g_strlcpy(one.what.place, d->place ? d->place : "", sizeof one.what.place);
    g_array_append_vals(user, &one, 1);
}

static void plan_in_child(const char *path, const kuril_batch_options *options, int to)
{
    kuril_batch *report = NULL;
    head h = {0};
    GArray *all = g_array_new(FALSE, FALSE, sizeof(told));
    const kuril_diagnostics diagnostics = {listen, all};
    prctl(PR_SET_PDEATHSIG, SIGKILL);
    const kuril_status status = kuril_batch_read(path, options, &report, &diagnostics, &h.error);
    GString *text = g_string_new(NULL);
    if (status == KURIL_OK)
        kuril_batch_write(report, text);
    h.n_told = all->len;
    const bool good = write_whole(to, &h, sizeof h) && write_whole(to, all->data, all->len * sizeof(told)) &&
                      write_whole(to, text->str, text->len);
    _exit(good ? 0 : 1);
}

/* Reports what the child was told. */
static void tell(const GByteArray *bytes, size_t count, const kuril_diagnostics *diagnostics)
{
    for (size_t i = 0; i < count && diagnostics && diagnostics->report; i++) {
        told one;
        memcpy(&one, bytes->data + sizeof(head) + i * sizeof one, sizeof one);
        const kuril_diagnostic d = {.severity = one.severity,
                                    .code = one.what.code,
                                    .file = one.what.file[0] ? one.what.file : NULL,
                                    .place = one.what.place[0] ? one.what.place : NULL,
                                    .message = one.what.message,
                                    .line = one.what.line,
                                    .column = one.what.column};
        diagnostics->report(diagnostics->user, &d);
    }
}

/* All that the child says, until it ends or the time (seconds; 0: no end of it) is over. */
static GByteArray *read_all(int fd, double timeout_s, bool *in_time)
{
    GByteArray *bytes = g_byte_array_new();
    guint8 block[4096];
    const gint64 until = g_get_monotonic_time() + (gint64)(timeout_s * G_USEC_PER_SEC);
    *in_time = true;
    for (;;) {
        const gint64 left = until - g_get_monotonic_time();
        struct pollfd one = {.fd = fd, .events = POLLIN};
        const int ready = poll(&one, 1, timeout_s > 0 ? (int)CLAMP(left / 1000 + 1, 0, G_MAXINT) : -1);
        *in_time = ready != 0;
        const ssize_t n = ready > 0 ? read(fd, block, sizeof block) : ready;
        if (n > 0)
            g_byte_array_append(bytes, block, (guint)n);
        else if (n == 0 || errno != EINTR)
            return bytes;
    }
}

static kuril_status take_plan(const GByteArray *bytes, int how, const char *path, kuril_batch **report,
                              const kuril_diagnostics *diagnostics, kuril_error *error)
{
    head h;
    if (!WIFEXITED(how) || WEXITSTATUS(how) != 0 || bytes->len < sizeof h)
        return kuril_fail_at(error, KURIL_E_DATA, path, 0, 0, NULL, "the process that read '%s' crashed%s%s", path,
                             WIFSIGNALED(how) ? ": " : "", WIFSIGNALED(how) ? strsignal(WTERMSIG(how)) : "");
    memcpy(&h, bytes->data, sizeof h);
    tell(bytes, h.n_told, diagnostics);
    if (h.error.code != KURIL_OK) {
        if (error)
            *error = h.error;
        return h.error.code;
    }
    const size_t before = sizeof h + h.n_told * sizeof(told);
    return kuril_batch_parse((const char *)bytes->data + before, bytes->len - before, report, error);
}

kuril_status kuril_batch_read_apart(const char *path, const kuril_batch_options *options, kuril_batch **report,
                                    const kuril_diagnostics *diagnostics, kuril_error *error)
{
    int up[2];
    if (pipe2(up, O_CLOEXEC) != 0)
        return kuril_fail_at(error, KURIL_E_IO, NULL, 0, 0, KURIL_PLACE_MACHINE, "cannot make a pipe: %s", g_strerror(errno));
    fflush(NULL);
    const pid_t pid = fork();
    if (pid == 0) {
        close(up[0]);
        plan_in_child(path, options, up[1]);
    }
    close(up[1]);
    bool in_time = true;
    GByteArray *bytes = pid > 0 ? read_all(up[0], options->timeout_s, &in_time) : g_byte_array_new();
    close(up[0]);
    if (!in_time)
        kill(pid, SIGKILL);
    int how = 0;
    while (pid > 0 && waitpid(pid, &how, 0) < 0 && errno == EINTR)
        continue;
    char limit[KURIL_NUMBER_MAX];
    kuril_status status = KURIL_OK;
    if (pid < 0)
        status = kuril_fail_at(error, KURIL_E_IO, NULL, 0, 0, KURIL_PLACE_MACHINE, "cannot make a process: %s", g_strerror(errno));
    else if (!in_time)
        status = kuril_fail_at(error, KURIL_E_DATA, path, 0, 0, NULL, "it took more than %s s to read it and its datasets",
                               kuril_number_print(options->timeout_s, limit));
    else
        status = take_plan(bytes, how, path, report, diagnostics, error);
    g_byte_array_free(bytes, TRUE);
    return status;
}
