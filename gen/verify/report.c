/* The report as text and as Markdown. */
#include "verify/report.h"

#include "base/utf8.h"
#include "diag/render.h"
#include "facts/facts.h"
#include "write/text.h"

static bool is_grave(const Finding *f)
{
    return f->level == LEVEL_ERROR || f->level == LEVEL_WARNING;
}

/* What was not asked, not answered or not read. */
static bool is_open(const Finding *f)
{
    return is_grave(f) && (f->rule == RULE_ANSWER_MISSING || f->rule == RULE_ANSWER_INCOMPLETE ||
                           f->rule == RULE_ANSWER_UNREADABLE || f->rule == RULE_FILE_UNREADABLE);
}

size_t differences_of(const Proof *p, Str integration)
{
    size_t count = 0;
    for (size_t i = 0; i < p->diag->count; i++)
        count += is_grave(&p->diag->items[i]) && !is_open(&p->diag->items[i]) &&
                 str_is(p->diag->items[i].about, integration);
    return count;
}

static bool is_about_integration(const Proof *p, const Finding *f)
{
    const Integration *integration = f->about.n ? model_integration(p->model, f->about) : NULL;
    return integration && integration_is_in(integration, p->environment);
}

/* Findings that concern no integration: answers, seats, the org, shared sets, retired users. */
static size_t other_differences(const Proof *p)
{
    size_t count = 0;
    for (size_t i = 0; i < p->diag->count; i++) {
        const Finding *f = &p->diag->items[i];
        count += is_open(f) || (is_grave(f) && !is_about_integration(p, f));
    }
    return count;
}

const char *user_state(const Proof *p, const EnvironmentUser *user)
{
    bool variant;
    const OrgUser *found = user_in_org(p, user, &variant);
    if (!found)
        return is_answered(p, ASK_USERS)                         ? "missing"
               : org_answer(p->org, ASK_USERS) == ANSWER_MISSING ? "not asked"
                                                                 : "not answered";
    return found->active == SAID_NO ? "inactive" : found->active == SAID_YES ? "active" : "there";
}

bool is_seat_of_users(const Proof *p, const OrgSeats *seats)
{
    if (seats->total < 0 || seats->used < 0)
        return false;
    if (seats->user)
        return str_is_nocase(seats->name, fact_integration_user_license());
    for (size_t i = 0; i < p->environment->user_count; i++) {
        const EnvironmentUser *user = &p->environment->users[i];
        for (size_t k = 0; k < user->license_count; k++)
            if (are_seats_of(seats, user->licenses[k].s))
                return true;
    }
    return false;
}

/* The integrations of the environment, in the order of the definitions. */
static const Integration *next_integration(const Proof *p, size_t *i)
{
    while (*i < p->model->integration_count) {
        const Integration *integration = &p->model->integrations[(*i)++];
        if (integration_is_in(integration, p->environment))
            return integration;
    }
    return NULL;
}

/* --- text ------------------------------------------------------------------------------------------ */

static void put_padded(Buf *out, Str text, size_t width)
{
    size_t before = out->n;
    put_visible(out, text);
    size_t shown = utf8_count(str_from(buf_str(out), before));
    buf_fill(out, ' ', shown < width ? width - shown : 0);
}

/* Whether something was not asked or not answered: no difference is no proof then. */
static bool is_proven(const Proof *p)
{
    for (size_t i = 0; i < p->diag->count; i++)
        if (is_open(&p->diag->items[i]))
            return false;
    return true;
}

static void put_result(const Proof *p, Buf *out, size_t count)
{
    if (count)
        buf_format(out, "%zu difference%s", count, count == 1 ? "" : "s");
    else
        buf_put(out, is_proven(p) ? S("as defined") : S("no difference, not all proven"));
}

static void put_users_text(const Proof *p, const Integration *integration, size_t width, Buf *out)
{
    bool first = true;
    for (size_t i = 0; i < p->environment->user_count; i++) {
        const EnvironmentUser *user = &p->environment->users[i];
        if (user->integration != integration)
            continue;
        buf_put(out, S("  "));
        put_padded(out, first ? integration->name.s : S(""), width);
        buf_put(out, S("  "));
        put_visible(out, user->keys.username.s);
        buf_format(out, " (%s)", user_state(p, user));
        if (first) {
            buf_put(out, S(": "));
            put_result(p, out, differences_of(p, integration->name.s));
        }
        buf_byte(out, '\n');
        first = false;
    }
}

static size_t widest_name(const Proof *p)
{
    size_t width = 0;
    const Integration *integration;
    for (size_t i = 0; (integration = next_integration(p, &i));)
        if (utf8_count(integration->name.s) > width)
            width = utf8_count(integration->name.s);
    return width;
}

