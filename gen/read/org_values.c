/* Reading single values of an answer. */
#include "read/org_values.h"

const json_t *value_at(const json_t *row, const char *path)
{
    const json_t *value = json_object_get(row, path);
    Str rest = str_of(path);
    if (value || str_find(rest, '.') < 0)
        return value;
    Str head = str_cut(&rest, '.');
    return value_at(json_object_getn(row, head.s, head.n), rest.s);
}

bool value_has(const json_t *row, const char *path)
{
    const char *key;
    json_t *value;
    if (value_at(row, path))
        return true;
    json_object_foreach((json_t *)row, key, value)
    {
        Str column = str_of(key), name = str_of(path);
        if (str_starts(column, name) && column.s[name.n] == '.')
            return true;
    }
    return false;
}

static Str text_of(const json_t *value)
{
    return json_is_string(value) ? (Str){json_string_value(value), json_string_length(value)}
                                 : S("");
}

Str value_text(const json_t *row, const char *path)
{
    return str_trim(text_of(value_at(row, path)));
}

OrgBool bool_of(const json_t *value)
{
    Str text = text_of(value);
    if (json_is_boolean(value))
        return json_is_true(value) ? SAID_YES : SAID_NO;
    if (str_is_nocase(text, S("true")))
        return SAID_YES;
    return str_is_nocase(text, S("false")) ? SAID_NO : SAID_NOTHING;
}

OrgBool value_bool(const json_t *row, const char *path)
{
    return bool_of(value_at(row, path));
}

/* Digits alone; more of them than any count has are no number. */
static bool digits(Str text, int64_t *number)
{
    enum { DIGITS_MAX = 15 };
    *number = 0;
    for (size_t i = 0; i < text.n; i++) {
        if (!char_is_digit(text.s[i]))
            return false;
        *number = *number * 10 + (text.s[i] - '0');
        if (i >= DIGITS_MAX)
            return false;
    }
    return text.n > 0;
}

int64_t value_number(const json_t *row, const char *path, int64_t otherwise)
{
    const json_t *value = value_at(row, path);
    double real = json_real_value(value);
    int64_t number;
    if (json_is_integer(value))
        return json_integer_value(value);
    if (json_is_real(value))
        return real >= 0 && real < 1e15 ? (int64_t)real : otherwise;
    return digits(str_trim(text_of(value)), &number) ? number : otherwise;
}

Str one_line_of(Arena *a, Str text)
{
    char *copy = str_c(a, str_trim(text));
    size_t n = 0;
    for (const char *c = copy; *c; c++) {
        char one = (unsigned char)*c < ' ' ? ' ' : *c;
        if (one != ' ' || (n && copy[n - 1] != ' '))
            copy[n++] = one;
    }
    copy[n] = '\0';
    return (Str){copy, n};
}
