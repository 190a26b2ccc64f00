/* The project's own source and the org's answers, from the paths that name them. */
#include "base/file.h"
#include "command/command.h"
#include "read/answers_json.h"
#include "read/source_tree.h"

#include <errno.h>
#include <string.h>

Str folder_of_file(const Diag *d, Loc at)
{
    const Source *source = source_of(&d->sources, at);
    size_t folder = source ? source->name.n : 0;
    while (folder && source->name.s[folder - 1] != '/')
        folder--;
    return folder ? str_slice(source->name, 0, folder) : S("");
}

/* A path in a definition starts from the folder of its file; one on the command line from here. */
static Text from_file(Model *m, const Diag *d, Text path)
{
    if (!str_starts(path.s, S("/")))
        path.s = str_join(&m->arena, folder_of_file(d, path.at), path.s);
    return path;
}

static void read_answers(Model *m, Known *known, Diag *d, Text path)
{
    Arena scratch = {0};
    Answers answers = {0};
    Str bytes = S("");
    FileStatus status = file_read_found(&scratch, str_c(&scratch, path.s), &bytes);
    if (status != FILE_OK) {
        diag(d, RULE_ANSWERS, path.at, "\"" STR_FMT "\" cannot be read: %s", STR_ARG(path.s),
             file_why(status));
        diag_help(d, "check the path: it starts from the folder of this file");
    } else {
        Str text = str_copy(&m->arena, bytes);
        uint32_t file = source_add(&d->sources, &m->arena, path.s, text);
        if (!answers_read(known, &m->arena, file, text, &answers))
            diag(d, RULE_ANSWERS, answers.wrong.at, STR_FMT, STR_ARG(answers.wrong.s));
    }
    arena_free(&scratch);
}

const Known *load_known(Model *m, Diag *d, const Options *options)
{
    size_t before = d->count;
    if (!m->metadata.count && !m->facts.count && !options->metadata_count)
        return NULL;
    Known *known = ARENA_NEW(&m->arena, Known);
    for (int i = 0; i < options->metadata_count; i++)
        source_tree_read(known, &m->arena, d, (Text){.s = str_of(options->metadata[i])});
    for (size_t i = 0; i < m->metadata.count; i++)
        source_tree_read(known, &m->arena, d, from_file(m, d, m->metadata.items[i]));
    for (size_t i = 0; i < m->facts.count; i++)
        read_answers(m, known, d, from_file(m, d, m->facts.items[i]));
    known_sort(known);
    return d->count == before ? known : NULL; /* half of it would only mislead */
}
