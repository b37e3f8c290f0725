/* Writing JSON: a text that grows, with commas and quotes put where they belong. */
#ifndef KURIL_CORE_JSON_H
#define KURIL_CORE_JSON_H

#include <glib.h>
#include <stdbool.h>

/** A JSON text being written. Start it as `{.text = g_string_new(NULL)}`; free the text with g_string_free. */
typedef struct kuril_json {
    GString *text;
    bool filled; /**< the open array or object has something in it */
} kuril_json;

/** Appends a text in its quotes: UTF-8 (made valid), with no character that drives a terminal as it is. */
void kuril_json_quote(GString *out, const char *text);

/** Names the value that follows, inside an object. */
void kuril_json_name(kuril_json *json, const char *name);

/** Values. Text is UTF-8 (made valid), NULL is null; numbers are the shortest that read back, null when not finite. */
void kuril_json_text(kuril_json *json, const char *text);
void kuril_json_number(kuril_json *json, double number);
void kuril_json_bool(kuril_json *json, bool value);

/** Opens '{' or '['; kuril_json_close closes it with '}' or ']'. */
void kuril_json_open(kuril_json *json, char bracket);
void kuril_json_close(kuril_json *json, char bracket);

/** A named text, and a named number. */
void kuril_json_member(kuril_json *json, const char *name, const char *text);
void kuril_json_member_number(kuril_json *json, const char *name, double number);

#endif
