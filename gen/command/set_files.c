/* Paths to permission sets in the model. */
#include "command/set_files.h"

#include "base/buf.h"
#include "base/file.h"
#include "base/utf8.h"
#include "check/check.h"
#include "facts/facts.h"
#include "model/type.h"
#include "pack/archive.h"
#include "read/package_xml.h"
#include "read/permset_xml.h"
#include "read/project_json.h"
#include "write/write.h"

#include <string.h>

enum { FOLDER_DEPTH_MAX = 32 };

static const Str suffixes[] = {{".permissionset-meta.xml", 23}, {".permissionset", 14}};

Str set_suffix(Str path)
{
    for (size_t i = 0; i < sizeof suffixes / sizeof *suffixes; i++)
        if (str_ends(path, suffixes[i]))
            return suffixes[i];
    return S("");
}

bool is_set_path(Str path)
{
    return set_suffix(path).n > 0 || str_ends(path, S(".zip"));
}

/* --- names ------------------------------------------------------------------------------------- */

static Str api_name_of(Arena *a, Str path)
{
    Str name = str_behind_last(path, '/');
    if (str_search(path, S(".zip:")) >= 0) /* which may hold it without a folder */
        name = str_behind_last(name, ':');
    return str_percent_decode(a, str_slice(name, 0, name.n - set_suffix(name).n));
}

/* What the CLI's decomposed layouts call the pieces of a permission set. */
static const char *const pieces[] = {"applicationVisibility",
                                     "classAccess",
                                     "customMetadataTypeAccess",
                                     "customPermission",
                                     "customPermissions",
                                     "customSettingAccess",
                                     "externalCredentialPrincipalAccess",
                                     "externalDataSourceAccess",
                                     "fieldPermission",
                                     "flowAccess",
                                     "objectPermission",
                                     "objectSettings",
                                     "pageAccess",
                                     "recordTypeVisibility",
                                     "tabSetting",
                                     "userPermission"};

static bool is_piece(Str name)
{
    Str suffix = S("-meta.xml");
    if (!str_ends(name, suffix))
        return false;
    name.n -= suffix.n;
    for (size_t i = 0; i < sizeof pieces / sizeof *pieces; i++)
        if (str_ends(name, str_of(pieces[i])) && name.n > strlen(pieces[i]) &&
            name.s[name.n - strlen(pieces[i]) - 1] == '.')
            return true;
    return false;
}

static bool is_element_folder(Str name)
{
    return element_by_xml(name) || str_is(name, S("objectSettings"));
}

/* Whether pieces lie beside a file: then it is only what is left of its set. */
static bool has_pieces_beside(Str path)
{
    Arena scratch = {0};
    FileList list = {0};
    bool found = false;
    Str name = str_behind_last(path, '/'), folder = str_slice(path, 0, path.n - name.n);
    if (file_list(&scratch, folder.n ? str_c(&scratch, folder) : ".", &list))
        for (size_t i = 0; i < list.count; i++)
            found = found || is_piece(list.name[i]) || is_element_folder(list.name[i]);
    arena_free(&scratch);
    return found;
}

/* A piece, or the rest of a set in a folder of its name: permissionsets/X/X.permissionset-meta.xml. In a
 * zip (a path with a colon) the name of the folder decides. */
static bool is_decomposed(Str path)
{
    Str name = str_behind_last(path, '/'), folder = str_slice(path, 0, path.n - name.n);
    if (is_piece(name))
        return true;
    if (!str_is(set_suffix(name), suffixes[0]))
        return false;
    folder.n -= folder.n > 0;
    bool named = str_is(str_behind_last(folder, '/'), str_slice(name, 0, name.n - suffixes[0].n));
    if (str_search(path, S(".zip:")) >= 0)
        return named;
    return (named || !folder.n) && has_pieces_beside(path);
}

/* The name becomes that of a file again, so it must not lead anywhere. */
static bool is_safe_name(Str name)
{
    for (size_t i = 0; i < name.n; i++)
        if ((unsigned char)name.s[i] < ' ' || name.s[i] == '/' || name.s[i] == '\\')
            return false;
    return name.n > 0 && name.s[0] != '.' && utf8_invalid(name) < 0;
}

/* --- in what a file differs from what Salesforce writes ------------------------------------------ */

