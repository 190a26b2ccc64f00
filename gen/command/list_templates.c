/* apionly templates: the catalogue, or one template in full. */
#include "command/say.h"
#include "command/templates.h"
#include "read/template.h"

#include <stdio.h>

/* --- the head of a template -------------------------------------------------------------------------- */

static bool read_head(Model *m, Diag *d, const TemplateFile *file, Template *into)
{
    uint32_t source = source_add(&d->sources, &m->arena, file->path, file->bytes);
    *into = (Template){.key = file->key};
    return template_read(m, d, source, file->bytes, (Text){0}, NULL, into);
}

static bool holds_word(Str text, Str word)
{
    for (size_t i = 0; i + word.n <= text.n; i++)
        if (str_is_nocase(str_slice(text, i, i + word.n), word))
            return true;
    return false;
}

/* In any of what the list shows. */
static bool is_searched(const Template *t, const char *word)
{
    Str searched = str_of(word);
    return !word || holds_word(t->key, searched) || holds_word(t->head.name.s, searched) ||
           holds_word(t->head.summary.s, searched);
}

/* --- the list -------------------------------------------------------------------------------------------- */

static void print_row(const Template *t, bool own)
{
    static const char *const words[] = {"works", "fails", "unknown"};
    const char *api_only = "";
    Buf row = {0};
    for (size_t i = 0; i < sizeof words / sizeof *words; i++)
        if (str_is(t->head.api_only.s, str_of(words[i])))
            api_only = words[i];
    buf_format(&row, "%-24.*s %-10.*s  %-7s  ", STR_ARG(t->key), STR_ARG(t->head.sureness.s),
               api_only);
    buf_put(&row, t->head.name.s);
    buf_put(&row, S(": "));
    buf_put(&row, t->head.summary.s);
    buf_put(&row, own ? S(" (yours)") : S(""));
    say(stdout, STR_FMT, STR_ARG(buf_str(&row)));
    buf_free(&row);
}

static int print_list(const TemplateFiles *files, Diag *d, const Options *options)
{
    size_t shown = 0;
    Model m = {0};
    for (size_t i = 0; i < files->count; i++) {
        Template template;
        if (!read_head(&m, d, &files->items[i], &template) ||
            !is_searched(&template, options->search))
            continue;
        if (!shown++)
            printf("%-24s %-10s  %-7s  %s\n", "template", "sureness", "API-only", "tool");
        print_row(&template, files->items[i].own);
    }
    if (!shown)
        say(stdout, "no template has \"%s\"", options->search ? options->search : "");
    int status = finish(d, options); /* whose places are in templates that live in the model */
    arena_free(&m.arena);
    return status;
}

/* --- one of them ------------------------------------------------------------------------------------------ */

/* To be copied, so byte for byte; but one that nobody could use is not shown. */
static int print_one(const TemplateFiles *files, Model *m, Diag *d, const Options *options, Str key)
{
    const TemplateFile *file = template_file(files, key);
    if (!file)
        return no_template(files, key);
    Template template;
    if (!read_head(m, d, file, &template) || diag_failed(d))
        return finish(d, options);
    fwrite(file->bytes.s, 1, file->bytes.n, stdout);
    return EXIT_FINE;
}

int command_templates(const Options *options)
{
    Arena scratch = {0};
    Model m = {0};
    Diag d;
    int status = EXIT_FINE;
    diag_init(&d);
    TemplateFiles files = template_files(&scratch, &d, options, NULL);
    if (!options->path_count || d.count)
        status = print_list(&files, &d, options);
    for (int i = 0; i < options->path_count && status == EXIT_FINE; i++)
        status = print_one(&files, &m, &d, options, str_of(options->paths[i]));
    diag_free(&d);
    arena_free(&m.arena);
    arena_free(&scratch);
    return status;
}
