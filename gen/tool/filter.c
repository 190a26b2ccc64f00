/* Makes the filter of system calls for this machine: the instructions that libseccomp compiles, as C.
 *
 * It runs when the program is built, not when the program starts: libseccomp 2.5 does not come back from a failed
 * allocation, and the filter is the same every time. */
#include "base/sandbox_calls.h"

#include <linux/filter.h>
#include <seccomp.h>
#include <stdio.h>
#include <stdlib.h>

#define CALL_NUMBER(name) SCMP_SYS(name),
static const int calls[] = {REFUSED_CALLS(CALL_NUMBER)};

static FILE *compiled(void)
{
    FILE *file = tmpfile();
    scmp_filter_ctx filter = seccomp_init(SCMP_ACT_ALLOW);
    if (!file || !filter)
        return NULL;
    for (size_t i = 0; i < sizeof calls / sizeof *calls; i++)
        if (seccomp_rule_add(filter, SCMP_ACT_TRAP, calls[i], 0) != 0)
            return NULL;
    if (seccomp_export_bpf(filter, fileno(file)) != 0)
        return NULL;
    seccomp_release(filter);
    rewind(file);
    return file;
}

int main(void)
{
    struct sock_filter line;
    FILE *file = compiled();
    if (!file) {
        fprintf(stderr, "filter: libseccomp cannot make the filter of system calls\n");
        return EXIT_FAILURE;
    }
    printf("/* Made by gen/tool/filter.c. */\n#include <linux/filter.h>\n\n"
           "static struct sock_filter refusals[] = {\n");
    while (fread(&line, sizeof line, 1, file) == 1)
        printf("    {0x%x, %d, %d, 0x%xu},\n", line.code, line.jt, line.jf, line.k);
    printf("};\n");
    return fclose(file) == 0 && fflush(stdout) == 0 ? EXIT_SUCCESS : EXIT_FAILURE;
}