static size_t next_line(Str text, size_t at, Str *line)
{
    Str rest = str_from(text, at);
    *line = str_trim(str_cut(&rest, '\n'));
    return text.n - rest.n;
}

/* Equal but for blanks around their lines. */
static bool same_lines(Str a, Str b)
{
    size_t i = 0, k = 0;
    while (i < a.n || k < b.n) {
        Str one = S(""), two = S("");
        while (i < a.n && !one.n)
            i = next_line(a, i, &one);
        while (k < b.n && !two.n)
            k = next_line(b, k, &two);
        if (!str_is(one, two))
            return false;
    }
    return true;
}

/* The sum of all lines' hashes, so that their order does not count. */
static uint64_t line_sum(Str text)
{
    uint64_t sum = 0;
    for (size_t i = 0; i < text.n;) {
        Str line;
        uint64_t h = 0xcbf29ce484222325u;
        i = next_line(text, i, &line);
        for (size_t k = 0; k < line.n; k++)
            h = (h ^ (unsigned char)line.s[k]) * 0x100000001b3u;
        sum += line.n ? h * 0x9e3779b97f4a7c15u : 0;
    }
    return sum;
}

static const char *difference(Str file, Str canonical)
{
    if (str_starts(file, S("\xef\xbb\xbf")))
        return "a byte order mark";
    if (str_search(file, S("<!--")) >= 0)
        return "comments, which Salesforce does not keep";
    if (str_search(file, S("\r\n")) >= 0 && str_search(canonical, S("\r")) < 0)
        return "CR LF line ends";
    if (file.n + 1 == canonical.n && str_starts(canonical, file))
        return "no line end at the end of the file";
    if (same_lines(file, canonical))
        return "indentation or blank lines";
    if (line_sum(file) == line_sum(canonical))
        return "another order of its entries";
    return "its layout, escapes or repeated entries";
}

/* A definition takes the label of a licence for its name, and "none" for no licence. */
static bool is_another_name(Str license)
{
    License known;
    return str_is(license, S("none")) ||
           (fact_license(license, &known) && !str_is(known.name, license));
}

static void note_form(Model *m, Diag *d, uint32_t file, Str bytes, PermissionSet *set)
{
    Buf canonical = {0};
    write_permission_set(&m->names, set, &canonical);
    bool same = str_is(buf_str(&canonical), bytes), named = !is_another_name(set->license_name.s);
    if (!same || !named) {
        set->form = named ? str_of(difference(bytes, buf_str(&canonical)))
                          : S("its licence by another name");
        diag(d, RULE_XML_FORM, loc_whole(file), "differs from what Salesforce writes: " STR_FMT,
             STR_ARG(set->form));
    }
    buf_free(&canonical);
}

/* --- reading ----------------------------------------------------------------------------------- */

/* Entries that stand twice: the same to Salesforce where they say the same, a contradiction where not. */
static void note_duplicates(const Model *m, Diag *d, const PermissionSet *set)
{
    for (size_t i = 1; i < set->grants.count; i++) {
        const Grant *one = &set->grants.items[i - 1], *two = &set->grants.items[i];
        if (one->kind != two->kind || one->key != two->key)
            continue;
        diag(d, RULE_XML_DUPLICATE, two->at, "\"" STR_FMT "\" stands twice%s",
             STR_ARG(m->names.text[two->key]),
             one->on == two->on ? "" : ", and the two contradict each other");
        diag_related(d, one->at, "the other one");
    }
}

/* What the readers below hand on. */
typedef struct {
    Model *model;
    Diag *diag;
    bool keep;
    bool found;  /* what is read was found in a folder */
    Map visited; /* folders */
    Arena arena;
} SetReader;

