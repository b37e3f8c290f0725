#include <kurilmap/status.h>

const char *kuril_status_text(kuril_status status)
{
    switch (status) {
    case KURIL_OK:
        return "ok";
    case KURIL_E_ARGUMENT:
        return "wrong argument";
    case KURIL_E_DOMAIN:
        return "number out of range";
    case KURIL_E_MEMORY:
        return "out of memory";
    case KURIL_E_IO:
        return "input or output failed";
    case KURIL_E_SYNTAX:
        return "syntax error";
    case KURIL_E_UNSUPPORTED:
        return "not supported";
    case KURIL_E_DATA:
        return "impossible data";
    case KURIL_E_PROJECTION:
        return "projection failed";
    case KURIL_STATUS_COUNT:
        break;
    }
    return "unknown status";
}
