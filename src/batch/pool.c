#define _GNU_SOURCE /* pipe2 */
#include "batch/pool.h"

#include "core/diagnostics.h"
#include "core/number.h"
#include "core/output.h"
#include "map/session.h"
#include <errno.h>
#include <fcntl.h>
#include <poll.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/prctl.h>
#include <sys/signalfd.h>
#include <sys/wait.h>
#include <unistd.h>

enum { TICK_MS = 50, IDLE = -1 };

typedef struct worker {
    pid_t pid;    /* 0: none */
    int to, from; /* ends of pipes that are the parent's */
    gssize turn;  /* which of the pool's jobs it does; IDLE */
    gint64 started;
} worker;

typedef struct pool {
    const kuril_batch *report;
    const size_t *jobs;
    size_t n_jobs, next, ended;
    const kuril_pool_options *options;
    kuril_result *results;
    worker *workers;
    int signals; /* SIGINT and SIGTERM as a descriptor */
    sigset_t old_mask;
    kuril_hashes *hashes; /* the workers begin with what is known before they are forked */
} pool;

#ifdef KURIL_TEST_HOOKS
/* For tests of the pool: KURILMAP_TEST_FAULT="crash:NAME,hang:NAME,grow:NAME". */
static void test_fault(const kuril_job *job)
{
    const char *fault = g_getenv("KURILMAP_TEST_FAULT");
    char **pieces = g_strsplit(fault ? fault : "", ",", -1);
    for (size_t i = 0; pieces[i]; i++) {
        const char *colon = strchr(pieces[i], ':');
        if (!colon || strcmp(colon + 1, job->name) != 0)
            continue;
        if (g_str_has_prefix(pieces[i], "crash"))
            abort();
        while (g_str_has_prefix(pieces[i], "hang"))
            pause();
        while (g_str_has_prefix(pieces[i], "grow")) {
            enum { STEP = 1 << 20 };
            memset(g_malloc(STEP), 1, STEP);
            g_usleep(500);
        }
    }
    g_strfreev(pieces);
}
#else
static void test_fault(const kuril_job *job)
{
    (void)job;
}
#endif

static bool read_whole(int fd, void *bytes, size_t count)
{
    char *p = bytes;
    while (count > 0) {
        const ssize_t n = read(fd, p, count);
        if (n < 0 && errno == EINTR)
            continue;
        if (n <= 0)
            return false;
        p += n;
        count -= (size_t)n;
    }
    return true;
}

/* A whole result in one write: shorter than PIPE_BUF, so never torn. */
G_STATIC_ASSERT(sizeof(kuril_result) <= 4096);

static void serve(const pool *p, int from, int to)
{
    const kuril_workplace place = {p->options->folder, p->options->force, p->options->strict, p->hashes, kuril_session_new(),
                                   p->options->diagnostics};
    size_t turn = 0;
    kuril_session_flush_later(place.session);
    if (p->options->strict)
        kuril_session_set_strict(place.session);
    while (read_whole(from, &turn, sizeof turn)) {
        const kuril_job *job = kuril_batch_job(p->report, p->jobs[turn]);
        kuril_result result = {.job = p->jobs[turn]};
        test_fault(job);
        kuril_job_do(job, &place, &result);
        if (write(to, &result, sizeof result) != (ssize_t)sizeof result)
            break;
    }
    kuril_session_free(place.session);
}

/* In the child: only its own pipes, killed with the parent, and Ctrl-C is the parent's to handle. */
static void become_worker(const pool *p, pid_t parent, int from, int to)
{
    prctl(PR_SET_PDEATHSIG, SIGKILL);
    if (getppid() != parent) /* which died before the line above */
        _exit(1);
    sigprocmask(SIG_SETMASK, &p->old_mask, NULL);
    signal(SIGINT, SIG_IGN);
    close(p->signals);
    for (size_t i = 0; i < p->options->workers; i++) {
        if (p->workers[i].pid > 0) {
            close(p->workers[i].to);
            close(p->workers[i].from);
        }
    }
    setvbuf(stderr, NULL, _IOLBF, 0); /* whole lines, so that workers' do not mix */
    serve(p, from, to);
    fflush(stderr);
    _exit(0);
}

