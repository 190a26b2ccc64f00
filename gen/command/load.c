/* Paths to a checked model; findings to the terminal. */
#include "base/file.h"
#include "base/memory.h"
#include "check/check.h"
#include "command/command.h"
#include "command/say.h"
#include "command/templates.h"
#include "read/definition.h"
#include "resolve/resolve.h"

#include <stdio.h>
#include <stdlib.h>

typedef struct {
    Str s;
    bool found; /* in a folder; nobody named it */
} DefinitionPath;

typedef struct {
    DefinitionPath *items;
    size_t count, capacity;
} Paths;

static void add_path(Model *m, Paths *paths, DefinitionPath path)
{
    *LIST_ADD(&m->arena, paths->items, paths->count, paths->capacity) = path;
}

static bool is_definition_name(Str name)
{
    return name.s[0] != '.' && (str_ends(name, S(".yaml")) || str_ends(name, S(".yml")));
}

bool folder_has_definitions(const char *path)
{
    Arena scratch = {0};
    FileList list = {0};
    bool found = false;
    if (file_list(&scratch, path, &list))
        for (size_t i = 0; i < list.count; i++)
            found = found || is_definition_name(list.name[i]);
    arena_free(&scratch);
    return found;
}

/* The definitions of a folder are its *.yaml and *.yml. */
static void add_folder(Model *m, Diag *d, Paths *paths, Str path)
{
    FileList list;
    size_t before = paths->count;
    Str slash = str_ends(path, S("/")) ? S("") : S("/");
    if (!file_list(&m->arena, str_c(&m->arena, path), &list)) {
        diag_unreadable_path(d, path, FILE_FAILED);
        return;
    }
    for (size_t i = 0; i < list.count; i++)
        if (is_definition_name(list.name[i]))
            add_path(
                m, paths,
                (DefinitionPath){
                    str_join(&m->arena, str_join(&m->arena, path, slash), list.name[i]), true});
    if (paths->count == before) {
        uint32_t file = source_add(&d->sources, &m->arena, path, S(""));
        diag(d, RULE_FILE_EMPTY, loc_whole(file), "the folder holds no *.yaml or *.yml file");
    }
}

static void read_definition(Model *m, Diag *d, DefinitionPath path, size_t threads)
{
    Str bytes = S(""), name = str_is(path.s, S("-")) ? S("<standard input>") : path.s;
    FileStatus status =
        (path.found ? file_read_found : file_read)(&m->arena, str_c(&m->arena, path.s), &bytes);
    if (status == FILE_OK)
        definition_read(m, d, source_add(&d->sources, &m->arena, name, bytes), bytes, threads);
    else
        diag_unreadable_path(d, name, status);
}

static int by_text(const void *a, const void *b)
{
    return str_compare(((const DefinitionPath *)a)->s, ((const DefinitionPath *)b)->s);
}

static Paths definition_paths(Model *m, Diag *d, const Options *options)
{
    static char file[] = "integrations.yaml", folder[] = "integrations";
    static char *usual[] = {file, folder};
    Paths paths = {0};
    char *const *given = options->path_count                               ? options->paths
                         : file_exists(usual[0]) || !file_exists(usual[1]) ? &usual[0]
                                                                           : &usual[1];
    int count = options->path_count ? options->path_count : 1;
    for (int i = 0; i < count; i++) {
        Str path = str_of(given[i]);
        if (file_is_folder(given[i]))
            add_folder(m, d, &paths, path);
        else
            add_path(m, &paths, (DefinitionPath){path, false});
    }
    if (paths.count) /* so that the order of arguments changes nothing */
        qsort(paths.items, paths.count, sizeof *paths.items, by_text);
    return paths;
}

void load_resolved(Model *model, Diag *d, const Options *options)
{
    Paths paths = definition_paths(model, d, options);
    for (size_t i = 0; i < paths.count; i++)
        if (i == 0 || !str_is(paths.items[i - 1].s, paths.items[i].s))
            read_definition(model, d, paths.items[i], options->threads);
    model->sources = &d->sources;
    if (model->incomplete)
        return;
    load_templates(model, d, options);
    if (!model->known)
        model->known = load_known(model, d, options);
    resolve(model, d);
}

void forget_needless(Model *m, const Diag *d)
{
    size_t kept = 0;
    Arena scratch = {0};
    FoundAbout found = diag_found(d, &scratch);
    for (size_t i = 0; i < m->allow_count; i++) {
        const Allow *allow = &m->allows[i];
        Rule rule;
        if (!source_is_template(&d->sources, allow->at) || !rule_find(allow->rule.s, &rule) ||
            found_any(&found, rule, allow->about.s))
            m->allows[kept++] = *allow;
    }
    m->allow_count = kept;
    model_index_allows(m);
    arena_free(&scratch);
}

void load(Model *model, Diag *d, const Options *options)
{
    load_resolved(model, d, options);
    if (model->incomplete)
        return;
    check(model, d, options->threads);
    forget_needless(model, d);
}

bool set_levels(Diag *d, const Options *options)
{
    d->strict = options->strict;
    for (int i = 0; i < options->level_count; i++) {
        Rule rule;
        Level level;
        Str rest = str_of(options->levels[i]), id = str_cut(&rest, '=');
        const char *wrong = !rule_find(id, &rule)       ? "there is no such rule"
                            : !level_find(rest, &level) ? "the level is error, warning, note or off"
                            : !diag_set_level(d, rule, level, true) ? "this rule cannot be lowered"
                                                                    : NULL;
        if (!wrong)
            continue;
        say(stderr, "apionly: error: --rule %s: %s", options->levels[i], wrong);
        say(stderr, "  help: apionly explain lists the rules");
        return false;
    }
    return true;
}

int finish(Diag *d, const Options *options)
{
    Buf out = {0};
    bool failed = diag_failed(d);
    diag_settle(d);
    options->renderer->render(d, options->color, &out);
    if (out.n)
        fwrite(out.bytes, 1, out.n, options->renderer->to_stdout ? stdout : stderr);
    buf_free(&out);
    if (d->system_failed)
        return EXIT_SYSTEM;
    return failed ? EXIT_FINDINGS : EXIT_FINE;
}
