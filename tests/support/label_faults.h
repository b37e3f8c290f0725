/* What no name may do, whatever the style and the data: told by corners and separating axes, not by the code under test. */
#ifndef KURIL_TEST_LABEL_FAULTS_H
#define KURIL_TEST_LABEL_FAULTS_H

#include "map/label_report.h"

/** One fault: what it is, the name's text and the other's, or "". */
typedef void (*label_fault_fn)(void *user, const char *what, const char *a, const char *b);

/**
 * Tells of each name that overlaps another, leaves the frame, or lies on furniture or another one's dot; of those that the
 * style lets overlap, only where the other may not. @return how many
 */
size_t label_faults(const kuril_label_report *report, label_fault_fn tell, void *user);

#endif
