/* Deploy results as the CLI of any age prints them, and as the REST API gives them. */
#include "read/org_deploy.h"

/* Keys that only a deploy result has. */
static const char *const marks[] = {"numberComponentsTotal", "numberComponentErrors",
                                    "numberComponentsDeployed", "checkOnly", "deployUrl"};

/* No problem that the org tells is longer; a message that only looks like one may be. */
enum { PROBLEM_MAX = 4096 };

typedef struct {
    Arena *arena;
    OrgDeploy *deploy;
    Map told; /* what the failures say, so that none is told twice */
    Arena scratch;
} Reader;

/* --- recognising ------------------------------------------------------------------------------- */

/* `sf project deploy validate` tells of a failure by an error alone. */
static bool is_refused_validation(const json_t *value)
{
    return str_is(value_text(value, "name"), S("FailedValidationError")) ||
           value_text(value, "data.deployId").n;
}

/* One of files[], or of the list that the CLI before 2021 gave in place of a result. */
static bool is_file(const json_t *value)
{
    return value_text(value, "fullName").n &&
           (value_has(value, "state") || value_has(value, "error")) &&
           (value_has(value, "filePath") || value_has(value, "type"));
}

static bool is_file_list(const json_t *value)
{
    return is_file(json_array_get(value, 0));
}

static bool is_result(const json_t *value)
{
    const json_t *files = json_object_get(value, "files");
    for (size_t i = 0; i < sizeof marks / sizeof *marks; i++)
        if (json_object_get(value, marks[i]))
            return true;
    if (value_has(value, "details.componentFailures") ||
        value_has(value, "details.componentSuccesses"))
        return true;
    return json_is_array(files) && (is_file_list(files) || value_text(value, "status").n);
}

/* Where the result stands in a value: itself, or one step in; NULL where there is none. */
static const json_t *result_in(const json_t *value)
{
    static const char *const places[] = {"result", "data", "deployResult"};
    if (is_result(value))
        return value;
    for (size_t i = 0; i < sizeof places / sizeof *places; i++) {
        const json_t *inner = json_object_get(value, places[i]);
        if (is_result(inner) || is_file_list(inner))
            return inner;
        if (is_result(json_object_get(inner, "deployResult")))
            return json_object_get(inner, "deployResult");
    }
    return NULL;
}

bool deploy_is(const json_t *value)
{
    return result_in(value) || is_refused_validation(value);
}

/* --- failures ---------------------------------------------------------------------------------- */

static Str kept(const Reader *r, Str text)
{
    return text.n ? one_line_of(r->arena, text) : S("");
}

/* details and files[] tell the same failure: what they share makes it one. */
static bool is_fresh(Reader *r, const OrgFailure *one)
{
    bool fresh;
    Str key = str_format(&r->scratch, STR_FMT "\n" STR_FMT "\n" STR_FMT, STR_ARG(one->type),
                         STR_ARG(one->name), STR_ARG(one->problem));
    map_put(&r->told, &r->scratch, key, &fresh);
    return fresh;
}

static void add(Reader *r, OrgFailure one)
{
    OrgDeploy *d = r->deploy;
    *LIST_ADD(r->arena, d->failures, d->failure_count, d->failure_capacity) = one;
}

/* A line or column: the org says 0 or -1 where it knows none. */
static int64_t place_of(const json_t *value, const char *column)
{
    int64_t number = value_number(value, column, 0);
    return number > 0 ? number : 0;
}

static bool is_warning(const json_t *value)
{
    return str_is_nocase(value_text(value, "problemType"), S("Warning"));
}

static void read_component(Reader *r, const json_t *value)
{
    OrgFailure one = {.type = kept(r, value_text(value, "componentType")),
                      .name = kept(r, value_text(value, "fullName")),
                      .file = kept(r, value_text(value, "fileName")),
                      .problem = kept(r, value_text(value, "problem")),
                      .line = place_of(value, "lineNumber"),
                      .column = place_of(value, "columnNumber"),
                      .warning = is_warning(value)};
    is_fresh(r, &one); /* two of the org's own are two, at different places */
    add(r, one);
}

/* Some successes bring a warning. */
static void read_success(Reader *r, const json_t *value)
{
    if (value_text(value, "problem").n)
        read_component(r, value);
}

/* Takes the digits off the end of a text that ends in them. */
static int64_t cut_number(Str *text)
{
    int64_t number = 0, unit = 1;
    for (; text->n && char_is_digit(text->s[text->n - 1]) && unit < 1000000000; unit *= 10)
        number += (text->s[--text->n] - '0') * unit;
    return number;
}

/* Deploys of a source project put the place behind the message: "… (12:3)". */
static Str cut_place(Str problem, int64_t *line, int64_t *column)
{
    Str rest = str_trim(problem);
    if (!str_ends(rest, S(")")))
        return problem;
    rest.n--;
    int64_t second = cut_number(&rest);
    if (!second || !str_ends(rest, S(":")))
        return problem;
    rest.n--;
    int64_t first = cut_number(&rest);
    if (!first || !str_ends(rest, S("(")))
        return problem;
    rest.n--;
    *line = *line ? *line : first;
    *column = *column ? *column : second;
    return str_trim(rest);
}

