/* Runs the inputs that were kept, each once, and speaks TAP.
 *
 *     replay FOLDER...        tests/fuzz/corpus, tests/fuzz/found: in each a folder of inputs for every target
 *
 * Every target has a process of its own: what ends one is told with the input that did it. */
#include "fuzz.h"

#include "base/file.h"

#include <stdio.h>
#include <stdlib.h>
#include <sys/mman.h>
#include <sys/wait.h>
#include <unistd.h>

enum { PATH_ROOM = 1024 };

/* Shared with the child: where it is. */
typedef struct {
    size_t count;
    char path[PATH_ROOM];
} Progress;

static void run_folder(const FuzzTarget *target, const char *folder, Progress *progress)
{
    Arena a = {0};
    FileList list = {0};
    Str path = str_format(&a, "%s/%s", folder, target->name), bytes;
    if (!file_list(&a, str_c(&a, path), &list))
        list.count = 0; /* nothing was found yet */
    for (size_t i = 0; i < list.count; i++) {
        Arena own = {0};
        snprintf(progress->path, PATH_ROOM, STR_FMT "/" STR_FMT, STR_ARG(path),
                 STR_ARG(list.name[i]));
        if (file_read(&own, progress->path, &bytes) != FILE_OK)
            abort();
        target->run(bytes);
        progress->count++;
        arena_free(&own);
    }
    arena_free(&a);
}

static bool run_target(const FuzzTarget *target, int count, char **folders, Progress *progress)
{
    int status = 1;
    progress->count = 0;
    fflush(stdout);
    pid_t child = fork();
    if (child == 0) {
        fuzz_start();
        for (int i = 0; i < count; i++)
            run_folder(target, folders[i], progress);
        exit(0);
    }
    return child > 0 && waitpid(child, &status, 0) == child && status == 0 && progress->count > 0;
}

int main(int argc, char **argv)
{
    int number = 0, failed = 0;
    Progress *progress =
        mmap(NULL, sizeof *progress, PROT_READ | PROT_WRITE, MAP_SHARED | MAP_ANONYMOUS, -1, 0);
    if (progress == MAP_FAILED)
        return 3;
    for (const FuzzTarget *target = fuzz_targets; target->name; target++) {
        bool good = run_target(target, argc - 1, argv + 1, progress);
        failed += !good;
        printf("%s %d - %s: %zu inputs\n", good ? "ok" : "not ok", ++number, target->name,
               progress->count);
        if (!good)
            printf("# ended at %s\n", progress->path);
    }
    printf("1..%d\n", number);
    return failed > 0;
}
