/* The archives of a build: each is read back and compared with what it says it holds. */
#include "command/build.h"
#include "facts/facts.h"
#include "read/package_xml.h"

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

static bool names_set(const PackageXml *package, Str name)
{
    for (size_t i = 0; i < package->count; i++)
        if (str_is(package->members[i].type, S("PermissionSet")) &&
            str_is(package->members[i].name, name))
            return true;
    return false;
}

static bool names_member(const PackageXml *package, Str path)
{
    Str folder = S("permissionsets/"), suffix = S(".permissionset");
    return str_starts(path, folder) && str_ends(path, suffix) &&
           names_set(package, str_slice(path, folder.n, path.n - suffix.n));
}

/* Every file must be named by package.xml, and it must name nothing else. */
static Str verify_package(Arena *a, const ArchiveEntry *entries, size_t count)
{
    PackageXml package;
    if (!count || !str_is(entries[0].name, S("package.xml")) ||
        !package_xml_read(a, entries[0].bytes, &package))
        return S("it does not begin with a readable package.xml");
    for (size_t i = 1; i < count; i++)
        if (!names_member(&package, entries[i].name))
            return str_format(a, "package.xml does not name " STR_FMT, STR_ARG(entries[i].name));
    return package.count == count - 1 ? S("") : S("package.xml names what is not in the archive");
}

/* An empty package.xml, and deletions of sets that nobody defines. */
static Str verify_retired(const Model *m, Arena *a, const ArchiveEntry *entries, size_t count)
{
    PackageXml package, changes;
    if (count != 2 || !str_is(entries[0].name, S("destructiveChangesPost.xml")) ||
        !str_is(entries[1].name, S("package.xml")) ||
        !package_xml_read(a, entries[0].bytes, &changes) ||
        !package_xml_read(a, entries[1].bytes, &package))
        return S("it is not destructiveChangesPost.xml and package.xml");
    for (size_t i = 0; i < m->set_count; i++)
        if (names_set(&changes, m->sets[i]->api_name.s))
            return str_format(a, "it deletes " STR_FMT, STR_ARG(m->sets[i]->api_name.s));
    return package.count ? S("its package.xml is not empty") : S("");
}

/* What is wrong with an archive that was read back, or "". */
static Str verify_archive(const Model *m, Arena *a, Str bytes, ArchiveKind kind)
{
    ArchiveEntry *entries;
    size_t count;
    Str error = S("");
    if (!archive_read(a, bytes, LIMIT_DEPLOY_BYTES, &entries, &count, &error))
        return error;
    return kind == ARCHIVE_PACKAGE   ? verify_package(a, entries, count)
           : kind == ARCHIVE_RETIRED ? verify_retired(m, a, entries, count)
                                     : S("");
}

static void finish_archive(Build *b, size_t index)
{
    Str bytes = S(""), error = S("");
    PlannedArchive planned = b->plan.archives[index];
    Arena scratch = {0};
    if (!archive_finish(b->archives[index], &b->arena, &bytes, &error))
        diag(&b->diag, RULE_SELF_CHECK, (Loc){0}, STR_FMT " cannot be made: " STR_FMT,
             STR_ARG(planned.path), STR_ARG(error));
    else if (planned.kind == ARCHIVE_PACKAGE)
        check_limits(b, planned.path, b->archives[index], bytes.n);
    if (!diag_failed(&b->diag)) {
        error = verify_archive(&b->model, &scratch, bytes, planned.kind);
        if (error.n)
            diag(&b->diag, RULE_SELF_CHECK, (Loc){0}, STR_FMT ": " STR_FMT, STR_ARG(planned.path),
                 STR_ARG(error));
    }
    if (!diag_failed(&b->diag)) {
        folder_put(b->folder, planned.path, bytes);
        if (planned.kind != ARCHIVE_BUNDLE)
            archive_add(b->archives[b->plan.archive_count - 1], planned.path, bytes);
    }
    arena_free(&scratch);
}

void finish_archives(Build *b)
{
    for (size_t i = 0; i < b->plan.archive_count; i++)
        finish_archive(b, i);
}
