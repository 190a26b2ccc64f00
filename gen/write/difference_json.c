/* Differences for programs (jansson):
 *
 *     {"sets": [{"apiName", "label", "state": "changed|gained|lost|renamed", "was",
 *                "changes": [{"element": "objectPermissions", "name": "Account",
 *                             "was": ["read"], "is": ["read", "delete"],
 *                             "gained": ["delete"], "lost": []}],
 *                "heads": [{"element": "license", "was", "is"}]}],
 *      "gained": N, "lost": N}
 *
 * `was` of a set is the former API name of one that was renamed; of a change, `was` and `is` are empty where
 * there is no such entry, or one that grants nothing. gained and lost count entries, as those of the text do. */
#include "base/utf8.h"
#include "diag/render.h"
#include "write/difference.h"

#include <jansson.h>
#include <stdlib.h>

static const char *const states[] = {[SET_CHANGED] = "changed",
                                     [SET_GAINED] = "gained",
                                     [SET_LOST] = "lost",
                                     [SET_RENAMED] = "renamed"};

static void set_text(json_t *object, const char *key, Str text)
{
    Buf shown = {0};
    if (utf8_invalid(text) >= 0) { /* JSON cannot carry it */
        put_visible(&shown, text);
        text = buf_str(&shown);
    }
    json_object_set_new(object, key, json_stringn(text.n ? text.s : "", text.n));
    buf_free(&shown);
}

static void set_words(json_t *object, const char *key, ElementKind kind, uint32_t bits,
                      uint32_t value)
{
    Arena scratch = {0};
    json_t *list = json_array();
    DifferenceWords words = difference_words(&scratch, kind, bits, value, value);
    for (size_t i = 0; i < words.count; i++)
        json_array_append_new(list, json_stringn(words.items[i].s, words.items[i].n));
    json_object_set_new(object, key, list);
    arena_free(&scratch);
}

static json_t *grant_json(const GrantDifference *d)
{
    json_t *object = json_object();
    set_text(object, "element", str_of(element_table[d->kind].xml));
    set_text(object, "name", d->key);
    set_words(object, "was", d->kind, d->was, d->was);
    set_words(object, "is", d->kind, d->is, d->is);
    set_words(object, "gained", d->kind, d->gained, d->is);
    set_words(object, "lost", d->kind, d->lost, d->was);
    return object;
}

static json_t *head_json(const HeadDifference *d)
{
    json_t *object = json_object();
    set_text(object, "element", str_of(element_table[d->kind].xml));
    set_text(object, "was", d->was);
    set_text(object, "is", d->is);
    return object;
}

static json_t *set_json(const SetDifference *set)
{
    json_t *object = json_object(), *changes = json_array(), *heads = json_array();
    set_text(object, "apiName", difference_set(set)->api_name.s);
    set_text(object, "label", difference_set(set)->label.s);
    set_text(object, "state", str_of(states[set->state]));
    if (set->state == SET_RENAMED)
        set_text(object, "was", set->was->api_name.s);
    for (size_t i = 0; i < set->grant_count; i++)
        json_array_append_new(changes, grant_json(&set->grants[i]));
    for (size_t i = 0; i < set->head_count; i++)
        json_array_append_new(heads, head_json(&set->heads[i]));
    json_object_set_new(object, "changes", changes);
    json_object_set_new(object, "heads", heads);
    return object;
}

void write_difference_json(const Differences *differences, Buf *out)
{
    json_t *root = json_object(), *sets = json_array();
    for (size_t i = 0; i < differences->count; i++)
        json_array_append_new(sets, set_json(&differences->items[i]));
    json_object_set_new(root, "sets", sets);
    json_object_set_new(root, "gained", json_integer((json_int_t)differences->gained));
    json_object_set_new(root, "lost", json_integer((json_int_t)differences->lost));
    char *text = json_dumps(root, JSON_INDENT(2));
    buf_put(out, str_of(text));
    buf_byte(out, '\n');
    free(text);
    json_decref(root);
}
