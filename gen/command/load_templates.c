#include "command/templates.h"

#include "base/file.h"
#include "base/sort.h"
#include "command/say.h"
#include "read/template.h"
#include "write/catalog.h"

#include <errno.h>
#include <stdio.h>
#include <string.h>

/* --- all there are ------------------------------------------------------------------------------------- */

const TemplateFile *template_file(const TemplateFiles *files, Str key)
{
    const uint32_t *place = map_find(&files->index, key);
    return place ? &files->items[*place] : NULL;
}

/* A template that is there already wins; where the catalogue has it too, that is kept in mind. */
static void add_file(TemplateFiles *files, Arena *a, TemplateFile file)
{
    bool fresh;
    uint32_t *place = map_put(&files->index, a, file.key, &fresh);
    if (fresh) {
        *place = (uint32_t)files->count;
        *LIST_ADD(a, files->items, files->count, files->capacity) = file;
        return;
    }
    TemplateFile *there = &files->items[*place];
    there->hides = there->hides || (there->own && !file.own);
}

/* `at`: where the folder is said; file 0: on the command line. */
static void add_folder(TemplateFiles *files, Arena *a, Diag *d, Text folder)
{
    FileList list = {0};
    if (!file_list(a, str_c(a, folder.s), &list)) {
        diag(d, RULE_FILE_UNREADABLE, folder.at,
             "the folder of templates " STR_FMT " cannot be read: %s", STR_ARG(folder.s),
             strerror(errno));
        return;
    }
    for (size_t i = 0; i < list.count; i++) {
        Str name = list.name[i], ending = S(".yaml");
        TemplateFile file = {
            .own = true,
            .path = str_format(a, STR_FMT "/" STR_FMT, STR_ARG(folder.s), STR_ARG(name))};
        if (!str_ends(name, ending) || name.s[0] == '.')
            continue;
        file.key = str_slice(name, 0, name.n - ending.n);
        FileStatus status = file_read_found(a, str_c(a, file.path), &file.bytes);
        if (status == FILE_OK)
            add_file(files, a, file);
        else
            diag(d, RULE_FILE_UNREADABLE, folder.at, STR_FMT " cannot be read: %s",
                 STR_ARG(file.path), file_why(status));
    }
}

static int by_key(const void *a, const void *b, const void *context)
{
    (void)context;
    return str_compare(((const TemplateFile *)a)->key, ((const TemplateFile *)b)->key);
}

TemplateFiles template_files(Arena *a, Diag *d, const Options *options, const Model *m)
{
    TemplateFiles files = {0};
    for (int i = 0; i < options->template_folder_count; i++)
        add_folder(&files, a, d, (Text){.s = str_of(options->template_folders[i])});
    for (size_t i = 0; m && i < m->company.templates.count; i++) {
        Text folder = m->company.templates.items[i];
        if (!str_starts(folder.s, S("/")))
            folder.s = str_join(a, folder_of_file(d, folder.at), folder.s);
        add_folder(&files, a, d, folder);
    }
    for (size_t i = 0; i < catalog_count; i++) {
        Str key = str_of(catalog[i].key);
        add_file(&files, a,
                 (TemplateFile){.key = key,
                                .path = str_format(a, "template " STR_FMT, STR_ARG(key)),
                                .bytes = str_of(catalog[i].text)});
    }
    if (files.count)
        sort_stable(files.items, files.count, sizeof *files.items, by_key, NULL);
    for (size_t i = 0; files.items && i < files.count; i++)
        *map_put(&files.index, a, files.items[i].key, NULL) = (uint32_t)i;
    return files;
}

/* --- the template of an integration --------------------------------------------------------------------- */

static Str *keys_of(const TemplateFiles *files, Arena *a)
{
    Str *keys = ARENA_ARRAY(a, Str, files->count + 1);
    for (size_t i = 0; files->items && i < files->count; i++)
        keys[i] = files->items[i].key;
    return keys;
}

int no_template(const TemplateFiles *files, Str key)
{
    Arena scratch = {0};
    const Str *closest = str_closest(key, keys_of(files, &scratch), files->count);
    say(stderr, "apionly: error: there is no template \"" STR_FMT "\"", STR_ARG(key));
    if (closest)
        say(stderr, "  help: did you mean \"" STR_FMT "\"?", STR_ARG(*closest));
    else
        say(stderr, "  help: apionly templates lists them");
    arena_free(&scratch);
    return EXIT_USAGE;
}

static void no_such_template(const TemplateFiles *files, Diag *d, Text name)
{
    Arena scratch = {0};
    diag(d, RULE_UNKNOWN_TEMPLATE, name.at, "there is no template \"" STR_FMT "\"",
         STR_ARG(name.s));
    if (!diag_close(d, name.s, keys_of(files, &scratch), files->count))
        diag_help(d, "%s", rule_info[RULE_UNKNOWN_TEMPLATE].mend);
    arena_free(&scratch);
}

/* Read anew for each use, so that what is found in it points at that use. */
static void load_template(Model *m, Diag *d, const TemplateFiles *files, Integration *integration)
{
    Text name = integration->template_name;
    const TemplateFile *file = template_file(files, name.s);
    if (!file) {
        no_such_template(files, d, name);
        integration->set.flawed = true; /* what is missing is not its fault */
        return;
    }
    if (file->hides)
        diag(d, RULE_TEMPLATE_HIDDEN, name.at, STR_FMT " is used in place of the built-in one",
             STR_ARG(file->path));
    uint32_t source = source_add(&d->sources, &m->arena, file->path, file->bytes);
    d->sources.items[source - 1].used_at = name.at;
    Template *template = ARENA_NEW(&m->arena, Template);
    template->key = file->key;
    size_t before = d->count;
    if (template_read(m, d, source, file->bytes, integration->name, &integration->options,
                      template))
        integration->template = template;
    integration->set.flawed = integration->set.flawed || d->count > before;
}

void load_templates(Model *m, Diag *d, const Options *options)
{
    bool any = false;
    for (size_t i = 0; i < m->integration_count; i++)
        any = any || m->integrations[i].template_name.s.n;
    if (!any)
        return;
    TemplateFiles files = template_files(&m->arena, d, options, m);
    for (size_t i = 0; i < m->integration_count; i++)
        if (m->integrations[i].template_name.s.n)
            load_template(m, d, &files, &m->integrations[i]);
}
