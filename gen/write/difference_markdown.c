/* Differences for a comment on a pull request: the numbers as a heading, a table of who, and behind it the
 * same lines as in the text, folded, in blocks that GitHub and GitLab colour as a diff. */
#include "diag/render.h"
#include "write/difference.h"
#include "write/text.h"

enum {
    NAMES_MAX = 20,     /* of one line */
    RISK_NAMES_MAX = 5, /* in the table */
    ROWS_MAX = 50,      /* of the table */
    ALLOWS_MAX = 20,    /* accepted risks that are listed */
    TABLE_END = 20000,  /* bytes by which the table ends */
    ALLOWS_END = 30000, /* and the accepted risks behind it: half is for what is folded */
    BLOCK_ROOM = 400,   /* what a folded block takes beside its lines and summary, mostly */
    END_ROOM = 200      /* what is said at the end */
};

typedef struct {
    const Comparison *comparison;
    Buf *out;
    size_t omitted; /* lines without room */
} Writer;

/* Takes back what was written from `start` on if it ends behind `most` bytes; false then. */
static bool has_room(Buf *out, size_t start, size_t most)
{
    if (out->n <= most)
        return true;
    out->n = start;
    return false;
}

/* --- a folded block ---------------------------------------------------------------------------------- */

typedef struct {
    Buf lines;
    size_t line_start, omitted;
    size_t room; /* bytes that the lines may take */
} Block;

static void begin_line(Block *b, char sign)
{
    b->line_start = b->lines.n;
    buf_byte(&b->lines, sign);
    buf_byte(&b->lines, ' ');
}

/* A line that has no room is taken back and counted. */
static void end_line(Block *b)
{
    buf_byte(&b->lines, '\n');
    if (b->lines.n <= b->room)
        return;
    b->lines.n = b->line_start;
    b->omitted++;
    b->room = b->lines.n; /* those behind it have none either: nothing is left out between others */
}

/* A fence longer than any run of backticks inside. */
static size_t fence_length(Str text)
{
    size_t longest = 0, run = 0;
    for (size_t i = 0; i < text.n; i++) {
        run = text.s[i] == '`' ? run + 1 : 0;
        longest = run > longest ? run : longest;
    }
    return longest < 3 ? 3 : longest + 1;
}

static void put_visible_html(Buf *out, Str text)
{
    Buf shown = {0};
    put_visible(&shown, text);
    put_xml(out, buf_str(&shown));
    buf_free(&shown);
}

static void put_visible_markdown(Buf *out, Str text)
{
    Buf shown = {0};
    put_visible(&shown, text);
    put_markdown(out, buf_str(&shown));
    buf_free(&shown);
}

static Block begin_block(const Writer *w, const Buf *summary)
{
    size_t used = w->out->n + summary->n + BLOCK_ROOM + END_ROOM;
    return (Block){.room = used < DIFFERENCE_MARKDOWN_MAX ? DIFFERENCE_MARKDOWN_MAX - used : 0};
}

/* `summary` is HTML. A block of which no line has room is left out whole. */
static void end_block(Writer *w, Block *b, Str summary)
{
    Str lines = buf_str(&b->lines);
    size_t fence = fence_length(lines);
    size_t size = lines.n + 2 * fence + summary.n + 100; /* with the tags around them */
    w->omitted += b->omitted;
    if (lines.n && w->out->n + size + END_ROOM <= DIFFERENCE_MARKDOWN_MAX) {
        buf_format(w->out, "\n<details><summary>" STR_FMT "</summary>\n\n", STR_ARG(summary));
        buf_fill(w->out, '`', fence);
        buf_format(w->out, "diff\n" STR_FMT, STR_ARG(lines));
        if (b->omitted)
            buf_format(w->out, "  and %zu more\n", b->omitted);
        buf_fill(w->out, '`', fence);
        buf_put(w->out, S("\n\n</details>\n"));
    } else {
        for (size_t i = 0; i < lines.n; i++)
            w->omitted += lines.s[i] == '\n';
    }
    buf_free(&b->lines);
}

/* --- sets ------------------------------------------------------------------------------------------------ */

