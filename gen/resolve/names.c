/* Deriving names from the name of a tool. */
#include "resolve/names.h"

#include "base/buf.h"
#include "base/utf8.h"

Str name_fill(Arena *a, Str pattern, Str tool)
{
    return str_replace(a, pattern, S("{tool}"), tool);
}

bool name_is_ascii(Str text)
{
    for (size_t i = 0; i < text.n; i++)
        if ((unsigned char)text.s[i] >= 0x80)
            return false;
    return true;
}

bool name_has_invisible(Str text)
{
    for (size_t i = 0, length; i < text.n; i += length)
        if (utf8_is_invisible(utf8_decode(str_from(text, i), &length)))
            return true;
    return false;
}

static Str finish(Arena *a, Buf *b)
{
    Str copy = str_copy(a, buf_str(b));
    buf_free(b);
    return copy;
}

Str name_identifier(Arena *a, Str text)
{
    Str ascii = name_is_ascii(text) ? text : utf8_ascii(a, text);
    Buf b = {0};
    bool gap = false;
    for (size_t i = 0; i < ascii.n; i++) {
        char c = ascii.s[i];
        if (!char_is_letter(c) && !char_is_digit(c)) {
            gap = true;
            continue;
        }
        if (gap && b.n)
            buf_byte(&b, '_');
        gap = false;
        buf_byte(&b, c);
    }
    return finish(a, &b);
}

Str name_propose(Arena *a, Str text, size_t limit)
{
    Str name = name_identifier(a, text);
    if (!name.n || !char_is_letter(name.s[0]))
        name = str_join(a, name.n ? S("X") : S("My_Integration"), name);
    name = str_slice(name, 0, limit);
    while (str_ends(name, S("_")))
        name.n--;
    return name;
}

/* Endings of a product's name that are its web address, longest first where one ends another. */
static const Str web_endings[] = {{".com", 4}, {".net", 4}, {".org", 4}, {".app", 4}, {".dev", 4},
                                  {".io", 3},  {".ai", 3},  {".co", 3},  {".so", 3}};

Str name_user_part(Arena *a, Str tool)
{
    Str ascii = name_is_ascii(tool) ? tool : utf8_ascii(a, tool);
    Str name = str_lower(a, str_trim(ascii));
    for (size_t i = 0; i < sizeof web_endings / sizeof *web_endings; i++) {
        if (!str_ends(name, web_endings[i]) || name.n == web_endings[i].n)
            continue;
        name.n -= web_endings[i].n;
        break;
    }
    Buf b = {0};
    char between = '\0'; /* what separates the last letter or digit from the next one */
    for (size_t i = 0; i < name.n; i++) {
        char c = name.s[i];
        if (!char_is_letter(c) && !char_is_digit(c)) {
            bool same = between == '\0' || between == c;
            between = same && (c == '.' || c == '_') ? c : '-';
            continue;
        }
        if (between && b.n)
            buf_byte(&b, between);
        between = '\0';
        buf_byte(&b, c);
    }
    return finish(a, &b);
}

Str name_alias(Arena *a, Str user_part, size_t limit)
{
    Buf b = {0};
    for (size_t i = 0; i < user_part.n && b.n < limit; i++)
        if (char_is_letter(user_part.s[i]) || char_is_digit(user_part.s[i]))
            buf_byte(&b, user_part.s[i]);
    return finish(a, &b);
}
