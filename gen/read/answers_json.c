/* JSON to facts: the envelope is taken off, the rest is recognised by the keys it has. */
#include "read/answers_json.h"

#include <jansson.h>

#define LICENSE_ASKED "SalesforceAPIIntegrationPsl"
#define MAXIMUM       "MaximumPermissions"

/* Answers nest no deeper: array, envelope, query result, row. */
enum { NESTING_MAX = 8 };

typedef struct {
    Known *known;
    Arena *arena;
    uint32_t file;
    Answers *answers;
    bool asked; /* something was recognised, even if it held no row */
    Str other;  /* a licence that was not asked for */
} Reader;

/* --- values ------------------------------------------------------------------------------------ */

/* The text of a key; empty where there is none or it is no text. The JSON owns it. */
static Str text_of(const json_t *object, const char *key)
{
    const json_t *value = json_object_get(object, key);
    return json_is_string(value) ? (Str){json_string_value(value), json_string_length(value)}
                                 : S("");
}

static bool is_yes(const json_t *object, const char *key)
{
    return json_is_true(json_object_get(object, key));
}

/* Said to be false, not only left out. */
static bool is_no(const json_t *object, const char *key)
{
    return json_is_false(json_object_get(object, key));
}

static bool wrong(Reader *r, Loc at, Str text)
{
    if (!r->answers->wrong.s.n)
        r->answers->wrong = (Text){text, at};
    return false;
}

/* Messages of the CLI may go over several lines. */
static Str one_line(Arena *a, Str text)
{
    char *copy = str_c(a, str_trim(text));
    for (char *c = copy; *c; c++)
        if ((unsigned char)*c < ' ')
            *c = ' ';
    return str_of(copy);
}

/* --- describe: objects and fields ---------------------------------------------------------------- */

/* Whether a field is part of another one of its object; `compound` becomes that one's name. */
static bool is_part(const json_t *field, const Map *names, Str *compound)
{
    *compound = text_of(field, "compoundFieldName");
    return compound->n && !str_is(*compound, text_of(field, "name")) && map_find(names, *compound);
}

static bool is_calculated(const json_t *field)
{
    return is_yes(field, "calculated") || is_yes(field, "autoNumber") ||
           (is_no(field, "createable") && is_no(field, "updateable"));
}

static bool is_required(const json_t *field)
{
    return is_no(field, "nillable") && is_yes(field, "createable");
}

/* What the other attributes say where `permissionable` is missing. A checkbox has always a value, so it
 * is never required. */
static FieldSort guess(const json_t *field)
{
    bool checkbox = str_is(text_of(field, "type"), S("boolean"));
    bool filled = is_yes(field, "defaultedOnCreate");
    if (is_required(field) && !checkbox && !filled)
        return FIELD_REQUIRED;
    bool own = is_yes(field, "calculated") || is_yes(field, "autoNumber");
    bool system = is_no(field, "nillable") && is_no(field, "createable");
    if (system && (!own || is_yes(field, "nameField")))
        return FIELD_FIXED;
    return is_calculated(field) ? FIELD_CALCULATED : FIELD_PLAIN;
}

static FieldSort sort_of(const json_t *field, const Map *names, Str *compound)
{
    if (is_part(field, names, compound)) /* even where it is said to be permissionable */
        return FIELD_PART;
    if (is_yes(field, "permissionable"))
        return is_calculated(field) ? FIELD_CALCULATED : FIELD_PLAIN;
    if (json_is_number(json_object_get(field, "relationshipOrder")))
        return FIELD_MASTER;
    if (!is_no(field, "permissionable"))
        return guess(field);
    return is_required(field) ? FIELD_REQUIRED : FIELD_FIXED;
}

static Str member_name(Arena *a, Str object, Str field)
{
    return str_format(a, STR_FMT "." STR_FMT, STR_ARG(object), STR_ARG(field));
}

static void read_field(Reader *r, Str object, const Map *names, const json_t *field)
{
    Str name = text_of(field, "name"), compound = S("");
    if (!name.n) {
        r->answers->skipped++;
        return;
    }
    KnownField known = {.by = SAID_BY_ORG, .of = S(""), .at = loc_whole(r->file)};
    known.name = member_name(r->arena, object, name);
    known.sort = sort_of(field, names, &compound);
    if (known.sort == FIELD_PART)
        known.of = member_name(r->arena, object, compound);
    const json_t *master = json_array_get(json_object_get(field, "referenceTo"), 0);
    if (known.sort == FIELD_MASTER && json_is_string(master))
        known.of = str_copy(r->arena, str_of(json_string_value(master)));
    known_add_field(r->known, r->arena, known);
    r->answers->fields++;
}

static bool is_describe(const json_t *value)
{
    return text_of(value, "name").n && json_is_array(json_object_get(value, "fields"));
}

