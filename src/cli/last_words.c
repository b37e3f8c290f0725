#define _XOPEN_SOURCE 700 /* sigaltstack */
#include "cli/last_words.h"

#include "cli/console.h"
#include "core/diagnostics.h"
#include "core/text.h"
#include <glib.h>
#include <signal.h>
#include <stdio.h>
#include <string.h>
#include <sys/resource.h>
#include <unistd.h>

/* Safe in a signal handler, and when there is no memory. */
static void put(const char *text)
{
    (void)!write(STDERR_FILENO, text, strlen(text));
}

/* GLib ends the program after a fatal message; the exit code is ours when we do. */
static void on_message(const char *domain, GLogLevelFlags level, const char *message, void *user)
{
    (void)user;
    char clean[300];
    kuril_text_clean(message ? message : "", clean, sizeof clean);
    if (level & (G_LOG_LEVEL_ERROR | G_LOG_FLAG_FATAL)) {
        const bool memory = strstr(clean, "failed to allocate") || strstr(clean, "reating thread");
        put(memory ? "kurilmap: error: out of memory: " : "kurilmap: error: a library cannot go on: ");
        put(clean);
        put("\n");
        _exit(KURIL_EXIT_FAILED);
    }
    if (level & (G_LOG_LEVEL_CRITICAL | G_LOG_LEVEL_WARNING))
        fprintf(stderr, "kurilmap: warning: %s%s%s\n", domain ? domain : "", domain ? ": " : "", clean);
}

/* What comes from outside, and does not come for a fault; SIGPIPE stays silent. */
static const struct {
    int number;
    const char *says;
} interrupts[] = {
    {SIGINT, "interrupted (SIGINT)"},
    {SIGTERM, "ended from outside (SIGTERM)"},
    {SIGHUP, "the terminal was closed (SIGHUP)"},
    {SIGXCPU, "the limit of processor time is reached (SIGXCPU)"},
    {SIGQUIT, "ended from outside (SIGQUIT)"},
    {SIGALRM, "ended from outside (SIGALRM)"},
    {SIGVTALRM, "ended from outside (SIGVTALRM)"},
    {SIGPROF, "ended from outside (SIGPROF)"},
    {SIGUSR1, "ended from outside (SIGUSR1)"},
    {SIGUSR2, "ended from outside (SIGUSR2)"},
    {SIGSYS, "a system call that is not allowed here (SIGSYS)"},
};

static void on_interrupt(int number)
{
    for (size_t i = 0; i < G_N_ELEMENTS(interrupts); i++) {
        if (interrupts[i].number == number) {
            put("kurilmap: error: ");
            put(interrupts[i].says);
            put("\n");
        }
    }
    raise(number); /* by its default now: who waits sees the signal */
}

static bool memory_is_limited(rlim_t *bytes)
{
    struct rlimit limit;
    const bool limited = getrlimit(RLIMIT_AS, &limit) == 0 && limit.rlim_cur != RLIM_INFINITY;
    *bytes = limited ? limit.rlim_cur : 0;
    return limited;
}

static void on_fault(int number)
{
    rlim_t bytes;
    if (memory_is_limited(&bytes)) /* libraries that draw text do not look whether they got what they asked for */
        put("kurilmap: error: out of memory within the limit that is set (ulimit -v), or a fault in the program\n");
    else
        put(number == SIGABRT ? "kurilmap: error: a library gave up (SIGABRT), as they do when memory runs out\n"
            : number == SIGBUS
                ? "kurilmap: error: a file that was being read has shrunk, or a fault in the program (SIGBUS)\n"
                : "kurilmap: error: a fault in the program: please report what was drawn (SIGSEGV, SIGFPE or SIGILL)\n");
    raise(number);
}

/* A tool that watches the program (a sanitizer) keeps what it has set, and so does nohup. */
static void take(int number, void (*handler)(int))
{
    struct sigaction before, action = {.sa_handler = handler, .sa_flags = (int)SA_RESETHAND | SA_ONSTACK | SA_NODEFER};
    if (sigaction(number, NULL, &before) == 0 && before.sa_handler == SIG_DFL)
        sigaction(number, &action, NULL);
}

void kuril_last_words_install(void)
{
    static const int faults[] = {SIGABRT, SIGSEGV, SIGBUS, SIGFPE, SIGILL};
    static char stack[1 << 16]; /* a stack that has overflowed cannot hold the handler */
    const stack_t other = {.ss_sp = stack, .ss_size = sizeof stack};
    stack_t before;
    if (sigaltstack(NULL, &before) == 0 && before.ss_flags & SS_DISABLE)
        sigaltstack(&other, NULL);
    for (size_t i = 0; i < G_N_ELEMENTS(interrupts); i++)
        take(interrupts[i].number, on_interrupt);
    for (size_t i = 0; i < G_N_ELEMENTS(faults); i++)
        take(faults[i], on_fault);
    g_log_set_default_handler(on_message, NULL);
}

kuril_status kuril_expect_memory(kuril_error *error)
{
    static const rlim_t least = 400u << 20;
    rlim_t bytes;
    if (!memory_is_limited(&bytes) || bytes >= least)
        return KURIL_OK;
    return kuril_fail(error, KURIL_E_MEMORY, "%llu MB of memory (ulimit -v) are too few to draw: %llu MB are the least",
                      (unsigned long long)(bytes >> 20), (unsigned long long)(least >> 20));
}
