/* For tests that begin with a definition: text to model, in memory. */
#ifndef UNIT_MODEL_H
#define UNIT_MODEL_H

#include "test.h"

#include "check/check.h"
#include "read/definition.h"
#include "resolve/resolve.h"

typedef struct {
    Diag diag;
    Model model;
} Run;

/* Reads one more file. */
HELPER void run_read(Run *run, const char *name, const char *yaml)
{
    uint32_t file = source_add(&run->diag.sources, &run->model.arena, str_of(name), str_of(yaml));
    definition_read(&run->model, &run->diag, file, str_of(yaml), 1);
}

HELPER void run_start(Run *run)
{
    memset(run, 0, sizeof *run);
    diag_init(&run->diag);
}

/* Reads one definition and resolves it. */
HELPER void run_resolved(Run *run, const char *yaml)
{
    run_start(run);
    run_read(run, "a.yaml", yaml);
    resolve(&run->model, &run->diag);
}

/* The same for a definition that is put together. */
HELPER __attribute__((format(printf, 2, 3))) void run_format(Run *run, const char *format, ...)
{
    va_list args;
    run_start(run);
    va_start(args, format);
    Str yaml = str_vformat(&run->model.arena, format, args);
    va_end(args);
    run_read(run, "a.yaml", yaml.s);
    resolve(&run->model, &run->diag);
}

HELPER void run_end(Run *run)
{
    arena_free(&run->model.arena);
    diag_free(&run->diag);
}

HELPER const PermissionSet *set_named(const Model *m, const char *api_name)
{
    for (size_t i = 0; i < m->set_count; i++)
        if (str_is(m->sets[i]->api_name.s, str_of(api_name)))
            return m->sets[i];
    fail_msg("there is no set %s", api_name);
    return NULL;
}

HELPER const Environment *environment_named(const Model *m, const char *name)
{
    for (size_t i = 0; i < m->environment_count; i++)
        if (str_is(m->environments[i].name.s, str_of(name)))
            return &m->environments[i];
    fail_msg("there is no environment %s", name);
    return NULL;
}

HELPER const EnvironmentUser *user_named(const Environment *environment, const char *username)
{
    for (size_t i = 0; i < environment->user_count; i++)
        if (str_is(environment->users[i].keys.username.s, str_of(username)))
            return &environment->users[i];
    fail_msg("there is no user %s", username);
    return NULL;
}

#endif
