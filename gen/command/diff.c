/* apionly diff: who gains and who loses which access between two states of the same sets. */
#include "base/file.h"
#include "check/check.h"
#include "command/command.h"
#include "command/set_files.h"
#include "facts/facts.h"
#include "model/difference.h"
#include "write/difference.h"

#include <stdio.h>
#include <string.h>

typedef struct {
    Model model;
    AccessSide access;
} Side;

typedef struct {
    const Options *options;
    Side before, after;
    Diag diag;
    Arena arena;
} Diff;

/* --- findings ----------------------------------------------------------------------------------- */

/* What is no fault of reading: whether a set can be deployed is for `check` to say. */
static bool is_about_reading(const Finding *f)
{
    return rule_info[f->rule].level == LEVEL_ERROR && f->most == LEVEL_ERROR &&
           f->rule != RULE_ELEMENT_VERSION && f->rule != RULE_XML_GROUPING;
}

static bool are_alike(const Model *m, PermissionSet *one, PermissionSet *two)
{
    Arena scratch = {0};
    AccessSide first = {&m->names, &one, 1, NULL}, second = {&m->names, &two, 1, NULL};
    Differences found = differences_find(&first, &second, &scratch);
    bool alike = !differences_any(&found);
    arena_free(&scratch);
    return alike;
}

/* Two sets of one name on one side, as in the output folder, which holds each in both formats: where they
 * say the same, one is left out; where not, there is no telling which of them counts. */
static void join_repeated(Diff *diff, Side *side)
{
    Arena scratch = {0};
    Map seen = {0};
    Model *m = &side->model;
    size_t count = 0;
    for (size_t i = 0; i < m->set_count; i++) {
        bool fresh;
        PermissionSet *set = m->sets[i];
        uint32_t *first = map_put(&seen, &scratch, str_lower(&scratch, set->api_name.s), &fresh);
        if (fresh) {
            *first = (uint32_t)count;
            m->sets[count++] = set;
        } else if (!are_alike(m, m->sets[*first], set)) {
            diag(&diff->diag, RULE_DUPLICATE_API_NAME, set->api_name.at,
                 "another permission set " STR_FMT " grants something else",
                 STR_ARG(set->api_name.s));
            diag_related(&diff->diag, m->sets[*first]->api_name.at, "the other one");
            diag_help(&diff->diag, "name a folder or file that holds each set once");
        }
    }
    side->access.names = &m->names;
    side->access.sets = m->sets;
    side->access.count = count;
    arena_free(&scratch);
}

/* --- reading one side --------------------------------------------------------------------------- */

static bool holds_definitions(const char *path)
{
    return file_is_folder(path) ? folder_has_definitions(path) : !is_set_path(str_of(path));
}

/* As in a build, whose definitions may be the other side. What the checks find is not told. */
static void forget_needless_of(Model *m, const Diag *d, size_t threads)
{
    Diag unseen;
    bool any = false;
    for (size_t i = 0; i < m->integration_count; i++)
        any = any || m->integrations[i].template;
    if (!any)
        return;
    diag_init(&unseen);
    unseen.sources = d->sources;
    check(m, &unseen, threads);
    forget_needless(m, &unseen);
    diag_free(&unseen);
}

static void read_definitions(Diff *diff, Side *side, char *path)
{
    Options one = *diff->options;
    size_t before = diff->diag.count, files = diff->diag.sources.count;
    one.paths = &path;
    one.path_count = 1;
    load_resolved(&side->model, &diff->diag, &one);
    forget_needless_of(&side->model, &diff->diag, diff->options->threads);
    diag_keep(&diff->diag, before, is_about_reading);
    if (!side->model.integration_count && !side->model.shared_count && diff->diag.count == before)
        diag(&diff->diag, RULE_NO_INTEGRATIONS, loc_whole((uint32_t)files + 1),
             "the definitions hold no integration");
    side->access.model = &side->model;
}