static const char *state_of(const SetDifference *set)
{
    static const char *const states[] = {[SET_CHANGED] = "",
                                         [SET_GAINED] = ", new",
                                         [SET_LOST] = ", gone",
                                         [SET_RENAMED] = ", renamed"};
    return states[set->state];
}

static void put_head(Block *b, const HeadDifference *d)
{
    begin_line(b, '!');
    put_head_change(&b->lines, d);
    end_line(b);
}

static void put_line(Writer *w, Block *b, const SetDifference *set, const DifferenceLine *line)
{
    Buf risks = {0};
    begin_line(b, line->sign == '~' ? '!' : line->sign); /* "!" is what a diff colours as changed */
    put_difference_line(&b->lines, line, NAMES_MAX);
    put_difference_risks(&risks, w->comparison, set, line);
    if (risks.n)
        buf_format(&b->lines, "    " STR_FMT, STR_ARG(buf_str(&risks)));
    end_line(b);
    buf_free(&risks);
}

static void put_set(Writer *w, const SetDifference *set)
{
    Arena scratch = {0};
    Buf summary = {0};
    size_t count;
    const PermissionSet *told = difference_set(set);
    const DifferenceLine *lines = difference_lines(&scratch, set, &count);
    buf_put(&summary, S("<b>"));
    put_visible_html(&summary, told->label.s);
    buf_put(&summary, S("</b> ("));
    put_visible_html(&summary, told->api_name.s);
    buf_format(&summary, ")%s: %zu gained, %zu lost", state_of(set), set->gained, set->lost);
    Block block = begin_block(w, &summary);
    if (set->state == SET_RENAMED) {
        begin_line(&block, '!');
        buf_put(&block.lines, S("API name: "));
        put_visible(&block.lines, set->was->api_name.s);
        buf_put(&block.lines, S(" \u2192 "));
        put_visible(&block.lines, set->is->api_name.s);
        buf_put(&block.lines, S(" (the org keeps the old set until it is deleted)"));
        end_line(&block);
    }
    for (size_t i = 0; i < set->head_count; i++)
        put_head(&block, &set->heads[i]);
    for (size_t i = 0; i < count; i++)
        put_line(w, &block, set, &lines[i]);
    end_block(w, &block, buf_str(&summary));
    buf_free(&summary);
    arena_free(&scratch);
}

/* --- users and accepted risks ------------------------------------------------------------------------------ */

static void put_user(Block *b, const UserDifference *user)
{
    const EnvironmentUser *told = difference_user(user);
    if (!user->was || !user->is) {
        begin_line(b, user->is ? '+' : '-');
        put_user_name(&b->lines, told);
        buf_put(&b->lines, S(": "));
        if (user->is)
            put_new_user(&b->lines, user->is);
        else
            buf_put(&b->lines, user->retired ? S("retired") : S("gone"));
        end_line(b);
    }
    for (size_t i = 0; i < user->change_count; i++) {
        const UserChange *change = &user->changes[i];
        begin_line(b, change->assigned ? user_change_sign(change) : '!');
        put_user_name(&b->lines, told);
        buf_put(&b->lines, S(": "));
        put_user_change(&b->lines, change);
        end_line(b);
    }
}

/* The users of one environment, from number `from` on; gives where the next one begins. */
static size_t put_users(Writer *w, size_t from)
{
    const Differences *d = w->comparison->differences;
    Str environment = d->users[from].environment;
    Buf summary = {0};
    size_t end = from;
    while (end < d->user_count && str_is(d->users[end].environment, environment))
        end++;
    buf_put(&summary, S("<b>Users of "));
    put_visible_html(&summary, environment);
    buf_format(&summary, "</b>: %zu", end - from);
    Block block = begin_block(w, &summary);
    for (size_t i = from; i < end; i++)
        put_user(&block, &d->users[i]);
    end_block(w, &block, buf_str(&summary));
    buf_free(&summary);
    return end;
}

