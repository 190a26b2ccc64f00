/* Differences as findings, for SARIF and annotations. A gain that is a risk is told under the rule that
 * finds it, so that it has that rule's level and help. */
#include "diag/render.h"
#include "write/difference.h"

enum { NAMES_MAX = 20 };

/* What is lost is told where its set stands now, with the place where it was said beside it. */
static void add_line(const SetDifference *set, const DifferenceLine *line, Diag *d)
{
    Buf text = {0};
    Loc now = set->is ? set->is->at : (Loc){0};
    bool lost = line->sign == '-', elsewhere = lost && now.file;
    Rule rule = line->risk_count ? line->risks[0].rule
                : lost           ? RULE_ACCESS_LOST
                                 : RULE_ACCESS_GAINED;
    put_difference_line(&text, line, NAMES_MAX);
    diag(d, rule, elsewhere ? now : line->at, STR_FMT " %s " STR_FMT,
         STR_ARG(difference_set(set)->api_name.s), lost ? "loses" : "gains",
         STR_ARG(buf_str(&text)));
    if (elsewhere && line->at.file)
        diag_related(d, line->at, "it was granted here");
    if (set->is && set->is->owner)
        diag_about(d, set->is->owner->name.s);
    buf_free(&text);
}

static void add_set(const SetDifference *set, Diag *d)
{
    Arena scratch = {0};
    size_t count;
    const DifferenceLine *lines = difference_lines(&scratch, set, &count);
    if (set->state == SET_GAINED || set->state == SET_LOST)
        diag(d, RULE_ACCESS_CHANGED, difference_set(set)->at, STR_FMT " is %s",
             STR_ARG(difference_set(set)->api_name.s), set->state == SET_GAINED ? "new" : "gone");
    if (set->state == SET_RENAMED)
        diag(d, RULE_ACCESS_CHANGED, set->is->at, STR_FMT " was " STR_FMT,
             STR_ARG(set->is->api_name.s), STR_ARG(set->was->api_name.s));
    for (size_t i = 0; i < set->head_count; i++) {
        bool is_long;
        Str head = difference_head(set->heads[i].kind, &is_long);
        diag(d, RULE_ACCESS_CHANGED, set->is->at, STR_FMT " has another " STR_FMT,
             STR_ARG(set->is->api_name.s), STR_ARG(head));
    }
    for (size_t i = 0; i < count; i++)
        if (lines[i].sign != '~')
            add_line(set, &lines[i], d);
    arena_free(&scratch);
}

static void add_user(const UserDifference *user, Diag *d)
{
    const EnvironmentUser *told = difference_user(user);
    Buf text = {0};
    if (!user->was)
        put_new_user(&text, user->is);
    else if (!user->is)
        buf_put(&text, user->retired ? S("retired") : S("gone"));
    if (text.n)
        diag(d, user->is ? RULE_ACCESS_GAINED : RULE_ACCESS_LOST, told->keys.at,
             STR_FMT ": " STR_FMT ": " STR_FMT, STR_ARG(user->environment),
             STR_ARG(told->keys.username.s), STR_ARG(buf_str(&text)));
    for (size_t i = 0; i < user->change_count; i++) {
        const UserChange *change = &user->changes[i];
        char sign = user_change_sign(change);
        buf_clear(&text);
        put_user_change(&text, change);
        diag(d,
             sign == '+'   ? RULE_ACCESS_GAINED
             : sign == '-' ? RULE_ACCESS_LOST
                           : RULE_ACCESS_CHANGED,
             told->keys.at, STR_FMT ": " STR_FMT " %s " STR_FMT, STR_ARG(user->environment),
             STR_ARG(told->keys.username.s),
             sign == '+'   ? "gains"
             : sign == '-' ? "loses"
                           : "changes",
             STR_ARG(buf_str(&text)));
    }
    buf_free(&text);
}

static void accept_risks(const Model *m, Diag *d)
{
    for (size_t i = 0; i < m->allow_count; i++) {
        const Allow *allow = &m->allows[i];
        Rule rule;
        if (rule_find(allow->rule.s, &rule))
            diag_accept(d, (Accepted){rule, allow->about.s, allow->reason.s, allow->at});
    }
}

void difference_findings(const Comparison *comparison, Diag *d)
{
    const Differences *differences = comparison->differences;
    if (comparison->after)
        accept_risks(comparison->after, d);
    for (size_t i = 0; i < differences->count; i++)
        add_set(&differences->items[i], d);
    for (size_t i = 0; i < differences->user_count; i++)
        add_user(&differences->users[i], d);
    for (size_t i = 0; i < differences->allow_count; i++) {
        const AllowDifference *allow = &differences->allows[i];
        Buf text = {0};
        put_allow_change(&text, allow);
        diag(d, RULE_ACCESS_CHANGED, (allow->is ? allow->is : allow->was)->at,
             "accepted risk %s: " STR_FMT,
             !allow->was  ? "is new"
             : !allow->is ? "is gone"
                          : "has changed",
             STR_ARG(buf_str(&text)));
        buf_free(&text);
    }
}
