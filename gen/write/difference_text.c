/* Differences as people read them:
 *
 *     HubSpot Integration (HubSpot_Integration)
 *       + Account: delete
 *       + Contact: modifyAll    high risk [modify-all-records]
 *       - Contact fields Email, Phone: edit
 *     users of production
 *       + hubspot@mycompany.com (HubSpot): new user with HubSpot_Integration
 *     1 permission set, 1 user differ: 3 gained, 2 lost, 1 high risk                              */
#include "diag/render.h"
#include "write/difference.h"

typedef struct {
    const Comparison *comparison;
    bool color;
    Buf *out;
} Writer;

static const char *color_of(char sign)
{
    return sign == '+' ? "32" : sign == '-' ? "31" : "33";
}

static void begin_line(Writer *w, const char *indent, char sign)
{
    buf_put(w->out, str_of(indent));
    if (w->color)
        buf_format(w->out, "\033[%sm", color_of(sign));
    buf_format(w->out, "%c ", sign);
}

static void end_color(Writer *w)
{
    if (w->color)
        buf_put(w->out, S("\033[0m"));
}

static void end_line(Writer *w)
{
    end_color(w);
    buf_byte(w->out, '\n');
}

/* --- sets ----------------------------------------------------------------------------------------------- */

static void put_risks(Writer *w, const SetDifference *set, const DifferenceLine *line)
{
    Buf risks = {0};
    Level gravest = put_difference_risks(&risks, w->comparison, set, line);
    if (risks.n) {
        end_color(w);
        buf_put(w->out, S("    "));
        if (w->color)
            buf_put(w->out, gravest == LEVEL_ERROR ? S("\033[1;31m") : S("\033[1;35m"));
        buf_put(w->out, buf_str(&risks));
    }
    buf_free(&risks);
}

static void put_lines(Writer *w, const SetDifference *set)
{
    Arena scratch = {0};
    size_t count;
    const DifferenceLine *lines = difference_lines(&scratch, set, &count);
    for (size_t i = 0; i < count; i++) {
        begin_line(w, "  ", lines[i].sign);
        put_difference_line(w->out, &lines[i], SIZE_MAX);
        put_risks(w, set, &lines[i]);
        end_line(w);
    }
    arena_free(&scratch);
}

static void put_head(Writer *w, const HeadDifference *d)
{
    begin_line(w, "  ", '~');
    put_head_change(w->out, d);
    end_line(w);
}

/* "HubSpot Integration (HubSpot_Integration)" */
static void put_name(Writer *w, const PermissionSet *set)
{
    put_visible(w->out, set->label.s);
    buf_put(w->out, S(" ("));
    put_visible(w->out, set->api_name.s);
    buf_byte(w->out, ')');
}

static void put_set_line(Writer *w, const SetDifference *set)
{
    static const char signs[] = {[SET_GAINED] = '+', [SET_LOST] = '-', [SET_RENAMED] = '~'};
    if (set->state == SET_CHANGED) {
        put_name(w, difference_set(set));
        buf_byte(w->out, '\n');
        return;
    }
    begin_line(w, "", signs[set->state]);
    put_name(w, difference_set(set));
    if (set->state == SET_RENAMED) {
        buf_put(w->out, S(": was "));
        put_visible(w->out, set->was->api_name.s);
    } else {
        buf_put(w->out, set->state == SET_GAINED ? S(": new") : S(": gone"));
    }
    end_line(w);
}

static void put_set(Writer *w, const SetDifference *set)
{
    put_set_line(w, set);
    for (size_t i = 0; i < set->head_count; i++)
        put_head(w, &set->heads[i]);
    put_lines(w, set);
}

/* --- users and accepted risks ------------------------------------------------------------------------------ */

static void put_user(Writer *w, const UserDifference *user)
{
    if (user->was && user->is) {
        buf_put(w->out, S("  "));
        put_user_name(w->out, user->is);
        buf_byte(w->out, '\n');
    } else {
        begin_line(w, "  ", user->is ? '+' : '-');
        put_user_name(w->out, difference_user(user));
        buf_put(w->out, S(": "));
        if (user->is)
            put_new_user(w->out, user->is);
        else
            buf_put(w->out, user->retired ? S("retired") : S("gone"));
        end_line(w);
    }
    for (size_t i = 0; i < user->change_count; i++) {
        begin_line(w, "    ", user_change_sign(&user->changes[i]));
        put_user_change(w->out, &user->changes[i]);
        end_line(w);
    }
}

static void put_users(Writer *w, const Differences *d)
{
    for (size_t i = 0; i < d->user_count; i++) {
        if (!i || !str_is(d->users[i].environment, d->users[i - 1].environment)) {
            buf_put(w->out, S("users of "));
            put_visible(w->out, d->users[i].environment);
            buf_byte(w->out, '\n');
        }
        put_user(w, &d->users[i]);
    }
}

static void put_allows(Writer *w, const Differences *d)
{
    if (d->allow_count)
        buf_put(w->out, S("accepted risks\n"));
    for (size_t i = 0; i < d->allow_count; i++) {
        begin_line(w, "  ", allow_change_sign(&d->allows[i]));
        put_allow_change(w->out, &d->allows[i]);
        end_line(w);
    }
}

void write_difference_text(const Comparison *comparison, bool color, Buf *out)
{
    const Differences *d = comparison->differences;
    Writer w = {comparison, color, out};
    for (size_t i = 0; i < d->count; i++)
        put_set(&w, &d->items[i]);
    put_users(&w, d);
    put_allows(&w, d);
    put_difference_summary(out, comparison);
    buf_byte(out, '\n');
}
