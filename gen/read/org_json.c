/* Envelopes of the CLI around what the org says: queries, errors, deploys, and what is none of them. */
#include "read/org_json.h"

#include "read/org_deploy.h"
#include "read/org_question.h"
#include "read/org_rows.h"

/* Answers nest no deeper: arrays of arrays, envelope, query result. */
enum { NESTING_MAX = 8 };

typedef struct {
    Org *org;
    Names *names;
    Arena *arena;
    uint32_t file;
    Str name;               /* of the file */
    const json_t *warnings; /* of the envelope that is being read; or NULL */
    bool found;             /* something in the file is an answer */
    Text *wrong;
} Reader;

static bool wrong_at(Reader *r, Loc at, Str text)
{
    if (!r->wrong->s.n)
        *r->wrong = (Text){text, at};
    return false;
}

static bool wrong(Reader *r, Str text)
{
    return wrong_at(r, loc_whole(r->file), text);
}

static OrgAnswer *add_answer(Reader *r, Question question, Str type)
{
    Org *org = r->org;
    OrgAnswer *answer = LIST_ADD(r->arena, org->answers, org->answer_count, org->answer_capacity);
    *answer = (OrgAnswer){.question = question,
                          .state = ANSWER_WHOLE,
                          .type = str_copy(r->arena, type),
                          .why = S(""),
                          .at = loc_whole(r->file)};
    r->found = true;
    return answer;
}

/* --- whether an answer is whole ------------------------------------------------------------------ */

/* What became of the rows of a query, those of a sub-query summed up over the rows that they stand in. */
typedef struct {
    size_t rows, total; /* that came; that there are */
    size_t useless;
    const char *lacks; /* why the first of those was of no use */
    bool unfinished;   /* "done": false */
} Tally;

static void tally_result(Tally *tally, const json_t *result)
{
    size_t rows = json_array_size(json_object_get(result, "records"));
    int64_t total = value_number(result, "totalSize", -1);
    tally->rows += rows;
    tally->total += total >= 0 ? (size_t)total : rows;
    tally->unfinished = tally->unfinished || value_bool(result, "done") == SAID_NO;
}

/* The CLI stops at a number of rows that it is told, and warns. */
static Str missing_rows(const Reader *r)
{
    const json_t *warning;
    size_t i;
    json_array_foreach(r->warnings, i, warning)
    {
        Str text = {json_string_value(warning), json_string_length(warning)};
        if (json_is_string(warning) && str_search(text, S("missing")) >= 0 &&
            str_search(text, S("record")) >= 0)
            return one_line_of(r->arena, text);
    }
    return S("");
}

static Str why_partial(const Reader *r, const Tally *tally)
{
    if (tally->total > tally->rows && !tally->rows && !tally->unfinished)
        return S("counts only, no rows");
    if (tally->total > tally->rows)
        return str_format(r->arena, "%zu of %zu rows", tally->rows, tally->total);
    if (tally->unfinished)
        return str_format(r->arena, "there are more rows than these %zu", tally->rows);
    if (tally->useless)
        return str_format(r->arena, "%zu of %zu rows are of no use: %s", tally->useless,
                          tally->rows, tally->lacks);
    return missing_rows(r);
}

static void conclude(Reader *r, Question question, Str type, const Tally *tally)
{
    OrgAnswer *answer = add_answer(r, question, type);
    answer->rows = tally->rows;
    answer->total = tally->total;
    answer->why = why_partial(r, tally);
    answer->state = answer->why.n ? ANSWER_PARTIAL : ANSWER_WHOLE;
}

/* Rows of User answer two questions; which one, the name of the file tells. */
static Question question_of(const Reader *r, const RowType *type)
{
    Asked asked = asked_by_own_name(r->name);
    return type->question == ASK_USERS && asked.known && asked.question == ASK_API_ONLY_USERS
               ? ASK_API_ONLY_USERS
               : type->question;
}

/* --- queries ----------------------------------------------------------------------------------- */

static void read_row(Reader *r, const RowType *type, OrgRow row, Tally *tally)
{
    row.org = r->org;
    row.names = r->names;
    row.arena = r->arena;
    row.at = loc_whole(r->file);
    if (json_is_object(row.row) && type->read(&row))
        return;
    tally->useless++;
    if (!tally->lacks)
        tally->lacks = row.lacks ? row.lacks : "they are no rows";
}

