#define _GNU_SOURCE /* O_TMPFILE */
#include "core/output.h"

#include "core/diagnostics.h"
#include <errno.h>
#include <fcntl.h>
#include <glib.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/file.h>
#include <sys/stat.h>
#include <unistd.h>

struct kuril_output {
    int fd;
    char *path;      /* where it goes */
    char *temporary; /* where it is until then; NULL for standard output, and for a file that has no name yet */
    bool nameless;   /* made with O_TMPFILE: what a killed program had written is gone with it */
    bool failed, flush_later;
};

static kuril_status fail_errno(kuril_error *error, const char *what, const char *path)
{
    return kuril_fail_at(error, KURIL_E_IO, path, 0, 0, KURIL_PLACE_OUTPUT, "cannot %s '%s': %s", what, path,
                         g_strerror(errno));
}

static void output_free(kuril_output *output)
{
    if ((output->temporary || output->nameless) && output->fd >= 0)
        close(output->fd);
    g_free(output->temporary);
    g_free(output->path);
    g_free(output);
}

/*
 * Where a file waits for its place: one name beside each place, so that the next writer takes what a killed one left
 * there.
 */
static char *waiting_name(const char *path)
{
    char *folder = g_path_get_dirname(path), *base = g_path_get_basename(path);
    char *hash = g_compute_checksum_for_string(G_CHECKSUM_SHA256, base, -1);
    char *name = g_strdup_printf("%s/.kurilmap-%.32s", folder, hash);
    g_free(hash);
    g_free(base);
    g_free(folder);
    return name;
}

static bool is_named(int fd, const char *name)
{
    struct stat file, there;
    return fstat(fd, &file) == 0 && lstat(name, &there) == 0 && file.st_dev == there.st_dev &&
           file.st_ino == there.st_ino;
}

/* mkstemp makes files for the owner only; a picture is for everyone whom the umask lets in. */
static void give_usual_mode(int fd)
{
    const mode_t mask = umask(0);
    umask(mask);
    (void)!fchmod(fd, 0666 & ~mask);
}

/*
 * What a killed program left under the waiting name, empty and locked; -1 when a living one has it, and when it is
 * nothing that we would make: in a folder for everyone, others may put a pipe there, or a link to what we must not lose.
 */
static int take_over(const char *name)
{
    const int fd = open(name, O_WRONLY | O_NOFOLLOW | O_NONBLOCK | O_CLOEXEC);
    struct stat info;
    if (fd >= 0 && flock(fd, LOCK_EX | LOCK_NB) == 0 && is_named(fd, name) && fstat(fd, &info) == 0 &&
        S_ISREG(info.st_mode) && info.st_uid == geteuid() && info.st_nlink == 1 && ftruncate(fd, 0) == 0) {
        give_usual_mode(fd);
        return fd;
    }
    if (fd >= 0)
        close(fd);
    return -1;
}

/* A file under its waiting name, empty and locked; under another name while that one is not to be had. */
static int open_waiting(const char *path, char **name)
{
    *name = waiting_name(path);
    int fd = open(*name, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0666);
    if (fd >= 0 && (flock(fd, LOCK_EX | LOCK_NB) != 0 || !is_named(fd, *name))) {
        close(fd); /* another program took it for left behind, and may have put it in its place already */
        fd = -1;
    } else if (fd < 0 && errno == EEXIST) {
        fd = take_over(*name);
    }
    if (fd < 0) {
        char *other = g_strconcat(*name, "-XXXXXX", NULL);
        g_free(*name);
        *name = other;
        fd = mkstemp(other);
        if (fd >= 0)
            give_usual_mode(fd);
    }
    return fd;
}

/* The name that a file without one has for us; false where /proc is not mounted, and it can never get another. */
static bool has_handle(int fd)
{
    char here[32];
    struct stat info;
    g_snprintf(here, sizeof here, "/proc/self/fd/%d", fd);
    return stat(here, &info) == 0;
}

/* A file without a name; -1 where that cannot be. */
static int open_nameless(const char *folder)
{
    const int fd = open(folder, O_TMPFILE | O_WRONLY | O_CLOEXEC, 0666);
    if (fd < 0 || has_handle(fd))
        return fd;
    close(fd);
    return -1;
}

bool kuril_output_same(const char *a, const char *b)
{
    struct stat at_a, at_b;
    if (strcmp(a, "-") == 0 || strcmp(b, "-") == 0)
        return strcmp(a, b) == 0;
    if (stat(a, &at_a) == 0 && stat(b, &at_b) == 0)
        return at_a.st_dev == at_b.st_dev && at_a.st_ino == at_b.st_ino;
    char *whole_a = g_canonicalize_filename(a, NULL), *whole_b = g_canonicalize_filename(b, NULL);
    const bool same = strcmp(whole_a, whole_b) == 0;
    g_free(whole_a);
    g_free(whole_b);
    return same;
}

