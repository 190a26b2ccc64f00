/* YAML scalars: which style a text can have, and writing it. */
#include "write/yaml_text.h"

#include "base/utf8.h"

static bool is_word_character(char c)
{
    return char_is_letter(c) || char_is_digit(c) || c == '_' || (unsigned char)c >= 0x80;
}

/* Words that other YAML readers, and people, take for something else than text. */
static bool is_loaded_word(Str text)
{
    static const Str words[] = {{"true", 4}, {"false", 5}, {"yes", 3},  {"no", 2},
                                {"on", 2},   {"off", 3},   {"null", 4}, {"~", 1}};
    for (size_t i = 0; i < sizeof words / sizeof *words; i++)
        if (str_is_nocase(text, words[i]))
            return true;
    if (str_starts(text, S("0x")) || str_starts(text, S("0o")))
        return true;
    bool digit = false;
    for (size_t i = 0; i < text.n; i++) {
        digit = digit || char_is_digit(text.s[i]);
        if (str_find(S("0123456789.:-+eE_"), text.s[i]) < 0)
            return false;
    }
    return digit; /* looks like a number */
}

/* Characters that a reader would not give back from a plain or block scalar, or nobody would see. */
static bool needs_escapes(Str text, bool breaks_allowed)
{
    for (size_t i = 0, length; i < text.n; i += length) {
        length = 1;
        if (utf8_is_plain(text.s[i]) || (text.s[i] == '\n' && breaks_allowed))
            continue;
        int32_t code = utf8_decode(str_from(text, i), &length);
        if (utf8_is_invisible(code) || code == 0xfeff)
            return true;
    }
    return false;
}

static bool is_plain(Str text, bool flow)
{
    if (!text.n || is_loaded_word(text) || needs_escapes(text, false) ||
        !is_word_character(text.s[0]) || text.s[text.n - 1] == ' ' || text.s[text.n - 1] == ':')
        return false;
    if (str_search(text, S(": ")) >= 0 || str_search(text, S(" #")) >= 0)
        return false;
    for (size_t i = 0; flow && i < text.n; i++) {
        bool colon = text.s[i] == ':' && !is_word_character(text.s[i + 1]);
        if (colon || str_find(S(",[]{}"), text.s[i]) >= 0)
            return false; /* libyaml reads a:?b in [ ] as a map */
    }
    return true;
}

static void put_double_quoted(Buf *out, Str text)
{
    buf_byte(out, '"');
    for (size_t i = 0, length; i < text.n; i += length) {
        int32_t code = utf8_decode(str_from(text, i), &length);
        if (code == '"' || code == '\\')
            buf_format(out, "\\%c", (char)code);
        else if (code == '\n')
            buf_put(out, S("\\n"));
        else if (code == '\r')
            buf_put(out, S("\\r"));
        else if (code == '\t')
            buf_put(out, S("\\t"));
        else if (utf8_is_invisible(code) && code > 0xffff)
            buf_format(out, "\\U%08X", (unsigned)code);
        else if (utf8_is_invisible(code) || code == 0xfeff)
            buf_format(out, "\\u%04X", (unsigned)code);
        else
            buf_put(out, str_slice(text, i, i + length));
    }
    buf_byte(out, '"');
}

static void put_single_quoted(Buf *out, Str text)
{
    buf_byte(out, '\'');
    buf_put(out, text);
    buf_byte(out, '\'');
}

/* What holds an apostrophe goes in double quotes. */
void put_yaml(Buf *out, Str text, bool flow)
{
    if (is_plain(text, flow))
        buf_put(out, text);
    else if (needs_escapes(text, false) || str_find(text, '\'') >= 0)
        put_double_quoted(out, text);
    else
        put_single_quoted(out, text);
}

enum { KEY_MAX = 1000 }; /* readers need not find the colon of a longer one */

void put_yaml_key(Buf *out, Str text, size_t indent)
{
    Buf key = {0};
    put_yaml(&key, text, false);
    buf_fill(out, ' ', indent);
    if (key.n > KEY_MAX)
        buf_put(out, S("? "));
    buf_put(out, buf_str(&key));
    if (key.n > KEY_MAX) {
        buf_byte(out, '\n');
        buf_fill(out, ' ', indent);
    }
    buf_byte(out, ':');
    buf_free(&key);
}

/* --- blocks ------------------------------------------------------------------------------------ */

static bool has_double_blank(Str text)
{
    return str_search(text, S("  ")) >= 0;
}

/* A folded block gives single blanks back where its lines end, and nothing else. */
static bool can_fold(Str text)
{
    return text.n > 0 && text.s[0] != ' ' && text.s[text.n - 1] != ' ' && !has_double_blank(text) &&
           !needs_escapes(text, false);
}

/* A literal block gives its lines back, but not blanks before the first, and only one last line end. */
static bool can_be_literal(Str text)
{
    return str_find(text, '\n') >= 0 && text.s[0] != ' ' && text.s[0] != '\n' &&
           !str_ends(text, S("\n")) && !needs_escapes(text, true);
}

static void put_folded(Buf *out, Str text, size_t indent)
{
    size_t column = 0;
    buf_put(out, S(">-\n"));
    for (Str rest = text; rest.n;) {
        Str word = str_cut(&rest, ' ');
        size_t width = utf8_width(word);
        if (column && column + 1 + width > YAML_WIDTH) {
            buf_byte(out, '\n');
            column = 0;
        }
        if (column) {
            buf_byte(out, ' ');
            column++;
        } else {
            buf_fill(out, ' ', indent);
            column = indent;
        }
        buf_put(out, word);
        column += width;
    }
    buf_byte(out, '\n');
}

static void put_literal(Buf *out, Str text, size_t indent)
{
    buf_put(out, S("|-\n"));
    for (Str rest = text; rest.n;) {
        Str line = str_cut(&rest, '\n');
        if (line.n)
            buf_fill(out, ' ', indent);
        buf_put(out, line);
        buf_byte(out, '\n');
    }
}

void put_yaml_text(Buf *out, Str text, size_t indent)
{
    bool fits = indent + 16 + utf8_width(text) <= YAML_WIDTH;
    if (can_be_literal(text)) {
        put_literal(out, text, indent);
    } else if (!fits && can_fold(text)) {
        put_folded(out, text, indent);
    } else {
        put_yaml(out, text, false);
        buf_byte(out, '\n');
    }
}

void put_yaml_entry(Buf *out, const char *key, Str text, size_t indent)
{
    if (!text.n)
        return;
    buf_fill(out, ' ', indent);
    buf_format(out, "%s: ", key);
    put_yaml_text(out, text, indent + 2);
}
