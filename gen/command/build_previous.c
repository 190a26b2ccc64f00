/* What the last build had, and this one has not: an org keeps it until somebody takes it away. */
#include "base/file.h"
#include "check/check.h"
#include "command/build.h"
#include "read/definition.h"
#include "read/source_xml.h"
#include "resolve/resolve.h"
#include "write/difference.h"
#include "write/yaml_text.h"

#define DEFINITIONS "verify/definitions.yaml" /* what write_resolved made */

static bool read_old(Build *b, Arena *a, Str path, Str *bytes)
{
    Str whole = str_format(a, "%s/" STR_FMT, b->options->output, STR_ARG(path));
    FileStatus status = file_read_found(a, str_c(a, whole), bytes);
    if (status == FILE_OK || (status == FILE_FAILED && file_is_missing()))
        return status == FILE_OK;
    diag_unreadable_path(&b->diag, whole, status);
    return false;
}

/* --- licences ----------------------------------------------------------------------------------- */

static const PermissionSet *set_of_file(const Model *m, Str path)
{
    Str file = str_behind_last(path, '/'), suffix = S(".permissionset");
    if (!str_ends(file, suffix))
        return NULL;
    return model_set(m, str_slice(file, 0, file.n - suffix.n));
}

/* A set whose file would change may have had another licence. */
static void check_licence(Build *b, const FolderFile *file)
{
    Arena scratch = {0};
    Known before = {0};
    Str bytes;
    const PermissionSet *set =
        file->state == FILE_CHANGED ? set_of_file(&b->model, file->path) : NULL;
    if (set && read_old(b, &scratch, file->path, &bytes)) {
        SourceFile old = {.known = &before, .arena = &scratch, .bytes = bytes};
        if (source_set_license_read(&old) && before.set_count)
            license_changed(set, before.sets[0].license, &b->diag);
    }
    arena_free(&scratch);
}

/* --- integrations, users and sets ----------------------------------------------------------------- */

typedef struct {
    Build *build;
    Model old;
    Diag quiet; /* the findings of reading the old definitions concern nobody */
    bool *gone; /* of its integrations, by place */
} Previous;

/* Whether any of its sets is left over. */
static bool has_lost_set(const Model *m, const Integration *integration)
{
    return (integration->main && !model_set(m, integration->main->api_name.s)) ||
           (integration->companion && !model_set(m, integration->companion->api_name.s));
}

/* Whose users are left over in an environment that is still there. */
static void find_lost_users(Previous *p, const Environment *before)
{
    const Environment *now = model_environment(&p->build->model, before->name.s);
    for (size_t i = 0; now && i < before->user_count; i++) {
        const EnvironmentUser *user = &before->users[i];
        if (!environment_user(now, user->keys.username.s))
            p->gone[user->integration - p->old.integrations] = true;
    }
}

/* An integration is gone where it is not named any more and anything of it is left over: what only got another
 * name has nothing to retire. */
static void find_gone(Previous *p)
{
    const Model *m = &p->build->model, *old = &p->old;
    p->gone = ARENA_ARRAY(&p->old.arena, bool, old->integration_count + 1);
    for (size_t i = 0; i < old->environment_count; i++)
        find_lost_users(p, &old->environments[i]);
    for (size_t i = 0; i < old->integration_count; i++) {
        const Integration *integration = &old->integrations[i];
        Str name = integration->name.s;
        p->gone[i] = !model_integration(m, name) && !model_retired(m, name) &&
                     (p->gone[i] || has_lost_set(m, integration));
    }
}

static bool is_gone(const Previous *p, const Integration *integration)
{
    return p->gone[integration - p->old.integrations];
}

/* --- what to write -------------------------------------------------------------------------------- */

/* A model with the company and environments of this run, and one retired integration. */
static void make_trial(const Model *m, Model *trial, const Integration *retired)
{
    *trial = (Model){.company = m->company, .api = m->api};
    for (size_t i = 0; i < m->environment_count; i++) {
        Environment *environment = LIST_ADD(&trial->arena, trial->environments,
                                            trial->environment_count, trial->environment_capacity);
        *environment = m->environments[i];
        environment->users = environment->retired_users = NULL;
        environment->user_count = environment->retired_user_count = environment->set_count = 0;
    }
    *LIST_ADD(&trial->arena, trial->retired, trial->retired_count, trial->retired_capacity) =
        *retired;
}

