/* The report as text and as Markdown. */
#include "verify/report.h"

#include "base/sort.h"
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

/* --- what belongs together ------------------------------------------------------------------------- */

static int by_integration(const void *a, const void *b, const void *context)
{
    const EnvironmentUser *one = *(EnvironmentUser *const *)a, *two = *(EnvironmentUser *const *)b;
    (void)context;
    return (one->integration > two->integration) - (one->integration < two->integration);
}

static void sort_users(ReportParts *r)
{
    const Model *m = r->proof->model;
    const Environment *environment = r->proof->environment;
    size_t count = environment->user_count;
    r->users = ARENA_ARRAY(&r->arena, const EnvironmentUser *, count + 1);
    r->users_from = ARENA_ARRAY(&r->arena, size_t, m->integration_count + 1);
    for (size_t i = 0; i < count; i++)
        r->users[i] = &environment->users[i];
    if (count)
        sort_stable(r->users, count, sizeof *r->users, by_integration, NULL);
    for (size_t i = 0, k = 0; i < m->integration_count; r->users_from[++i] = k)
        while (k < count && r->users[k]->integration == &m->integrations[i])
            k++;
}

/* From the last to the first, so that each leads to the one behind it. */
static void chain_findings(ReportParts *r)
{
    const Diag *d = r->proof->diag;
    r->next = ARENA_ARRAY(&r->arena, size_t, d->count + 1);
    for (size_t i = d->count; i-- > 0;) {
        bool last;
        uint32_t *first = map_put(&r->first, &r->arena, d->items[i].about, &last);
        r->next[i] = last ? d->count : *first;
        *first = (uint32_t)i;
    }
}

static void list_licenses(ReportParts *r)
{
    const Environment *environment = r->proof->environment;
    for (size_t i = 0; i < environment->user_count; i++)
        for (size_t k = 0; k < environment->users[i].license_count; k++)
            map_put(&r->licenses, &r->arena,
                    str_lower(&r->arena, environment->users[i].licenses[k].s), NULL);
}

ReportParts report_parts(const Proof *p)
{
    ReportParts r = {.proof = p, .proven = true};
    for (size_t i = 0; i < p->diag->count; i++)
        r.proven = r.proven && !is_open(&p->diag->items[i]);
    sort_users(&r);
    chain_findings(&r);
    list_licenses(&r);
    return r;
}

const EnvironmentUser **users_of(const ReportParts *r, const Integration *integration,
                                 size_t *count)
{
    const size_t *from = &r->users_from[integration - r->proof->model->integrations];
    *count = from[1] - from[0];
    return r->users + from[0];
}

static size_t first_about(const ReportParts *r, Str name)
{
    const uint32_t *first = map_find(&r->first, name);
    return first ? *first : r->proof->diag->count;
}

