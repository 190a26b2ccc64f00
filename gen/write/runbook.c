/* deploy.sh and RUNBOOK.md: what the definitions say, put into skeletons of shell and Markdown. */
#include "facts/facts.h"
#include "write/runbook.h"
#include "write/templates.h"
#include "write/text.h"

static Str taken(Arena *a, Buf *b)
{
    Str text = str_copy(a, buf_str(b));
    buf_free(b);
    return text;
}

Str package_name(const Model *m, const Environment *environment, Arena *a)
{
    if (!environment->set_count)
        return S("");
    return m->environments_differ ? str_format(a, "package-" STR_FMT, STR_ARG(environment->name.s))
                                  : S("package");
}

/* --- deploy.sh ----------------------------------------------------------------------------------- */

/* Names of environments are names of folders: letters, digits, hyphens, underscores. */
static Str environment_names(const Model *m, Arena *a)
{
    Buf names = {0};
    for (size_t i = 0; i < m->environment_count; i++)
        buf_format(&names, "%s" STR_FMT, i ? ", " : "", STR_ARG(m->environments[i].name.s));
    return taken(a, &names);
}

static Str environment_cases(const Model *m, Arena *a)
{
    Buf cases = {0};
    for (size_t i = 0; i < m->environment_count; i++) {
        const Environment *environment = &m->environments[i];
        put_shell(&cases, environment->name.s);
        buf_put(&cases, S(") org_id="));
        put_shell(&cases, environment->org_id.s);
        buf_put(&cases, S(" package="));
        put_shell(&cases, package_name(m, environment, a));
        buf_put(&cases, S(" ;;\n"));
    }
    return taken(a, &cases);
}

void write_deploy_sh(const Model *m, Buf *out)
{
    Arena scratch = {0};
    const Slot slots[] = {{"environmentNames", environment_names(m, &scratch)},
                          {"environments", environment_cases(m, &scratch)}};
    put_skeleton(out, template_deploy_sh, slots, sizeof slots / sizeof *slots);
    arena_free(&scratch);
}

void write_ask_sh(Buf *out)
{
    buf_put(out, str_of(template_ask_sh));
}

/* --- RUNBOOK.md ----------------------------------------------------------------------------------- */

static void put_names(Buf *out, const Text *names, size_t count, const char *before)
{
    for (size_t i = 0; i < count; i++) {
        buf_put(out, str_of(i ? ", " : before));
        put_markdown(out, names[i].s);
    }
}

static Str environment_rows(const Model *m, Arena *a)
{
    Buf rows = {0};
    for (size_t i = 0; i < m->environment_count; i++) {
        const Environment *environment = &m->environments[i];
        Str package = package_name(m, environment, a);
        size_t integrations = 0;
        for (size_t k = 0; k < m->integration_count; k++)
            integrations += integration_is_in(&m->integrations[k], environment);
        buf_format(&rows, "%s| ", i ? "\n" : "");
        put_markdown(&rows, environment->name.s);
        buf_put(&rows, S(" | "));
        put_markdown(&rows, environment->org_id.s.n ? environment->org_id.s : S("not said"));
        buf_format(&rows, " | %zu | %zu | " STR_FMT "%s |", integrations, environment->user_count,
                   STR_ARG(package.n ? package : S("none")), package.n ? ".zip" : "");
    }
    return taken(a, &rows);
}

static void put_user_row(Buf *out, const EnvironmentUser *user)
{
    const UserKeys *keys = &user->keys;
    buf_put(out, S("| "));
    put_markdown(out, user->integration->name.s);
    buf_put(out, S(" | "));
    put_markdown(out, keys->username.s);
    buf_put(out, S(" | "));
    put_markdown(out, keys->profile.s.n ? keys->profile.s : S("the API-only one"));
    put_names(out, &keys->user_role, keys->user_role.s.n > 0, ", role ");
    buf_put(out, S(" |"));
    put_names(out, user->licenses, user->license_count, " ");
    buf_put(out, S(" |"));
    put_names(out, user->sets, user->set_count, " ");
    put_names(out, user->groups, user->group_count, user->set_count ? "; group " : " group ");
    put_names(out, keys->groups.items, keys->groups.count, "; public group ");
    put_names(out, keys->queues.items, keys->queues.count, "; queue ");
    put_names(out, keys->features.items, keys->features.count, "; feature ");
    buf_put(out, S(" |\n"));
}

