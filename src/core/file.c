#include "core/file.h"

#include "core/diagnostics.h"
#include <errno.h>
#include <fcntl.h>
#include <glib.h>
#include <sys/stat.h>
#include <unistd.h>

static kuril_status cannot_read(const char *path, const char *why, kuril_error *error)
{
    return kuril_fail_at(error, KURIL_E_IO, path, 0, 0, NULL, "cannot read '%s': %s", path, why);
}

/* As `errno` tells; what the machine is short of is no fault of the file. */
static kuril_status cannot(const char *path, int number, kuril_error *error)
{
    const bool machine = number == EMFILE || number == ENFILE || number == ENOMEM || number == EIO;
    return kuril_fail_at(error, KURIL_E_IO, path, 0, 0, machine ? KURIL_PLACE_MACHINE : NULL, "cannot read '%s': %s", path,
                         g_strerror(number));
}

/* Reads what is there, also where it grows meanwhile. */
static kuril_status read_bytes(const char *path, int fd, kuril_limit limit, GByteArray *bytes, kuril_error *error)
{
    const unsigned long long most = (unsigned long long)kuril_limit_value(limit);
    struct stat info;
    if (fstat(fd, &info) != 0)
        return cannot(path, errno, error);
    if (!S_ISREG(info.st_mode))
        return cannot_read(path, S_ISDIR(info.st_mode) ? "it is a folder" : "it is no regular file", error);
    if (info.st_size < 0 || (unsigned long long)info.st_size > most)
        return kuril_limit_passed(limit, path, 0, 0, NULL, error);
    guint8 chunk[65536];
    for (;;) {
        const ssize_t got = read(fd, chunk, sizeof chunk);
        if (got < 0 && errno == EINTR)
            continue;
        if (got < 0)
            return cannot(path, errno, error);
        if (got == 0)
            return KURIL_OK;
        if (bytes->len + (unsigned long long)got > most)
            return kuril_limit_passed(limit, path, 0, 0, NULL, error);
        g_byte_array_append(bytes, chunk, (guint)got);
    }
}

kuril_status kuril_file_read(const char *path, kuril_limit limit, char **text, size_t *length, kuril_error *error)
{
    *text = NULL;
    const int fd = open(path, O_RDONLY | O_NONBLOCK | O_CLOEXEC); /* non-blocking: opening a FIFO must not wait */
    if (fd < 0)
        return cannot(path, errno, error);
    GByteArray *bytes = g_byte_array_new();
    const kuril_status status = read_bytes(path, fd, limit, bytes, error);
    close(fd);
    if (status != KURIL_OK) {
        g_byte_array_free(bytes, TRUE);
        return status;
    }
    if (length)
        *length = bytes->len;
    g_byte_array_append(bytes, (const guint8 *)"", 1);
    *text = (char *)g_byte_array_free(bytes, FALSE);
    return KURIL_OK;
}
