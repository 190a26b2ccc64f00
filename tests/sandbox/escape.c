/* A library that turns against the program, to be loaded before all others: when the program calls a function of
 * libyaml (ESCAPE_AT=read) or of libzip (ESCAPE_AT=write), it tries what ESCAPE says, and tells what came of it. */
#include <dlfcn.h>
#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <sys/syscall.h>
#include <unistd.h>
#include <yaml.h>
#include <zip.h>

int yaml_parser_initialize(yaml_parser_t *parser);
zip_source_t *zip_source_function_create(zip_source_callback callback, void *context,
                                         zip_error_t *error);

static void told(const char *what, long result)
{
    fprintf(stderr, "escape: %s: %s\n", what, result < 0 ? strerror(errno) : "done");
}

static void escape(const char *now)
{
    const char *when = getenv("ESCAPE_AT"), *what = getenv("ESCAPE"), *path = getenv("ESCAPE_PATH");
    if (!when || strcmp(when, now) != 0)
        return;
    if (strcmp(what, "socket") == 0)
        told(what, socket(AF_INET, SOCK_STREAM, 0));
    else if (strcmp(what, "io_uring") == 0)
        told(what, syscall(SYS_io_uring_setup, 1, NULL));
    else if (strcmp(what, "program") == 0)
        told(what, execl("/bin/true", "true", (char *)NULL));
    else if (strcmp(what, "landlock") ==
             0) /* no escape: whether the kernel has what limits writes */
        told(what, syscall(SYS_landlock_create_ruleset, NULL, (size_t)0, 1) >= 2 ? 0 : -1);
    else if (strcmp(what, "file") == 0)
        told(what, open(path, O_WRONLY | O_CREAT, 0666));
    else if (strcmp(what, "change") == 0)
        told(what, open(path, O_WRONLY | O_TRUNC));
    else if (strcmp(what, "remove") == 0)
        told(what, unlink(path));
    else if (strcmp(what, "folder") == 0)
        told(what, mkdir(path, 0777));
    else if (strcmp(what, "link") == 0)
        told(what, symlink("/etc/passwd", path));
}

int yaml_parser_initialize(yaml_parser_t *parser)
{
    int (*real)(yaml_parser_t *);
    *(void **)&real = dlsym(RTLD_NEXT, "yaml_parser_initialize");
    escape("read");
    return real(parser);
}

zip_source_t *zip_source_function_create(zip_source_callback callback, void *context,
                                         zip_error_t *error)
{
    zip_source_t *(*real)(zip_source_callback, void *, zip_error_t *);
    *(void **)&real = dlsym(RTLD_NEXT, "zip_source_function_create");
    escape("write");
    return real(callback, context, error);
}
