/* apionly build: checks, then renders every artefact, and puts all of them in place or none. */
#include "command/build.h"

static bool open_folders(Build *b)
{
    Text source = b->model.output_source;
    b->folder = folder_open(b->options->output, b->options->check, plan_can_write, &b->diag);
    if (b->folder && source.s.n)
        b->project = folder_open_project(b->folder, folder_of_file(&b->diag, source.at), source);
    if (!b->folder || (source.s.n && !b->project))
        return false;
    if (!b->options->check)
        folder_limit_writes(b->folder, b->project);
    return true;
}

/* Both or none. */
static bool commit(Build *b)
{
    if (b->project && !folder_commit(b->project))
        return false;
    bool good = folder_commit(b->folder);
    if (!good && b->project)
        folder_undo(b->project);
    return good;
}

static bool carry_out(Build *b)
{
    const Options *options = b->options;
    if (!open_folders(b) || !render_all(b))
        return false;
    folder_settle(b->folder);
    if (b->project)
        folder_settle(b->project);
    check_previous(b);
    if (diag_failed(&b->diag))
        return false;
    if (options->check) {
        tell_differences(b);
        return !diag_failed(&b->diag);
    }
    return commit(b);
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
