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

/* Long lines are shown around the place: this many bytes before and after it. */
enum { EXCERPT_BEFORE = 60, EXCERPT_AFTER = 60 };

static Str cut_excerpt(Str line, size_t *column, size_t length)
{
    size_t start = *column > EXCERPT_BEFORE ? *column - EXCERPT_BEFORE : 0;
    size_t end = *column + length + EXCERPT_AFTER;
    while (start && (line.s[start] & 0xc0) == 0x80)
        start--;
    while (end < line.n && (line.s[end] & 0xc0) == 0x80)
        end++;
    *column -= start;
    return str_slice(line, start, end);
}

static void put_excerpt(Diag *d, Loc at, bool color, Buf *out)
{
    Source *source = source_of(&d->sources, at);
    if (!source || loc_is_whole(at))
        return;
    Position p = source_position(&d->sources, at);
    Str line = source_line(source, p.line);
    size_t start = line.n ? (size_t)(line.s - source->bytes.s) : at.at;
    size_t column = at.at > start ? at.at - start : 0;
    if (column > line.n)
        column = line.n;
    size_t length = column + at.length > line.n ? line.n - column : at.length;
    bool cut = length > EXCERPT_AFTER;
    if (cut)
        length = EXCERPT_AFTER;
    while (cut && column + length < line.n && (line.s[column + length] & 0xc0) == 0x80)
        length++; /* to the end of a character */
    line = cut_excerpt(line, &column, length);
    buf_format(out, "%5u | ", p.line);
    put_visible(out, line);
    buf_put(out, S("\n      | "));
    buf_fill(out, ' ', visible_width(str_slice(line, 0, column)));
    size_t width = visible_width(str_slice(line, column, column + length));
    Buf mark = {0};
    buf_byte(&mark, '^');
    buf_fill(&mark, '~', width > 1 ? width - 1 : 0);
    put_colored(out, color, "32", buf_str(&mark));
    buf_free(&mark);
    buf_byte(out, '\n');
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
