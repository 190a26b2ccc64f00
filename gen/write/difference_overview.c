/* Differences in a few lines:
 *
 *     HubSpot Integration: 2 gained, 1 lost
 *     Marketo Integration (new): 9 gained
 *     users of production: 1 new
 *     in all: 2 permission sets, 1 user differ: 12 gained, 1 lost                                 */
#include "diag/render.h"
#include "write/difference.h"

enum { LINES_MAX = 10 };

static void put_numbers(Buf *out, size_t gained, size_t lost)
{
    if (gained)
        buf_format(out, " %zu gained%s", gained, lost ? "," : "");
    if (lost)
        buf_format(out, " %zu lost", lost);
    if (!gained && !lost)
        buf_put(out, S(" no access gained or lost"));
    buf_byte(out, '\n');
}

static void put_set(Buf *out, const SetDifference *set)
{
    static const char *const states[] = {[SET_CHANGED] = "",
                                         [SET_GAINED] = " (new)",
                                         [SET_LOST] = " (gone)",
                                         [SET_RENAMED] = " (renamed)"};
    buf_put(out, S("  "));
    put_visible(out, difference_set(set)->label.s);
    buf_format(out, "%s:", states[set->state]);
    put_numbers(out, set->gained, set->lost);
}

/* The users of one environment, from number `from` on; gives where the next one begins. */
static size_t put_users(Buf *out, const Differences *d, size_t from)
{
    size_t end = from, gained = 0, lost = 0;
    for (; end < d->user_count && str_is(d->users[end].environment, d->users[from].environment);
         end++) {
        gained += !d->users[end].was;
        lost += !d->users[end].is;
    }
    buf_put(out, S("  users of "));
    put_visible(out, d->users[from].environment);
    buf_format(out, ": %zu new, %zu gone, %zu changed\n", gained, lost, end - from - gained - lost);
    return end;
}

void write_difference_overview(const Comparison *comparison, Buf *out)
{
    const Differences *d = comparison->differences;
    if (!differences_any(d))
        return;
    for (size_t i = 0; i < d->count && i < LINES_MAX; i++)
        put_set(out, &d->items[i]);
    if (d->count > LINES_MAX)
        buf_format(out, "  and %zu more\n", d->count - LINES_MAX);
    for (size_t i = 0; i < d->user_count;)
        i = put_users(out, d, i);
    buf_put(out, S("  in all: "));
    put_difference_summary(out, comparison);
    buf_byte(out, '\n');
}
