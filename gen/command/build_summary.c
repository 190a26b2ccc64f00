/* What a build did, on one screen. */
#include "command/build.h"
#include "command/say.h"
#include "resolve/seats.h"

#include <stdio.h>

/* What `dependencies: add` added, for whom and why. */
static void tell_added(const Build *b)
{
    Arena scratch = {0};
    const Str *names = b->model.names.text;
    for (size_t i = 0; i < b->model.set_count; i++) {
        const PermissionSet *set = b->model.sets[i];
        for (size_t k = 0; k < set->grants.count; k++) {
            const Grant *grant = &set->grants.items[k];
            if (grant->from != FROM_DEPENDENCY)
                continue;
            Str words =
                grant->kind == OBJECT_PERMISSION ? object_words_of(&scratch, grant->on) : S("true");
            say(stdout, "%s " STR_FMT ": added " STR_FMT ": " STR_FMT ", because " STR_FMT,
                b->options->output, STR_ARG(set->api_name.s), STR_ARG(names[grant->key]),
                STR_ARG(words), STR_ARG(names[grant->cause]));
        }
    }
    arena_free(&scratch);
}

static size_t count_state(const FolderFile *files, size_t count, FileState state)
{
    size_t n = 0;
    for (size_t i = 0; i < count; i++)
        n += files[i].state == state;
    return n;
}

static void tell_folder(const Folder *folder)
{
    size_t count;
    const FolderFile *files = folder_files(folder, &count);
    size_t same = count_state(files, count, FILE_SAME),
           stale = count_state(files, count, FILE_STALE), written = count - same - stale;
    say(stdout, "%s: %zu file%s written, %zu removed, %zu unchanged", folder_path(folder), written,
        written == 1 ? "" : "s", stale, same);
}

static void tell_access(const Build *b)
{
    if (!b->had_output)
        printf("No previous output: what is gone since the last build is not known\n");
    else if (b->access.n)
        printf("Access since the last build:\n" STR_FMT, STR_ARG(buf_str(&b->access)));
    else
        printf("Access is as in the last build\n");
}

static void tell_numbers(const Build *b)
{
    const Model *m = &b->model;
    printf(
        "%zu integration%s, %zu permission set%s; integration licences used:", m->integration_count,
        m->integration_count == 1 ? "" : "s", m->set_count, m->set_count == 1 ? "" : "s");
    for (size_t i = 0; i < m->environment_count; i++) {
        const Environment *environment = &m->environments[i];
        Seats seats = seats_of(m, environment);
        printf("%s " STR_FMT " %zu", i ? "," : "", STR_ARG(environment->name.s), seats.used);
        if (seats.known)
            printf(" of %zu", seats.owned);
    }
    printf("\n");
}

static void tell_next(const Build *b)
{
    putchar('\n');
    say(stdout, "Next: look at %s/review/index.html, then for each org:", b->options->output);
    for (size_t i = 0; i < b->model.environment_count; i++)
        say(stdout, "  %s/deploy.sh " STR_FMT " ORG --dry-run", b->options->output,
            STR_ARG(b->model.environments[i].name.s));
    say(stdout, "By hand: %s/review/RUNBOOK.md", b->options->output);
}

static void tell_check(const Build *b, bool done)
{
    if (done)
        say(stdout, "%s: up to date", b->options->output);
    else if (b->access.n)
        printf("Access would change:\n" STR_FMT, STR_ARG(buf_str(&b->access)));
}

static void tell_build(const Build *b)
{
    tell_folder(b->folder);
    if (b->project)
        tell_folder(b->project);
    tell_access(b);
    tell_numbers(b);
    tell_next(b);
}

void tell_summary(const Build *b, bool done)
{
    if (done && b->options->verbose)
        tell_added(b);
    if (b->options->check)
        tell_check(b, done);
    else if (done)
        tell_build(b);
}
