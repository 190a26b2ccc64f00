/* apionly build: checks, then renders every artefact, and puts all of them in place or none. */
#include "command/build.h"

#include <stdio.h>

/* --- rendering --------------------------------------------------------------------------------- */

static void render(Build *b, const Artefact *artefact, Buf *bytes)
{
    buf_clear(bytes);
    artefact->render(&b->model, artefact, bytes);
    for (size_t i = 0; i < artefact->target_count; i++) {
        Target target = artefact->targets[i];
        if (target.archive == TO_FOLDER)
            folder_put(b->folder, target.path, buf_str(bytes));
        else
            archive_add(b->archives[target.archive], target.path, buf_str(bytes));
    }
}

static void render_all(Build *b)
{
    Buf bytes = {0};
    b->plan = plan_make(&b->model, &b->arena);
    b->archives = ARENA_ARRAY(&b->arena, Archive *, b->plan.archive_count + 1);
    for (size_t i = 0; i < b->plan.archive_count; i++)
        b->archives[i] = archive_new();
    for (size_t i = 0; i < b->plan.count; i++)
        render(b, &b->plan.items[i], &bytes);
    finish_archives(b);
    folder_settle(b->folder);
    for (size_t i = 0; i < b->plan.archive_count; i++)
        archive_free(b->archives[i]);
    buf_free(&bytes);
}

/* --- telling ----------------------------------------------------------------------------------- */

static void tell_differences(Build *b)
{
    static const char *const would[] = {
        [FILE_NEW] = "would be new", [FILE_CHANGED] = "would change", [FILE_STALE] = "would go"};
    size_t count;
    const FolderFile *files = folder_files(b->folder, &count);
    for (size_t i = 0; i < count; i++)
        if (files[i].state != FILE_SAME)
            diag(&b->diag, RULE_OUT_OF_DATE, (Loc){0}, "%s/" STR_FMT " %s", b->options->output,
                 STR_ARG(files[i].path), would[files[i].state]);
}

static size_t count_state(const FolderFile *files, size_t count, FileState state)
{
    size_t n = 0;
    for (size_t i = 0; i < count; i++)
        n += files[i].state == state;
    return n;
}

static void tell_summary(const Build *b)
{
    size_t count;
    const FolderFile *files = folder_files(b->folder, &count);
    size_t same = count_state(files, count, FILE_SAME),
           stale = count_state(files, count, FILE_STALE);
    printf("%s: %zu permission set%s, %zu file%s written, %zu removed, %zu unchanged\n",
           b->options->output, b->model.set_count, b->model.set_count == 1 ? "" : "s",
           count - same - stale, count - same - stale == 1 ? "" : "s", stale, same);
    if (!b->had_output)
        printf("no previous output: what is gone since the last build is not known\n");
    printf("\nNext, for each org:\n");
    for (size_t i = 0; i < b->model.environment_count; i++)
        printf("  %s/deploy.sh " STR_FMT " ORG --dry-run\n", b->options->output,
               STR_ARG(b->model.environments[i].name.s));
    printf("By hand: %s/review/RUNBOOK.md\n", b->options->output);
}

/* What `dependencies: add` added, for whom and why. */
static void tell_added(Build *b)
{
    const Str *names = b->model.names.text;
    for (size_t i = 0; i < b->model.set_count; i++) {
        const PermissionSet *set = b->model.sets[i];
        for (size_t k = 0; k < set->grants.count; k++) {
            const Grant *grant = &set->grants.items[k];
            if (grant->from != FROM_DEPENDENCY)
                continue;
            Str words = grant->kind == OBJECT_PERMISSION
                            ? object_words_of(&b->model.arena, grant->on)
                            : S("true");
            printf("%s " STR_FMT ": added " STR_FMT ": " STR_FMT ", because " STR_FMT "\n",
                   b->options->output, STR_ARG(set->api_name.s), STR_ARG(names[grant->key]),
                   STR_ARG(words), STR_ARG(names[grant->cause]));
        }
    }
}

/* --- the command ------------------------------------------------------------------------------- */

static bool carry_out(Build *b)
{
    const Options *options = b->options;
    b->folder = folder_open(options->output, options->check, &b->diag);
    if (!b->folder)
        return false;
    render_all(b);
    check_previous(b);
    if (diag_failed(&b->diag))
        return false;
    if (options->check) {
        tell_differences(b);
        return !diag_failed(&b->diag);
    }
    return folder_commit(b->folder);
}

int command_build(const Options *options)
{
    Options own = *options;
    own.output = options->output ? options->output : "out";
    Build b = {.options = &own};
    diag_init(&b.diag);
    if (!set_levels(&b.diag, options))
        return EXIT_USAGE;
    load(&b.model, &b.diag, options);
    bool done = !diag_failed(&b.diag) && carry_out(&b);
    int status = finish(&b.diag, options);
    if (done && !options->quiet && !options->renderer->to_stdout) {
        if (options->verbose)
            tell_added(&b);
        if (options->check)
            printf("%s: up to date\n", own.output);
        else
            tell_summary(&b);
    }
    folder_close(b.folder);
    arena_free(&b.model.arena);
    arena_free(&b.arena);
    diag_free(&b.diag);
    return status;
}
