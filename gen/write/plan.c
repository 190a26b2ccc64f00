/* The list of artefacts. Where all environments have the same sets there is one package; where they
 * differ each has its own, so that nobody deploys to production what is meant for a sandbox. */
#include "write/plan.h"

#include "write/review.h"
#include "write/runbook.h"

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

static void render_resolved(const Model *m, const Artefact *artefact, Buf *out)
{
    (void)artefact;
    write_resolved(m, out);
}

static void render_query(const Model *m, const Artefact *artefact, Buf *out)
{
    (void)m;
    write_query(artefact->query, out);
}

static void render_proof_package(const Model *m, const Artefact *artefact, Buf *out)
{
    write_proof_package(m, artefact->environment, out);
}

static void render_revoke(const Model *m, const Artefact *artefact, Buf *out)
{
    (void)m;
    write_revoke_apex(artefact->environment, out);
}

static void render_retire(const Model *m, const Artefact *artefact, Buf *out)
{
    (void)m;
    write_retire_apex(artefact->environment, out);
}

static void render_destructive(const Model *m, const Artefact *artefact, Buf *out)
{
    (void)artefact;
    write_destructive_changes(m->retired_sets, m->retired_set_count, out);
}

static void render_deploy_sh(const Model *m, const Artefact *artefact, Buf *out)
{
    (void)artefact;
    write_deploy_sh(m, out);
}

static void render_ask_sh(const Model *m, const Artefact *artefact, Buf *out)
{
    (void)m;
    (void)artefact;
    write_ask_sh(out);
}

static void render_runbook(const Model *m, const Artefact *artefact, Buf *out)
{
    (void)artefact;
    write_runbook(m, out);
}

static void render_access_md(const Model *m, const Artefact *artefact, Buf *out)
{
    (void)artefact;
    write_access_md(m, out);
}

