/* apionly build: checks, then renders every artefact, and puts all of them in place or none. */
#include "base/work.h"
#include "command/build.h"
#include "command/progress.h"

enum { HAND_BYTES = 1 << 20 }; /* a thread gives back what one large artefact needed beyond this */

/* --- rendering --------------------------------------------------------------------------------- */

/* What a thread has of its own. */
typedef struct {
    Buf bytes;
    Packer *packer;
} Hand;

typedef struct {
    Build *build;
    Hand hands[WORK_THREADS_MAX];
    Progress progress;
} Rendering;

/* Artefacts need not each other, so it does not matter who renders which: archives and folders put what they
 * got in order. */
static void render(void *context, size_t index, size_t thread)
{
    Rendering *r = context;
    Build *b = r->build;
    Hand *hand = &r->hands[thread];
    const Artefact *artefact = &b->plan.items[index];
    if (!hand->packer)
        hand->packer = packer_new();
    artefact->render(&b->model, artefact, &hand->bytes);
    for (size_t i = 0; i < artefact->target_count; i++) {
        Target target = artefact->targets[i];
        if (target.archive < 0)
            folder_put(target.archive == TO_PROJECT ? b->project : b->folder, target.path,
                       buf_str(&hand->bytes));
        else
            archive_add(b->archives[target.archive], hand->packer, target.path, &hand->bytes);
    }
    if (hand->bytes.capacity > HAND_BYTES)
        buf_free(&hand->bytes);
    buf_clear(&hand->bytes);
    progress_step(&r->progress);
}

static void render_all(Build *b)
{
    b->plan = plan_make(&b->model, &b->arena);
    b->archives = ARENA_ARRAY(&b->arena, Archive *, b->plan.archive_count + 1);
    for (size_t i = 0; i < b->plan.archive_count; i++)
        b->archives[i] = archive_new();
    Rendering r = {.build = b};
    progress_start(&r.progress, "rendering", b->plan.count, b->options->quiet);
    work_run(b->plan.count, b->options->threads, render, &r);
    progress_end(&r.progress);
    for (size_t i = 0; i < WORK_THREADS_MAX; i++) {
        packer_free(r.hands[i].packer);
        buf_free(&r.hands[i].bytes);
    }
    finish_archives(b);
    folder_settle(b->folder);
    if (b->project)
        folder_settle(b->project);
    for (size_t i = 0; i < b->plan.archive_count; i++)
        archive_free(b->archives[i]);
}

/* --- the command ------------------------------------------------------------------------------- */

static bool open_folders(Build *b)
{
    Text source = b->model.output_source;
    b->folder = folder_open(b->options->output, b->options->check, &b->diag);
    if (b->folder && source.s.n)
        b->project = folder_open_project(b->folder, folder_of_file(&b->diag, source.at), source);
    return b->folder && (b->project || !source.s.n);
}

static bool carry_out(Build *b)
{
    const Options *options = b->options;
    if (!open_folders(b))
        return false;
    render_all(b);
    check_previous(b);
    if (diag_failed(&b->diag))
        return false;
    if (options->check) {
        tell_differences(b);
        return !diag_failed(&b->diag);
    }
    return (!b->project || folder_commit(b->project)) && folder_commit(b->folder);
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
    if (!options->quiet && !options->renderer->to_stdout)
        tell_summary(&b, done);
    folder_close(b.project);
    folder_close(b.folder);
    arena_free(&b.model.arena);
    arena_free(&b.arena);
    buf_free(&b.access);
    diag_free(&b.diag);
    return status;
}
