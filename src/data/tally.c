#include "core/diagnostics.h"
#include "core/number.h"
#include "core/text.h"
#include "data/reader.h"
#include <inttypes.h>
#include <string.h>

const char *kuril_fault_text(kuril_fault fault)
{
    static const char *const texts[] = {
        [KURIL_FAULT_NO_GEOMETRY] = "no geometry",
        [KURIL_FAULT_UNREADABLE] = "damaged record",
        [KURIL_FAULT_NOT_FINITE] = "coordinates that are not numbers of a place (NaN, infinite or enormous)",
        [KURIL_FAULT_OUT_OF_RANGE] = "coordinates off the globe or outside of the coordinate system",
        [KURIL_FAULT_DEGENERATE] = "lines of one place or rings of fewer than three",
        [KURIL_FAULT_OPEN_RING] = "rings that were not closed",
        [KURIL_FAULT_STRAY_HOLE] = "holes outside of their polygon, dropped",
        [KURIL_FAULT_STRAY_RING] = "holes outside of every ring, taken as areas",
        [KURIL_FAULT_OTHER_KIND] = "another kind of geometry than the layer's",
        [KURIL_FAULT_SURFACE] = "three-dimensional surfaces, drawn flat",
        [KURIL_FAULT_TEXT] = "text that is not valid in the dataset's encoding",
        [KURIL_FAULT_TEXT_CUT] = "text cut within a character",
    };
    return (unsigned)fault < KURIL_FAULT_COUNT ? texts[fault] : "unknown fault";
}

bool kuril_reader_query_holds(const kuril_reader_query *query, const kuril_feature *feature)
{
    for (size_t i = 0; i < G_N_ELEMENTS(query->where); i++) {
        if (query->where[i] && !kuril_where_holds(query->where[i], feature))
            return false;
    }
    return true;
}

void kuril_reader_count(kuril_reader *reader, int64_t id, unsigned faults, bool used)
{
    kuril_tally *tally = &reader->tally;
    tally->read++;
    tally->used += used;
    tally->skipped += !used;
    tally->repaired += used && faults;
    for (unsigned f = 0; f < KURIL_FAULT_COUNT; f++) {
        if (!(faults & KURIL_FAULT_BIT(f)))
            continue;
        if (tally->faults[f].features < KURIL_TALLY_IDS)
            tally->faults[f].ids[tally->faults[f].features] = id;
        tally->faults[f].features++;
        tally->faults[f].skipped += !used;
    }
}

static bool same_but_numbers(const char *a, const char *b)
{
    while (*a && *b) {
        a += strspn(a, "0123456789");
        b += strspn(b, "0123456789");
        if (*a != *b)
            return false;
        a += *a != '\0';
        b += *b != '\0';
    }
    return *a == *b;
}

void kuril_reader_note(kuril_reader *reader, const char *text)
{
    char clean[KURIL_NOTE_SIZE];
    kuril_text_clean(text, clean, sizeof clean);
    for (size_t i = 0; i < reader->n_notes; i++) {
        if (same_but_numbers(reader->notes[i], clean))
            return;
    }
    if (reader->n_notes < KURIL_NOTES_MAX)
        memcpy(reader->notes[reader->n_notes++], clean, sizeof clean);
}

void kuril_reader_fault_note(kuril_reader *reader, kuril_fault fault, const char *text)
{
    if (!reader->fault_notes[fault][0])
        kuril_text_clean(text, reader->fault_notes[fault], KURIL_NOTE_SIZE);
}

static void append_ids(GString *text, const int64_t *ids, size_t features)
{
    g_string_append(text, features == 1 ? " (feature" : " (features");
    for (size_t i = 0; i < MIN(features, KURIL_TALLY_IDS); i++)
        g_string_append_printf(text, "%s %" PRId64, i ? "," : "", ids[i]);
    g_string_append(text, features > KURIL_TALLY_IDS ? ", ...)" : ")");
}

/* Whether a note or a fault's says the same. */
static bool is_told(const kuril_reader *reader, const char *text)
{
    bool told = false;
    for (size_t i = 0; i < reader->n_notes; i++)
        told = told || same_but_numbers(reader->notes[i], text);
    for (unsigned f = 0; f < KURIL_FAULT_COUNT; f++)
        told = told || same_but_numbers(reader->fault_notes[f], text);
    return told;
}

void kuril_reader_report(const kuril_reader *reader, const kuril_layer *layer, const char *file, bool may_be_empty,
                         const kuril_diagnostics *diagnostics)
{
    if (reader->open_note[0] && !is_told(reader, reader->open_note))
        kuril_report(diagnostics, KURIL_WARNING, file, NULL, "%s", reader->open_note);
    for (size_t i = 0; i < reader->n_notes; i++)
        kuril_report(diagnostics, KURIL_WARNING, file, layer->name, "%s", reader->notes[i]);
    for (unsigned f = 0; f < KURIL_FAULT_COUNT; f++) {
        const size_t features = reader->tally.faults[f].features, skipped = reader->tally.faults[f].skipped;
        if (features == 0)
            continue;
        GString *text = g_string_new(NULL);
        g_string_append_printf(text, "%zu %s %s: %s", features, features == 1 ? "feature" : "features",
                               skipped == features ? "skipped"
                               : skipped           ? "repaired or skipped"
                               : f == KURIL_FAULT_OTHER_KIND || f == KURIL_FAULT_SURFACE ? "used as they are"
                                                                                         : "repaired",
                               kuril_fault_text((kuril_fault)f));
        append_ids(text, reader->tally.faults[f].ids, features);
        if (reader->fault_notes[f][0])
            g_string_append_printf(text, ": %s", reader->fault_notes[f]);
        kuril_report(diagnostics, KURIL_WARNING, file, layer->name, "%s", text->str);
        g_string_free(text, TRUE);
    }
    if (reader->tally.read == 0 && !may_be_empty)
        kuril_report(diagnostics, KURIL_WARNING, file, layer->name, "no features in layer '%s'", layer->name);
}

kuril_status kuril_reader_verdict(const kuril_reader *reader, const kuril_layer *layer, const char *file,
                                  kuril_error *error)
{
    const kuril_tally *tally = &reader->tally;
    if (tally->used > 0 || layer->kinds == 0)
        return KURIL_OK;
    if (tally->read == 0 && (reader->damaged || reader->open_note[0]))
        return kuril_fail_at(error, KURIL_E_DATA, file, 0, 0, layer->name, "cannot read layer '%s': %s", layer->name,
                             reader->open_note[0] ? reader->open_note
                             : reader->n_notes    ? reader->notes[0]
                                                  : "it is damaged");
    if (tally->read > 0 && tally->faults[KURIL_FAULT_OUT_OF_RANGE].skipped == tally->read) {
        char x[KURIL_NUMBER_MAX], y[KURIL_NUMBER_MAX];
        return kuril_fail_at(error, KURIL_E_DATA, file, 0, 0, layer->name,
                             "nothing in layer '%s' can be used: coordinates such as (%s, %s) are not in %s, or in "
                             "another order",
                             layer->name, kuril_number_print(reader->extreme[0], x),
                             kuril_number_print(reader->extreme[1], y), layer->crs);
    }
    return KURIL_OK;
}