static kuril_status start(const pool *p, worker *w, kuril_error *error)
{
    int down[2], up[2];
    if (pipe2(down, O_CLOEXEC) != 0)
        return kuril_fail_at(error, KURIL_E_IO, NULL, 0, 0, KURIL_PLACE_MACHINE, "cannot make a pipe: %s", g_strerror(errno));
    if (pipe2(up, O_CLOEXEC) != 0) {
        close(down[0]);
        close(down[1]);
        return kuril_fail_at(error, KURIL_E_IO, NULL, 0, 0, KURIL_PLACE_MACHINE, "cannot make a pipe: %s", g_strerror(errno));
    }
    fflush(NULL);
    const pid_t parent = getpid(), pid = fork();
    if (pid == 0) {
        close(down[1]);
        close(up[0]);
        become_worker(p, parent, down[0], up[1]);
    }
    close(down[0]);
    close(up[1]);
    if (pid < 0) {
        close(down[1]);
        close(up[0]);
        return kuril_fail_at(error, KURIL_E_IO, NULL, 0, 0, KURIL_PLACE_MACHINE, "cannot make a process: %s", g_strerror(errno));
    }
    *w = (worker){pid, down[1], up[0], IDLE, 0};
    return KURIL_OK;
}

static void end_job(pool *p, worker *w, const kuril_result *result)
{
    p->results[w->turn] = *result;
    p->ended++;
    w->turn = IDLE;
    if (p->options->done)
        p->options->done(p->options->user, result);
}

/* Closes a worker that has ended or is killed now; returns how it ended, as waitpid does. */
static int reap(worker *w, bool kill_it)
{
    int how = 0;
    if (kill_it)
        kill(w->pid, SIGKILL);
    close(w->to);
    close(w->from);
    while (waitpid(w->pid, &how, 0) < 0 && errno == EINTR)
        continue;
    w->pid = 0;
    return how;
}

static void G_GNUC_PRINTF(3, 4) lose_job(pool *p, worker *w, const char *format, ...)
{
    const kuril_job *job = kuril_batch_job(p->report, p->jobs[w->turn]);
    kuril_result result = {.job = p->jobs[w->turn], .outcome = KURIL_FAILED};
    va_list arguments;
    va_start(arguments, format);
    char *message = g_strdup_vprintf(format, arguments);
    va_end(arguments);
    kuril_fail_at(&result.error, KURIL_E_MEMORY, job->file, job->line, job->column, NULL, "%s", message);
    g_free(message);
    result.seconds = (double)(g_get_monotonic_time() - w->started) / G_USEC_PER_SEC;
    end_job(p, w, &result);
}

static void worker_died(pool *p, worker *w)
{
    const int how = reap(w, false);
    if (w->turn == IDLE)
        return;
    if (WIFSIGNALED(how))
        lose_job(p, w, "its process was ended by signal %d (%s)", WTERMSIG(how), strsignal(WTERMSIG(how)));
    else
        lose_job(p, w, "its process ended with code %d before it was done", WEXITSTATUS(how));
}

static size_t resident_bytes(pid_t pid)
{
    char path[64], line[128];
    g_snprintf(path, sizeof path, "/proc/%d/statm", (int)pid);
    FILE *file = fopen(path, "r");
    if (!file)
        return 0;
    const char *got = fgets(line, sizeof line, file);
    fclose(file);
    const char *space = got ? strchr(line, ' ') : NULL;
    return space ? (size_t)g_ascii_strtoull(space + 1, NULL, 10) * (size_t)sysconf(_SC_PAGESIZE) : 0;
}

static void enforce_limits(pool *p, worker *w)
{
    const double seconds = (double)(g_get_monotonic_time() - w->started) / G_USEC_PER_SEC;
    if (p->options->timeout_s > 0.0 && seconds > p->options->timeout_s) {
        char limit[KURIL_NUMBER_MAX];
        reap(w, true);
        lose_job(p, w, "it took more than %s s", kuril_number_print(p->options->timeout_s, limit));
    } else if (p->options->memory_bytes > 0 && resident_bytes(w->pid) > p->options->memory_bytes) {
        reap(w, true);
        lose_job(p, w, "it took more than %zu MB of memory", p->options->memory_bytes / 1000000);
    }
}

