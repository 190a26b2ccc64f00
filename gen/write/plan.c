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

typedef struct {
    Str name; /* of its folder and, with .zip, of its archive */
    const Environment *environment;
} Package;

typedef struct {
    Package *items;
    size_t count, capacity;
} Packages;

/* One package for all environments, or "package-uat" and the like; none where there are no sets. */
static Packages make_packages(const Model *m, Arena *a)
{
    Packages packages = {0};
    size_t count = m->environments_differ ? m->environment_count : 1;
    for (size_t i = 0; i < count; i++) {
        const Environment *environment = &m->environments[i];
        Str name = m->environments_differ
                       ? str_format(a, "package-" STR_FMT, STR_ARG(environment->name.s))
                       : S("package");
        if (environment->set_count)
            *LIST_ADD(a, packages.items, packages.count, packages.capacity) =
                (Package){name, environment};
    }
    return packages;
}

static void plan_package_xml(Plan *plan, Arena *a, const Package *package)
{
    Artefact *artefact = add(plan, a,
                             (Artefact){.render = render_package,
                                        .sets = package->environment->sets,
                                        .set_count = package->environment->set_count});
    add_target(artefact, a, (int)plan->archive_count, S("package.xml"));
    add_target(artefact, a, TO_FOLDER, str_join(a, package->name, S("/package.xml")));
    plan->archives[plan->archive_count++] = str_join(a, package->name, S(".zip"));
}

/* The same bytes in metadata format, source format and the archives. */
static void plan_set(Plan *plan, Arena *a, const Packages *packages, const PermissionSet *set)
{
    Artefact *artefact = add(plan, a, (Artefact){.render = render_set, .set = set});
    Str entry = str_format(a, "permissionsets/" STR_FMT ".permissionset", STR_ARG(set->api_name.s));
    for (size_t i = 0; i < packages->count; i++) {
        const Package *package = &packages->items[i];
        if (!set_is_in(set, package->environment))
            continue;
        add_target(artefact, a, (int)i, entry);
        add_target(artefact, a, TO_FOLDER,
                   str_format(a, STR_FMT "/" STR_FMT, STR_ARG(package->name), STR_ARG(entry)));
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
    Packages packages = make_packages(m, a);
    plan.archives = ARENA_ARRAY(a, Str, packages.count + 1);
    for (size_t i = 0; i < packages.count; i++)
        plan_package_xml(&plan, a, &packages.items[i]);
    for (size_t i = 0; i < m->set_count; i++)
        plan_set(&plan, a, &packages, m->sets[i]);
    for (size_t i = 0; i < m->environment_count; i++)
        if (m->environments[i].user_count)
            plan_users(&plan, a, &m->environments[i]);
    return plan;
}