static size_t count_users_of(const Environment *environment, const Integration *integration)
{
    size_t count = 0;
    for (size_t i = 0; environment && i < environment->user_count; i++)
        count += environment->users[i].integration == integration;
    return count;
}

/* Whether a `retired:` entry that says this finds the users and the set of the last build, and no others. */
static bool finds_all(Previous *p, const Integration *old, const Integration *said)
{
    Model trial;
    Diag ignored;
    bool same = true;
    make_trial(&p->build->model, &trial, said);
    diag_init(&ignored);
    resolve(&trial, &ignored);
    for (size_t i = 0; i < trial.environment_count; i++) {
        const Environment *now = &trial.environments[i];
        const Environment *before = model_environment(&p->old, now->name.s);
        same = same && now->retired_user_count == count_users_of(before, old);
        for (size_t k = 0; before && k < before->user_count; k++)
            same = same && (before->users[k].integration != old ||
                            environment_retired_user(now, before->users[k].keys.username.s));
    }
    same = same && str_is(trial.retired[0].set.api_name.s, old->set.api_name.s);
    arena_free(&trial.arena);
    diag_free(&ignored);
    return same;
}

/* The username without what this environment puts behind every username. */
static Str base_username(const Model *m, const Environment *before, Str username)
{
    const Environment *now = model_environment(m, before->name.s);
    Str suffix = now ? now->username_suffix.s : S("");
    return str_ends(username, suffix) ? str_slice(username, 0, username.n - suffix.n) : username;
}

static const EnvironmentUser *first_user(Previous *p, const Integration *old,
                                         const Environment **where)
{
    for (size_t i = 0; i < p->old.environment_count; i++) {
        *where = &p->old.environments[i];
        for (size_t k = 0; k < (*where)->user_count; k++)
            if ((*where)->users[k].integration == old)
                return &(*where)->users[k];
    }
    return NULL;
}

/* What may have to be said: where it existed, its API name, its username. */
static Integration said_of(Previous *p, const Integration *old, Arena *a)
{
    Integration said = {.name = old->name,
                        .at = old->at,
                        .environments = old->environments,
                        .set = {.role = SET_INTEGRATION, .name = old->name, .at = old->at}};
    const Environment *where = NULL;
    const EnvironmentUser *user = first_user(p, old, &where);
    said.set.api_name = old->set.api_name;
    if (user)
        said.user.username.s =
            str_copy(a, base_username(&p->build->model, where, user->keys.username.s));
    return said;
}

static void put_said(const Integration *said, Buf *out)
{
    put_yaml(out, said->name.s, true);
    buf_put(out, S(": {"));
    for (size_t i = 0; i < said->environments.count; i++) {
        buf_put(out, i ? S(", ") : S("environments: ["));
        put_yaml(out, said->environments.items[i].s, true);
    }
    if (said->environments.count)
        buf_put(out, S("], "));
    buf_put(out, S("apiName: "));
    put_yaml(out, said->set.api_name.s, true);
    if (said->user.username.s.n) {
        buf_put(out, S(", user: {username: "));
        put_yaml(out, said->user.username.s, true);
        buf_byte(out, '}');
    }
    buf_byte(out, '}');
}

/* The shortest entry that finds just what the last build had. */
static void tell_how_to_retire(Previous *p, const Integration *old)
{
    Diag *d = &p->build->diag;
    Buf text = {0};
    Integration said = said_of(p, old, &d->arena), bare = said;
    bare.set.api_name = (Text){0};
    bare.user = (UserKeys){0};
    bare.environments = (TextList){0};
    if (finds_all(p, old, &bare)) {
        put_yaml(&text, old->name.s, true);
        diag_help(d, "write `retired: [" STR_FMT "]`, or define it again", STR_ARG(buf_str(&text)));
    } else if (finds_all(p, old, &said)) {
        put_said(&said, &text);
        diag_help(d, "write `retired: {" STR_FMT "}`, or define it again", STR_ARG(buf_str(&text)));
    } else {
        put_yaml(&text, old->name.s, true);
        diag_help(d,
                  "write `retired: {" STR_FMT
                  ": {…}}` with what stood under `integrations` (and leave its "
                  "users under `environments`), or define it again",
                  STR_ARG(buf_str(&text)));
    }
    buf_free(&text);
}

