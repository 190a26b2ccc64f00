/* apionly import: permission sets to definitions that build gives the same bytes back from. */
#include "base/file.h"
#include "command/command.h"
#include "command/import_users.h"
#include "command/org_files.h"
#include "command/set_files.h"
#include "facts/facts.h"
#include "model/type.h"
#include "pack/new_files.h"
#include "resolve/names.h"
#include "resolve/resolve.h"
#include "write/definition_yaml.h"

#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

/* What a definition with users needs, and no permission set says. */
#define COMPANY                                                                                    \
    "company:\n"                                                                                   \
    "  domain: mycompany.com           # change this: usernames become <tool>@<domain>\n"          \
    "  email: salesops@mycompany.com   # change this: where Salesforce writes to\n"                \
    "\n"

typedef struct {
    const Options *options;
    Model model;
    Diag diag;
    Org org;
    bool answers;      /* some were given: users become integrations */
    ImportedSet *sets; /* of model.shared, in its order */
    Adoption made;     /* what is to be written */
    Map by_name;       /* API name: index in model.shared */
} Import;

/* --- which sets are integrations ----------------------------------------------------------------- */

/* `--integration NAME=SET`: the tool of a set whose name does not tell it. */
static Str given_tool(const Options *options, Str api_name)
{
    for (int i = 0; i < options->integration_count; i++) {
        Str set = str_of(options->integrations[i]), tool = str_cut(&set, '=');
        if (str_is(set, api_name))
            return tool;
    }
    return S("");
}

static bool has_grants(const PermissionSet *set, bool companion)
{
    for (size_t i = 0; i < set->grants.count; i++)
        if (element_table[set->grants.items[i].kind].companion == companion)
            return true;
    return false;
}

static bool repeats_profile(const Model *m, const PermissionSet *set)
{
    for (size_t i = 0; i < set->grants.count; i++)
        if (set->grants.items[i].kind == USER_PERMISSION &&
            fact_profile_permission(m->names.text[set->grants.items[i].key]))
            return true;
    return false;
}

/* Whether a build parts what such a set grants into two. */
static bool is_split(const PermissionSet *set)
{
    License license;
    Str name = set->license_name.s;
    return name.n && !(fact_license(name, &license) && license.user);
}

/* Why a build of an integration would not give this very set back; NULL where it would. */
static const char *no_integration(const Model *m, const PermissionSet *set)
{
    if (!set->grants.count)
        return "it grants nothing";
    if (is_split(set) && has_grants(set, true))
        return "its licence splits what it holds into two sets";
    return repeats_profile(m, set) ? "it repeats what the profile brings" : NULL;
}

/* "HubSpot" for the set HubSpot Integration / HubSpot_Integration with the integration licence. */
static Str tool_by_name(Arena *a, const PermissionSet *set)
{
    Str label = set->label.s, suffix = S(" Integration");
    bool named = str_ends(label, suffix) && str_is(name_identifier(a, label), set->api_name.s);
    bool licensed = str_is(set->license_name.s, fact_integration_license().name);
    Str tool = str_slice(label, 0, label.n - suffix.n);
    return named && licensed && tool.n ? safe_name(a, tool) : S("");
}

static PermissionSet *set_named(Import *im, Str api_name)
{
    uint32_t *index = map_find(&im->by_name, api_name);
    return index ? &im->model.shared[*index] : NULL;
}

/* The set that a build would split off from this one, where it is there and just as it would be. */
static PermissionSet *companion_of(Import *im, const PermissionSet *set)
{
    Arena *a = &im->model.arena;
    PermissionSet *other = set_named(im, str_join(a, set->api_name.s, S("_Access")));
    if (!is_split(set) || !other || other->license_name.s.n || has_grants(other, false) ||
        !has_grants(other, true))
        return NULL;
    bool same = str_is(other->label.s, str_join(a, set->label.s, S(" Access"))) &&
                str_is(other->description.s, companion_description(a, set)) &&
                other->api.number == set->api.number &&
                other->session_activation.on == set->session_activation.on &&
                other->session_activation.absent == set->session_activation.absent;
    return same ? other : NULL;
}

/* One name can stand for one set only; two packages of a project may hold it twice. */
static void index_names(Import *im)
{
    Model *m = &im->model;
    for (size_t i = 0; i < m->shared_count; i++) {
        bool fresh;
        uint32_t *index = map_put(&im->by_name, &m->arena, m->shared[i].api_name.s, &fresh);
        if (fresh) {
            *index = (uint32_t)i;
            continue;
        }
        diag(&im->diag, RULE_DUPLICATE_API_NAME, m->shared[i].at,
             "another file holds the permission set " STR_FMT " too",
             STR_ARG(m->shared[i].api_name.s));
        diag_related(&im->diag, m->shared[*index].at, "the other one");
        diag_help(&im->diag, "import them one by one, each to a file of its own");
    }
}