/* False, and nothing written, where it has no room. */
static bool put_allow(Writer *w, const AllowDifference *d)
{
    static const char *const words[] = {['+'] = "new", ['~'] = "changed", ['-'] = "gone"};
    size_t start = w->out->n;
    Buf text = {0};
    put_allow_change(&text, d);
    buf_format(w->out, "- %s: ", words[(unsigned char)allow_change_sign(d)]);
    put_markdown(w->out, buf_str(&text));
    buf_byte(w->out, '\n');
    buf_free(&text);
    return has_room(w->out, start, ALLOWS_END);
}

/* What somebody accepts is for reviewers, so it is not folded. */
static void put_allows(Writer *w)
{
    const Differences *d = w->comparison->differences;
    size_t told = 0;
    if (d->allow_count)
        buf_put(w->out, S("\nAccepted risks:\n\n"));
    while (told < d->allow_count && told < ALLOWS_MAX && put_allow(w, &d->allows[told]))
        told++;
    if (told < d->allow_count)
        buf_format(w->out, "- and %zu more\n", d->allow_count - told);
}

/* --- the table ------------------------------------------------------------------------------------------------ */

/* "Account: high risk [modify-all-records], accepted: why" for each line that is a risk. */
static void put_risk_cell(Writer *w, const SetDifference *set)
{
    Arena scratch = {0};
    size_t count, told = 0;
    const DifferenceLine *lines = difference_lines(&scratch, set, &count);
    for (size_t i = 0; i < count; i++) {
        Buf text = {0};
        Level gravest = put_difference_risks(&text, w->comparison, set, &lines[i]);
        if (text.n && told < RISK_NAMES_MAX) {
            buf_put(w->out, told ? S("<br>") : S(""));
            buf_put(w->out, gravest == LEVEL_ERROR ? S("\u26a0\ufe0f ") : S(""));
            for (size_t k = 0; k < lines[i].count && k < RISK_NAMES_MAX; k++) {
                buf_put(w->out, k ? S(", ") : S(""));
                put_visible_markdown(w->out, lines[i].names[k]);
            }
            if (lines[i].count > RISK_NAMES_MAX)
                buf_format(w->out, " and %zu more", lines[i].count - RISK_NAMES_MAX);
            buf_put(w->out, S(": "));
            put_markdown(w->out, buf_str(&text));
        }
        told += text.n > 0;
        buf_free(&text);
    }
    if (told > RISK_NAMES_MAX)
        buf_format(w->out, "<br>and %zu more", told - RISK_NAMES_MAX);
    arena_free(&scratch);
}

/* False, and nothing written, where it has no room. */
static bool put_row(Writer *w, const SetDifference *set)
{
    size_t start = w->out->n;
    buf_put(w->out, S("| "));
    put_visible_markdown(w->out, difference_set(set)->label.s);
    buf_format(w->out, "%s | %zu | %zu | ", state_of(set), set->gained, set->lost);
    put_risk_cell(w, set);
    buf_put(w->out, S(" |\n"));
    return has_room(w->out, start, TABLE_END);
}

static void put_table(Writer *w)
{
    const Differences *d = w->comparison->differences;
    size_t told = 0;
    if (d->count)
        buf_put(w->out, S("\n| permission set | gained | lost | risk |\n|---|--:|--:|---|\n"));
    while (told < d->count && told < ROWS_MAX && put_row(w, &d->items[told]))
        told++;
    if (told < d->count)
        buf_format(w->out, "| and %zu more | | | |\n", d->count - told);
}

void write_difference_markdown(const Comparison *comparison, Buf *out)
{
    const Differences *d = comparison->differences;
    Writer w = {comparison, out, 0};
    buf_put(out, S("### Access: "));
    put_difference_summary(out, comparison);
    buf_byte(out, '\n');
    put_table(&w);
    put_allows(&w);
    for (size_t i = 0; i < d->count; i++)
        put_set(&w, &d->items[i]);
    for (size_t i = 0; i < d->user_count;)
        i = put_users(&w, i);
    if (w.omitted)
        buf_format(
            out,
            "\nAnd %zu more line%s, for which there is no room here: `apionly diff` tells all.\n",
            w.omitted, w.omitted == 1 ? "" : "s");
}
