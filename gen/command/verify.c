/* apionly verify: what the org says against the definitions; or what a deploy refused, traced. */
#include "base/memory.h"
#include "command/command.h"
#include "command/org_files.h"
#include "verify/report.h"

#include <stdio.h>

typedef struct {
    const Options *options;
    Model model;
    Org org;
    Diag diag;
    Proof proof;
    char **definitions;
    int definition_count;
    bool defined; /* the definitions were read without an error */
} Verify;

/* What is no fault of reading: whether it can be deployed is for `check` to say. */
static bool is_about_reading(const Finding *f)
{
    return rule_info[f->rule].level == LEVEL_ERROR && f->most == LEVEL_ERROR;
}

static void read_paths(Verify *v)
{
    Options definitions = *v->options;
    v->definitions = ARENA_ARRAY(&v->model.arena, char *, (size_t)v->options->path_count + 1);
    for (int i = 0; i < v->options->path_count; i++)
        if (!is_answer_path(v->options->paths[i]))
            v->definitions[v->definition_count++] = v->options->paths[i];
    definitions.paths = v->definitions;
    definitions.path_count = v->definition_count;
    load_resolved(&v->model, &v->diag, &definitions);
    diag_keep(&v->diag, 0, is_about_reading);
    v->defined = !diag_failed(&v->diag);
    for (int i = 0; i < v->options->path_count; i++)
        if (is_answer_path(v->options->paths[i]))
            read_answers(&v->org, &v->model, &v->diag, str_of(v->options->paths[i]));
    org_settle(&v->org, &v->model.names, &v->model.arena);
}

/* --- the environment ------------------------------------------------------------------------------ */

static bool has_answers(const Verify *v)
{
    if (v->org.answer_count)
        return true;
    for (size_t i = 0; i < v->org.set_count; i++)
        if (v->org.sets[i].retrieved)
            return true;
    return false;
}

static void tell_choices(Verify *v)
{
    Model *m = &v->model;
    Str *names = ARENA_ARRAY(&m->arena, Str, m->environment_count + 1);
    for (size_t i = 0; i < m->environment_count; i++)
        names[i] = m->environments[i].name.s;
    diag_choices(&v->diag, str_of(v->options->environment), names, m->environment_count);
}

static bool choose_environment(Verify *v)
{
    const char *named = v->options->environment;
    const Environment *environment = named ? model_environment(&v->model, str_of(named))
                                           : environment_of_answers(&v->model, &v->org);
    if (environment) {
        proof_of(&v->proof, environment, &v->model.arena);
        return true;
    }
    if (named)
        diag(&v->diag, RULE_UNKNOWN_REFERENCE, (Loc){0}, "there is no environment \"%s\"", named);
    else
        diag(&v->diag, RULE_UNKNOWN_REFERENCE, (Loc){0},
             "the answers do not tell which environment they are of");
    if (named)
        tell_choices(v);
    else
        diag_help(&v->diag, "say it: --environment NAME");
    return false;
}

/* --- the accepted ---------------------------------------------------------------------------------- */

static void accept_risks(Verify *v)
{
    for (size_t i = 0; i < v->model.allow_count; i++) {
        const Allow *allow = &v->model.allows[i];
        Rule rule;
        if (rule_find(allow->rule.s, &rule) && !rule_info[rule].locked)
            diag_accept(&v->diag, (Accepted){rule, allow->about.s, allow->reason.s, allow->at});
    }
}

/* --- the command ---------------------------------------------------------------------------------- */

typedef void Report(const Proof *proof, Buf *out);

static int tell(Verify *v, Report *report)
{
    Buf out = {0};
    bool markdown = v->options->markdown, failed = diag_failed(&v->diag);
    bool json = str_is(str_of(v->options->renderer->name), S("json"));
    if (report && (json || markdown)) {
        diag_settle(&v->diag);
        (json ? report_json : report_markdown)(&v->proof, &out);
        fwrite(out.bytes, 1, out.n, stdout);
        buf_free(&out);
        return v->diag.system_failed ? EXIT_SYSTEM : failed ? EXIT_FINDINGS : EXIT_FINE;
    }
    int status = finish(&v->diag, v->options);
    if (report && !v->options->quiet && !v->options->renderer->to_stdout) {
        report(&v->proof, &out);
        fwrite(out.bytes, 1, out.n, stdout);
    }
    buf_free(&out);
    return status;
}

/* Rows for deploy.sh stand on standard output whatever form the findings have. */
static int tell_missing(Verify *v)
{
    Buf rows = {0};
    if (!diag_failed(&v->diag) && choose_environment(v))
        write_missing(&v->proof, &rows);
    if (rows.n)
        fwrite(rows.bytes, 1, rows.n, stdout);
    buf_free(&rows);
    return finish(&v->diag, v->options);
}

static int carry_out(Verify *v)
{
    bool answers = has_answers(v), deploys = v->org.deploy_count > 0;
    if (v->options->missing)
        return tell_missing(v);
    if (diag_failed(&v->diag) && !answers && !deploys)
        return tell(v, NULL);
    trace_deploys(&v->proof);
    if (!answers && !deploys)
        diag(&v->diag, RULE_ANSWER_INCOMPLETE, (Loc){0},
             "there is nothing to compare with: no answer was read");
    bool chosen = answers && v->defined && choose_environment(v) && prove_org(&v->proof);
    if (chosen) {
        accept_risks(v);
        prove(&v->proof);
    }
    return tell(v, chosen ? report_text : NULL);
}

int command_verify(const Options *options)
{
    Verify v = {.options = options};
    if (!options->path_count) {
        fprintf(stderr,
                "apionly: error: verify needs the org's answers: JSON files, a folder of them, "
                "retrieved zips\n  help: apionly verify --help\n");
        return EXIT_USAGE;
    }
    diag_init(&v.diag);
    if (!set_levels(&v.diag, options))
        return EXIT_USAGE;
    v.proof = (Proof){.model = &v.model, .org = &v.org, .diag = &v.diag};
    read_paths(&v);
    int status = carry_out(&v);
    arena_free(&v.model.arena);
    diag_free(&v.diag);
    return status;
}