/* `--integration` names sets that are there. */
static void check_given(Import *im)
{
    for (int i = 0; i < im->options->integration_count; i++) {
        Str set = str_of(im->options->integrations[i]), tool = str_cut(&set, '=');
        if (!set_named(im, set))
            diag(&im->diag, RULE_UNKNOWN_REFERENCE, (Loc){0},
                 "--integration " STR_FMT "=" STR_FMT ": there is no such permission set",
                 STR_ARG(tool), STR_ARG(set));
    }
}

/* --- entries ----------------------------------------------------------------------------------- */

static Str comment_of(Arena *a, const PermissionSet *set)
{
    if (!set->form.n)
        return S("");
    return str_format(a,
                      "Imported from a file that differs from what Salesforce writes: " STR_FMT ".",
                      STR_ARG(set->form));
}

static bool any_tool(const Adoption *made)
{
    for (size_t i = 0; i < made->count; i++)
        if (made->entries[i].tool.n)
            return true;
    return false;
}

static void describe_sets(Import *im)
{
    Model *m = &im->model;
    im->sets = ARENA_ARRAY(&m->arena, ImportedSet, m->shared_count + 1);
    for (size_t i = 0; i < m->shared_count; i++) {
        PermissionSet *set = &m->shared[i];
        ImportedSet *one = &im->sets[i];
        Str given = given_tool(im->options, set->api_name.s);
        *one = (ImportedSet){.set = set, .given = given.n > 0, .no_own = no_integration(m, set)};
        one->tool = given.n ? given : tool_by_name(&m->arena, set);
        one->companion = companion_of(im, set);
        if (!given.n || !one->no_own)
            continue;
        diag(&im->diag, RULE_NOT_INTEGRATION, set->at,
             STR_FMT " cannot be the set of an integration: %s", STR_ARG(set->api_name.s),
             one->no_own);
    }
}

/* Where no answer tells who holds a set, its name decides whether it is that of an integration. */
static void make_entries(Import *im)
{
    Arena *a = &im->model.arena;
    DefinitionEntry *entries = ARENA_ARRAY(a, DefinitionEntry, im->model.shared_count + 1);
    for (size_t i = 0; i < im->model.shared_count; i++) {
        const ImportedSet *one = &im->sets[i];
        DefinitionEntry entry = {.set = one->set};
        if (one->tool.n && !one->no_own) {
            Str label = str_join(a, one->tool, S(" Integration"));
            entry.tool = one->tool;
            entry.companion = one->companion;
            entry.says_label = !str_is(label, one->set->label.s);
            entry.says_api_name =
                must_say_api_name(a, one->tool, one->set->label.s, one->set->api_name.s);
        }
        PermissionSet *companion =
            entry.companion ? set_named(im, entry.companion->api_name.s) : NULL;
        if (companion)
            companion->flawed = true; /* told with its integration */
        entries[im->made.count++] = entry;
    }
    size_t kept = 0;
    for (size_t i = 0; i < im->made.count; i++)
        if (!entries[i].set->flawed)
            entries[kept++] = entries[i];
    im->made.entries = entries;
    im->made.count = kept;
    im->made.head = any_tool(&im->made) ? S(COMPANY) : S("");
}

/* False where nothing may be written. */
static bool make_all(Import *im)
{
    Model *m = &im->model;
    describe_sets(im);
    if (!im->answers)
        make_entries(im);
    else if (!adopt_users(m, &im->diag, &im->org, im->sets, m->shared_count, &im->made))
        return false;
    for (size_t i = 0; i < im->made.count; i++)
        im->made.entries[i].comment = comment_of(&m->arena, im->made.entries[i].set);
    return !diag_failed(&im->diag);
}

/* --- output ------------------------------------------------------------------------------------ */

typedef struct {
    NewFile *items;
    size_t count, capacity;
} NewFileList;

static void add_file(Import *im, NewFileList *list, Str path, const DefinitionEntry *entries,
                     size_t count, Str head)
{
    Buf yaml = {0};
    Arena *a = &im->model.arena;
    write_definition(&im->model.names, entries, count, head, &yaml);
    *LIST_ADD(a, list->items, list->count, list->capacity) =
        (NewFile){.path = path, .bytes = str_copy(a, buf_str(&yaml))};
    buf_free(&yaml);
}

static NewFiles *write_files(Import *im, const NewFileList *list)
{
    Diag *d = &im->diag;
    NewFiles *written = new_files_write(list->items, list->count);
    for (size_t i = 0; i < list->count; i++) {
        const NewFile *file = &list->items[i];
        if (file->error == EEXIST)
            diag(d, RULE_FOREIGN_FILE, (Loc){0}, STR_FMT " is there already", STR_ARG(file->path));
        else if (file->error)
            diag(d, RULE_WRITE_FAILED, (Loc){0}, STR_FMT ": %s", STR_ARG(file->path),
                 strerror(file->error));
        d->system_failed = d->system_failed || (file->error && file->error != EEXIST);
    }
    return written;
}

