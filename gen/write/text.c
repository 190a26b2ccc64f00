/* Escaping for each place; filling skeletons. */
#include "write/text.h"

#include "base/utf8.h"
#include "diag/render.h"

#include <assert.h>

static const char *xml_entity(char c)
{
    switch (c) {
    case '&':
        return "&amp;";
    case '<':
        return "&lt;";
    case '>':
        return "&gt;";
    case '"':
        return "&quot;";
    case '\'':
        return "&apos;";
    default:
        return NULL;
    }
}

void put_xml(Buf *out, Str text)
{
    size_t start = 0;
    for (size_t i = 0; i < text.n; i++) {
        const char *entity = xml_entity(text.s[i]);
        if (!entity)
            continue;
        buf_put(out, str_slice(text, start, i));
        buf_put(out, str_of(entity));
        start = i + 1;
    }
    buf_put(out, str_from(text, start));
}

void put_csv(Buf *out, Str text)
{
    bool quoted = false;
    for (size_t i = 0; i < text.n && !quoted; i++)
        quoted = str_find(S(",\"\r\n"), text.s[i]) >= 0;
    if (!quoted) {
        buf_put(out, text);
        return;
    }
    buf_byte(out, '"');
    for (size_t i = 0; i < text.n; i++) {
        if (text.s[i] == '"')
            buf_byte(out, '"');
        buf_byte(out, text.s[i]);
    }
    buf_byte(out, '"');
}

/* The character at a place, most of which are plain. */
static inline int32_t character(Str text, size_t at, size_t *length)
{
    *length = 1;
    return utf8_is_plain(text.s[at]) ? text.s[at] : utf8_decode(str_from(text, at), length);
}

static inline void put_character(Buf *out, Str text, size_t at, size_t length)
{
    if (length == 1)
        buf_byte(out, text.s[at]);
    else
        buf_put(out, str_slice(text, at, at + length));
}

void put_apex(Buf *out, Str text)
{
    buf_byte(out, '\'');
    for (size_t i = 0, length; i < text.n; i += length) {
        int32_t code = character(text, i, &length);
        if (code == '\'' || code == '\\')
            buf_format(out, "\\%c", (char)code);
        else if (utf8_is_invisible(code))
            put_code(out, code);
        else
            put_character(out, text, i, length);
    }
    buf_byte(out, '\'');
}

static const char *soql_escape(char c)
{
    switch (c) {
    case '\'':
        return "\\'";
    case '\\':
        return "\\\\";
    case '\n':
        return "\\n";
    case '\r':
        return "\\r";
    case '\t':
        return "\\t";
    default:
        return NULL;
    }
}

void put_soql(Buf *out, Str text)
{
    buf_byte(out, '\'');
    for (size_t i = 0; i < text.n; i++) {
        const char *escape = soql_escape(text.s[i]);
        if (escape)
            buf_put(out, str_of(escape));
        else
            buf_byte(out, text.s[i]);
    }
    buf_byte(out, '\'');
}

void put_shell(Buf *out, Str text)
{
    buf_byte(out, '\'');
    for (size_t i = 0; i < text.n; i++)
        if (text.s[i] == '\'')
            buf_put(out, S("'\\''"));
        else
            buf_byte(out, text.s[i]);
    buf_byte(out, '\'');
}

/* Characters that mean something in JSON, or would end or open something in HTML around it. */
static bool is_json_special(unsigned char c)
{
    return c < ' ' || c == '"' || c == '\\' || c == '<' || c == '>' || c == '&' || c >= 0x7f;
}

void put_json(Buf *out, Str text)
{
    size_t start = 0, length = 1;
    buf_byte(out, '"');
    for (size_t i = 0; i < text.n; i += length) {
        unsigned char c = (unsigned char)text.s[i];
        length = 1;
        if (!is_json_special(c))
            continue;
        int32_t code = c < 0x80 ? c : utf8_decode(str_from(text, i), &length);
        if (c >= 0x80 && code >= 0 && !utf8_is_invisible(code))
            continue;
        buf_put(out, str_slice(text, start, i));
        if (c == '"' || c == '\\')
            buf_format(out, "\\%c", c);
        else
            put_code(out, code < 0 ? 0xfffd : code);
        start = i + length;
    }
    buf_put(out, str_from(text, start));
    buf_byte(out, '"');
}

/* Whether this character could begin markup where it stands. Letters around a dot, hyphen or underscore
 * make a name, and names are what stands in most cells. */
static bool is_markup(Str text, size_t i)
{
    static const char always[] = "\\`*[]|~$^{}#!";
    char c = text.s[i];
    bool inside = i > 0 && i + 1 < text.n &&
                  (char_is_letter(text.s[i - 1]) || char_is_digit(text.s[i - 1])) &&
                  (char_is_letter(text.s[i + 1]) || char_is_digit(text.s[i + 1]));
    if (str_find(S(always), c) >= 0)
        return true;
    bool number = i > 0 && char_is_digit(text.s[i - 1]); /* 1) and 1. begin a list */
    bool web = i >= 3 && str_is_nocase(str_slice(text, i - 3, i), S("www"));
    if (c == ')' || c == '.')
        return (number && !(inside && c == '.')) || (web && c == '.');
    return !inside && str_find(S("_+-=:@"), c) >= 0;
}

/* Punctuation that may be markup gets a backslash, which CommonMark allows before any of it; what HTML
 * would read becomes an entity; and what nobody sees, or turns the text around, its code. */
void put_markdown(Buf *out, Str text)
{
    for (size_t i = 0, length; i < text.n; i += length) {
        int32_t code = character(text, i, &length);
        char c = text.s[i];
        if (c == '<' || c == '>' || c == '&')
            buf_put(out, str_of(xml_entity(c)));
        else if ((unsigned char)c < ' ')
            buf_byte(out, ' ');
        else if (code < 0 || (code >= 0x7f && utf8_is_invisible(code))) {
            buf_byte(out, '\\'); /* before the one of the code */
            put_visible(out, str_slice(text, i, i + length));
        } else {
            if (is_markup(text, i))
                buf_byte(out, '\\');
            put_character(out, text, i, length);
        }
    }
}

void put_apex_comment(Buf *out, Str text)
{
    for (size_t i = 0, length; i < text.n; i += length) {
        if (utf8_is_invisible(character(text, i, &length)))
            buf_byte(out, ' ');
        else
            put_character(out, text, i, length);
    }
}

static Str slot_value(Str name, const Slot *slots, size_t count)
{
    for (size_t i = 0; i < count; i++)
        if (str_is(name, str_of(slots[i].name)))
            return slots[i].value;
    assert(false && "a skeleton has a slot that nobody fills");
    return S("");
}

static ptrdiff_t find_slot(Str text)
{
    size_t at = 0;
    for (ptrdiff_t brace; (brace = str_find(str_from(text, at), '{')) >= 0; at++) {
        at += (size_t)brace;
        if (str_starts(str_from(text, at), S("{{")))
            return (ptrdiff_t)at;
    }
    return -1;
}

void put_skeleton(Buf *out, const char *skeleton, const Slot *slots, size_t count)
{
    Str rest = str_of(skeleton);
    for (ptrdiff_t at; (at = find_slot(rest)) >= 0;) {
        buf_put(out, str_slice(rest, 0, (size_t)at));
        rest = str_from(rest, (size_t)at + 2);
        ptrdiff_t end = str_search(rest, S("}}"));
        buf_put(out, slot_value(str_slice(rest, 0, (size_t)end), slots, count));
        rest = str_from(rest, (size_t)end + 2);
    }
    buf_put(out, rest);
}
