/* apionly build: checks, then renders every artefact, and puts all of them in place or none. */
#include "base/file.h"
#include "check/check.h"
#include "command/command.h"
#include "facts/facts.h"
#include "pack/archive.h"
#include "model/type.h"
#include "pack/folder.h"
#include "read/package_xml.h"
#include "read/source_xml.h"
#include "write/plan.h"

#include <stdio.h>
#include <stdlib.h>

typedef struct {
    const Options *options;
    Model model;
    Diag diag;
    Arena arena;
    Plan plan;
    Archive **archives; /* one for each of plan.archives */
    Folder *folder;
} Build;

/* --- archives ---------------------------------------------------------------------------------- */

static void over_limit(Build *b, Str archive, const char *what, size_t size, size_t limit)
{
    diag(&b->diag, RULE_DEPLOY_LIMIT, (Loc){0}, STR_FMT " has %zu %s, a deploy takes at most %zu",
         STR_ARG(archive), size, what, limit);
}

static void check_limits(Build *b, Str name, const Archive *archive, size_t packed)
{
    if (archive_count(archive) > LIMIT_DEPLOY_FILES)
        over_limit(b, name, "files", archive_count(archive), LIMIT_DEPLOY_FILES);
    if (packed > LIMIT_DEPLOY_ZIP_BYTES)
        over_limit(b, name, "bytes", packed, LIMIT_DEPLOY_ZIP_BYTES);
    if (archive_unpacked_size(archive) > LIMIT_DEPLOY_BYTES)
        over_limit(b, name, "bytes unpacked", archive_unpacked_size(archive), LIMIT_DEPLOY_BYTES);
}

static bool names_member(const PackageXml *package, Str path)
{
    Str folder = S("permissionsets/"), suffix = S(".permissionset");
    if (!str_starts(path, folder) || !str_ends(path, suffix))
        return false;
    Str name = str_slice(path, folder.n, path.n - suffix.n);
    for (size_t i = 0; i < package->count; i++)
        if (str_is(package->members[i].type, S("PermissionSet")) &&
            str_is(package->members[i].name, name))
            return true;
    return false;
}

/* What is wrong with an archive that was read back, or "". Every file must be named by package.xml,
 * and it must name nothing else. */
static Str verify_archive(Arena *a, Str bytes)
{
    ArchiveEntry *entries;
    size_t count;
    Str error = S("");
    PackageXml package;
    if (!archive_read(a, bytes, LIMIT_DEPLOY_BYTES, &entries, &count, &error))
        return error;
    if (!count || !str_is(entries[0].name, S("package.xml")) ||
        !package_xml_read(a, entries[0].bytes, &package))
        return S("it does not begin with a readable package.xml");
    for (size_t i = 1; i < count; i++)
        if (!names_member(&package, entries[i].name))
            return str_format(a, "package.xml does not name " STR_FMT, STR_ARG(entries[i].name));
    return package.count == count - 1 ? S("") : S("package.xml names what is not in the archive");
}

static void finish_archive(Build *b, size_t index)
{
    Str bytes = S(""), error = S(""), name = b->plan.archives[index];
    Arena scratch = {0};
    if (!archive_finish(b->archives[index], &b->arena, &bytes, &error))
        diag(&b->diag, RULE_SELF_CHECK, (Loc){0}, STR_FMT " cannot be made: " STR_FMT,
             STR_ARG(name), STR_ARG(error));
    else
        check_limits(b, name, b->archives[index], bytes.n);
    if (!diag_failed(&b->diag)) {
        error = verify_archive(&scratch, bytes);
        if (error.n)
            diag(&b->diag, RULE_SELF_CHECK, (Loc){0}, STR_FMT ": " STR_FMT, STR_ARG(name),
                 STR_ARG(error));
    }
    if (!diag_failed(&b->diag))
        folder_put(b->folder, name, bytes);
    arena_free(&scratch);
}

/* --- rendering --------------------------------------------------------------------------------- */

static void render(Build *b, const Artefact *artefact, Buf *bytes)
{
    buf_clear(bytes);
    artefact->render(&b->model, artefact, bytes);
    for (size_t i = 0; i < artefact->target_count; i++) {
        Target target = artefact->targets[i];
        if (target.archive == TO_FOLDER)
            folder_put(b->folder, target.path, buf_str(bytes));
        else
            archive_add(b->archives[target.archive], target.path, buf_str(bytes));
    }
}

static void render_all(Build *b)
{
    Buf bytes = {0};
    b->plan = plan_make(&b->model, &b->arena);
    b->archives = ARENA_ARRAY(&b->arena, Archive *, b->plan.archive_count + 1);
    for (size_t i = 0; i < b->plan.archive_count; i++)
        b->archives[i] = archive_new();
    for (size_t i = 0; i < b->plan.count; i++)
        render(b, &b->plan.items[i], &bytes);
    for (size_t i = 0; i < b->plan.archive_count; i++)
        finish_archive(b, i);
    folder_settle(b->folder);
    for (size_t i = 0; i < b->plan.archive_count; i++)
        archive_free(b->archives[i]);
    buf_free(&bytes);
}

/* --- telling ----------------------------------------------------------------------------------- */

