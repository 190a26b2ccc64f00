/* build --check: what a build would write, and the command that does it. */
#include "base/file.h"
#include "command/build.h"
#include "read/xml_content.h"
#include "write/text.h"

typedef struct {
    Build *build;
    const Folder *folder;
    int archive;   /* TO_FOLDER or TO_PROJECT */
    Map artefacts; /* path: place in the plan */
    Str command;   /* that brings everything up to date */
} Checked;

/* --- the command -------------------------------------------------------------------------------- */

static bool is_plain_word(Str word)
{
    for (size_t i = 0; i < word.n; i++) {
        char c = word.s[i];
        if (!char_is_letter(c) && !char_is_digit(c) && str_find(S("_-./:@%+,"), c) < 0)
            return false;
    }
    return word.n > 0;
}

static void put_word(Buf *out, const char *word)
{
    buf_byte(out, ' ');
    if (is_plain_word(str_of(word)))
        buf_put(out, str_of(word));
    else
        put_shell(out, str_of(word));
}

/* With the paths of this run: a build without them would be another one. */
static Str build_command(Build *b)
{
    const Options *options = b->options;
    Buf out = {0};
    buf_put(&out, S("apionly build"));
    for (int i = 0; i < options->path_count; i++)
        put_word(&out, options->paths[i]);
    for (int i = 0; i < options->metadata_count; i++) {
        buf_put(&out, S(" --metadata"));
        put_word(&out, options->metadata[i]);
    }
    for (int i = 0; i < options->template_folder_count; i++) {
        buf_put(&out, S(" --templates"));
        put_word(&out, options->template_folders[i]);
    }
    buf_put(&out, S(" -o"));
    put_word(&out, options->output);
    Str command = str_copy(&b->arena, buf_str(&out));
    buf_free(&out);
    return command;
}

/* --- files -------------------------------------------------------------------------------------- */

static void index_artefacts(Checked *c)
{
    const Plan *plan = &c->build->plan;
    for (size_t i = 0; i < plan->count; i++)
        for (size_t k = 0; k < plan->items[i].target_count; k++)
            if (plan->items[i].targets[k].archive == c->archive)
                *map_put(&c->artefacts, &c->build->arena, plan->items[i].targets[k].path, NULL) =
                    (uint32_t)i;
}

/* Whether a changed file says what it did, and only looks different: a formatter was there. */
static bool is_laid_out_anew(const Checked *c, const FolderFile *file)
{
    Build *b = c->build;
    Arena scratch = {0};
    Buf wanted = {0};
    Str found;
    bool xml = str_ends(file->path, S(".permissionset")) || str_ends(file->path, S(".xml"));
    bool same = false;
    const uint32_t *place = xml ? map_find(&c->artefacts, file->path) : NULL;
    Str path = str_format(&scratch, "%s/" STR_FMT, folder_path(c->folder), STR_ARG(file->path));
    if (place && file_read_found(&scratch, str_c(&scratch, path), &found) == FILE_OK) {
        const Artefact *artefact = &b->plan.items[*place];
        artefact->render(&b->model, artefact, &wanted);
        same = xml_same_content(found, buf_str(&wanted));
    }
    buf_free(&wanted);
    arena_free(&scratch);
    return same;
}

static void tell_file(const Checked *c, const FolderFile *file)
{
    static const char *const would[] = {
        [FILE_NEW] = "would be new", [FILE_CHANGED] = "would change", [FILE_STALE] = "would go"};
    Diag *d = &c->build->diag;
    if (file->state == FILE_CHANGED && is_laid_out_anew(c, file)) {
        diag(d, RULE_LAYOUT_DIFFERS, (Loc){0},
             "%s/" STR_FMT ": only the layout differs, a formatter has rewritten it",
             folder_path(c->folder), STR_ARG(file->path));
        diag_help(
            d, "keep formatters away from it (list it in .prettierignore), then run `" STR_FMT "`",
            STR_ARG(c->command));
        return;
    }
    diag(d, RULE_OUT_OF_DATE, (Loc){0}, "%s/" STR_FMT " %s", folder_path(c->folder),
         STR_ARG(file->path), would[file->state]);
    diag_help(d, "run `" STR_FMT "` and commit what it writes", STR_ARG(c->command));
}

/* A repository need not hold the zips, which are made of the other files: one that an earlier build
 * wrote, and that is not here, is no difference. */
static bool is_left_out(const FolderFile *file)
{
    return file->state == FILE_NEW && file->owned && str_ends(file->path, S(".zip"));
}

static void tell_folder(Build *b, const Folder *folder, int archive)
{
    size_t count;
    const FolderFile *files = folder_files(folder, &count);
    Checked c = {.build = b, .folder = folder, .archive = archive, .command = build_command(b)};
    index_artefacts(&c);
    for (size_t i = 0; i < count; i++)
        if (files[i].state != FILE_SAME && !is_left_out(&files[i]))
            tell_file(&c, &files[i]);
}

void tell_differences(Build *b)
{
    tell_folder(b, b->folder, TO_FOLDER);
    if (b->project)
        tell_folder(b, b->project, TO_PROJECT);
}
