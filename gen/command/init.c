/* apionly init: a definition to start from, with templates of the catalogue. */
#include "base/map.h"
#include "base/memory.h"
#include "command/say.h"
#include "command/templates.h"
#include "pack/new_files.h"
#include "read/template.h"
#include "write/yaml_text.h"

#include <errno.h>
#include <stdio.h>
#include <string.h>

typedef struct {
    const Options *options;
    TemplateFiles files;
    Arena arena;
    Model model; /* of the templates: findings point into it */
    Diag diag;
    Map names; /* of integrations */
    Buf yaml;
    size_t count;
} Init;

static void put_company(Init *init)
{
    const Options *o = init->options;
    Str domain = str_of(o->domain ? o->domain : "mycompany.com");
    Str email = o->email ? str_of(o->email)
                         : str_format(&init->arena, "salesops@" STR_FMT, STR_ARG(domain));
    buf_put(&init->yaml, S("company:\n  domain: "));
    put_yaml(&init->yaml, domain, false);
    buf_put(&init->yaml, o->domain
                             ? S("\n  email: ")
                             : S("   # change this: usernames become <tool>@<domain>\n  email: "));
    put_yaml(&init->yaml, email, false);
    buf_put(&init->yaml,
            o->email ? S("\n")
                     : S("   # change this: a shared mailbox, where Salesforce writes to\n"));
    buf_put(
        &init->yaml,
        S("  edition: enterprise   # five integration licences are included\n\nintegrations:\n"));
}

/* The rest of a comment: it must stay on its line, and other characters than \n end lines of YAML too. */
static void put_line(Buf *out, Str text)
{
    while (text.n) {
        put_visible(out, str_cut(&text, '\n'));
        if (text.n)
            buf_byte(out, ' ');
    }
    buf_byte(out, '\n');
}

static void put_comment(Buf *out, const char *before, Text text)
{
    if (!text.s.n)
        return;
    buf_format(out, "    # %s", before);
    put_line(out, text.s);
}

/* As a comment that becomes the key `options` once its # is taken out, and what each is for. */
static void put_options(Buf *out, const Template *t)
{
    for (size_t i = 0; i < t->option_count; i++) {
        buf_put(out, i ? S(", ") : S("    # options: ["));
        put_yaml(out, t->options[i].name.s, true);
    }
    if (t->option_count)
        buf_put(out, S("]   # name what you use\n"));
    for (size_t i = 0; i < t->option_count; i++) {
        if (!t->options[i].what.s.n)
            continue;
        buf_put(out, S("    #   "));
        put_yaml(out, t->options[i].name.s, true);
        buf_put(out, S(": "));
        put_line(out, t->options[i].what.s);
    }
}

static void put_integration(Init *init, const Template *t, Str name)
{
    Buf *out = &init->yaml;
    buf_put(out, S("\n  "));
    put_yaml(out, name, false);
    buf_put(out, S(":\n"));
    put_comment(out, "Guide of the vendor: ", t->head.guide);
    put_comment(out, "How it logs in: ", t->head.login);
    if (str_is(t->head.api_only.s, S("fails")))
        put_comment(out, "Said not to work on an API-only user. Instead: ", t->head.instead);
    for (size_t i = 0; i < t->head.not_granted.count; i++)
        put_comment(out, "Not by a permission set: ", t->head.not_granted.items[i]);
    buf_put(out, S("    template: "));
    put_yaml(out, t->key, false);
    buf_byte(out, '\n');
    put_options(out, t);
}

/* What the integration is called: a head need not say. */
static Str name_of(const Template *t)
{
    return t->head.tool.s.n ? t->head.tool.s : t->head.name.s.n ? t->head.name.s : t->key;
}

static bool put_template(Init *init, Str key)
{
    const TemplateFile *file = template_file(&init->files, key);
    Template template = {.key = key};
    Model *m = &init->model;
    bool fresh;
    if (!file) {
        no_template(&init->files, key);
        return false;
    }
    uint32_t source = source_add(&init->diag.sources, &m->arena, file->path, file->bytes);
    template_read(m, &init->diag, source, file->bytes, (Text){0}, NULL, &template);
    Str name = name_of(&template);
    map_put(&init->names, &init->arena, name, &fresh);
    if (!fresh) {
        say(stderr, "apionly: error: two of these templates make an integration \"" STR_FMT "\"",
            STR_ARG(name));
        say(stderr, "  help: name one of them, and copy what it makes");
        return false;
    }
    put_integration(init, &template, name);
    init->count++;
    return true;
}

/* The templates that a comma-separated list names. */
static bool put_templates(Init *init, Str list)
{
    bool good = true;
    while (list.n && good)
        good = put_template(init, str_trim(str_cut(&list, ',')));
    return good;
}

static int write_file(Init *init)
{
    const Options *o = init->options;
    Str folder = o->path_count ? str_of(o->paths[0]) : S(".");
    Str path = str_is(folder, S("."))
                   ? S("integrations.yaml")
                   : str_format(&init->arena, STR_FMT "/integrations.yaml", STR_ARG(folder));
    NewFile file = {.path = path, .bytes = buf_str(&init->yaml)};
    NewFiles *written = new_files_write(&file, 1);
    if (file.error) {
        say(stderr, "apionly: error: " STR_FMT " cannot be written: %s", STR_ARG(path),
            strerror(file.error));
        if (file.error == EEXIST)
            say(stderr, "  help: init never replaces a file; name another folder");
    } else if (!o->quiet) {
        say(stdout, STR_FMT ": %zu integration%s. Next: apionly build " STR_FMT, STR_ARG(path),
            init->count, init->count == 1 ? "" : "s", STR_ARG(path));
    }
    new_files_close(written);
    return !file.error ? EXIT_FINE : file.error == EEXIST ? EXIT_FINDINGS : EXIT_SYSTEM;
}

int command_init(const Options *options)
{
    Init init = {.options = options};
    int status = EXIT_USAGE;
    if (!options->init_templates || options->path_count > 1) {
        fprintf(stderr, "apionly: error: %s\n  help: apionly init --help\n",
                options->path_count > 1 ? "init takes one folder" : "init needs --template NAME");
        return EXIT_USAGE;
    }
    diag_init(&init.diag);
    init.files = template_files(&init.arena, &init.diag, options, NULL);
    if (init.diag.count) {
        status = finish(&init.diag, options);
    } else {
        put_company(&init);
        if (put_templates(&init, str_of(options->init_templates)))
            status = init.diag.count ? finish(&init.diag, options) : write_file(&init);
    }
    buf_free(&init.yaml);
    diag_free(&init.diag);
    arena_free(&init.model.arena);
    arena_free(&init.arena);
    return status;
}