static void read_file(Reader *r, const json_t *value)
{
    Str problem = kept(r, value_text(value, "error"));
    OrgFailure one = {.type = kept(r, value_text(value, "type")),
                      .name = kept(r, value_text(value, "fullName")),
                      .file = kept(r, value_text(value, "filePath")),
                      .line = place_of(value, "lineNumber"),
                      .column = place_of(value, "columnNumber"),
                      .warning = is_warning(value)};
    one.problem = cut_place(problem, &one.line, &one.column);
    bool failed = str_is_nocase(value_text(value, "state"), S("Failed"));
    if (!one.problem.n && !failed)
        return;
    if (is_fresh(r, &one))
        add(r, one);
}

/* Lists of one are the one itself in what old versions print. */
static void each(Reader *r, const json_t *list, void (*read)(Reader *r, const json_t *value))
{
    const json_t *one;
    size_t i;
    if (json_is_object(list))
        read(r, list);
    json_array_foreach(list, i, one)
    {
        if (json_is_object(one))
            read(r, one);
    }
}

/* --- whole results ----------------------------------------------------------------------------- */

/* Failed tests stop a deploy without a component that fails. */
static Str error_of(Reader *r, const json_t *result)
{
    Str error = value_text(result, "errorMessage");
    int64_t tests = value_number(result, "numberTestErrors", 0);
    if (error.n)
        return one_line_of(r->arena, error);
    return tests > 0 ? str_format(r->arena, "%lld Apex %s failed", (long long)tests,
                                  tests == 1 ? "test" : "tests")
                     : S("");
}

static Str status_of(Reader *r, const json_t *result)
{
    Str status = value_text(result, "status");
    OrgBool success = value_bool(result, "success");
    if (status.n || success == SAID_NOTHING)
        return kept(r, status);
    return success == SAID_YES ? S("Succeeded") : S("Failed");
}

static void read_result(Reader *r, const json_t *result)
{
    const json_t *details = json_object_get(result, "details");
    if (json_is_array(result)) {
        each(r, result, read_file);
        r->deploy->status = r->deploy->failure_count ? S("Failed") : S("Succeeded");
        return;
    }
    r->deploy->status = status_of(r, result);
    r->deploy->check_only = value_bool(result, "checkOnly") == SAID_YES;
    r->deploy->error = error_of(r, result);
    each(r, json_object_get(details, "componentFailures"), read_component);
    each(r, json_object_get(details, "componentSuccesses"), read_success);
    each(r, json_object_get(result, "files"), read_file);
}

/* "Error in HubSpot_Integration - In field: …"; false where the line is another one. */
static bool read_line(Reader *r, Str line)
{
    OrgFailure one = {.type = S(""), .file = S("")};
    bool warning = str_starts(line, S("Warning in "));
    if (!warning && !str_starts(line, S("Error in ")))
        return false;
    Str rest = str_from(line, warning ? sizeof "Warning in" : sizeof "Error in");
    ptrdiff_t at = str_search(rest, S(" - "));
    if (at < 0)
        return false;
    one.warning = warning;
    one.name = kept(r, str_slice(rest, 0, (size_t)at));
    one.problem = cut_place(kept(r, str_from(rest, (size_t)at + 3)), &one.line, &one.column);
    add(r, one);
    return true;
}

static bool is_sum(Str line)
{
    return str_ends(line, S("component error(s)")) || str_ends(line, S("test error(s)"));
}

/* The message of a failed validation: one line for each failure, whose problem may go on in the next. */
static void read_refused_validation(Reader *r, const json_t *value)
{
    OrgDeploy *d = r->deploy;
    Str message = value_text(value, "message"), rest = message;
    while (rest.n) {
        Str line = str_trim(str_cut(&rest, '\n'));
        if (read_line(r, line) || !line.n || is_sum(line) || !d->failure_count)
            continue;
        OrgFailure *last = &d->failures[d->failure_count - 1];
        if (last->problem.n < PROBLEM_MAX)
            last->problem = str_format(r->arena, STR_FMT " " STR_FMT, STR_ARG(last->problem),
                                       STR_ARG(one_line_of(&r->scratch, line)));
    }
    d->status = S("Failed");
    d->check_only = true;
    d->error = d->failure_count ? S("") : one_line_of(r->arena, message);
}

void deploy_read(Org *org, Arena *a, Loc at, const json_t *value)
{
    OrgDeploy *deploy = LIST_ADD(a, org->deploys, org->deploy_count, org->deploy_capacity);
    *deploy = (OrgDeploy){.status = S(""), .error = S(""), .at = at};
    Reader r = {.arena = a, .deploy = deploy};
    const json_t *result = result_in(value);
    if (result)
        read_result(&r, result);
    else
        read_refused_validation(&r, value);
    arena_free(&r.scratch);
}