/* Reads one permission set into a model that may be gone afterwards. */
static void read_into(Model *m, Diag *d, uint32_t file, Str path, Str bytes, int version)
{
    size_t before = d->count;
    PermissionSet set = {.role = SET_FILE, .at = loc_whole(file)};
    set.api_name = (Text){api_name_of(&d->arena, path), loc_whole(file)}; /* findings name it */
    set.name = set.api_name;
    if (is_decomposed(path)) {
        diag(d, RULE_XML_DECOMPOSED, loc_whole(file), "a part of a decomposed permission set");
        return;
    }
    if (!is_safe_name(set.api_name.s)) {
        diag(d, RULE_API_NAME, loc_whole(file), "the file name stands for no API name");
        diag_help(d, "name the file as the permission set");
        return;
    }
    if (!permset_xml_read(m, d, file, bytes, &set))
        return;
    if (str_find(set.label.s, '\n') >= 0) /* a formatter wrapped it */
        set.label.s = str_trim(set.label.s);
    set.license_name.s = str_trim(set.license_name.s);
    set.license_kind = set.license_name.s.n ? LICENSE_PERMISSION_SET : LICENSE_NONE;
    if (!set.api.number)
        set.api.number = m->api.number;
    bool clean = d->count == before;
    note_duplicates(m, d, &set);
    grants_fold(&set.grants);
    if (clean)
        note_form(m, d, file, bytes, &set);
    /* before 40.0 a retrieve left out what was not asked for, and a deploy took nothing away */
    set.partial = version ? version < VERSION_OLDEST_BUILD : !set.session_activation.said;
    if (version)
        check_set_version(&set, version, d);
    *LIST_ADD(&m->arena, m->shared, m->shared_count, m->shared_capacity) = set;
}

/* The rules about single sets; those about all sets of a run concern definitions alone. */
static void check_files(const Model *m, Diag *d)
{
    for (size_t i = 0; i < m->shared_count; i++) {
        check_set_names(&m->shared[i], d);
        check_access(m, &m->shared[i], d);
    }
}

/* Whether a finding since `before` points into the text of its file. */
static bool shows_text(const Diag *d, size_t before)
{
    for (size_t i = before; i < d->count; i++)
        if (!loc_is_whole(d->items[i].at))
            return true;
    return false;
}

/* `version`: the API version that the package or project around it says; 0: not known. The bytes may
 * go afterwards: those that a finding shows are copied. */
static void read_set(SetReader *r, Str path, Str bytes, int version)
{
    Diag *d = r->diag;
    Model own = {.api = r->model->api, .known = r->model->known};
    size_t before = d->count;
    uint32_t file = source_add(&d->sources, &d->arena, str_copy(&d->arena, path), bytes);
    if (r->keep) {
        read_into(r->model, d, file, path, bytes, version);
    } else {
        read_into(&own, d, file, path, bytes, version);
        check_files(&own, d);
        r->model->shared_count += own.shared_count;
        arena_free(&own.arena);
    }
    d->sources.items[file - 1].bytes = shows_text(d, before) ? str_copy(&d->arena, bytes) : S("");
}

static FileStatus read_bytes(const SetReader *r, Arena *a, Str path, Str *bytes)
{
    return (r->found ? file_read_found : file_read)(a, str_c(a, path), bytes);
}

static void read_file(SetReader *r, Str path, int version)
{
    Arena scratch = {0};
    Str bytes = S("");
    FileStatus status = read_bytes(r, &scratch, path, &bytes);
    if (status == FILE_OK)
        read_set(r, path, bytes, version);
    else
        diag_unreadable_path(r->diag, path, status);
    arena_free(&scratch);
}

/* "67.0" to 67; 0 for anything else. */
static int version_number(Str text)
{
    int number = 0;
    for (size_t i = 0; i < text.n && text.s[i] >= '0' && text.s[i] <= '9' && number < 1000; i++)
        number = number * 10 + (text.s[i] - '0');
    return number;
}

static int package_version(Arena *a, Str bytes)
{
    PackageXml package;
    return package_xml_read(a, bytes, &package) ? version_number(package.version) : 0;
}

/* package.xml stands at the root of an archive, or in the one folder of a retrieve. */
static int archive_version(Arena *a, const ArchiveEntry *entries, size_t count)
{
    for (size_t i = 0; i < count; i++)
        if (str_is(str_behind_last(entries[i].name, '/'), S("package.xml")))
            return package_version(a, entries[i].bytes);
    return 0;
}

/* A file that need not be there. */
static bool read_beside(SetReader *r, Arena *a, Str folder, const char *name, Str *bytes)
{
    Str path = str_format(a, STR_FMT "/%s", STR_ARG(folder), name);
    FileStatus status = file_read_found(a, str_c(a, path), bytes);
    if (status != FILE_OK && (status != FILE_FAILED || !file_is_missing()))
        diag_unreadable_path(r->diag, path, status);
    return status == FILE_OK;
}

