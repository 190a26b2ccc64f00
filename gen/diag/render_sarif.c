/* Findings as SARIF 2.1.0 (jansson), for code scanning: one run; the rules that occur; a result for each
 * finding. Fingerprints do not depend on line numbers, so that a finding stays the same one when lines move
 * above it. Accepted findings are suppressed, with the reason. */
#include "base/map.h"
#include "diag/render.h"

#include <jansson.h>
#include <stdlib.h>

#define SCHEMA "https://json.schemastore.org/sarif-2.1.0.json"

typedef struct {
    Diag *diag;
    json_t *rules;
    int index[RULE_COUNT]; /* place among `rules`, from 1; 0: not there yet */
    Map fingerprints;      /* how often each occurred */
    Arena arena;
} Sarif;

/* JSON is UTF-8: what is not is written as its code. */
static json_t *text_json(Str text)
{
    Buf shown = {0};
    put_visible(&shown, text);
    json_t *json = json_stringn(buf_str(&shown).n ? shown.bytes : "", shown.n);
    buf_free(&shown);
    return json;
}

static json_t *message_json(Str text)
{
    return json_pack("{s:o}", "text", text_json(text));
}

/* --- rules ------------------------------------------------------------------------------------- */

static int rule_index(Sarif *s, Rule rule)
{
    const RuleInfo *info = &rule_info[rule];
    if (s->index[rule])
        return s->index[rule] - 1;
    json_array_append_new(
        s->rules, json_pack("{s:s, s:{s:s}, s:{s:s}, s:{s:s}}", "id", info->id, "shortDescription",
                            "text", info->text, "help", "text", info->mend, "defaultConfiguration",
                            "level", info->level == LEVEL_OFF ? "none" : level_name(info->level)));
    s->index[rule] = (int)json_array_size(s->rules);
    return s->index[rule] - 1;
}

/* --- places ------------------------------------------------------------------------------------ */

/* A path as a URI reference: relative as it was written, or file:// where it is absolute. */
static json_t *uri_json(Str path)
{
    Buf uri = {0};
    if (str_starts(path, S("/")))
        buf_put(&uri, S("file://"));
    for (size_t i = 0; i < path.n; i++) {
        char c = path.s[i];
        if (char_is_letter(c) || char_is_digit(c) || str_find(S("/.-_~"), c) >= 0)
            buf_byte(&uri, c);
        else
            buf_format(&uri, "%%%02X", (unsigned)(unsigned char)c);
    }
    json_t *json = json_stringn(uri.n ? uri.bytes : "", uri.n);
    buf_free(&uri);
    return json;
}

static json_t *location_json(Diag *d, Loc at)
{
    const Source *source = source_of(&d->sources, at);
    json_t *place = json_pack("{s:{s:o}}", "artifactLocation", "uri", uri_json(source->name));
    if (!at.whole_file) {
        Loc behind = {.file = at.file, .at = at.at + at.length};
        Position start = source_position(&d->sources, at);
        Position end = source_position(&d->sources, behind);
        json_object_set_new(place, "region",
                            json_pack("{s:i, s:i, s:i, s:i}", "startLine", (int)start.line,
                                      "startColumn", (int)start.column, "endLine", (int)end.line,
                                      "endColumn", (int)end.column));
    }
    return json_pack("{s:o}", "physicalLocation", place);
}

/* --- results ----------------------------------------------------------------------------------- */

static uint64_t hash(uint64_t h, Str text)
{
    for (size_t i = 0; i < text.n; i++)
        h = (h ^ (unsigned char)text.s[i]) * 0x100000001b3u;
    return (h ^ 0xff) * 0x100000001b3u; /* no byte of UTF-8: parts texts */
}

/* Rule, file, set and words; of findings that agree in all of them, which one it is. */
static json_t *fingerprint_json(Sarif *s, const Finding *f)
{
    const Source *source = source_of(&s->diag->sources, f->at);
    uint64_t h = hash(0xcbf29ce484222325u, str_of(rule_info[f->rule].id));
    h = hash(hash(hash(h, source ? source->name : S("")), f->about), f->message);
    Str text = str_format(&s->arena, "%016llx", (unsigned long long)h);
    uint32_t *count = map_put(&s->fingerprints, &s->arena, text, NULL);
    text = str_format(&s->arena, STR_FMT ":%u", STR_ARG(text), ++*count);
    return json_pack("{s:o}", "apionly/v1", json_stringn(text.s, text.n));
}

static Str words_of(Sarif *s, const Finding *f)
{
    Arena *a = &s->arena;
    Str text = f->message;
    if (f->help.n)
        text = str_format(a, STR_FMT "\nHelp: " STR_FMT, STR_ARG(text), STR_ARG(f->help));
    if (f->basis.n)
        text = str_format(a, STR_FMT "\nSource: " STR_FMT, STR_ARG(text), STR_ARG(f->basis));
    return text;
}

static json_t *result_json(Sarif *s, const Finding *f)
{
    Diag *d = s->diag;
    json_t *result =
        json_pack("{s:s, s:i, s:s, s:o, s:o}", "ruleId", rule_info[f->rule].id, "ruleIndex",
                  rule_index(s, f->rule), "level", level_name(f->level), "message",
                  message_json(words_of(s, f)), "partialFingerprints", fingerprint_json(s, f));
    if (f->at.file)
        json_object_set_new(result, "locations", json_pack("[o]", location_json(d, f->at)));
    if (f->related.file) {
        json_t *related = location_json(d, f->related);
        json_object_set_new(related, "message", message_json(f->related_text));
        json_object_set_new(result, "relatedLocations", json_pack("[o]", related));
    }
    if (f->accepted.n)
        json_object_set_new(
            result, "suppressions",
            json_pack("[{s:s, s:o}]", "kind", "external", "justification", text_json(f->accepted)));
    if (f->about.n)
        json_object_set_new(result, "properties", json_pack("{s:o}", "about", text_json(f->about)));
    return result;
}

void render_sarif(Diag *d, bool color, Buf *out)
{
    (void)color;
    Sarif s = {.diag = d, .rules = json_array()};
    json_t *results = json_array();
    for (size_t i = 0; i < d->count; i++)
        json_array_append_new(results, result_json(&s, &d->items[i]));
    json_t *root =
        json_pack("{s:s, s:s, s:[{s:{s:{s:s, s:o}}, s:s, s:o}]}", "$schema", SCHEMA, "version",
                  "2.1.0", "runs", "tool", "driver", "name", "apionly", "rules", s.rules,
                  "columnKind", "unicodeCodePoints", "results", results);
    char *text = json_dumps(root, JSON_INDENT(2));
    buf_put(out, str_of(text));
    buf_byte(out, '\n');
    free(text);
    json_decref(root);
    arena_free(&s.arena);
}
