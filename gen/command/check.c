/* apionly check: everything that can be known without writing. */
#include "command/command.h"

#include <stdio.h>

int command_check(const Options *options)
{
    Model model = {0};
    Diag d;
    diag_init(&d);
    load(&model, &d, options);
    bool fine = !diag_failed(&d);
    int status = finish(&d, options);
    if (fine && !options->quiet && !options->renderer->to_stdout)
        printf("%zu integration%s and %zu permission set%s: fine\n", model.integration_count,
               model.integration_count == 1 ? "" : "s", model.set_count,
               model.set_count == 1 ? "" : "s");
    arena_free(&model.arena);
    diag_free(&d);
    return status;
}
