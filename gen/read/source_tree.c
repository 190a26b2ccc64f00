/* The layouts of source and metadata format as one table, and the walk over a folder. */
#include "read/source_tree.h"

#include "base/file.h"
#include "base/utf8.h"
#include "read/project_json.h"

#include <errno.h>
#include <string.h>

#define META "-meta.xml"

typedef enum {
    NAMED_ALONE,    /* the file's name is the component's */
    NAMED_VERSION,  /* the same, perhaps with a version: X-3.flow */
    NAMED_IN_OBJECT /* objects/X/fields/F, objects/X/recordTypes/R */
} Naming;

/* A kind of file. Without -meta.xml its suffix means something only in its folder, at any depth: other
 * programs have .cls, .app and .page files, too. */
typedef struct {
    const char *suffix, *folder;
    Naming naming;
    bool strict; /* with -meta.xml, too: Aura has X.app-meta.xml, and F and R need their object */
    ElementKind kind;
    SourceReader *read;
} Row;

static const Row rows[] = {
    {".field", "fields", NAMED_IN_OBJECT, true, FIELD_PERMISSION, source_field_read},
    {".cls", "classes", NAMED_ALONE, false, CLASS_ACCESS, NULL},
    {".object", "objects", NAMED_ALONE, false, OBJECT_PERMISSION, source_object_read},
    {".recordType", "recordTypes", NAMED_IN_OBJECT, true, RECORD_TYPE_VISIBILITY, NULL},
    {".permissionset", "permissionsets", NAMED_ALONE, false, LICENSE, source_set_license_read},
    {".flow", "flows", NAMED_VERSION, false, FLOW_ACCESS, NULL},
    {".flowDefinition", "flowDefinitions", NAMED_ALONE, false, FLOW_ACCESS, NULL},
    {".page", "pages", NAMED_ALONE, false, PAGE_ACCESS, NULL},
    {".customPermission", "customPermissions", NAMED_ALONE, false, CUSTOM_PERMISSION, NULL},
    {".app", "applications", NAMED_ALONE, true, APPLICATION_VISIBILITY, NULL},
    {".tab", "tabs", NAMED_ALONE, false, TAB_SETTING, NULL},
    {".dataSource", "dataSources", NAMED_ALONE, false, EXTERNAL_DATA_SOURCE_ACCESS, NULL},
    {".externalCredential", "externalCredentials", NAMED_ALONE, false,
     EXTERNAL_CREDENTIAL_PRINCIPAL_ACCESS, source_credential_read},
    {".servicePresenceStatus", "servicePresenceStatuses", NAMED_ALONE, false,
     SERVICE_PRESENCE_STATUS_ACCESS, NULL},
};

/* Folders that are not entered: they may be large, and their files are no metadata of our kinds. */
static const char *const skipped[] = {"node_modules", "staticresources", "aura", "lwc"};

/* --- paths ------------------------------------------------------------------------------------- */

/* Takes the last part off a path: gives it, *path becomes what stands before its slash. */
static Str pop(Str *path)
{
    size_t at = path->n;
    while (at && path->s[at - 1] != '/')
        at--;
    Str last = str_from(*path, at);
    *path = str_slice(*path, 0, at ? at - 1 : 0);
    return last;
}

static bool is_below(Str folders, Str folder)
{
    while (folders.n)
        if (str_is(pop(&folders), folder))
            return true;
    return false;
}

/* A name that findings can show. */
static bool is_clean(Str name)
{
    for (size_t i = 0; i < name.n; i++)
        if ((unsigned char)name.s[i] < ' ')
            return false;
    return name.n && utf8_invalid(name) < 0;
}

static const Row *find_row(Str folders, Str *name)
{
    bool meta = str_ends(*name, S(META));
    Str base = meta ? str_slice(*name, 0, name->n - (sizeof META - 1)) : *name;
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
        Str suffix = str_of(rows[i].suffix);
        if (!str_ends(base, suffix))
            continue;
        *name = str_slice(base, 0, base.n - suffix.n);
        bool anywhere = meta && !rows[i].strict;
        return anywhere || is_below(folders, str_of(rows[i].folder)) ? &rows[i] : NULL;
    }
    return NULL;
}

/* X-3 to X. */
static Str without_version(Str name)
{
    size_t end = name.n;
    while (end && char_is_digit(name.s[end - 1]))
        end--;
    bool versioned = end > 1 && end < name.n && name.s[end - 1] == '-';
    return versioned ? str_slice(name, 0, end - 1) : name;
}

/* The object in objects/X/fields: the folder that holds the folder of the file. */
static Str object_above(Str folders, Str folder)
{
    return str_is(pop(&folders), folder) ? pop(&folders) : S("");
}

SourceItem source_item(Arena *a, Str path)
{
    Str folders = path, name = pop(&folders);
    SourceItem item = {0};
    const Row *row = find_row(folders, &name);
    if (!row)
        return item;
    item = (SourceItem){.known = true, .read = row->read, .kind = row->kind};
    item.name = str_percent_decode(a, row->naming == NAMED_VERSION ? without_version(name) : name);
    item.object = S("");
    if (row->naming == NAMED_IN_OBJECT) {
        item.object = str_percent_decode(a, object_above(folders, str_of(row->folder)));
        item.known = is_clean(item.object);
    }
    item.known = item.known && is_clean(item.name);
    if (row->kind == RECORD_TYPE_VISIBILITY)
        item.name = str_join(a, str_join(a, item.object, S(".")), item.name);
    return item;
}

