/* The command build on a definition, as a whole: it writes all or nothing, and the same with every number of threads. */
#include "fuzz.h"

#include "base/file.h"
#include "command/command.h"

#include <ftw.h>
#include <stdio.h>

enum { OPEN_FOLDERS = 16 };

static void render_nothing(Diag *d, bool color, Buf *out)
{
    (void)d;
    (void)color;
    (void)out;
}

static const Renderer silent = {"text", render_nothing, true};

static int build(const char *definition, const char *output, size_t threads)
{
    char *paths[] = {(char *)(uintptr_t)definition};
    Options options = {.renderer = &silent, .quiet = true, .threads = threads, .output = output};
    options.paths = paths;
    options.path_count = 1;
    return command_build(&options);
}

/* Every file below a folder: its path and its bytes. */
static void put_tree(Str folder, size_t skipped, Buf *out)
{
    Arena a = {0};
    FileList list = {0};
    must(file_list(&a, str_c(&a, folder), &list), "what was written can be listed");
    for (size_t i = 0; i < list.count; i++) {
        Str path = str_format(&a, STR_FMT "/" STR_FMT, STR_ARG(folder), STR_ARG(list.name[i])),
            bytes;
        if (file_is_folder(str_c(&a, path))) {
            put_tree(path, skipped, out);
            continue;
        }
        must(file_read(&a, str_c(&a, path), &bytes) == FILE_OK, "what was written can be read");
        buf_put(out, str_from(path, skipped));
        buf_byte(out, '\n');
        buf_put(out, bytes);
    }
    arena_free(&a);
}

static int take_away(const char *path, const struct stat *info, int kind, struct FTW *place)
{
    (void)info;
    (void)kind;
    (void)place;
    return remove(path);
}

/* Gives the exit status; *out becomes all that was written. */
static int build_into(Arena *a, Str definition, const char *name, size_t threads, Buf *out)
{
    Str folder = str_slice(definition, 0, definition.n - str_behind_last(definition, '/').n);
    const char *output = str_c(a, str_join(a, folder, str_of(name)));
    int status = build(definition.s, output, threads);
    must(status == EXIT_FINE || status == EXIT_FINDINGS, "the machine is not at fault");
    must(file_exists(output) == (status == EXIT_FINE), "there is output, or an error");
    if (status == EXIT_FINE)
        put_tree(str_of(output), strlen(output), out);
    nftw(output, take_away, OPEN_FOLDERS, FTW_DEPTH | FTW_PHYS);
    return status;
}

void fuzz_check_build(Str yaml)
{
    Arena a = {0};
    Buf one = {0}, three = {0};
    Str definition = fuzz_file(&a, "a.yaml", yaml);
    int status = build_into(&a, definition, "one", 1, &one);
    must(build_into(&a, definition, "three", 3, &three) == status,
         "one thread and three end alike");
    must_same(buf_str(&one), buf_str(&three), "one thread and three write the same files");
    fuzz_file_gone(definition);
    buf_free(&one);
    buf_free(&three);
    arena_free(&a);
}