/* What stands before the sets: the company of integrations, and a version newer than the default
 * where a set holds what only that has. */
static Str head_of(Import *im)
{
    Str version = S("");
    for (size_t i = 0; i < im->made.count; i++)
        if (im->made.entries[i].set->enrichments.s.n)
            version = str_format(&im->model.arena, "apiVersion: \"%d.0\"\n\n",
                                 element_table[ENRICHMENTS].since);
    return str_join(&im->model.arena, im->made.head, version);
}

/* `-o DIR`: one file a set; the company of integrations in a file whose name no set can have. */
static void add_folder(Import *im, NewFileList *list, Str folder)
{
    Arena *a = &im->model.arena;
    Str head = head_of(im);
    if (head.n)
        add_file(im, list, str_join(a, folder, S("/_company.yaml")), NULL, 0, head);
    for (size_t i = 0; i < im->made.count; i++)
        add_file(im, list,
                 str_format(a, STR_FMT "/" STR_FMT ".yaml", STR_ARG(folder),
                            STR_ARG(im->made.entries[i].set->api_name.s)),
                 &im->made.entries[i], 1, S(""));
}

/* NULL where the definition goes to standard output. */
static NewFiles *put_all(Import *im)
{
    Str output = str_of(im->options->output);
    NewFileList list = {0};
    if (output.n && !str_ends(output, S(".yaml")) && !str_ends(output, S(".yml")))
        add_folder(im, &list, output);
    else
        add_file(im, &list, output, im->made.entries, im->made.count, head_of(im));
    if (output.n)
        return write_files(im, &list);
    fwrite(list.items->bytes.s, 1, list.items->bytes.n, stdout);
    return NULL;
}

/* --- the command ------------------------------------------------------------------------------- */

static bool is_json(Str path)
{
    return str_ends(path, S(".json")) || str_ends(path, S(".csv"));
}

static void read_answer(Import *im, Str path)
{
    im->answers = true;
    read_answers(&im->org, &im->model, &im->diag, path);
}

/* The files that lie directly in a folder of answers: JSON, and where the folder holds no permission set itself, zips
 * of them. Those in the folder of a project are its settings. */
static bool read_answer_folder(Import *im, Str folder, bool sets)
{
    Arena *a = &im->model.arena;
    FileList list = {0};
    Str slash = str_ends(folder, S("/")) ? S("") : S("/");
    Str base = str_join(a, folder, slash);
    bool found = false;
    if (file_exists(str_c(a, str_join(a, base, S("sfdx-project.json")))) ||
        !file_list(a, str_c(a, folder), &list))
        return false;
    for (size_t i = 0; i < list.count; i++) {
        if (list.name[i].s[0] == '.' || !is_json(list.name[i]))
            continue;
        read_answer(im, str_join(a, base, list.name[i]));
        found = true;
    }
    for (size_t i = 0; found && !sets && i < list.count; i++)
        if (list.name[i].s[0] != '.' && str_ends(list.name[i], S(".zip")))
            read_set_files(&im->model, &im->diag, str_join(a, base, list.name[i]), true, true);
    return found;
}

static void read_paths(Import *im)
{
    im->model.api.number = VERSION_DEFAULT;
    for (int i = 0; i < im->options->path_count; i++) {
        Str path = str_of(im->options->paths[i]);
        if (!file_is_folder(im->options->paths[i])) {
            if (is_json(path))
                read_answer(im, path);
            else
                read_set_files(&im->model, &im->diag, path, true, false);
            continue;
        }
        size_t before = im->diag.count;
        bool sets = read_set_folder(&im->model, &im->diag, path, true) > 0;
        if (!read_answer_folder(im, path, sets) && !sets && im->diag.count == before)
            diag(&im->diag, RULE_FILE_EMPTY,
                 loc_whole(source_add(&im->diag.sources, &im->model.arena, path, S(""))),
                 "the folder holds no permission set");
    }
    org_settle(&im->org, &im->model.names, &im->model.arena);
}

int command_import(const Options *options)
{
    Import im = {.options = options};
    if (!options->path_count) {
        fprintf(stderr, "apionly: error: import needs a permission set, a folder or a zip\n"
                        "  help: apionly import --help\n");
        return EXIT_USAGE;
    }
    diag_init(&im.diag);
    if (!set_levels(&im.diag, options))
        return EXIT_USAGE;
    read_paths(&im);
    index_names(&im);
    check_given(&im);
    bool made = !diag_failed(&im.diag) && make_all(&im);
    NewFiles *written = made ? put_all(&im) : NULL;
    int status = finish(&im.diag, options);
    new_files_close(written);
    arena_free(&im.model.arena);
    diag_free(&im.diag);
    return made || status ? status : EXIT_FINDINGS;
}