kuril_status kuril_output_open(const char *path, kuril_output **output, kuril_error *error)
{
    if (strcmp(path, "-") == 0) {
        kuril_output *standard = g_new0(kuril_output, 1);
        standard->fd = STDOUT_FILENO;
        standard->path = g_strdup("standard output");
        *output = standard;
        return KURIL_OK;
    }
    struct stat info;
    if (stat(path, &info) == 0 && !S_ISREG(info.st_mode))
        return kuril_fail_at(error, KURIL_E_IO, path, 0, 0, KURIL_PLACE_OUTPUT, "cannot write '%s': %s", path,
                             S_ISDIR(info.st_mode) ? "it is a folder" : "it is not a regular file");
    char *folder = g_path_get_dirname(path);
    char *temporary = NULL;
    int fd = open_nameless(folder);
    const bool nameless = fd >= 0;
    if (!nameless && access(folder, W_OK) == 0) /* not every file system can */
        fd = open_waiting(path, &temporary);
    g_free(folder);
    if (fd < 0) {
        g_free(temporary);
        return fail_errno(error, "write", path);
    }
    kuril_output *file = g_new0(kuril_output, 1);
    file->fd = fd;
    file->path = g_strdup(path);
    file->temporary = temporary;
    file->nameless = nameless;
    *output = file;
    return KURIL_OK;
}

kuril_status kuril_output_write(kuril_output *output, const void *bytes, size_t count, kuril_error *error)
{
    const char *p = bytes;
    while (count > 0 && !output->failed) {
        const ssize_t n = write(output->fd, p, count);
        if (n < 0 && errno == EINTR)
            continue;
        if (n < 0) {
            output->failed = true;
            return fail_errno(error, "write", output->path);
        }
        p += n;
        count -= (size_t)n;
    }
    return output->failed ? KURIL_E_IO : KURIL_OK;
}

static bool put_at(const kuril_output *output, const char *name)
{
    char here[32];
    g_snprintf(here, sizeof here, "/proc/self/fd/%d", output->fd);
    return linkat(AT_FDCWD, here, AT_FDCWD, name, AT_SYMLINK_FOLLOW) == 0;
}

/* Removes what a killed program left under the waiting name: a living one holds its lock. */
static bool clear_left(const char *name)
{
    const int fd = open(name, O_RDONLY | O_NOFOLLOW | O_NONBLOCK | O_CLOEXEC);
    const bool cleared = fd >= 0 && flock(fd, LOCK_EX | LOCK_NB) == 0 && is_named(fd, name) && unlink(name) == 0;
    if (fd >= 0)
        close(fd);
    return cleared;
}

/* Puts a nameless file where an older one is, by way of the waiting name; of another while a living program has that. */
static bool put_over(kuril_output *output)
{
    enum { TRIES = 100 };
    char *usual = waiting_name(output->path), *name = g_strdup(usual);
    const bool locked = flock(output->fd, LOCK_EX | LOCK_NB) == 0;
    bool waits = locked && (put_at(output, name) || (errno == EEXIST && clear_left(name) && put_at(output, name)));
    for (int i = 0; i < TRIES && !waits && (i == 0 || errno == EEXIST); i++) {
        g_free(name);
        name = g_strdup_printf("%s-%08x", usual, g_random_int());
        waits = put_at(output, name);
    }
    const bool done = waits && rename(name, output->path) == 0;
    const int why = errno;
    if (waits && !done)
        unlink(name);
    g_free(usual);
    g_free(name);
    errno = why;
    return done;
}

static bool put_nameless(kuril_output *output)
{
    return put_at(output, output->path) || (errno == EEXIST && put_over(output));
}

void kuril_output_flush_later(kuril_output *output)
{
    output->flush_later = true;
}

kuril_status kuril_output_commit(kuril_output *output, kuril_error *error)
{
    kuril_status status = output->failed ? KURIL_E_IO : KURIL_OK;
    if (output->temporary || output->nameless) {
        if (status == KURIL_OK && !output->flush_later && fsync(output->fd) != 0)
            status = fail_errno(error, "write", output->path);
        /* Some file systems tell of a failure when the file is closed only: a copy is, and the lock stays. */
        if (status == KURIL_OK && close(dup(output->fd)) != 0)
            status = fail_errno(error, "write", output->path);
        if (status == KURIL_OK &&
            !(output->nameless ? put_nameless(output) : rename(output->temporary, output->path) == 0))
            status = fail_errno(error, "write", output->path);
        if (status != KURIL_OK && output->temporary)
            unlink(output->temporary);
    }
    output_free(output);
    return status;
}

kuril_status kuril_output_write_file(const char *path, const void *bytes, size_t count, bool flush, kuril_error *error)
{
    kuril_output *output = NULL;
    const kuril_status status = kuril_output_open(path, &output, error);
    if (status != KURIL_OK)
        return status;
    if (!flush)
        kuril_output_flush_later(output);
    kuril_output_write(output, bytes, count, error); /* the commit fails when this has */
    return kuril_output_commit(output, error);
}

kuril_status kuril_output_flush_folder(const char *folder, kuril_error *error)
{
    const int fd = open(folder, O_RDONLY | O_DIRECTORY | O_CLOEXEC);
    const bool good = fd >= 0 && syncfs(fd) == 0;
    const kuril_status status = good ? KURIL_OK : fail_errno(error, "write in the folder", folder);
    if (fd >= 0)
        close(fd);
    return status;
}

void kuril_output_discard(kuril_output *output)
{
    if (!output)
        return;
    if (output->temporary)
        unlink(output->temporary);
    output_free(output);
}