static bool read_describe(Reader *r, const json_t *value)
{
    Arena scratch = {0};
    Map names = {0};
    Str object = str_copy(r->arena, text_of(value, "name"));
    ObjectSort sort = is_yes(value, "customSetting") ? OBJECT_CUSTOM_SETTING : OBJECT_ORDINARY;
    const json_t *fields = json_object_get(value, "fields"), *field;
    size_t i;
    known_add_object(r->known, r->arena, (KnownObject){object, sort, SAID_BY_ORG});
    r->answers->objects++;
    json_array_foreach(fields, i, field)
    {
        map_put(&names, &scratch, text_of(field, "name"), NULL);
    }
    json_array_foreach(fields, i, field)
    {
        read_field(r, object, &names, field);
    }
    arena_free(&scratch);
    return true;
}

/* --- rows of PermissionDependency ---------------------------------------------------------------- */

static const struct {
    const char *word;
    uint32_t bit;
} verbs[] = {{"read", OBJECT_READ},
             {"create", OBJECT_CREATE},
             {"update", OBJECT_EDIT},
             {"edit", OBJECT_EDIT},
             {"delete", OBJECT_DELETE},
             {"viewAllRecords", OBJECT_VIEW_ALL},
             {"viewAll", OBJECT_VIEW_ALL},
             {"modifyAllRecords", OBJECT_MODIFY_ALL},
             {"modifyAll", OBJECT_MODIFY_ALL},
             {"viewAllFields", OBJECT_VIEW_ALL_FIELDS}};

/* Account<read> */
static bool object_permission(Str text, KnownPermission *permission)
{
    Str name = str_cut(&text, '<');
    if (!name.n || !str_ends(text, S(">")))
        return false;
    text.n--;
    *permission = (KnownPermission){.kind = OBJECT_PERMISSION, .name = str_trim(name)};
    for (size_t i = 0; i < sizeof verbs / sizeof *verbs; i++)
        if (str_is_nocase(str_trim(text), str_of(verbs[i].word)))
            permission->bits = verbs[i].bit;
    return permission->bits != 0;
}

static bool user_permission(Str text, KnownPermission *permission)
{
    *permission = (KnownPermission){.kind = USER_PERMISSION, .name = text, .bits = 1};
    return text.n > 0;
}

/* One side of a row. The name is still that of the JSON. */
static bool permission_of(const json_t *row, const char *key, const char *type_key,
                          KnownPermission *permission)
{
    Str text = str_trim(text_of(row, key)), type = str_trim(text_of(row, type_key));
    if (str_is_nocase(type, S("Object Permission")) || str_is_nocase(type, S("ObjectPermission")))
        return object_permission(text, permission);
    if (str_is_nocase(type, S("User Permission")) || str_is_nocase(type, S("UserPermission")))
        return user_permission(text, permission);
    return false;
}

static bool is_of_type(const json_t *row, Str type)
{
    return str_is(text_of(json_object_get(row, "attributes"), "type"), type);
}

static bool is_dependency(const json_t *row)
{
    return is_of_type(row, S("PermissionDependency")) || json_object_get(row, "RequiredPermission");
}

static bool read_dependency(Reader *r, const json_t *row)
{
    KnownDependency one = {0};
    if (!permission_of(row, "Permission", "PermissionType", &one.permission) ||
        !permission_of(row, "RequiredPermission", "RequiredPermissionType", &one.required)) {
        r->answers->skipped++;
        return true;
    }
    Known *known = r->known;
    one.permission.name = str_copy(r->arena, one.permission.name);
    one.required.name = str_copy(r->arena, one.required.name);
    *LIST_ADD(r->arena, known->dependencies, known->dependency_count, known->dependency_capacity) =
        one;
    r->answers->dependencies++;
    return true;
}

/* --- a row of PermissionSetLicense --------------------------------------------------------------- */

static bool is_license(const json_t *row)
{
    const char *key;
    json_t *value;
    if (is_of_type(row, S("PermissionSetLicense")))
        return true;
    json_object_foreach((json_t *)row, key, value)
    {
        if (str_starts(str_of(key), S(MAXIMUM)))
            return true;
    }
    return false;
}

/* Of two answers the later counts. */
static void set_licensed(Reader *r, Str permission, bool held)
{
    Known *known = r->known;
    for (size_t i = 0; i < known->licensed_count; i++) {
        if (!str_is(known->licensed[i].permission, permission))
            continue;
        known->licensed[i].held = held;
        return;
    }
    *LIST_ADD(r->arena, known->licensed, known->licensed_count, known->licensed_capacity) =
        (KnownLicensed){str_copy(r->arena, permission), held};
}

/* A row that does not say which licence it is counts only where it is the only one: that is for
 * read_query to see. */
static bool read_license(Reader *r, const json_t *row)
{
    Str name = text_of(row, "DeveloperName");
    const char *key;
    json_t *value;
    if (name.n && !str_is_nocase(name, S(LICENSE_ASKED))) {
        r->other = str_copy(r->arena, name);
        r->answers->skipped++;
        return true;
    }
    json_object_foreach((json_t *)row, key, value)
    {
        Str permission = str_from(str_of(key), sizeof MAXIMUM - 1);
        if (!str_starts(str_of(key), S(MAXIMUM)) || !permission.n || !json_is_boolean(value))
            continue;
        set_licensed(r, permission, json_is_true(value));
        r->answers->licensed++;
    }
    return true;
}

