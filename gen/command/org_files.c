/* Paths to what an org says. */
#include "command/org_files.h"

#include "base/file.h"
#include "command/command.h"
#include "command/set_files.h"
#include "facts/facts.h"
#include "pack/archive.h"
#include "read/org_json.h"
#include "read/profile_xml.h"

#include <string.h>

static const Str profile_suffixes[] = {{".profile-meta.xml", 17}, {".profile", 8}};

typedef struct {
    Org *org;
    Model *model;
    Diag *diag;
    bool found;  /* what is read was found in a folder */
    Map visited; /* folders */
} AnswerReader;

static Str profile_suffix(Str path)
{
    for (size_t i = 0; i < sizeof profile_suffixes / sizeof *profile_suffixes; i++)
        if (str_ends(path, profile_suffixes[i]))
            return profile_suffixes[i];
    return S("");
}

static bool is_answer_name(Str name)
{
    return str_ends(name, S(".json")) || str_ends(name, S(".csv")) || is_set_path(name) ||
           profile_suffix(name).n > 0;
}

bool is_answer_path(const char *path)
{
    Arena scratch = {0};
    FileList list = {0};
    bool found = false;
    if (!file_is_folder(path))
        return is_answer_name(str_of(path));
    if (!folder_has_definitions(path) && file_list(&scratch, path, &list))
        found = true;
    arena_free(&scratch);
    return found;
}

static void unusable(AnswerReader *r, Loc at, Str why)
{
    diag(r->diag, RULE_ANSWER_UNREADABLE, at, STR_FMT, STR_ARG(why));
}

/* Without the line itself: what is no answer may be a report that holds a token. */
static void unusable_json(AnswerReader *r, uint32_t file, Text wrong)
{
    Position at = source_position(&r->diag->sources, wrong.at);
    Str where = loc_is_whole(wrong.at) ? S("")
                                       : str_format(&r->diag->arena, " (line %u, column %u)",
                                                    (unsigned)at.line, (unsigned)at.column);
    unusable(r, loc_whole(file), str_join(&r->diag->arena, wrong.s, where));
}

/* --- profiles and permission sets ----------------------------------------------------------------- */

static void read_profile(AnswerReader *r, Str path, Str bytes)
{
    Arena *a = &r->model->arena;
    Str file = str_behind_last(path, '/'), license;
    Str name = str_percent_decode(a, str_slice(file, 0, file.n - profile_suffix(file).n));
    size_t set = org_set(r->org, a, (OrgSetRef){.profile = name});
    if (profile_xml_read(&r->model->names, a, bytes, &r->org->sets[set].grants, &license)) {
        r->org->sets[set].retrieved = true;
        return;
    }
    unusable(r, loc_whole(source_add(&r->diag->sources, a, str_copy(a, path), S(""))),
             S("this is no profile, or its XML is broken"));
    diag_help(r->diag, "retrieve the profile again");
}

/* The sets are read like any other, then their grants are taken over: names have other numbers there. */
static void take_sets(AnswerReader *r, const Model *files)
{
    Arena *a = &r->model->arena;
    for (size_t i = 0; i < files->shared_count; i++) {
        const PermissionSet *from = &files->shared[i];
        size_t index = org_set(r->org, a, (OrgSetRef){.name = str_copy(a, from->api_name.s)});
        OrgSet *set = &r->org->sets[index];
        set->retrieved = true;
        set->license = str_copy(a, from->license_name.s);
        set->session = from->session_activation.on ? SAID_YES : SAID_NO;
        for (size_t k = 0; k < from->grants.count; k++) {
            Grant grant = from->grants.items[k];
            grant.key = names_intern(&r->model->names, a, files->names.text[grant.key]);
            grants_add(&set->grants, a, grant);
        }
    }
}

static bool is_about_reading(const Finding *f)
{
    return rule_info[f->rule].level == LEVEL_ERROR && rule_info[f->rule].locked &&
           f->rule != RULE_FILE_EMPTY && f->rule != RULE_ELEMENT_VERSION;
}

static void read_sets(AnswerReader *r, Str path)
{
    Model files = {.api.number = VERSION_DEFAULT};
    size_t before = r->diag->count;
    read_set_files(&files, r->diag, path, true, r->found);
    diag_keep(r->diag, before, is_about_reading); /* the rest is for `check` to say */
    take_sets(r, &files);
    arena_free(&files.arena);
}

/* --- files ---------------------------------------------------------------------------------------- */

static bool read_bytes(AnswerReader *r, Str path, Str *bytes)
{
    Arena *a = &r->model->arena;
    FileStatus status =
        r->found ? file_read_found(a, str_c(a, path), bytes) : file_read(a, str_c(a, path), bytes);
    if (status != FILE_OK)
        diag_unreadable_path(r->diag, path, status);
    return status == FILE_OK;
}

static void read_zip_profiles(AnswerReader *r, Str path)
{
    Arena scratch = {0};
    ArchiveEntry *entries;
    size_t count;
    Str bytes = S(""), error;
    if (file_read_found(&scratch, str_c(&scratch, path), &bytes) == FILE_OK &&
        archive_read(&scratch, bytes, LIMIT_DEPLOY_BYTES, &entries, &count, &error))
        for (size_t i = 0; i < count; i++)
            if (profile_suffix(entries[i].name).n)
                read_profile(r,
                             str_join(&scratch, str_join(&scratch, path, S("/")), entries[i].name),
                             entries[i].bytes);
    arena_free(&scratch); /* a zip that cannot be read is told when its sets are read */
}

static void read_file(AnswerReader *r, Str path)
{
    Str bytes = S("");
    if (str_ends(path, S(".zip"))) {
        read_sets(r, path);
        read_zip_profiles(r, path);
    } else if (set_suffix(path).n) {
        read_sets(r, path);
    } else if (read_bytes(r, path, &bytes)) {
        Text wrong = {0};
        Arena *a = &r->model->arena;
        if (profile_suffix(path).n) {
            read_profile(r, path, bytes);
            return;
        }
        uint32_t file = source_add(&r->diag->sources, a, path, bytes);
        if (!org_json_read(r->org, &r->model->names, a, file, str_behind_last(path, '/'), bytes,
                           &wrong))
            unusable_json(r, file, wrong);
    }
}

static void read_folder(AnswerReader *r, Str path)
{
    Arena *a = &r->model->arena;
    FileList list = {0};
    if (!file_first_visit(&r->visited, a, str_c(a, path)))
        return;
    if (!file_list(a, str_c(a, path), &list)) {
        diag_unreadable_path(r->diag, path, FILE_FAILED);
        return;
    }
    Str slash = str_ends(path, S("/")) ? S("") : S("/");
    for (size_t i = 0; i < list.count; i++) {
        Str inner = str_join(a, str_join(a, path, slash), list.name[i]);
        if (list.name[i].s[0] == '.')
            continue;
        if (file_is_folder(str_c(a, inner)))
            read_folder(r, inner);
        else if (is_answer_name(list.name[i]))
            read_file(r, inner);
    }
}

void read_answers(Org *org, Model *model, Diag *d, Str path)
{
    AnswerReader reader = {.org = org, .model = model, .diag = d};
    reader.found = file_is_folder(str_c(&model->arena, path));
    if (reader.found)
        read_folder(&reader, path);
    else
        read_file(&reader, path);
}