/* Null in place of a sub-query says that it found no rows. */
static bool read_child(Reader *r, const RowChild *child, const json_t *rows)
{
    const RowType *type = row_type_named(str_of(child->sobject));
    Tally tally = {0};
    bool asked = false;
    const json_t *row, *one;
    size_t i, j;
    json_array_foreach(rows, i, row)
    {
        const json_t *inner = json_object_get(row, child->column);
        const json_t *records = json_object_get(inner, "records");
        asked = asked || inner;
        tally_result(&tally, inner);
        json_array_foreach(records, j, one)
        {
            read_row(r, type, (OrgRow){.row = one, .outer = row, .outer_sobject = child->outer},
                     &tally);
        }
    }
    if (tally.rows && tally.useless == tally.rows)
        return wrong(
            r, str_format(r->arena, "rows of %s are of no use: %s", child->column, tally.lacks));
    if (asked)
        conclude(r, type->question, str_of(type->sobject), &tally);
    return true;
}

static bool read_children(Reader *r, Str sobject, const json_t *rows)
{
    for (const RowChild *child = row_children; child->outer; child++)
        if (str_is(sobject, str_of(child->outer)) && !read_child(r, child, rows))
            return false;
    return true;
}

/* Of rows whose type nothing knows. */
static bool unknown_rows(Reader *r, const json_t *row)
{
    Str sobject = row_sobject(row);
    if (str_is(sobject, S("AggregateResult")))
        return wrong(r, S("these are sums, not rows: run the query without COUNT() and GROUP BY"));
    if (sobject.n)
        return wrong(r, str_format(r->arena, "these are rows of " STR_FMT ", which prove nothing",
                                   STR_ARG(sobject)));
    return wrong(r, S("cannot tell what these rows are of: they have neither attributes nor "
                      "columns that are known"));
}

static bool read_rows(Reader *r, const json_t *result)
{
    const json_t *rows = json_object_get(result, "records"), *first = json_array_get(rows, 0), *row;
    const RowType *type = row_type(first);
    Tally tally = {0};
    size_t i;
    if (!type)
        return unknown_rows(r, first);
    Str sobject = row_sobject(first);
    json_array_foreach(rows, i, row)
    {
        if (str_is(row_sobject(row), sobject))
            read_row(r, type, (OrgRow){.row = row}, &tally);
        else
            read_row(r, type, (OrgRow){.lacks = "they are of another type"}, &tally);
    }
    tally_result(&tally, result);
    if (tally.useless == tally.rows)
        return wrong(r, str_format(r->arena, "rows of %s are of no use: %s",
                                   *type->sobject ? type->sobject : "this kind", tally.lacks));
    conclude(r, question_of(r, type), str_of(type->sobject), &tally);
    return read_children(r, str_of(type->sobject), rows);
}

static bool cannot_tell(Reader *r, Str found)
{
    return wrong(r, str_format(r->arena,
                               "cannot tell which question it answers (" STR_FMT
                               "): keep it under the name of its query, users.json for users.soql",
                               STR_ARG(found)));
}

static bool read_empty(Reader *r, const json_t *result)
{
    Tally tally = {0};
    Asked asked = asked_by_own_name(r->name);
    if (!asked.known)
        asked = asked_by_word(r->name);
    if (!asked.known)
        return cannot_tell(r, S("no rows"));
    tally_result(&tally, result);
    conclude(r, asked.question, asked.type, &tally);
    return true;
}

/* --- errors ------------------------------------------------------------------------------------ */

/* {"name": …, "message": …} of the CLI, {"errorCode": …, "message": …} of the REST API. */
static bool is_error(const json_t *value)
{
    bool named = value_text(value, "name").n || value_text(value, "errorCode").n;
    bool failed = value_number(value, "status", 0) || value_number(value, "exitCode", 0);
    bool says = value_text(value, "message").n;
    return (named && says) || (failed && (named || says));
}

/* Our own file names come first: a message may show no more than a sub-query. */
static bool read_error(Reader *r, const json_t *value)
{
    Str name = value_text(value, "name"), message = value_text(value, "message");
    Asked asked = asked_by_own_name(r->name);
    if (!name.n)
        name = value_text(value, "errorCode");
    if (!asked.known)
        asked = asked_by_message(message);
    if (!asked.known)
        asked = asked_by_word(r->name);
    Str why = message.n ? one_line_of(r->arena, message) : S("it brings no message");
    if (name.n)
        why = str_format(r->arena, STR_FMT ": " STR_FMT, STR_ARG(name), STR_ARG(why));
    if (!asked.known)
        return cannot_tell(r, why);
    OrgAnswer *answer = add_answer(r, asked.question, asked.type);
    answer->state = ANSWER_ERROR;
    answer->why = why;
    return true;
}

/* --- what is no answer --------------------------------------------------------------------------- */

