#include "projection/rings.h"

/* One chain: its vertices, and its two ends as indices into `ends`: 2i is where it starts, 2i + 1 where it ends. */
typedef struct chain {
    size_t first, end;
    bool used;
} chain;

typedef struct chain_end {
    int side;
    double t;
    size_t partner; /* the end joined to this one */
    double to;      /* its t, as seen from here */
} chain_end;

void kuril_joiner_init(kuril_joiner *joiner)
{
    joiner->points = (kuril_xys){0};
    joiner->chains = g_array_new(FALSE, FALSE, sizeof(chain));
    joiner->ends = g_array_new(FALSE, FALSE, sizeof(chain_end));
    joiner->order = g_array_new(FALSE, FALSE, sizeof(size_t));
}

void kuril_joiner_finish(kuril_joiner *joiner)
{
    if (!joiner->ends)
        return;
    kuril_xys_finish(&joiner->points);
    g_array_free(joiner->chains, TRUE);
    g_array_free(joiner->ends, TRUE);
    g_array_free(joiner->order, TRUE);
    *joiner = (kuril_joiner){0};
}

void kuril_joiner_clear(kuril_joiner *joiner)
{
    joiner->points.count = 0;
    g_array_set_size(joiner->chains, 0);
    g_array_set_size(joiner->ends, 0);
}

static void add_end(kuril_joiner *joiner, int side, double t)
{
    const chain_end end = {side, t, 0, 0};
    g_array_append_val(joiner->ends, end);
}

void kuril_joiner_start(kuril_joiner *joiner, int side, double t)
{
    const chain c = {joiner->points.count, 0, false};
    g_array_append_val(joiner->chains, c);
    add_end(joiner, side, t);
}

void kuril_joiner_end(kuril_joiner *joiner, int side, double t)
{
    g_array_index(joiner->chains, chain, joiner->chains->len - 1).end = joiner->points.count;
    add_end(joiner, side, t);
}

/* By side, then along it; equal places in the order in which they came, so that the result never varies. */
static gint by_place(gconstpointer a, gconstpointer b, gpointer ends)
{
    const size_t i = *(const size_t *)a, j = *(const size_t *)b;
    const chain_end *p = &((const chain_end *)ends)[i], *q = &((const chain_end *)ends)[j];
    if (p->side != q->side)
        return p->side < q->side ? -1 : 1;
    if (p->t != q->t)
        return p->t < q->t ? -1 : 1;
    return i < j ? -1 : i > j;
}

static chain_end *end_at(const kuril_joiner *joiner, size_t rank)
{
    return &g_array_index(joiner->ends, chain_end, g_array_index(joiner->order, size_t, rank));
}

static void sort_ends(kuril_joiner *joiner)
{
    const guint n = joiner->ends->len;
    g_array_set_size(joiner->order, n);
    for (guint i = 0; i < n; i++)
        g_array_index(joiner->order, size_t, i) = i;
    if (n > 0)
        g_qsort_with_data(joiner->order->data, (gint)n, sizeof(size_t), by_place, joiner->ends->data);
}

/* Joins the ends of ranks i and j; `turn` is added to the t of the second as seen from the first. */
static void pair(kuril_joiner *joiner, size_t i, size_t j, double turn)
{
    chain_end *a = end_at(joiner, i), *b = end_at(joiner, j);
    a->partner = g_array_index(joiner->order, size_t, j);
    b->partner = g_array_index(joiner->order, size_t, i);
    a->to = b->t + turn;
    b->to = a->t - turn;
}

static kuril_status trace_chain(const kuril_joiner *joiner, const chain *c, bool backward, const kuril_tracer *tracer)
{
    const kuril_xy *p = joiner->points.at + c->first;
    const size_t n = c->end - c->first;
    kuril_status status = KURIL_OK;
    for (size_t i = 0; i < n && status == KURIL_OK; i++) {
        const kuril_xy v = p[backward ? n - 1 - i : i];
        status = tracer->vertex(tracer->user, v.x, v.y);
    }
    return status;
}

/* From one chain to the partner of its far end, until the first chain comes again. */
static kuril_status trace_ring(kuril_joiner *joiner, size_t entry, const kuril_tracer *tracer)
{
    kuril_status status = tracer->ring_start(tracer->user);
    for (;;) {
        chain *c = &g_array_index(joiner->chains, chain, entry / 2);
        if (c->used || status != KURIL_OK)
            break;
        c->used = true;
        status = trace_chain(joiner, c, entry % 2 == 1, tracer);
        const chain_end *far_end = &g_array_index(joiner->ends, chain_end, entry ^ 1);
        if (status == KURIL_OK && tracer->join)
            status = tracer->join(tracer->user, far_end->t, far_end->to);
        entry = far_end->partner;
    }
    return status == KURIL_OK ? tracer->ring_end(tracer->user) : status;
}

static kuril_status trace_rings(kuril_joiner *joiner, const kuril_tracer *tracer)
{
    kuril_status status = KURIL_OK;
    for (guint i = 0; i < joiner->chains->len && status == KURIL_OK; i++)
        if (!g_array_index(joiner->chains, chain, i).used)
            status = trace_ring(joiner, 2 * (size_t)i, tracer);
    return status;
}

static kuril_status ring_begins(void *rings)
{
    (void)rings;
    return KURIL_OK;
}

static kuril_status ring_vertex(void *rings, double x, double y)
{
    kuril_rings_add(rings, x, y);
    return KURIL_OK;
}

static kuril_status ring_ends(void *rings)
{
    kuril_rings_end(rings);
    return KURIL_OK;
}

void kuril_joiner_join(kuril_joiner *joiner, kuril_rings *out)
{
    const kuril_tracer tracer = {ring_begins, ring_vertex, NULL, ring_ends, out};
    sort_ends(joiner);
    for (size_t i = 0; i + 1 < joiner->order->len; i += 2)
        pair(joiner, i, i + 1, 0);
    trace_rings(joiner, &tracer);
}

double kuril_joiner_widest_gap(kuril_joiner *joiner)
{
    sort_ends(joiner);
    const size_t n = joiner->order->len;
    double widest = -1, middle = 0;
    for (size_t i = 0; i < n; i++) {
        const double from = end_at(joiner, i)->t,
                     to = i + 1 < n ? end_at(joiner, i + 1)->t : end_at(joiner, 0)->t + 360;
        if (to - from > widest) {
            widest = to - from;
            middle = (from + to) / 2;
        }
    }
    return middle > 180 ? middle - 360 : middle;
}

kuril_status kuril_joiner_trace_circle(kuril_joiner *joiner, double t, bool inside, const kuril_tracer *tracer)
{
    sort_ends(joiner);
    const size_t n = joiner->order->len;
    size_t below = 0;
    while (below < n && end_at(joiner, below)->t <= t)
        below++;
    /* An end of odd rank before t has its gap of even ranks (0 to 1, 2 to 3) around t. */
    const bool plain = (below % 2 == 1) == inside;
    for (size_t i = plain ? 0 : 1; i + 1 < n; i += 2)
        pair(joiner, i, i + 1, 0);
    if (!plain && n > 0)
        pair(joiner, n - 1, 0, 360);
    return trace_rings(joiner, tracer);
}