static void check_integrations(Previous *p)
{
    for (size_t i = 0; i < p->old.integration_count; i++) {
        const Integration *old = &p->old.integrations[i];
        if (!is_gone(p, old))
            continue;
        diag(&p->build->diag, RULE_INTEGRATION_GONE, (Loc){0},
             "the last build had the integration \"" STR_FMT
             "\", which is neither defined nor retired",
             STR_ARG(old->name.s));
        tell_how_to_retire(p, old);
    }
}

static void check_users_of(Previous *p, const Environment *before)
{
    const Model *m = &p->build->model;
    const Environment *now = model_environment(m, before->name.s);
    for (size_t i = 0; now && i < before->user_count; i++) {
        Str username = before->users[i].keys.username.s;
        if (is_gone(p, before->users[i].integration) || environment_user(now, username) ||
            environment_retired_user(now, username))
            continue;
        diag(&p->build->diag, RULE_USER_GONE, now->at,
             "the last build had the user " STR_FMT " of " STR_FMT " in " STR_FMT
             ": the org keeps it with all it holds",
             STR_ARG(username), STR_ARG(before->users[i].integration->name.s),
             STR_ARG(before->name.s));
    }
}

static Map retired_sets(const Model *m, Arena *a)
{
    Map sets = {0};
    for (size_t i = 0; i < m->retired_set_count; i++)
        map_put(&sets, a, str_lower(a, m->retired_sets[i].s), NULL);
    return sets;
}

static void check_sets_of(Previous *p)
{
    const Model *m = &p->build->model;
    Map retired = retired_sets(m, &p->old.arena);
    for (size_t i = 0; i < p->old.set_count; i++) {
        const PermissionSet *old = p->old.sets[i];
        if ((old->owner && is_gone(p, old->owner)) || model_set(m, old->api_name.s) ||
            map_find_nocase(&retired, old->api_name.s))
            continue;
        diag(&p->build->diag, RULE_SET_GONE, (Loc){0},
             "the last build had the permission set " STR_FMT ": the org keeps it",
             STR_ARG(old->api_name.s));
    }
}

static void check_gone(Previous *p)
{
    find_gone(p);
    check_integrations(p);
    for (size_t i = 0; i < p->old.environment_count; i++)
        check_users_of(p, &p->old.environments[i]);
    check_sets_of(p);
}

/* --- what differs --------------------------------------------------------------------------------- */

static void compare_access(Previous *p)
{
    const Model *new = &p->build->model;
    const AccessSide before = {&p->old.names, p->old.sets, p->old.set_count, &p->old},
                     after = {&new->names, new->sets, new->set_count, new};
    Differences differences = differences_find(&before, &after, &p->old.arena);
    write_difference_overview(&(Comparison){&differences, new}, &p->build->access);
}

/* The definitions that the last build resolved, where it left any. */
static bool read_previous(Previous *p)
{
    Str bytes;
    if (!read_old(p->build, &p->old.arena, S(DEFINITIONS), &bytes))
        return false; /* of an older version, which did not write it */
    definition_read(&p->old, &p->quiet,
                    source_add(&p->quiet.sources, &p->old.arena, S(DEFINITIONS), bytes), bytes,
                    p->build->options->threads);
    resolve(&p->old, &p->quiet);
    return true;
}

/* The resolved definitions are the same where no access is other, and then nothing is gone. */
static void check_definitions(Build *b, bool stale)
{
    Previous p = {.build = b};
    diag_init(&p.quiet);
    if (read_previous(&p)) {
        if (stale)
            check_gone(&p);
        compare_access(&p);
    }
    diag_free(&p.quiet);
    arena_free(&p.old.arena);
}

void check_previous(Build *b)
{
    size_t count;
    bool stale = false, other = false;
    const FolderFile *files = folder_files(b->folder, &count);
    for (size_t i = 0; i < count; i++) {
        check_licence(b, &files[i]);
        stale = stale || files[i].state == FILE_STALE;
        other = other || (files[i].state == FILE_CHANGED && str_is(files[i].path, S(DEFINITIONS)));
        b->had_output = b->had_output || files[i].state != FILE_NEW;
    }
    if (stale || other)
        check_definitions(b, stale);
}
