/* Findings for programs (jansson):
 *
 *     {"findings": [{"rule", "level", "message", "help", "file", "line", "column", "endLine", "endColumn",
 *                    "related": {"file", "line", "column", "message"}, "source", "about", "accepted"}],
 *      "errors": N, "warnings": N, "notes": N}
 *
 * file to endColumn are left out where a finding has no place; related, source (on what a statement about
 * Salesforce rests), about and accepted where there are none. Lines and columns count from 1, columns in characters. */
#include "diag/render_json.h"

#include "base/utf8.h"
#include "diag/render.h"

#include <stdlib.h>

static void set_text(json_t *object, const char *key, Str text)
{
    if (!text.n)
        return;
    Buf shown = {0};
    if (utf8_invalid(text) >= 0) { /* JSON cannot carry it: a file name, say */
        put_visible(&shown, text);
        text = buf_str(&shown);
    }
    json_object_set_new(object, key, json_stringn(text.s, text.n));
    buf_free(&shown);
}

static void set_number(json_t *object, const char *key, size_t number)
{
    json_object_set_new(object, key, json_integer((json_int_t)number));
}

static void set_place(Diag *d, json_t *object, Loc at)
{
    const Source *source = source_of(&d->sources, at);
    if (!source)
        return;
    Position start = {1, 1};
    if (!loc_is_whole(at))
        start = source_position(&d->sources, at);
    set_text(object, "file", source->name);
    set_number(object, "line", start.line);
    set_number(object, "column", start.column);
}

static json_t *finding_json(Diag *d, const Finding *f)
{
    json_t *object = json_object();
    set_text(object, "rule", str_of(rule_info[f->rule].id));
    set_text(object, "level", str_of(level_name(f->level)));
    set_text(object, "message", f->message);
    set_text(object, "help", f->help);
    set_place(d, object, f->at);
    if (f->at.file && f->at.length && !loc_is_whole(f->at)) {
        Loc behind = {.file = f->at.file, .at = f->at.at + f->at.length};
        Position end = source_position(&d->sources, behind);
        set_number(object, "endLine", end.line);
        set_number(object, "endColumn", end.column);
    }
    if (f->related.file) {
        json_t *related = json_object();
        set_place(d, related, f->related);
        set_text(related, "message", f->related_text);
        json_object_set_new(object, "related", related);
    }
    set_text(object, "source", f->basis);
    set_text(object, "about", f->about);
    set_text(object, "accepted", f->accepted);
    return object;
}

json_t *findings_json(Diag *d)
{
    json_t *root = json_object(), *findings = json_array();
    for (size_t i = 0; i < d->count; i++)
        json_array_append_new(findings, finding_json(d, &d->items[i]));
    json_object_set_new(root, "findings", findings);
    set_number(root, "errors", diag_level_count(d, LEVEL_ERROR));
    set_number(root, "warnings", diag_level_count(d, LEVEL_WARNING));
    set_number(root, "notes", diag_level_count(d, LEVEL_NOTE));
    return root;
}

/* jansson escapes what JSON has to; what a terminal would obey is more than that. */
void put_json_tree(Buf *out, const json_t *root)
{
    char *dumped = json_dumps(root, JSON_INDENT(2));
    Str text = str_of(dumped);
    size_t start = 0;
    for (size_t i = 0, length; i < text.n; i += length) {
        int32_t code = utf8_decode(str_from(text, i), &length);
        if (code == '\n' || !utf8_is_invisible(code))
            continue;
        buf_put(out, str_slice(text, start, i));
        put_code(out, code);
        start = i + length;
    }
    buf_put(out, str_from(text, start));
    buf_byte(out, '\n');
    free(dumped);
}

void render_json(Diag *d, bool color, Buf *out)
{
    (void)color;
    json_t *root = findings_json(d);
    put_json_tree(out, root);
    json_decref(root);
}
