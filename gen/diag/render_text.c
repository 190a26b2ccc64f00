/* Findings as people read them:
 *
 *     integrations.yaml:12:7: error: "objets" is not a key [unknown-key]
 *        12 |       objets:
 *           |       ^~~~~~
 *       help: did you mean "objects"?
 *
 * What many findings without a place have for help stands once, under the last of them. */
#include "base/utf8.h"
#include "diag/render.h"
#include "diag/secret.h"

const Renderer renderers[] = {{"text", render_text, false},
                              {"json", render_json, true},
                              {"sarif", render_sarif, true},
                              {"github", render_github, true}};
const size_t renderer_count = sizeof renderers / sizeof *renderers;

static const char *const level_color[] = {
    [LEVEL_OFF] = "", [LEVEL_NOTE] = "36", [LEVEL_WARNING] = "35", [LEVEL_ERROR] = "31"};

void put_visible(Buf *out, Str s)
{
    size_t length;
    for (size_t i = 0; i < s.n; i += length) {
        int32_t code = utf8_decode(str_from(s, i), &length);
        if (code == '\t')
            buf_byte(out, ' ');
        else if (code < 0)
            buf_format(out, "\\x%02X", (unsigned char)s.s[i]);
        else if (utf8_is_invisible(code))
            buf_format(out, "\\u%04X", (unsigned)code);
        else
            buf_put(out, str_slice(s, i, i + length));
    }
}

void put_code(Buf *out, int32_t code)
{
    unsigned beyond = code > 0xffff ? (unsigned)code - 0x10000 : 0;
    if (code > 0xffff)
        buf_format(out, "\\u%04x\\u%04x", 0xd800 + (beyond >> 10), 0xdc00 + (beyond & 0x3ff));
    else
        buf_format(out, "\\u%04x", (unsigned)code);
}

static size_t visible_width(Str s)
{
    Buf shown = {0};
    put_visible(&shown, s);
    size_t width = utf8_width(buf_str(&shown));
    buf_free(&shown);
    return width;
}

static void put_colored(Buf *out, bool color, const char *code, Str text)
{
    if (color)
        buf_format(out, "\033[1;%sm", code);
    put_visible(out, text);
    if (color)
        buf_put(out, S("\033[0m"));
}

static void put_place(Diag *d, Loc at, Buf *out)
{
    const Source *source = source_of(&d->sources, at);
    if (!source) {
        buf_put(out, S("apionly: "));
        return;
    }
    put_visible(out, source->name);
    if (!loc_is_whole(at)) {
        Position p = source_position(&d->sources, at);
        buf_format(out, ":%u:%u", p.line, p.column);
    } else {
        buf_put(out, S(":1:1"));
    }
    buf_put(out, S(": "));
}

/* Long lines are shown around the place: this many bytes before and after it. What hides a secret is looked for
 * further away. */
enum { EXCERPT_REACH = 60, HIDE_REACH = 2 << 10 };

static void cut_excerpt(Excerpt *e, size_t reach)
{
    size_t start = e->mark > reach ? e->mark - reach : 0;
    size_t end = e->mark + e->length + reach;
    while (start && (e->text.s[start] & 0xc0) == 0x80)
        start--;
    while (end < e->text.n && (e->text.s[end] & 0xc0) == 0x80)
        end++;
    e->mark -= start;
    e->text = str_slice(e->text, start, end);
}

/* The line of a place; of a place that goes on and on, its start is marked. */
static Excerpt excerpt_of(Source *source, uint32_t number, Loc at)
{
    Str line = source_line(source, number);
    size_t start = line.n ? (size_t)(line.s - source->bytes.s) : at.at;
    Excerpt e = {line, at.at > start ? at.at - start : 0, 0};
    if (e.mark > line.n)
        e.mark = line.n;
    e.length = e.mark + at.length > line.n ? line.n - e.mark : at.length;
    bool cut = e.length > EXCERPT_REACH;
    if (cut)
        e.length = EXCERPT_REACH;
    while (cut && e.mark + e.length < line.n && (line.s[e.mark + e.length] & 0xc0) == 0x80)
        e.length++; /* to the end of a character */
    return e;
}

static void put_excerpt(Diag *d, Loc at, bool color, Buf *out)
{
    Source *source = source_of(&d->sources, at);
    if (!source || loc_is_whole(at))
        return;
    Position p = source_position(&d->sources, at);
    Arena scratch = {0};
    Buf mark = {0};
    Excerpt e = excerpt_of(source, p.line, at);
    cut_excerpt(&e, HIDE_REACH);
    secret_hide(&scratch, source, &e);
    cut_excerpt(&e, EXCERPT_REACH);
    buf_format(out, "%5u | ", p.line);
    put_visible(out, e.text);
    buf_put(out, S("\n      | "));
    buf_fill(out, ' ', visible_width(str_slice(e.text, 0, e.mark)));
    size_t width = visible_width(str_slice(e.text, e.mark, e.mark + e.length));
    buf_byte(&mark, '^');
    buf_fill(&mark, '~', width > 1 ? width - 1 : 0);
    put_colored(out, color, "32", buf_str(&mark));
    buf_byte(out, '\n');
    buf_free(&mark);
    arena_free(&scratch);
}

static void put_line(Buf *out, const char *what, Str text)
{
    buf_format(out, "  %s: ", what);
    put_visible(out, text);
    buf_byte(out, '\n');
}

/* Findings without a place can be hundreds of files with one mend: it stands under the last of them. */
static bool says_the_same(const Finding *f, const Finding *next)
{
    return !f->at.file && !next->at.file && f->rule == next->rule && !f->accepted.n &&
           !next->accepted.n && str_is(f->help, next->help);
}

static void put_finding(Diag *d, const Finding *f, const Finding *next, bool color, Buf *out)
{
    put_place(d, f->at, out);
    put_colored(out, color, level_color[f->level], str_of(level_name(f->level)));
    buf_put(out, S(": "));
    put_visible(out, f->message);
    buf_format(out, " [%s]\n", rule_info[f->rule].id);
    put_excerpt(d, f->at, color, out);
    if (f->related.file) {
        buf_put(out, S("  see: "));
        put_place(d, f->related, out);
        put_visible(out, f->related_text);
        buf_byte(out, '\n');
    }
    if (!next || !says_the_same(f, next))
        put_line(out, f->accepted.n ? "accepted" : "help", f->accepted.n ? f->accepted : f->help);
    if (f->basis.n)
        put_line(out, "source", f->basis);
}

static void put_count(Buf *out, size_t count, const char *what)
{
    if (count)
        buf_format(out, "%s%zu %s%s", out->n ? ", " : "", count, what, count == 1 ? "" : "s");
}

void render_text(Diag *d, bool color, Buf *out)
{
    for (size_t i = 0; i < d->count; i++)
        put_finding(d, &d->items[i], i + 1 < d->count ? &d->items[i + 1] : NULL, color, out);
    Buf totals = {0};
    for (Level level = LEVEL_ERROR; level > LEVEL_OFF; level--)
        put_count(&totals, diag_level_count(d, level), level_name(level));
    if (totals.n) {
        buf_put(out, buf_str(&totals));
        buf_byte(out, '\n');
    }
    buf_free(&totals);
}