/* --- envelopes --------------------------------------------------------------------------------- */

static bool read_value(Reader *r, const json_t *value, int depth);

/* {"status": 1, "name": …, "message": …} of the CLI, {"errorCode": …, "message": …} of the REST API. */
static bool is_failure(const json_t *value)
{
    return json_integer_value(json_object_get(value, "status")) != 0 ||
           (text_of(value, "errorCode").n && text_of(value, "message").n);
}

static bool read_failure(Reader *r, const json_t *value)
{
    Str message = text_of(value, "message"), name = text_of(value, "name");
    if (!name.n)
        name = text_of(value, "errorCode");
    return wrong(
        r, loc_whole(r->file),
        str_format(r->arena, "the answer is an error%s" STR_FMT ": " STR_FMT, name.n ? ", " : "",
                   STR_ARG(name),
                   STR_ARG(message.n ? one_line(r->arena, message) : S("it brings no message"))));
}

static bool is_query(const json_t *value)
{
    return json_is_array(json_object_get(value, "records"));
}

static bool read_query(Reader *r, const json_t *value, int depth)
{
    const json_t *rows = json_object_get(value, "records"), *row;
    size_t i;
    bool several = json_array_size(rows) > 1;
    r->asked = true;
    json_array_foreach(rows, i, row)
    {
        bool nameless = several && is_license(row) && !text_of(row, "DeveloperName").n;
        if (nameless)
            r->answers->skipped++;
        else if (!read_value(r, row, depth + 1))
            return false;
    }
    return true;
}

/* What is recognised without looking further in; the first that holds counts. */
static const struct {
    bool (*is)(const json_t *value);
    bool (*read)(Reader *r, const json_t *value);
} forms[] = {{is_failure, read_failure},
             {is_describe, read_describe},
             {is_dependency, read_dependency},
             {is_license, read_license}};

static bool read_object(Reader *r, const json_t *value, int depth)
{
    for (size_t i = 0; i < sizeof forms / sizeof *forms; i++) {
        if (!forms[i].is(value))
            continue;
        r->asked = true;
        return forms[i].read(r, value);
    }
    if (is_query(value))
        return read_query(r, value, depth);
    const json_t *result = json_object_get(value, "result");
    if (result)
        return read_value(r, result, depth + 1);
    r->answers->skipped++;
    return true;
}

/* False where reading must end; what is not known is counted. */
static bool read_value(Reader *r, const json_t *value, int depth)
{
    const json_t *one;
    size_t i;
    if (depth > NESTING_MAX || !(json_is_object(value) || json_is_array(value))) {
        r->answers->skipped++;
        return true;
    }
    if (json_is_object(value))
        return read_object(r, value, depth);
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
        return wrong(r, (Loc){.file = r->file, .at = (uint32_t)place, .length = 1},
                     str_format(r->arena, "not JSON: %s", error.text));
    }
    bool good = read_value(r, root, 0);
    json_decref(root);
    *at = place;
    return good;
}

static bool read_all(Reader *r, Str bytes)
{
    size_t at = str_starts(bytes, S("\xef\xbb\xbf")) ? 3 : 0;
    Loc start = {.file = r->file};
    if (str_starts(bytes, S("\xff\xfe")) || str_starts(bytes, S("\xfe\xff")))
        return wrong(r, start,
                     S("the file is UTF-16, not UTF-8; in PowerShell write it by "
                       "| Out-File -Encoding utf8"));
    while (bytes.n > at && str_trim(str_slice(bytes, bytes.n - 1, bytes.n)).n == 0)
        bytes.n--;
    if (bytes.n <= at)
        return wrong(r, start, S("the file says nothing"));
    while (at < bytes.n)
        if (!read_next(r, bytes, &at))
            return false;
    return true;
}

static Str nothing_known(Arena *a, const Reader *r)
{
    if (!r->asked)
        return S("holds no answer that is known (describe, PermissionDependency, "
                 "PermissionSetLicense)");
    if (r->other.n)
        return str_format(a, "tells of the licence " STR_FMT ", not of " LICENSE_ASKED,
                          STR_ARG(r->other));
    if (!r->answers->skipped)
        return S("the query found no rows");
    return str_format(a, "none of its %zu rows is of a form that is known", r->answers->skipped);
}

bool answers_read(Known *known, Arena *a, uint32_t file, Str bytes, Answers *answers)
{
    Reader r = {.known = known, .arena = a, .file = file, .answers = answers};
    *answers = (Answers){0};
    if (!read_all(&r, bytes))
        return false;
    if (!answers->objects && !answers->dependencies && !answers->licensed)
        return wrong(&r, loc_whole(file), nothing_known(a, &r));
    known->from_org = true;
    return true;
}