/* Told by a key, and where that is too common a word, by a second one. */
static const struct {
    const char *key, *second, *says;
} others[] = {
    {"successes", "failures", "this is the report of sf org assign, not the answer to a query"},
    {"jobInfo", NULL, "this is the report of a bulk load, not the answer to a query"},
    {"jobId", NULL, "this is the report of a bulk load, not the answer to a query"},
    {"compiled", NULL, "this is the report of sf apex run, not the answer to a query"},
    {"fields", "name", "this is a describe: it belongs under `facts:` in a definition"},
    {"success", "id", "this is the report of a change to one record, not the answer to a query"},
    {"attributes", NULL,
     "these are rows without their envelope: nothing tells whether they are all there are"},
    {"accessToken", NULL, "this is the report of sf org display: it holds a secret, remove it"},
};

static bool read_other(Reader *r, const json_t *value)
{
    for (size_t i = 0; i < sizeof others / sizeof *others; i++)
        if (json_object_get(value, others[i].key) &&
            (!others[i].second || json_object_get(value, others[i].second)))
            return wrong(r, str_of(others[i].says));
    return wrong(r, S("holds no answer that is known: rows of a query, an error, or the result of "
                      "a deploy, as the CLI prints them with --json"));
}

/* --- envelopes --------------------------------------------------------------------------------- */

static bool read_value(Reader *r, const json_t *value, int depth);

static bool read_deploy(Reader *r, const json_t *value)
{
    deploy_read(r->org, r->arena, loc_whole(r->file), value);
    r->found = true;
    return true;
}

static bool read_object(Reader *r, const json_t *value, int depth)
{
    const json_t *records = json_object_get(value, "records");
    const json_t *result = json_object_get(value, "result");
    if (json_is_array(records))
        return json_array_size(records) ? read_rows(r, value) : read_empty(r, value);
    if (deploy_is(value))
        return read_deploy(r, value);
    if (json_is_object(result) || json_is_array(result)) {
        r->warnings = json_object_get(value, "warnings");
        bool good = read_value(r, result, depth + 1);
        r->warnings = NULL;
        return good;
    }
    return is_error(value) ? read_error(r, value) : read_other(r, value);
}

static bool read_value(Reader *r, const json_t *value, int depth)
{
    const json_t *one;
    size_t i;
    if (depth > NESTING_MAX)
        return wrong(r, S("nests deeper than any answer"));
    if (json_is_object(value))
        return read_object(r, value, depth);
    if (!json_is_array(value))
        return read_other(r, value);
    json_array_foreach(value, i, one)
    {
        if (!read_value(r, one, depth + 1))
            return false;
    }
    return true;
}

/* --- the file ---------------------------------------------------------------------------------- */

/* Reads the next of the values that stand behind one another; *at moves behind it. jansson stops behind
 * what it stumbles over: its last character is the place. */
static bool read_next(Reader *r, Str bytes, size_t *at)
{
    json_error_t error;
    json_t *root = json_loadb(bytes.s + *at, bytes.n - *at, JSON_DISABLE_EOF_CHECK, &error);
    size_t place = *at + (error.position > 0 ? (size_t)error.position : 0);
    place = place < bytes.n ? place : bytes.n;
    if (!root) {
        do
            place -= place > *at;
        while (place > *at && ((unsigned char)bytes.s[place] & 0xc0) == 0x80);
        return wrong_at(r, (Loc){.file = r->file, .at = (uint32_t)place, .length = 1},
                        str_format(r->arena, "this is not JSON: %s", error.text));
    }
    bool good = read_value(r, root, 0);
    json_decref(root);
    *at = place;
    return good;
}

static bool is_utf16(Str bytes)
{
    return str_starts(bytes, S("\xff\xfe")) || str_starts(bytes, S("\xfe\xff"));
}

static bool read_all(Reader *r, Str bytes)
{
    size_t at = str_starts(bytes, S("\xef\xbb\xbf")) ? 3 : 0;
    if (is_utf16(bytes))
        return wrong(r, S("the file is UTF-16, not UTF-8; in PowerShell write it by "
                          "| Out-File -Encoding utf8"));
    Str text = str_trim(str_from(bytes, at));
    if (!text.n)
        return wrong(r, S("the file says nothing"));
    if (*text.s != '{' && *text.s != '[')
        return wrong(r, S("this is not JSON: run the query with --json, and keep what it prints"));
    bytes.n = (size_t)(text.s - bytes.s) + text.n;
    while (at < bytes.n)
        if (!read_next(r, bytes, &at))
            return false;
    return r->found || wrong(r, S("the file holds no answer"));
}

bool org_json_read(Org *org, Names *names, Arena *a, uint32_t file, Str name, Str bytes,
                   Text *wrong)
{
    Reader r = {.org = org, .names = names, .arena = a, .file = file, .name = name, .wrong = wrong};
    *wrong = (Text){S(""), {0}};
    return read_all(&r, bytes);
}