size_t differences_of(const ReportParts *r, Str integration)
{
    const Diag *d = r->proof->diag;
    size_t count = 0;
    for (size_t i = first_about(r, integration); i < d->count; i = r->next[i])
        count += is_grave(&d->items[i]) && !is_open(&d->items[i]);
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

bool is_seat_of_users(const ReportParts *r, const OrgSeats *seats)
{
    if (seats->total < 0 || seats->used < 0)
        return false;
    if (seats->user)
        return str_is_nocase(seats->name, fact_integration_user_license());
    return map_find_nocase(&r->licenses, seats->name) ||
           map_find_nocase(&r->licenses, seats->label);
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

static void put_result(const ReportParts *r, Buf *out, size_t count)
{
    if (count)
        buf_format(out, "%zu difference%s", count, count == 1 ? "" : "s");
    else
        buf_put(out, r->proven ? S("as defined") : S("no difference, not all proven"));
}

static void put_users_text(const ReportParts *r, const Integration *integration, size_t width,
                           Buf *out)
{
    size_t count;
    const EnvironmentUser **users = users_of(r, integration, &count);
    for (size_t i = 0; i < count; i++) {
        buf_put(out, S("  "));
        put_padded(out, i ? S("") : integration->name.s, width);
        buf_put(out, S("  "));
        put_visible(out, users[i]->keys.username.s);
        buf_format(out, " (%s)", user_state(r->proof, users[i]));
        if (!i) {
            buf_put(out, S(": "));
            put_result(r, out, differences_of(r, integration->name.s));
        }
        buf_byte(out, '\n');
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
    ReportParts r = report_parts(p);
    const Integration *integration;
    put_visible(out, p->environment->name.s);
    buf_put(out, p->org->organization_id.n ? S(", org ") : S(""));
    put_visible(out, p->org->organization_id);
    buf_put(out, S(":\n"));
    for (size_t i = 0; (integration = next_integration(p, &i)); count++) {
        put_users_text(&r, integration, width, out);
        differing += differences_of(&r, integration->name.s) > 0;
    }
    for (size_t i = 0; i < p->org->seat_count; i++) {
        const OrgSeats *seats = &p->org->seats[i];
        if (!is_seat_of_users(&r, seats))
            continue;
        buf_put(out, S("  seats of "));
        put_visible(out, seats->label.n ? seats->label : seats->name);
        buf_format(out, ": %lld of %lld left\n", (long long)seats_left(seats),
                   (long long)seats->total);
    }
    buf_format(out, "%zu of %zu integration%s %s", count - differing, count, count == 1 ? "" : "s",
               r.proven ? "as defined" : "without difference, not all proven");
    if (other)
        buf_format(out, "; %zu further finding%s", other, other == 1 ? "" : "s");
    buf_byte(out, '\n');
    arena_free(&r.arena);
}

/* --- Markdown -------------------------------------------------------------------------------------- */

static void put_users_markdown(const ReportParts *r, const Integration *integration, Buf *out)
{
    size_t count;
    const EnvironmentUser **users = users_of(r, integration, &count);
    for (size_t i = 0; i < count; i++) {
        buf_put(out, S("| "));
        put_markdown(out, integration->name.s);
        buf_put(out, S(" | "));
        put_markdown(out, users[i]->keys.username.s);
        buf_format(out, " | %s | ", user_state(r->proof, users[i]));
        put_result(r, out, differences_of(r, integration->name.s));
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
static void put_findings(const ReportParts *r, Str about, Buf *out)
{
    const Diag *d = r->proof->diag;
    size_t first = first_about(r, about);
    if (first < d->count) {
        buf_put(out, S("\n### "));
        put_markdown(out, about.n ? about : S("Answers and org"));
        buf_put(out, S("\n\n"));
    }
    for (size_t i = first; i < d->count; i = r->next[i])
        put_finding(r->proof, &d->items[i], out);
}

/* What findings are about that is no integration: sets, retired ones, the environment. */
static void put_other_findings(const ReportParts *r, Buf *out)
{
    const Diag *d = r->proof->diag;
    for (size_t i = 0; i < d->count; i++)
        if (first_about(r, d->items[i].about) == i && !is_about_integration(r->proof, &d->items[i]))
            put_findings(r, d->items[i].about, out);
}

static void put_seats(const ReportParts *r, Buf *out)
{
    const Org *org = r->proof->org;
    bool any = false;
    for (size_t i = 0; i < org->seat_count; i++) {
        const OrgSeats *seats = &org->seats[i];
        if (!is_seat_of_users(r, seats))
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

void report_markdown(const Proof *p, Buf *out)
{
    const Integration *integration;
    ReportParts r = report_parts(p);
    buf_put(out, S("## Proof of "));
    put_markdown(out, p->environment->name.s);
    if (p->org->organization_id.n) {
        buf_put(out, S(", org "));
        put_markdown(out, p->org->organization_id);
    }
    buf_put(out, S("\n\n| integration | user | state | result |\n|---|---|---|---|\n"));
    for (size_t i = 0; (integration = next_integration(p, &i));)
        put_users_markdown(&r, integration, out);
    for (size_t i = 0; (integration = next_integration(p, &i));)
        put_findings(&r, integration->name.s, out);
    put_other_findings(&r, out);
    put_seats(&r, out);
    arena_free(&r.arena);
}
