/* Entries that differ as lines: by object, and those of one kind that differ alike together. */
#include "base/sort.h"
#include "diag/render.h"
#include "write/difference.h"

/* --- one entry --------------------------------------------------------------------------------------- */

static DifferenceLine line_of(Arena *a, const GrantDifference *d, bool gain)
{
    DifferenceLine line = {.sign = d->other ? '~'
                                   : gain   ? '+'
                                            : '-',
                           .kind = d->kind,
                           .gained = gain,
                           .other = d->other,
                           .words =
                               grant_text(a, d->kind, gain ? d->gained : d->lost, d->was, d->is),
                           .at = gain ? d->is_at : d->was_at};
    line.names = ARENA_NEW(a, Str);
    line.object = grant_object(d->kind, d->key, &line.names[line.count++]);
    if (gain && !d->other)
        line.risk_count = risks_of(d->kind, d->key, d->gained, line.risks);
    return line;
}

/* --- all of a set ------------------------------------------------------------------------------------ */

static int in_order(const void *a, const void *b, const void *context)
{
    const DifferenceLine *one = a, *two = b;
    int order = (one->object.n == 0) - (two->object.n == 0);
    (void)context;
    if (!order)
        order = str_compare_nocase(one->object, two->object);
    if (!order)
        order = grant_rank(one->kind) - grant_rank(two->kind);
    if (!order)
        order = one->sign - two->sign; /* + before - before ~ */
    return order ? order : str_compare(one->words, two->words);
}

static bool is_alike(const DifferenceLine *a, const DifferenceLine *b)
{
    bool same = in_order(a, b, NULL) == 0 && a->other == b->other && a->risk_count == b->risk_count;
    for (size_t i = 0; same && i < a->risk_count; i++)
        same = a->risks[i].rule == b->risks[i].rule;
    return same && a->kind != OBJECT_PERMISSION;
}

/* Neighbours that are alike become one line. */
static size_t fold(Arena *a, DifferenceLine *lines, size_t count)
{
    size_t kept = 0;
    for (size_t i = 0; i < count; i++) {
        size_t same = i + 1;
        while (same < count && is_alike(&lines[i], &lines[same]))
            same++;
        Str *names = ARENA_ARRAY(a, Str, same - i);
        for (size_t k = i; k < same; k++)
            names[k - i] = lines[k].names[0];
        lines[kept] = lines[i];
        lines[kept].names = names;
        lines[kept++].count = same - i;
        i = same - 1;
    }
    return kept;
}

DifferenceLine *difference_lines(Arena *a, const SetDifference *set, size_t *count)
{
    DifferenceLine *lines = ARENA_ARRAY(a, DifferenceLine, 2 * set->grant_count + 1);
    *count = 0;
    for (size_t i = 0; i < set->grant_count; i++) {
        const GrantDifference *d = &set->grants[i];
        if (d->gained)
            lines[(*count)++] = line_of(a, d, true);
        if (d->lost)
            lines[(*count)++] = line_of(a, d, false);
    }
    if (*count)
        sort_stable(lines, *count, sizeof *lines, in_order, NULL);
    *count = fold(a, lines, *count);
    return lines;
}

/* --- as text ------------------------------------------------------------------------------------------ */

static void put_names(Buf *out, const DifferenceLine *line, size_t most)
{
    for (size_t i = 0; i < line->count && i < most; i++) {
        buf_put(out, i ? S(", ") : S(""));
        put_visible(out, line->names[i]);
    }
    if (line->count > most)
        buf_format(out, " and %zu more", line->count - most);
}

void put_difference_line(Buf *out, const DifferenceLine *line, size_t most)
{
    bool several = line->count > 1, inside = line->object.n && line->kind != OBJECT_PERMISSION;
    Str noun = line->kind == FIELD_PERMISSION ? several ? S("fields") : S("")
                                              : grant_noun(line->kind, several);
    if (inside) {
        put_visible(out, line->object);
        buf_byte(out, noun.n ? ' ' : '.');
    }
    buf_put(out, noun);
    if (noun.n)
        buf_byte(out, ' ');
    put_names(out, line, most);
    if (line->words.n) {
        buf_put(out, S(": "));
        buf_put(out, line->words);
    }
    if (line->other) { /* of the same integration */
        buf_put(out, line->gained ? S(": moved from ") : S(": moved to "));
        put_visible(out, line->other->api_name.s);
    }
}

Level put_difference_risks(Buf *out, const Comparison *comparison, const SetDifference *set,
                           const DifferenceLine *line)
{
    Level gravest = LEVEL_OFF;
    for (size_t i = 0; i < line->risk_count; i++) {
        Rule rule = line->risks[i].rule;
        const Allow *accepted =
            comparison->after ? risk_accepted(comparison->after, set->is, rule) : NULL;
        buf_format(out, "%s%s risk [%s]", i ? "; " : "", risk_tier(rule), rule_info[rule].id);
        if (accepted) {
            buf_put(out, S(", accepted: "));
            put_visible(out, accepted->reason.s);
        }
        if (rule_info[rule].level > gravest)
            gravest = rule_info[rule].level;
    }
    return gravest;
}

void difference_risks(const Differences *differences, size_t *high, size_t *elevated)
{
    *high = *elevated = 0;
    for (size_t i = 0; i < differences->count; i++) {
        const SetDifference *set = &differences->items[i];
        for (size_t k = 0; k < set->grant_count; k++) {
            const GrantDifference *d = &set->grants[k];
            Risk risks[RISKS_MAX];
            size_t count = d->other ? 0 : risks_of(d->kind, d->key, d->gained, risks);
            if (count) /* the gravest stands first */
                ++*(rule_info[risks[0].rule].level == LEVEL_ERROR ? high : elevated);
        }
    }
}
