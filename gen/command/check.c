/* apionly check: everything that can be known without writing. */
#include "base/file.h"
#include "command/command.h"
#include "command/set_files.h"
#include "facts/facts.h"

#include <stdio.h>

typedef struct {
    const Options *options;
    Model definitions, files;
    Diag diag;
    char **paths; /* those that are definitions */
    int path_count;
} Check;

/* Permission sets of a folder are read at once; definitions wait until all paths are known. */
static void take_path(Check *c, char *path)
{
    Str text = str_of(path);
    bool sets = false;
    size_t before = c->diag.count;
    if (file_is_folder(path))
        sets = (read_set_folder(&c->files, &c->diag, text, false) || c->diag.count > before) &&
               !folder_has_definitions(path);
    else if (is_set_path(text))
        sets = true, read_set_files(&c->files, &c->diag, text, false, false);
    if (!sets)
        c->paths[c->path_count++] = path;
}

static void check_paths(Check *c)
{
    Options definitions = *c->options;
    c->paths = ARENA_ARRAY(&c->files.arena, char *, (size_t)c->options->path_count + 1);
    c->files.api.number = VERSION_DEFAULT;
    c->files.known = c->definitions.known = load_known(&c->files, &c->diag, c->options);
    if (c->options
            ->strict) /* other people's layout is no warning; who asks for strictness asks for it */
        diag_set_level(&c->diag, RULE_XML_FORM, LEVEL_WARNING, false);
    for (int i = 0; i < c->options->path_count; i++)
        take_path(c, c->options->paths[i]);
    definitions.paths = c->paths;
    definitions.path_count = c->path_count;
    if (c->path_count || !c->options->path_count)
        load(&c->definitions, &c->diag, &definitions);
}

static void put_count(size_t count, const char *what, bool *first)
{
    if (count)
        printf("%s%zu %s%s", *first ? "" : ", ", count, what, count == 1 ? "" : "s");
    *first = *first && !count;
}

static void tell_counts(const Check *c)
{
    bool first = true;
    put_count(c->definitions.integration_count, "integration", &first);
    put_count(c->definitions.set_count, "permission set", &first);
    put_count(c->files.shared_count, "permission set file", &first);
    printf(": fine\n");
}

int command_check(const Options *options)
{
    Check c = {.options = options};
    diag_init(&c.diag);
    if (!set_levels(&c.diag, options))
        return EXIT_USAGE;
    check_paths(&c);
    bool fine = !diag_failed(&c.diag);
    int status = finish(&c.diag, options);
    if (fine && !options->quiet && !options->renderer->to_stdout)
        tell_counts(&c);
    arena_free(&c.definitions.arena);
    arena_free(&c.files.arena);
    diag_free(&c.diag);
    return status;
}