/* A retrieve of sets that the org does not have yet gives a zip without any: a side like another. */
static void accept_empty(Diff *diff, Str path, size_t before)
{
    Diag *d = &diff->diag;
    if (d->count != before + 1 || d->items[before].rule != RULE_FILE_EMPTY ||
        !str_is(source_of(&d->sources, d->items[before].at)->name, path))
        return;
    diag_at_most(d, LEVEL_NOTE);
    diag_help(d, "it is compared as a side without any set");
}

static void read_sets(Diff *diff, Side *side, const char *path)
{
    Model *m = &side->model;
    Diag *d = &diff->diag;
    size_t before = d->count;
    bool folder = file_is_folder(path);
    m->api.number = VERSION_DEFAULT;
    if (!folder)
        read_set_files(m, d, str_of(path), true, false);
    else if (!read_set_folder(m, d, str_of(path), true) && d->count == before)
        diag(d, RULE_FILE_EMPTY, loc_whole(source_add(&d->sources, &m->arena, str_of(path), S(""))),
             "the folder holds neither definitions nor permission sets");
    diag_keep(d, before, is_about_reading);
    if (!folder)
        accept_empty(diff, str_of(path), before);
    m->sets = ARENA_ARRAY(&m->arena, PermissionSet *, m->shared_count + 1);
    while (m->set_count < m->shared_count) {
        m->sets[m->set_count] = &m->shared[m->set_count];
        m->set_count++;
    }
}

static void read_side(Diff *diff, Side *side, char *path)
{
    if (holds_definitions(path))
        read_definitions(diff, side, path);
    else
        read_sets(diff, side, path);
    join_repeated(diff, side);
}

/* --- the command -------------------------------------------------------------------------------- */

static void put_report(const Diff *diff, const Comparison *comparison)
{
    Buf out = {0};
    if (diff->options->renderer->render == render_json)
        write_difference_json(comparison, &out);
    else if (diff->options->markdown)
        write_difference_markdown(comparison, &out);
    else
        write_difference_text(comparison, diff->options->color_report, &out);
    fwrite(out.bytes, 1, out.n, stdout);
    buf_free(&out);
}

/* Where the report takes standard output, notes stay what people read on standard error. */
static int finish_beside(Diff *diff)
{
    Options text = *diff->options;
    text.renderer = &renderers[0];
    return finish(&diff->diag, &text);
}

static bool wants_findings(const Options *options)
{
    return options->renderer->render == render_sarif || options->renderer->render == render_github;
}

/* What differs is no failure by itself, whatever the level of its rule. */
static int tell(Diff *diff, const Comparison *comparison)
{
    if (wants_findings(diff->options)) {
        if (!diff->options->quiet)
            difference_findings(comparison, &diff->diag);
        int status = finish(&diff->diag, diff->options);
        return status == EXIT_FINDINGS ? EXIT_FINE : status;
    }
    if (!diff->options->quiet)
        put_report(diff, comparison);
    return finish_beside(diff);
}

static int run(Diff *diff)
{
    read_side(diff, &diff->before, diff->options->paths[0]);
    read_side(diff, &diff->after, diff->options->paths[1]);
    if (diag_failed(&diff->diag))
        return finish(&diff->diag, diff->options);
    Differences differences =
        differences_find(&diff->before.access, &diff->after.access, &diff->arena);
    if (diff->options->losses)
        differences_keep_losses(&differences);
    int status = tell(diff, &(Comparison){&differences, diff->after.access.model});
    bool differs = differences_any(&differences);
    return status == EXIT_FINE && differs && diff->options->exit_code ? EXIT_FINDINGS : status;
}

static int wrong_usage(const char *what)
{
    fprintf(stderr, "apionly: error: %s\n  help: apionly diff --help\n", what);
    return EXIT_USAGE;
}

int command_diff(const Options *options)
{
    Diff diff = {.options = options};
    if (options->path_count != 2)
        return wrong_usage("diff needs two paths: the old side and the new one");
    diag_init(&diff.diag);
    int status = run(&diff);
    arena_free(&diff.before.model.arena);
    arena_free(&diff.after.model.arena);
    arena_free(&diff.arena);
    diag_free(&diff.diag);
    return status;
}