static kuril_status give_work(pool *p, worker *w, kuril_error *error)
{
    kuril_status status = KURIL_OK;
    if (p->next >= p->n_jobs)
        return KURIL_OK;
    if (w->pid == 0)
        status = start(p, w, error);
    if (status != KURIL_OK)
        return status;
    const size_t turn = p->next;
    w->turn = (gssize)turn;
    w->started = g_get_monotonic_time();
    p->next++;
    if (write(w->to, &turn, sizeof turn) != (ssize_t)sizeof turn)
        worker_died(p, w);
    return KURIL_OK;
}

static void hear(pool *p, worker *w)
{
    kuril_result result;
    if (read_whole(w->from, &result, sizeof result))
        end_job(p, w, &result);
    else
        worker_died(p, w);
}

/* True when a signal asks to stop. */
static bool wait_for_news(pool *p)
{
    const size_t n = p->options->workers;
    struct pollfd *all = g_new0(struct pollfd, n + 1);
    for (size_t i = 0; i < n; i++)
        all[i] = (struct pollfd){.fd = p->workers[i].pid > 0 ? p->workers[i].from : -1, .events = POLLIN};
    all[n] = (struct pollfd){.fd = p->signals, .events = POLLIN};
    const int news = poll(all, (nfds_t)(n + 1), TICK_MS);
    for (size_t i = 0; news > 0 && i < n; i++) {
        if (all[i].revents)
            hear(p, &p->workers[i]);
    }
    const bool stop = news > 0 && all[n].revents;
    g_free(all);
    return stop;
}

static kuril_status run(pool *p, kuril_error *error)
{
    while (p->ended < p->n_jobs) {
        for (size_t i = 0; i < p->options->workers; i++) {
            worker *w = &p->workers[i];
            const kuril_status status = w->turn == IDLE ? give_work(p, w, error) : KURIL_OK;
            if (status != KURIL_OK)
                return status;
        }
        const bool stop = wait_for_news(p);
        for (size_t i = 0; i < p->options->workers; i++) {
            if (p->workers[i].pid > 0 && p->workers[i].turn != IDLE)
                enforce_limits(p, &p->workers[i]);
        }
        if (stop || (p->options->tick && !p->options->tick(p->options->user)))
            return kuril_fail(error, KURIL_E_MEMORY, "stopped after %zu of %zu", p->ended, p->n_jobs);
    }
    return KURIL_OK;
}

kuril_status kuril_pool_run(const kuril_batch *report, const size_t *jobs, size_t n_jobs,
                            const kuril_pool_options *options, kuril_result *results, kuril_error *error)
{
    pool p = {.report = report, .jobs = jobs, .n_jobs = n_jobs, .options = options, .results = results};
    p.hashes = kuril_hashes_new();
    p.workers = g_new0(worker, options->workers);
    for (size_t i = 0; i < options->workers; i++)
        p.workers[i].turn = IDLE;
    for (size_t i = 0; i < n_jobs; i++)
        results[i] = (kuril_result){.job = jobs[i], .outcome = KURIL_FAILED};
    sigset_t caught;
    sigemptyset(&caught);
    sigaddset(&caught, SIGINT);
    sigaddset(&caught, SIGTERM);
    sigprocmask(SIG_BLOCK, &caught, &p.old_mask);
    p.signals = signalfd(-1, &caught, SFD_CLOEXEC);
    struct sigaction ignore = {.sa_handler = SIG_IGN}, old_pipe;
    sigaction(SIGPIPE, &ignore, &old_pipe); /* a worker that dies between poll and write */

    kuril_status status = run(&p, error);
    for (size_t i = 0; i < options->workers; i++) {
        if (p.workers[i].pid > 0)
            reap(&p.workers[i], status != KURIL_OK);
    }
    if (status == KURIL_OK)
        status = kuril_output_flush_folder(options->folder, error);
    sigaction(SIGPIPE, &old_pipe, NULL);
    const struct timespec none = {0}; /* a signal that was answered must not end us when it is let through */
    while (sigtimedwait(&caught, NULL, &none) > 0)
        continue;
    close(p.signals);
    sigprocmask(SIG_SETMASK, &p.old_mask, NULL);
    g_free(p.workers);
    kuril_hashes_free(p.hashes);
    return status;
}
