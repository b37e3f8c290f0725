/* What tests share: cmocka with its headers, near-equality in doubles, skipping. */
#ifndef KURIL_TEST_SUPPORT_H
#define KURIL_TEST_SUPPORT_H

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>
#include <stdbool.h>

/** Fails unless |got - want| <= tolerance; both infinite of one sign are equal; NaN never is. */
#define assert_near(got, want, tolerance) kuril_assert_near((got), (want), (tolerance), #got, __FILE__, __LINE__)
void kuril_assert_near(double got, double want, double tolerance, const char *what, const char *file, int line);

/** True where the public reference files stand beside the project; says that it skips where not. */
bool kuril_have_shared(const char *shared_dir);

/** A new folder of the test's own under the system's for such. Free with kuril_test_folder_remove. */
char *kuril_test_folder_new(void);
/** Removes it with all that is in it. */
void kuril_test_folder_remove(char *folder);

#endif