static Str user_tables(const Model *m, Arena *a)
{
    Buf tables = {0};
    for (size_t i = 0; i < m->environment_count; i++) {
        const Environment *environment = &m->environments[i];
        if (!environment->user_count)
            continue;
        buf_put(&tables, S("### Users of "));
        put_markdown(&tables, environment->name.s);
        buf_put(&tables,
                S("\n\n| integration | username | profile | permission set licences | assigned |\n"
                  "|---|---|---|---|---|\n"));
        for (size_t k = 0; k < environment->user_count; k++)
            put_user_row(&tables, &environment->users[k]);
        buf_byte(&tables, '\n');
    }
    return taken(a, &tables);
}

static Str commands(const Model *m, Arena *a)
{
    Buf lines = {0};
    for (size_t i = 0; i < m->environment_count; i++)
        buf_format(&lines, "%s./deploy.sh " STR_FMT " ORG --dry-run\n./deploy.sh " STR_FMT " ORG",
                   i ? "\n" : "", STR_ARG(m->environments[i].name.s),
                   STR_ARG(m->environments[i].name.s));
    return taken(a, &lines);
}

static Str user_files(const Model *m)
{
    for (size_t i = 0; i < m->environment_count; i++)
        if (m->environments[i].user_count)
            return S("with the files of `users/ENVIRONMENT`");
    return S("of which there are none here");
}

static Str edition_text(const Model *m, Arena *a)
{
    int included;
    if (!m->company.edition.s.n || !fact_edition_licenses(m->company.edition.s, &included))
        return S("five are included in most editions");
    return str_format(a, "the edition includes %d", included);
}

static Str retired_text(const Model *m, Arena *a)
{
    Buf text = {0};
    if (!m->retired_count)
        return S("Nothing.");
    for (size_t i = 0; i < m->retired_count; i++)
        put_names(&text, &m->retired[i].name, 1, i ? ", " : "");
    buf_put(&text, S(". Run `users/ENVIRONMENT/retire.apex` as in step 5: it takes the sets off, "
                     "then the licences, then\n"
                     "   deactivates the user."));
    if (m->retired_set_count) {
        buf_put(&text, S(" Then deploy `package-retired.zip`, which deletes "));
        put_names(&text, m->retired_sets, m->retired_set_count, "");
        buf_put(&text, S(":\n   a set that somebody still holds is not deleted. Tick \"Ignore "
                         "Warnings\": what is not there only warns."));
    }
    return taken(a, &text);
}

static Str revoke_text(const Model *m, Arena *a)
{
    Buf text = {0};
    for (size_t i = 0; i < m->environment_count; i++) {
        const Environment *environment = &m->environments[i];
        if (environment->user_count)
            buf_format(&text, "%s" STR_FMT " (%zu)",
                       text.n ? ", " : "Its users, by environment: ", STR_ARG(environment->name.s),
                       environment->user_count);
    }
    if (text.n)
        buf_byte(&text, '.');
    return taken(a, &text);
}

void write_runbook(const Model *m, Buf *out)
{
    Arena scratch = {0};
    const Slot slots[] = {
        {"environments", environment_rows(m, &scratch)},
        {"users", user_tables(m, &scratch)},
        {"commands", commands(m, &scratch)},
        {"editions", edition_text(m, &scratch)},
        {"apiVersion", str_format(&scratch, "%d.0", m->api.number)},
        {"price", str_format(&scratch, "%d", PRICE_LICENSE_DOLLARS)},
        {"userFiles", user_files(m)},
        {"retired", retired_text(m, &scratch)},
        {"revoke", revoke_text(m, &scratch)},
    };
    put_skeleton(out, template_RUNBOOK_md, slots, sizeof slots / sizeof *slots);
    arena_free(&scratch);
}
