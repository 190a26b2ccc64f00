/* The list of checks, and what they share. */
#include "check/check.h"

#include "base/utf8.h"

static Check *const checks[] = {check_references, check_names, check_sets,     check_users,
                                check_retired,    check_seats, check_packages, check_user_sets};

void check(const Model *model, Diag *d)
{
    for (size_t i = 0; i < sizeof checks / sizeof *checks; i++)
        checks[i](model, d);
    for (size_t i = 0; i < model->set_count; i++)
        check_access(model, model->sets[i], d);
    diag_unused(d);
}

bool check_length(Diag *d, Text text, size_t limit, const char *what)
{
    size_t length = utf8_count(text.s);
    if (length <= limit)
        return true;
    diag(d, RULE_TOO_LONG, text.at, "%s has %zu characters, at most %zu are stored", what, length,
         limit);
    return false;
}

bool check_one_line(Diag *d, Text text, const char *what)
{
    for (size_t i = 0; i < text.s.n; i++) {
        char c = text.s.s[i];
        if (c != '\n' && c != '\r' && c != '\t')
            continue;
        diag(d, RULE_LINE_BREAK, text.at, "%s holds a %s", what, c == '\t' ? "tab" : "line break");
        return false;
    }
    return true;
}

bool check_visible(Diag *d, Rule rule, Text text, const char *what)
{
    size_t position = 0;
    for (size_t i = 0, length; i < text.s.n; i += length, position++) {
        length = 1;
        if (utf8_is_plain(text.s.s[i]))
            continue;
        int32_t code = utf8_decode(str_from(text.s, i), &length);
        if (!utf8_is_invisible(code) || code < ' ')
            continue;
        diag(d, rule, text.at,
             "%s \"" STR_FMT "\" holds the invisible character U+%04X after %zu "
             "characters",
             what, STR_ARG(text.s), (unsigned)code, position);
        return false;
    }
    return true;
}