void report_text(const Proof *p, Buf *out)
{
    size_t width = widest_name(p), differing = 0, count = 0, other = other_differences(p);
    const Integration *integration;
    put_visible(out, p->environment->name.s);
    if (p->org->organization_id.n)
        buf_format(out, ", org " STR_FMT, STR_ARG(p->org->organization_id));
    buf_put(out, S(":\n"));
    for (size_t i = 0; (integration = next_integration(p, &i)); count++) {
        put_users_text(p, integration, width, out);
        differing += differences_of(p, integration->name.s) > 0;
    }
    for (size_t i = 0; i < p->org->seat_count; i++) {
        const OrgSeats *seats = &p->org->seats[i];
        if (is_seat_of_users(p, seats))
            buf_format(out, "  seats of " STR_FMT ": %lld of %lld left\n",
                       STR_ARG(seats->label.n ? seats->label : seats->name),
                       (long long)seats_left(seats), (long long)seats->total);
    }
    buf_format(out, "%zu of %zu integration%s %s", count - differing, count, count == 1 ? "" : "s",
               is_proven(p) ? "as defined" : "without difference, not all proven");
    if (other)
        buf_format(out, "; %zu further finding%s", other, other == 1 ? "" : "s");
    buf_byte(out, '\n');
}

/* --- Markdown -------------------------------------------------------------------------------------- */

static void put_users_markdown(const Proof *p, const Integration *integration, Buf *out)
{
    for (size_t i = 0; i < p->environment->user_count; i++) {
        const EnvironmentUser *user = &p->environment->users[i];
        if (user->integration != integration)
            continue;
        buf_put(out, S("| "));
        put_markdown(out, integration->name.s);
        buf_put(out, S(" | "));
        put_markdown(out, user->keys.username.s);
        buf_format(out, " | %s | ", user_state(p, user));
        put_result(p, out, differences_of(p, integration->name.s));
        buf_put(out, S(" |\n"));
    }
}

static void put_finding(const Proof *p, const Finding *f, Buf *out)
{
    const Source *source = source_of(&p->diag->sources, f->at);
    buf_format(out, "- **%s** ", level_name(f->level));
    put_markdown(out, f->message);
    if (source && !loc_is_whole(f->at)) {
        Position position = source_position(&p->diag->sources, f->at);
        buf_put(out, S(" ("));
        put_markdown(out, source->name);
        buf_format(out, ":%u)", (unsigned)position.line);
    }
    buf_format(out, " `%s`\n", rule_info[f->rule].id);
}

/* The findings about one integration, or with an empty name about none. */
static void put_findings(const Proof *p, Str about, Buf *out)
{
    bool any = false;
    for (size_t i = 0; i < p->diag->count; i++) {
        const Finding *f = &p->diag->items[i];
        if (!str_is(f->about, about))
            continue;
        if (!any) {
            buf_put(out, S("\n### "));
            put_markdown(out, about.n ? about : S("Answers and org"));
            buf_put(out, S("\n\n"));
        }
        any = true;
        put_finding(p, f, out);
    }
}

/* What findings are about that is no integration: sets, retired ones, the environment. */
static void put_other_findings(const Proof *p, Buf *out)
{
    Arena scratch = {0};
    Map told = {0};
    for (size_t i = 0; i < p->diag->count; i++) {
        bool fresh;
        Str about = p->diag->items[i].about;
        map_put(&told, &scratch, about, &fresh);
        if (fresh && !is_about_integration(p, &p->diag->items[i]))
            put_findings(p, about, out);
    }
    arena_free(&scratch);
}

void report_markdown(const Proof *p, Buf *out)
{
    const Integration *integration;
    buf_put(out, S("## Proof of "));
    put_markdown(out, p->environment->name.s);
    if (p->org->organization_id.n) {
        buf_put(out, S(", org "));
        put_markdown(out, p->org->organization_id);
    }
    buf_put(out, S("\n\n| integration | user | state | result |\n|---|---|---|---|\n"));
    for (size_t i = 0; (integration = next_integration(p, &i));)
        put_users_markdown(p, integration, out);
    for (size_t i = 0; (integration = next_integration(p, &i));)
        put_findings(p, integration->name.s, out);
    put_other_findings(p, out);
    bool any = false;
    for (size_t i = 0; i < p->org->seat_count; i++) {
        const OrgSeats *seats = &p->org->seats[i];
        if (!is_seat_of_users(p, seats))
            continue;
        if (!any)
            buf_put(out, S("\n| licence | seats | used | left |\n|---|---|---|---|\n"));
        any = true;
        buf_put(out, S("| "));
        put_markdown(out, seats->label.n ? seats->label : seats->name);
        buf_format(out, " | %lld | %lld | %lld |\n", (long long)seats->total,
                   (long long)seats->used, (long long)seats_left(seats));
    }
}
