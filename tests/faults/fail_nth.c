/*
 * Preloaded into the program: lets the n-th call of a function fail, as a full disk, a lost one, or no memory would.
 * KURIL_FAIL is FUNCTION:N; "FUNCTION:N+" fails from the n-th call on. KURIL_FAIL_COUNT names a file that gets the
 * number of calls, so that a test knows when it has been through them all.
 *
 * Memory is left alone that is asked for where a library tells nobody that it got none (SECURITY.md): fontconfig keeps
 * a lock and waits for it for ever; HarfBuzz goes on without a table of the font, cairo without a part of what it
 * finishes or plays back. The next call of another fails instead.
 */
#define _GNU_SOURCE /* RTLD_NEXT, dladdr */
#include <dlfcn.h>
#include <errno.h>
#include <execinfo.h>
#include <fcntl.h>
#include <stdarg.h>
#include <stdatomic.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

static const char *wanted; /* the function's name; NULL: none */
static size_t wanted_length;
static long nth;
static bool ever_after;
static atomic_long calls;

enum { FRAMES = 48 };

static bool is_spared(const Dl_info *where)
{
    const char *library = where->dli_fname ? where->dli_fname : "",
               *function = where->dli_sname ? where->dli_sname : "";
    return strstr(library, "libfontconfig") || strstr(library, "libharfbuzz") ||
           strcmp(function, "cairo_surface_finish") == 0 || strcmp(function, "cairo_copy_clip_rectangle_list") == 0 ||
           strcmp(function, "cairo_paint") == 0;
}

static bool asked_by_spared(void)
{
    void *frames[FRAMES];
    const int n = backtrace(frames, FRAMES);
    for (int i = 0; i < n; i++) {
        Dl_info where;
        if (dladdr(frames[i], &where) && is_spared(&where))
            return true;
    }
    return false;
}

__attribute__((constructor)) static void set_up(void)
{
    const char *text = getenv("KURIL_FAIL"), *colon = text ? strchr(text, ':') : NULL;
    if (!colon)
        return;
    wanted_length = (size_t)(colon - text);
    void *frame;
    backtrace(&frame, 1); /* loads what it needs now, before anything fails */
    char *end;
    nth = strtol(colon + 1, &end, 10);
    ever_after = *end == '+';
    wanted = text;
}

__attribute__((destructor)) static void tell(void)
{
    const char *path = getenv("KURIL_FAIL_COUNT");
    char number[32];
    if (!path)
        return;
    wanted = NULL;
    const int fd = open(path, O_WRONLY | O_CREAT | O_TRUNC, 0600);
    const int length = snprintf(number, sizeof number, "%ld\n", atomic_load(&calls));
    if (fd >= 0 && write(fd, number, (size_t)length) == length)
        close(fd);
}

static bool fails(const char *function)
{
    if (!wanted || strlen(function) != wanted_length || strncmp(wanted, function, wanted_length) != 0)
        return false;
    const long call = atomic_fetch_add(&calls, 1) + 1;
    return call == nth || (ever_after && call > nth);
}

/* The function behind ours; found once. */
#define NEXT(name)                                                                                                     \
    static __typeof__(&name) next;                                                                                     \
    if (!next)                                                                                                         \
    *(void **)&next = dlsym(RTLD_NEXT, #name)

ssize_t write(int fd, const void *bytes, size_t count)
{
    NEXT(write);
    if (fd > STDERR_FILENO && fails("write")) {
        errno = ENOSPC;
        return -1;
    }
    return next(fd, bytes, count);
}

/* As on a file system that makes no nameless files, when KURIL_NO_TMPFILE is set. */
static bool nameless_fails(int flags)
{
    return (flags & O_TMPFILE) == O_TMPFILE && getenv("KURIL_NO_TMPFILE");
}

#define OPEN(name)                                                                                                     \
    int name(const char *path, int flags, ...)                                                                         \
    {                                                                                                                  \
        NEXT(name);                                                                                                    \
        va_list more;                                                                                                  \
        va_start(more, flags);                                                                                         \
        const mode_t mode = flags & (O_CREAT | __O_TMPFILE) ? va_arg(more, mode_t) : 0;                                \
        va_end(more);                                                                                                  \
        if (nameless_fails(flags) || fails("open")) {                                                                  \
            errno = nameless_fails(flags) ? EOPNOTSUPP : EMFILE;                                                       \
            return -1;                                                                                                 \
        }                                                                                                              \
        return next(path, flags, mode);                                                                                \
    }
OPEN(open)
OPEN(open64)

ssize_t read(int fd, void *bytes, size_t count)
{
    NEXT(read);
    if (fails("read")) {
        errno = EIO;
        return -1;
    }
    return next(fd, bytes, count);
}

int fsync(int fd)
{
    NEXT(fsync);
    if (fails("fsync")) {
        errno = EIO;
        return -1;
    }
    return next(fd);
}

int rename(const char *from, const char *to)
{
    NEXT(rename);
    if (fails("rename")) {
        errno = EXDEV;
        return -1;
    }
    return next(from, to);
}

int linkat(int from_dir, const char *from, int to_dir, const char *to, int flags)
{
    NEXT(linkat);
    if (fails("linkat")) {
        errno = EPERM;
        return -1;
    }
    return next(from_dir, from, to_dir, to, flags);
}

static bool memory_fails(void)
{
    if (!fails("malloc"))
        return false;
    const bool spared = asked_by_spared();
    if (spared && !ever_after)
        nth++;
    return !spared;
}

/* Memory: small requests are left alone where the loader and the C library cannot do without. */
extern void *__libc_malloc(size_t size);
extern void *__libc_calloc(size_t count, size_t size);
extern void *__libc_realloc(void *block, size_t size);

void *malloc(size_t size)
{
    if (memory_fails()) {
        errno = ENOMEM;
        return NULL;
    }
    return __libc_malloc(size);
}

void *calloc(size_t count, size_t size)
{
    if (memory_fails()) {
        errno = ENOMEM;
        return NULL;
    }
    return __libc_calloc(count, size);
}

void *realloc(void *block, size_t size)
{
    if (memory_fails()) {
        errno = ENOMEM;
        return NULL;
    }
    return __libc_realloc(block, size);
}
