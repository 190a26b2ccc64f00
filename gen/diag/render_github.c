/* Findings as workflow commands of GitHub Actions: each becomes an annotation of the pull request.
 *
 *     ::error file=F,line=L,endLine=L,col=C,endColumn=C,title=RULE::MESSAGE%0AHELP */
#include "base/utf8.h"
#include "diag/render.h"

/* What a command cannot hold is written as %XX; in a property that is : and , too. The log shows the rest. */
static void put_escaped(Buf *out, Str text, bool property)
{
    for (size_t i = 0, length; i < text.n; i += length) {
        int32_t code = utf8_decode(str_from(text, i), &length);
        if (code == '%' || code == '\r' || code == '\n' ||
            (property && (code == ':' || code == ',')))
            buf_format(out, "%%%02X", (unsigned)code);
        else
            put_visible(out, str_slice(text, i, i + length));
    }
}

static void put_place(Diag *d, const Finding *f, Buf *out)
{
    const Source *source = source_of(&d->sources, f->at);
    if (!source)
        return;
    buf_put(out, S("file="));
    put_escaped(out, source->name, true);
    if (!loc_is_whole(f->at)) {
        Loc behind = {.file = f->at.file, .at = f->at.at + f->at.length};
        Position start = source_position(&d->sources, f->at);
        Position end = source_position(&d->sources, behind);
        buf_format(out, ",line=%u,endLine=%u", start.line, end.line);
        if (start.line == end.line) /* columns are refused for a range of lines */
            buf_format(out, ",col=%u,endColumn=%u", start.column, end.column);
    }
    buf_byte(out, ',');
}

static void put_line(Buf *out, const char *what, Str text)
{
    if (!text.n)
        return;
    buf_format(out, "%%0A%s: ", what);
    put_escaped(out, text, false);
}

void render_github(Diag *d, bool color, Buf *out)
{
    static const char *const commands[] = {
        [LEVEL_NOTE] = "notice", [LEVEL_WARNING] = "warning", [LEVEL_ERROR] = "error"};
    (void)color;
    for (size_t i = 0; i < d->count; i++) {
        const Finding *f = &d->items[i];
        buf_format(out, "::%s ", commands[f->level]);
        put_place(d, f, out);
        buf_format(out, "title=%s::", rule_info[f->rule].id);
        put_escaped(out, f->message, false);
        put_line(out, f->accepted.n ? "accepted" : "help", f->accepted.n ? f->accepted : f->help);
        put_line(out, "source", f->basis);
        buf_byte(out, '\n');
    }
}
