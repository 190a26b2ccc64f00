/* The list of artefacts. Where all environments have the same sets there is one package; where they
 * differ each has its own, so that nobody deploys to production what is meant for a sandbox. */
#include "write/plan.h"

static void render_set(const Model *m, const Artefact *artefact, Buf *out)
{
    write_permission_set(&m->names, artefact->set, out);
}

static void render_package(const Model *m, const Artefact *artefact, Buf *out)
{
    write_package_xml(artefact->sets, artefact->set_count, m->api.number, out);
}

static void render_csv(const Model *m, const Artefact *artefact, Buf *out)
{
    (void)m;
    write_users_csv(artefact->environment, out);
}

static void render_apex(const Model *m, const Artefact *artefact, Buf *out)
{
    (void)m;
    write_users_apex(artefact->environment, artefact->users, artefact->user_count, out);
}

static void add_target(Artefact *artefact, Arena *a, int archive, Str path)
{
    *LIST_ADD(a, artefact->targets, artefact->target_count, artefact->target_capacity) =
        (Target){archive, path};
}

static Artefact *add(Plan *plan, Arena *a, Artefact artefact)
{
    Artefact *added = LIST_ADD(a, plan->items, plan->count, plan->capacity);
    *added = artefact;
    return added;
}

/* --- packages ---------------------------------------------------------------------------------- */

/* "package", or "package-uat" where environments differ. */
static Str package_name(const Model *m, Arena *a, size_t environment)
{
    if (!m->environments_differ)
        return S("package");
    return str_format(a, "package-" STR_FMT, STR_ARG(m->environments[environment].name.s));
}

static size_t package_count(const Model *m)
{
    return m->environments_differ ? m->environment_count : 1;
}

static bool holds(const Environment *environment, const PermissionSet *set)
{
    for (size_t i = 0; i < environment->set_count; i++)
        if (environment->sets[i] == set)
            return true;
    return false;
}

static void plan_package_xml(Plan *plan, const Model *m, Arena *a, size_t package)
{
    const Environment *environment = &m->environments[package];
    Artefact *artefact = add(plan, a,
                             (Artefact){.render = render_package,
                                        .sets = environment->sets,
                                        .set_count = environment->set_count});
    add_target(artefact, a, (int)package, S("package.xml"));
    add_target(artefact, a, TO_FOLDER, str_join(a, package_name(m, a, package), S("/package.xml")));
}

/* The same bytes in metadata format, source format and the archives. */
static void plan_set(Plan *plan, const Model *m, Arena *a, const PermissionSet *set)
{
    Artefact *artefact = add(plan, a, (Artefact){.render = render_set, .set = set});
    Str entry = str_format(a, "permissionsets/" STR_FMT ".permissionset", STR_ARG(set->api_name.s));
    for (size_t i = 0; i < package_count(m); i++) {
        if (m->environments_differ && !holds(&m->environments[i], set))
            continue;
        add_target(artefact, a, (int)i, entry);
        add_target(
            artefact, a, TO_FOLDER,
            str_format(a, STR_FMT "/" STR_FMT, STR_ARG(package_name(m, a, i)), STR_ARG(entry)));
    }
    add_target(artefact, a, TO_FOLDER,
               str_format(a, "source/" STR_FMT "-meta.xml", STR_ARG(entry)));
}

/* --- users ------------------------------------------------------------------------------------- */

static void plan_users(Plan *plan, Arena *a, const Environment *environment)
{
    Artefact all = {.environment = environment,
                    .users = environment->users,
                    .user_count = environment->user_count};
    Str folder = str_format(a, "users/" STR_FMT "/", STR_ARG(environment->name.s));
    all.render = render_csv;
    add_target(add(plan, a, all), a, TO_FOLDER, str_join(a, folder, S("users.csv")));
    all.render = render_apex;
    add_target(add(plan, a, all), a, TO_FOLDER, str_join(a, folder, S("users.apex")));
    for (size_t i = 0; i < environment->user_count; i++) {
        Artefact one = all;
        Str username = environment->users[i].keys.username.s;
        one.users = &environment->users[i];
        one.user_count = 1;
        add_target(add(plan, a, one), a, TO_FOLDER,
                   str_format(a, STR_FMT STR_FMT ".apex", STR_ARG(folder), STR_ARG(username)));
    }
}

Plan plan_make(const Model *m, Arena *a)
{
    Plan plan = {0};
    if (m->set_count) {
        plan.archives = ARENA_ARRAY(a, Str, package_count(m));
        for (size_t i = 0; i < package_count(m); i++) {
            plan.archives[plan.archive_count++] = str_join(a, package_name(m, a, i), S(".zip"));
            plan_package_xml(&plan, m, a, i);
        }
    }
    for (size_t i = 0; i < m->set_count; i++)
        plan_set(&plan, m, a, m->sets[i]);
    for (size_t i = 0; i < m->environment_count; i++)
        if (m->environments[i].user_count)
            plan_users(&plan, a, &m->environments[i]);
    return plan;
}