/* What a folder itself says: package.xml of metadata format, sfdx-project.json of a project. */
static int folder_version(SetReader *r, Arena *a, Str folder)
{
    Str bytes = S("");
    if (read_beside(r, a, folder, "package.xml", &bytes))
        return package_version(a, bytes);
    if (read_beside(r, a, folder, "sfdx-project.json", &bytes))
        return version_number(project_api_version(a, bytes));
    return 0;
}

/* The nearest folder above a path that says a version. */
static int version_above(SetReader *r, Str path)
{
    Arena scratch = {0};
    int version = 0;
    Str folder = str_starts(path, S("/")) ? path : str_join(&scratch, S("./"), path);
    for (size_t i = folder.n; i-- > 0 && !version;)
        if (folder.s[i] == '/')
            version = folder_version(r, &scratch, str_slice(folder, 0, i));
    arena_free(&scratch);
    return version;
}

static void read_zip(SetReader *r, Str path)
{
    Diag *d = r->diag;
    Arena scratch = {0};
    ArchiveEntry *entries = NULL;
    size_t count = 0, found = 0;
    Str bytes = S(""), error = S("");
    uint32_t file = source_add(&d->sources, &d->arena, str_copy(&d->arena, path), S(""));
    FileStatus status = read_bytes(r, &scratch, path, &bytes);
    if (status != FILE_OK)
        diag_unreadable(d, loc_whole(file), status);
    else if (!archive_read(&scratch, bytes, LIMIT_DEPLOY_BYTES, &entries, &count, &error))
        diag(d, RULE_FILE_UNREADABLE, loc_whole(file), "the zip cannot be read: " STR_FMT,
             STR_ARG(error));
    int version = archive_version(&scratch, entries, count);
    for (size_t i = 0; i < count && !error.n; i++) {
        if (!set_suffix(entries[i].name).n)
            continue;
        Str name =
            str_format(&scratch, STR_FMT ":" STR_FMT, STR_ARG(path), STR_ARG(entries[i].name));
        read_set(r, name, entries[i].bytes, version);
        found++;
    }
    if (status == FILE_OK && !found && !error.n)
        diag(d, RULE_FILE_EMPTY, loc_whole(file), "the zip holds no permission set");
    arena_free(&scratch);
}

void read_set_files(Model *model, Diag *d, Str path, bool keep, bool found)
{
    SetReader reader = {.model = model, .diag = d, .keep = keep, .found = found};
    if (str_ends(path, S(".zip")))
        read_zip(&reader, path);
    else
        read_file(&reader, path, version_above(&reader, path));
    arena_free(&reader.arena);
}

static size_t walk(SetReader *r, Str path, int version, int depth);

static size_t walk_entries(SetReader *r, Arena *a, Str path, const FileList *list, int version,
                           int depth)
{
    size_t found = 0;
    Str slash = str_ends(path, S("/")) ? S("") : S("/");
    for (size_t i = 0; i < list->count; i++) {
        Str inner = str_join(a, str_join(a, path, slash), list->name[i]);
        if (list->name[i].s[0] == '.' || str_is(list->name[i], S("node_modules")))
            continue;
        if (set_suffix(list->name[i]).n) {
            read_file(r, inner, version);
            found++;
        } else if (file_is_folder(str_c(a, inner))) {
            found += walk(r, inner, version, depth + 1);
        }
    }
    return found;
}

static size_t walk(SetReader *r, Str path, int version, int depth)
{
    Arena scratch = {0};
    FileList list = {0};
    size_t found = 0;
    if (depth > FILE_DEPTH_MAX) {
        diag_unreadable_path(r->diag, path, FILE_TOO_DEEP);
    } else if (file_first_visit(&r->visited, &r->arena, str_c(&scratch, path))) {
        if (!file_list(&scratch, str_c(&scratch, path), &list))
            diag_unreadable_path(r->diag, path, FILE_FAILED);
        int own = folder_version(r, &scratch, path);
        found = walk_entries(r, &scratch, path, &list, own ? own : version, depth);
    }
    arena_free(&scratch);
    return found;
}

size_t read_set_folder(Model *model, Diag *d, Str path, bool keep)
{
    SetReader reader = {.model = model, .diag = d, .keep = keep, .found = true};
    size_t found = walk(&reader, path, version_above(&reader, path), 0);
    arena_free(&reader.arena);
    return found;
}
