#include "core/number.h"
#include "geom/sinks.h"

static kuril_status log_point(kuril_sink *sink, double x, double y)
{
    kuril_log_sink *log = (kuril_log_sink *)sink;
    char a[KURIL_NUMBER_MAX], b[KURIL_NUMBER_MAX];
    g_string_append_printf(log->text, "(%s,%s) ", kuril_number_print_fixed(x, log->decimals, a),
                           kuril_number_print_fixed(y, log->decimals, b));
    return KURIL_OK;
}

static kuril_status log_line_start(kuril_sink *sink)
{
    kuril_log_sink *log = (kuril_log_sink *)sink;
    g_string_append(log->text, log->in_polygon ? "R[ " : "L[ ");
    return KURIL_OK;
}

static kuril_status log_line_end(kuril_sink *sink)
{
    g_string_append(((kuril_log_sink *)sink)->text, "] ");
    return KURIL_OK;
}

static kuril_status log_polygon_start(kuril_sink *sink)
{
    kuril_log_sink *log = (kuril_log_sink *)sink;
    log->in_polygon = true;
    g_string_append(log->text, "P[ ");
    return KURIL_OK;
}

static kuril_status log_polygon_end(kuril_sink *sink)
{
    kuril_log_sink *log = (kuril_log_sink *)sink;
    log->in_polygon = false;
    g_string_append(log->text, "] ");
    return KURIL_OK;
}

static const kuril_sink_ops log_ops = {log_point, log_line_start, log_line_end, log_polygon_start, log_polygon_end};

void kuril_log_sink_init(kuril_log_sink *sink, GString *text, int decimals)
{
    *sink = (kuril_log_sink){.base = {&log_ops, NULL}, .text = text, .decimals = decimals};
}
