/*
 * Shared libraries opened on first use, so that a run which does not need one never waits for it to be loaded.
 *
 * A list names the functions of a library, and makes a table of pointers to them that have the types of the library's
 * own header:
 *
 *     #define CUPBOARD(F) F(cupboard_open) F(cupboard_close)
 *     static struct { CUPBOARD(KURIL_LIBRARY_POINTER) } cupboard;
 *     static const char *const names[] = {CUPBOARD(KURIL_LIBRARY_NAME)};
 *     static kuril_library library = {"libcupboard.so.1", names, G_N_ELEMENTS(names), &cupboard};
 *
 *     if (kuril_library_open(&library, error) == KURIL_OK)
 *         cupboard.cupboard_open(...);
 */
#ifndef KURIL_CORE_LIBRARY_H
#define KURIL_CORE_LIBRARY_H

#include <glib.h>
#include <kurilmap/status.h>

typedef struct kuril_library {
    const char *file;         /**< its name with the version of its interface, as a linker would note it */
    const char *const *names; /**< of the functions, shape [count] */
    size_t count;
    void *table; /**< `count` pointers to functions, in the order of the names; filled when the library is opened */
    gsize tried; /**< kuril_library_open's own, as is the next: what went wrong */
    char *problem;
} kuril_library;

#define KURIL_LIBRARY_POINTER(function) __typeof__(function) *function;
#define KURIL_LIBRARY_NAME(function)    KURIL_LIBRARY_TEXT(function), /* by its last name: ICU's header renames all */
#define KURIL_LIBRARY_TEXT(function)    #function

/**
 * Opens a library and finds its functions, the first time; it stays open for the life of the process. Any thread.
 *
 * @retval KURIL_E_IO  it is not installed, or lacks a function; said at each call
 */
kuril_status kuril_library_open(kuril_library *library, kuril_error *error);

/** As kuril_library_open, where nothing can go on without: a failure is fatal (g_error), as one of memory is. */
void kuril_library_need(kuril_library *library);

/**
 * How dlopen is to bind what it opens: lazily, as of thousands of functions few are called, and deep, so that a library
 * and its own are searched before the program's, which halves the time of the look-ups. Deep only in our own program,
 * as C++ ones may hold copies of variables of the C++ library, and only with the C library's malloc: the library would
 * miss whatever stands in for it.
 */
int kuril_library_binding(void);

#endif