static void tell_differences(Build *b)
{
    static const char *const would[] = {
        [FILE_NEW] = "would be new", [FILE_CHANGED] = "would change", [FILE_STALE] = "would go"};
    size_t count;
    const FolderFile *files = folder_files(b->folder, &count);
    for (size_t i = 0; i < count; i++)
        if (files[i].state != FILE_SAME)
            diag(&b->diag, RULE_OUT_OF_DATE, (Loc){0}, "%s/" STR_FMT " %s", b->options->output,
                 STR_ARG(files[i].path), would[files[i].state]);
}

static size_t count_state(const FolderFile *files, size_t count, FileState state)
{
    size_t n = 0;
    for (size_t i = 0; i < count; i++)
        n += files[i].state == state;
    return n;
}

static void tell_summary(const Build *b)
{
    size_t count;
    const FolderFile *files = folder_files(b->folder, &count);
    size_t same = count_state(files, count, FILE_SAME),
           stale = count_state(files, count, FILE_STALE);
    printf("%s: %zu permission set%s, %zu file%s written, %zu removed, %zu unchanged\n",
           b->options->output, b->model.set_count, b->model.set_count == 1 ? "" : "s",
           count - same - stale, count - same - stale == 1 ? "" : "s", stale, same);
    printf("\nNext, for each org:\n");
    for (size_t i = 0; i < b->plan.archive_count; i++)
        printf("  sf project deploy start --metadata-dir %s/" STR_FMT
               " --single-package --target-org ORG\n",
               b->options->output, STR_ARG(b->plan.archives[i]));
    for (size_t i = 0; i < b->model.environment_count; i++)
        if (b->model.environments[i].user_count)
            printf("  sf apex run --file %s/users/" STR_FMT "/users.apex --target-org ORG\n",
                   b->options->output, STR_ARG(b->model.environments[i].name.s));
}

/* What `dependencies: add` added, for whom and why. */
static void tell_added(Build *b)
{
    const Str *names = b->model.names.text;
    for (size_t i = 0; i < b->model.set_count; i++) {
        const PermissionSet *set = b->model.sets[i];
        for (size_t k = 0; k < set->grants.count; k++) {
            const Grant *grant = &set->grants.items[k];
            if (grant->from != FROM_DEPENDENCY)
                continue;
            Str words = grant->kind == OBJECT_PERMISSION
                            ? object_words_of(&b->model.arena, grant->on)
                            : S("true");
            printf("%s " STR_FMT ": added " STR_FMT ": " STR_FMT ", because " STR_FMT "\n",
                   b->options->output, STR_ARG(set->api_name.s), STR_ARG(names[grant->key]),
                   STR_ARG(words), STR_ARG(names[grant->cause]));
        }
    }
}

/* --- against the last build -------------------------------------------------------------------- */

static const PermissionSet *set_of_file(const Model *m, Str path)
{
    size_t name = path.n;
    while (name && path.s[name - 1] != '/')
        name--;
    Str file = str_from(path, name);
    for (size_t i = 0; i < m->set_count; i++) {
        Str api_name = m->sets[i]->api_name.s;
        if (str_starts(file, api_name) && str_is(str_from(file, api_name.n), S(".permissionset")))
            return m->sets[i];
    }
    return NULL;
}

/* A set whose file would change may have had another licence: the last build knows. */
static void check_previous(Build *b)
{
    size_t count;
    const FolderFile *files = folder_files(b->folder, &count);
    for (size_t i = 0; i < count; i++) {
        Arena scratch = {0};
        Known before = {0};
        Str bytes;
        const PermissionSet *set =
            files[i].state == FILE_CHANGED ? set_of_file(&b->model, files[i].path) : NULL;
        Str path = str_format(&scratch, "%s/" STR_FMT, b->options->output, STR_ARG(files[i].path));
        if (set && file_read(&scratch, str_c(&scratch, path), &bytes) == FILE_OK) {
            SourceFile file = {.known = &before, .arena = &scratch, .bytes = bytes};
            if (source_set_license_read(&file) && before.set_count)
                license_changed(set, before.sets[0].license, &b->diag);
        }
        arena_free(&scratch);
    }
}

/* --- the command ------------------------------------------------------------------------------- */

static bool carry_out(Build *b)
{
    const Options *options = b->options;
    b->folder = folder_open(options->output, options->check, &b->diag);
    if (!b->folder)
        return false;
    render_all(b);
    check_previous(b);
    if (diag_failed(&b->diag))
        return false;
    if (options->check) {
        tell_differences(b);
        return !diag_failed(&b->diag);
    }
    return folder_commit(b->folder);
}

int command_build(const Options *options)
{
    Options own = *options;
    own.output = options->output ? options->output : "out";
    Build b = {.options = &own};
    diag_init(&b.diag);
    if (!set_levels(&b.diag, options))
        return EXIT_USAGE;
    load(&b.model, &b.diag, options);
    bool done = !diag_failed(&b.diag) && carry_out(&b);
    int status = finish(&b.diag, options);
    if (done && !options->quiet && !options->renderer->to_stdout) {
        if (options->verbose)
            tell_added(&b);
        if (options->check)
            printf("%s: up to date\n", own.output);
        else
            tell_summary(&b);
    }
    folder_close(b.folder);
    arena_free(&b.model.arena);
    arena_free(&b.arena);
    diag_free(&b.diag);
    return status;
}
