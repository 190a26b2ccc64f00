/* The archives of a build: each must hold what its package.xml says. */
#include "base/map.h"
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

static bool read_member_list(Arena *a, Str archive, Str name, PackageXml *list)
{
    Str bytes;
    return archive_extract(a, archive, name, &bytes) && package_xml_read(a, bytes, list);
}

/* The permission sets that a package.xml or the like names. */
static Map sets_of(Arena *a, const PackageXml *list)
{
    Map sets = {0};
    for (size_t i = 0; i < list->count; i++)
        if (str_is(list->members[i].type, S("PermissionSet")))
            map_put(&sets, a, list->members[i].name, NULL);
    return sets;
}

static bool names_file(const Map *sets, Str path)
{
    Str folder = S("permissionsets/"), suffix = S(".permissionset");
    return str_starts(path, folder) && str_ends(path, suffix) &&
           map_find(sets, str_slice(path, folder.n, path.n - suffix.n));
}

/* Every file must be named by package.xml, and it must name nothing else. */
static Str verify_package(Arena *a, const Archive *archive, Str bytes)
{
    PackageXml package;
    size_t count = archive_count(archive);
    if (!count || !str_is(archive_name(archive, 0), S("package.xml")) ||
        !read_member_list(a, bytes, S("package.xml"), &package))
        return S("it does not begin with a readable package.xml");
    Map sets = sets_of(a, &package);
    for (size_t i = 1; i < count; i++)
        if (!names_file(&sets, archive_name(archive, i)))
            return str_format(a, "package.xml does not name " STR_FMT,
                              STR_ARG(archive_name(archive, i)));
    return package.count == count - 1 ? S("") : S("package.xml names what is not in the archive");
}

/* An empty package.xml, and deletions of sets that nobody defines. */
static Str verify_retired(const Model *m, Arena *a, const Archive *archive, Str bytes)
{
    PackageXml package, changes;
    if (archive_count(archive) != 2 ||
        !read_member_list(a, bytes, S("destructiveChangesPost.xml"), &changes) ||
        !read_member_list(a, bytes, S("package.xml"), &package))
        return S("it is not destructiveChangesPost.xml and package.xml");
    Map sets = sets_of(a, &changes);
    for (size_t i = 0; i < m->set_count; i++)
        if (map_find(&sets, m->sets[i]->api_name.s))
            return str_format(a, "it deletes " STR_FMT, STR_ARG(m->sets[i]->api_name.s));
    return package.count ? S("its package.xml is not empty") : S("");
}

/* What is wrong with an archive, or "". */
static Str verify_archive(const Model *m, Arena *a, const Archive *archive, Str bytes,
                          ArchiveKind kind)
{
    return kind == ARCHIVE_PACKAGE   ? verify_package(a, archive, bytes)
           : kind == ARCHIVE_RETIRED ? verify_retired(m, a, archive, bytes)
                                     : S("");
}

/* Into the folder, and where it is not the bundle itself, into the bundle. */
static void put_archive(Build *b, Packer *packer, const PlannedArchive *planned, Str bytes)
{
    folder_put(b->folder, planned->path, bytes);
    if (planned->kind == ARCHIVE_BUNDLE)
        return;
    Buf copy = {0};
    buf_put(&copy, bytes);
    archive_add(b->archives[b->plan.archive_count - 1], packer, planned->path, &copy);
    buf_free(&copy);
}

static void finish_archive(Build *b, Packer *packer, size_t index)
{
    Str bytes = S(""), error = S("");
    Archive *archive = b->archives[index];
    const PlannedArchive *planned = &b->plan.archives[index];
    Arena scratch = {0};
    if (!archive_finish(archive, &scratch, &bytes, &error))
        diag(&b->diag, RULE_SELF_CHECK, (Loc){0}, STR_FMT " cannot be made: " STR_FMT,
             STR_ARG(planned->path), STR_ARG(error));
    else if (planned->kind == ARCHIVE_PACKAGE)
        check_limits(b, planned->path, archive, bytes.n);
    if (!diag_failed(&b->diag)) {
        error = verify_archive(&b->model, &scratch, archive, bytes, planned->kind);
        if (error.n)
            diag(&b->diag, RULE_SELF_CHECK, (Loc){0}, STR_FMT ": " STR_FMT, STR_ARG(planned->path),
                 STR_ARG(error));
    }
    if (!diag_failed(&b->diag))
        put_archive(b, packer, planned, bytes);
    arena_free(&scratch);
}

void finish_archives(Build *b)
{
    Packer *packer = packer_new();
    for (size_t i = 0; i < b->plan.archive_count; i++)
        finish_archive(b, packer, i);
    packer_free(packer);
}