static void render_review_page(const Model *m, const Artefact *artefact, Buf *out)
{
    (void)artefact;
    write_review_page(m, out);
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

/* A file of the output folder that goes into the bundle under the same name. */
static void add_file(Plan *plan, Arena *a, Artefact artefact, Str path)
{
    Artefact *added = add(plan, a, artefact);
    added->target_capacity = 2;
    added->targets = ARENA_ARRAY(a, Target, added->target_capacity);
    add_target(added, a, TO_FOLDER, path);
    add_target(added, a, (int)plan->archive_count - 1, path);
}

/* --- packages ---------------------------------------------------------------------------------- */

typedef struct {
    Str name; /* of its folder and, with .zip, of its archive */
    const Environment *environment;
    int archive;
} Package;

typedef struct {
    Package *items;
    size_t count, capacity;
} Packages;

static int add_archive(Plan *plan, Str path, ArchiveKind kind)
{
    plan->archives[plan->archive_count] = (PlannedArchive){path, kind};
    return (int)plan->archive_count++;
}

/* One package for all environments, or "package-uat" and the like; none where there are no sets. */
static Packages make_packages(Plan *plan, const Model *m, Arena *a)
{
    Packages packages = {0};
    size_t count = m->environments_differ ? m->environment_count : 1;
    for (size_t i = 0; i < count; i++) {
        const Environment *environment = &m->environments[i];
        Str name = package_name(m, environment, a);
        if (!name.n)
            continue;
        int archive = add_archive(plan, str_join(a, name, S(".zip")), ARCHIVE_PACKAGE);
        *LIST_ADD(a, packages.items, packages.count, packages.capacity) =
            (Package){name, environment, archive};
    }
    return packages;
}

static void plan_package_xml(Plan *plan, Arena *a, const Package *package)
{
    Artefact *artefact = add(plan, a,
                             (Artefact){.render = render_package,
                                        .sets = package->environment->sets,
                                        .set_count = package->environment->set_count});
    Str path = str_join(a, package->name, S("/package.xml"));
    add_target(artefact, a, package->archive, S("package.xml"));
    add_target(artefact, a, TO_FOLDER, path);
    add_target(artefact, a, (int)plan->archive_count - 1, path);
}

/* The same bytes in metadata format, source format and the archives. */
static void plan_set(Plan *plan, const Model *m, Arena *a, const Packages *packages,
                     const PermissionSet *set)
{
    Artefact *artefact = add(plan, a, (Artefact){.render = render_set, .set = set});
    Str entry = str_format(a, "permissionsets/" STR_FMT ".permissionset", STR_ARG(set->api_name.s));
    for (size_t i = 0; i < packages->count; i++) {
        const Package *package = &packages->items[i];
        if (!set_is_in(set, package->environment))
            continue;
        add_target(artefact, a, package->archive, entry);
        add_target(artefact, a, TO_FOLDER,
                   str_format(a, STR_FMT "/" STR_FMT, STR_ARG(package->name), STR_ARG(entry)));
    }
    Str file = str_join(a, entry, S("-meta.xml"));
    if (m->output_source.s.n)
        add_target(artefact, a, TO_PROJECT, file);
    else
        add_target(artefact, a, TO_FOLDER, str_join(a, S("source/"), file));
}

/* The deletion of what is retired: never part of a package that adds. */
static void plan_retired(Plan *plan, Arena *a, int archive)
{
    Artefact *empty = add(plan, a, (Artefact){.render = render_package});
    add_target(empty, a, archive, S("package.xml"));
    Artefact *changes = add(plan, a, (Artefact){.render = render_destructive});
    add_target(changes, a, archive, S("destructiveChangesPost.xml"));
}

/* --- users and their proof ---------------------------------------------------------------------- */

static void plan_users(Plan *plan, Arena *a, const Environment *environment)
{
    Artefact all = {.environment = environment,
                    .users = environment->users,
                    .user_count = environment->user_count};
    Str folder = str_format(a, "users/" STR_FMT "/", STR_ARG(environment->name.s));
    all.render = render_csv;
    add_file(plan, a, all, str_join(a, folder, S("users.csv")));
    all.render = render_apex;
    add_file(plan, a, all, str_join(a, folder, S("users.apex")));
    all.render = render_revoke;
    add_file(plan, a, all, str_join(a, folder, S("revoke.apex")));
    all.render = render_apex;
    for (size_t i = 0; i < environment->user_count; i++) {
        Artefact one = all;
        Str username = environment->users[i].keys.username.s;
        one.users = &environment->users[i];
        one.user_count = 1;
        add_file(plan, a, one,
                 str_format(a, STR_FMT STR_FMT ".apex", STR_ARG(folder), STR_ARG(username)));
    }
}

static void plan_environment(Plan *plan, Arena *a, const Model *m, const Environment *environment)
{
    size_t count;
    Artefact artefact = {.environment = environment};
    Str name = environment->name.s;
    if (environment->user_count)
        plan_users(plan, a, environment);
    artefact.render = render_retire;
    if (environment->retired_user_count)
        add_file(plan, a, artefact, str_format(a, "users/" STR_FMT "/retire.apex", STR_ARG(name)));
    if (!environment->user_count && !environment->retired_user_count)
        return;
    artefact.render = render_proof_package;
    add_file(plan, a, artefact, str_format(a, "verify/" STR_FMT "/package.xml", STR_ARG(name)));
    const Query *queries = queries_plan(m, environment, a, &count);
    artefact.render = render_query;
    for (size_t i = 0; i < count; i++) {
        artefact.query = &queries[i];
        add_file(
            plan, a, artefact,
            str_format(a, "verify/" STR_FMT "/" STR_FMT, STR_ARG(name), STR_ARG(queries[i].file)));
    }
}

Plan plan_make(const Model *m, Arena *a)
{
    Plan plan = {0};
    int retired = -1;
    plan.archives = ARENA_ARRAY(a, PlannedArchive, m->environment_count + 2);
    Packages packages = make_packages(&plan, m, a);
    if (m->retired_set_count)
        retired = add_archive(&plan, S("package-retired.zip"), ARCHIVE_RETIRED);
    add_archive(&plan, S("bundle.zip"), ARCHIVE_BUNDLE);
    for (size_t i = 0; i < packages.count; i++)
        plan_package_xml(&plan, a, &packages.items[i]);
    for (size_t i = 0; i < m->set_count; i++)
        plan_set(&plan, m, a, &packages, m->sets[i]);
    if (retired >= 0)
        plan_retired(&plan, a, retired);
    for (size_t i = 0; i < m->environment_count; i++)
        plan_environment(&plan, a, m, &m->environments[i]);
    plan.longest = plan.count;
    add_file(&plan, a, (Artefact){.render = render_resolved}, S("verify/definitions.yaml"));
    add_file(&plan, a, (Artefact){.render = render_ask_sh}, S("verify/ask.sh"));
    add_file(&plan, a, (Artefact){.render = render_deploy_sh}, S("deploy.sh"));
    add_file(&plan, a, (Artefact){.render = render_runbook}, S("review/RUNBOOK.md"));
    add_file(&plan, a, (Artefact){.render = render_access_md}, S("review/access.md"));
    add_file(&plan, a, (Artefact){.render = render_review_page}, S("review/index.html"));
    return plan;
}

bool plan_can_write(Str path)
{
    static const Str folders[] = {
        {"package", 7}, {"review", 6}, {"source", 6}, {"users", 5}, {"verify", 6}};
    Str rest = path, top = str_cut(&rest, '/');
    bool package = str_starts(top, S("package-")); /* of an environment */
    for (size_t i = 0; i < sizeof folders / sizeof *folders; i++)
        package = package || str_is(top, folders[i]);
    if (rest.n)
        return package && str_search(rest, S("/.")) < 0 && rest.s[0] != '.';
    return str_is(top, S("deploy.sh")) || str_is(top, S("bundle.zip")) ||
           str_is(top, S("package.zip")) ||
           (str_starts(top, S("package-")) && str_ends(top, S(".zip")));
}
