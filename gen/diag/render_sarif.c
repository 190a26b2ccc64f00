/* Findings as SARIF 2.1.0 (jansson), for code scanning: one run; the rules that occur; a result for each
 * finding. Fingerprints do not depend on line numbers, so that a finding stays the same one when lines move
 * above it. Accepted findings are suppressed, with the reason. */
#include "base/map.h"
#include "diag/render.h"
#include "diag/render_json.h"

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
    json_t *json = json_stringn(shown.n ? shown.bytes : "", shown.n);
    buf_free(&shown);
    return json;
}

static json_t *message_json(Str text)
{
    return json_pack("{s:o}", "text", text_json(text));
}

/* Message, help and source, each on a line of its own. */
static json_t *words_json(const Finding *f)
{
    Buf words = {0};
    put_visible(&words, f->message);
    if (f->help.n) {
        buf_put(&words, S("\nHelp: "));
        put_visible(&words, f->help);
    }
    if (f->basis.n) {
        buf_put(&words, S("\nSource: "));
        put_visible(&words, f->basis);
    }
    json_t *json = json_pack("{s:o}", "text", json_stringn(words.n ? words.bytes : "", words.n));
    buf_free(&words);
    return json;
}

/* --- rules ------------------------------------------------------------------------------------- */

/* The name that viewers show beside the id: parent-access is ParentAccess. */
static json_t *name_json(const char *id)
{
    Buf name = {0};
    for (Str rest = str_of(id); rest.n;) {
        Str word = str_cut(&rest, '-');
        buf_byte(&name, (char)(char_is_letter(word.s[0]) ? word.s[0] & ~0x20 : word.s[0]));
        buf_put(&name, str_from(word, 1));
    }
    json_t *json = json_stringn(name.bytes, name.n);
    buf_free(&name);
    return json;
}

static int rule_index(Sarif *s, Rule rule)
{
    const RuleInfo *info = &rule_info[rule];
    if (s->index[rule])
        return s->index[rule] - 1;
    json_array_append_new(s->rules,
                          json_pack("{s:s, s:o, s:{s:s}, s:{s:s}, s:{s:s}}", "id", info->id, "name",
                                    name_json(info->id), "shortDescription", "text", info->text,
                                    "help", "text", info->mend, "defaultConfiguration", "level",
                                    info->level == LEVEL_OFF ? "none" : level_name(info->level)));
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

/* What concerns a file as a whole stands at its start: code scanning wants a line. */
static json_t *region_json(Diag *d, Loc at)
{
    Position start = {1, 1}, end = start;
    if (!loc_is_whole(at)) {
        Loc behind = {.file = at.file, .at = at.at + at.length};
        start = source_position(&d->sources, at);
        end = source_position(&d->sources, behind);
    }
    return json_pack("{s:i, s:i, s:i, s:i}", "startLine", (int)start.line, "startColumn",
                     (int)start.column, "endLine", (int)end.line, "endColumn", (int)end.column);
}

static json_t *location_json(Diag *d, Loc at)
{
    const Source *source = source_of(&d->sources, at);
    return json_pack("{s:{s:{s:o}, s:o}}", "physicalLocation", "artifactLocation", "uri",
                     uri_json(source->name), "region", region_json(d, at));
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

static json_t *result_json(Sarif *s, const Finding *f)
{
    Diag *d = s->diag;
    json_t *result =
        json_pack("{s:s, s:i, s:s, s:o, s:o}", "ruleId", rule_info[f->rule].id, "ruleIndex",
                  rule_index(s, f->rule), "level", level_name(f->level), "message", words_json(f),
                  "partialFingerprints", fingerprint_json(s, f));
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
    json_t *properties = json_object();
    if (f->about.n)
        json_object_set_new(properties, "about", text_json(f->about));
    if (f->basis.n)
        json_object_set_new(properties, "source", text_json(f->basis));
    if (json_object_size(properties))
        json_object_set(result, "properties", properties);
    json_decref(properties);
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
    put_json_tree(out, root);
    json_decref(root);
    arena_free(&s.arena);
}