/* --- the walk ---------------------------------------------------------------------------------- */

typedef struct {
    Known *known;
    Arena *arena;
    Diag *diag;
    size_t found;
    Map visited; /* folders */
} Walk;

/* A source without text: only its name is shown. */
static Loc place_of(Walk *w, Str path)
{
    Diag *d = w->diag;
    return loc_whole(source_add(&d->sources, &d->arena, str_copy(&d->arena, path), S("")));
}

static void read_bytes(Walk *w, Str path, const SourceItem *item, Str bytes)
{
    Diag *d = w->diag;
    Loc at = place_of(w, path);
    SourceFile f = {.known = w->known,
                    .arena = w->arena,
                    .file = at.file,
                    .bytes = bytes,
                    .object = item->object,
                    .name = item->name};
    bool good = item->read(&f);
    if (!good)
        diag(d, RULE_XML_SYNTAX, f.wrong.at, STR_FMT, STR_ARG(f.wrong.s));
    if (f.points || !good) /* findings will show the text */
        d->sources.items[at.file - 1].bytes = str_copy(&d->arena, bytes);
}

static void read_file(Walk *w, Str path, const SourceItem *item)
{
    Arena scratch = {0};
    Str bytes = S("");
    FileStatus status = file_read_found(&scratch, str_c(&scratch, path), &bytes);
    if (status == FILE_OK)
        read_bytes(w, path, item, bytes);
    else
        diag_unreadable_path(w->diag, path, status);
    arena_free(&scratch);
}

static void take(Walk *w, Str path, const SourceItem *item)
{
    KnownNames *names = &w->known->names[item->kind];
    w->found++;
    if (item->read)
        read_file(w, path, item);
    else if (!known_has_name(names, item->name))
        known_add_name(names, w->arena, str_copy(w->arena, item->name));
}

static bool is_skipped(Str name)
{
    for (size_t i = 0; i < sizeof skipped / sizeof *skipped; i++)
        if (str_is(name, str_of(skipped[i])))
            return true;
    return name.s[0] == '.';
}

/* Which names are folders is asked of the system only where no suffix tells it. */
static void walk(Walk *w, Str folder, int depth)
{
    Arena scratch = {0};
    FileList list = {0};
    if (depth > FILE_DEPTH_MAX)
        diag_unreadable_path(w->diag, folder, FILE_TOO_DEEP);
    else if (file_first_visit(&w->visited, w->arena, str_c(&scratch, folder)) &&
             !file_list(&scratch, str_c(&scratch, folder), &list))
        diag_unreadable_path(w->diag, folder, FILE_FAILED);
    Str start = str_ends(folder, S("/")) ? folder : str_join(&scratch, folder, S("/"));
    for (size_t i = 0; i < list.count; i++) {
        Str name = list.name[i], path = str_join(&scratch, start, name);
        if (is_skipped(name))
            continue;
        SourceItem item = source_item(&scratch, path);
        if (item.known)
            take(w, path, &item);
        else if (!str_ends(name, S(META)) && file_is_folder(path.s))
            walk(w, path, depth + 1);
    }
    arena_free(&scratch);
}

static void walk_packages(Walk *w, Str folder, const Str *paths, size_t count)
{
    Arena scratch = {0};
    for (size_t i = 0; i < count; i++) {
        Str path = paths[i];
        while (str_starts(path, S("./")))
            path = str_from(path, 2);
        bool itself = !path.n || str_is(path, S("."));
        Str below = str_join(&scratch, str_join(&scratch, folder, S("/")), path);
        walk(w, itself ? folder : below, 0);
    }
    arena_free(&scratch);
}

static void walk_project(Walk *w, Str folder)
{
    Arena scratch = {0};
    Str bytes = S(""), *paths = NULL;
    Str project = str_join(&scratch, folder, S("/sfdx-project.json"));
    size_t count = 0;
    FileStatus status = file_read_found(&scratch, project.s, &bytes);
    if (status == FILE_OK)
        count = project_package_paths(&scratch, bytes, &paths);
    else if (status != FILE_FAILED || !file_is_missing())
        diag_unreadable_path(w->diag, project, status);
    if (count)
        walk_packages(w, folder, paths, count);
    else
        walk(w, folder, 0);
    arena_free(&scratch);
}

void source_tree_read(Known *known, Arena *a, Diag *d, Text folder)
{
    Walk w = {.known = known, .arena = a, .diag = d};
    Arena scratch = {0};
    size_t before = d->count;
    const char *path = str_c(&scratch, folder.s);
    if (file_is_folder(path))
        walk_project(&w, folder.s);
    else
        diag(d, RULE_FILE_UNREADABLE, folder.at, "\"%s\" cannot be read: %s", path,
             strerror(file_exists(path) ? ENOTDIR : errno));
    if (!w.found && d->count == before)
        diag(d, RULE_FILE_EMPTY, folder.at, "the folder holds no metadata");
    known->from_source = known->from_source || w.found > 0;
    arena_free(&scratch);
}
