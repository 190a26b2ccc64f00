/* What is wrong with a text that is no YAML: found before libyaml sees it, or said by libyaml, whose words
 * become ours. */
#include "base/utf8.h"
#include "read/encoding.h"
#include "read/yaml_reader.h"

#include <string.h>

/* --- what libyaml says when it cannot go on ---------------------------------------------------- */

/* A tab among the blanks that a line starts with, at or before a place: its offset, or -1. */
static ptrdiff_t indenting_tab(const YamlReader *r, size_t at)
{
    size_t start = at;
    while (start && r->bytes.s[start - 1] != '\n')
        start--;
    for (size_t i = start; i < r->bytes.n && (r->bytes.s[i] == ' ' || r->bytes.s[i] == '\t'); i++)
        if (r->bytes.s[i] == '\t')
            return (ptrdiff_t)i;
    return -1;
}

static Loc byte_place(const YamlReader *r, size_t byte)
{
    return (Loc){.file = r->file, .at = (uint32_t)(byte + r->skipped), .length = 1};
}

/* libyaml's words for the common mistakes, in ours. Some are best shown where the value began. */
static const struct {
    const char *problem, *message, *help;
    bool at_start;
} plain_words[] = {
    {"mapping values are not allowed",
     "a second \": \" in one value, or a key that is indented wrongly",
     "put quotes around a value that holds \": \"", false},
    {"did not find expected key", "this does not fit the indentation above it",
     "put the keys of one map exactly below each other", false},
    {"did not find expected '-'", "this does not fit the list above it",
     "put the - of one list exactly below each other", false},
    {"could not find expected ':'", "a key without \": \"", "write `key: value`", true},
    {"block sequence entries are not allowed", "a list cannot start here",
     "begin the list on the next line, or write [a, b]", false},
    {"found unexpected end of stream", "a quote that is opened here is never closed",
     "close the quote", true},
    {"did not find expected ',' or ']'", "a list in [ ] that is not closed, or a comma is missing",
     "write [a, b]", true},
    {"did not find expected ',' or '}'", "a map in { } that is not closed, or a comma is missing",
     "write {a: 1, b: 2}", true},
    {"did not find expected alphabetic or numeric",
     "a value cannot start with * or &: they mark aliases", "put quotes around the value", true},
    {"did not find expected node content", "a value is missing here", "write the value", false},
    {"<document start>", "text after the end of the document",
     "keep one document in a file, without ...", false},
    {"invalid Unicode character escape", "an escape that stands for no character",
     "write the character itself", false},
    {"did not find expected hexdecimal", "an escape that stands for no character",
     "write the character itself", false},
    {"found unknown escape character", "a backslash before a character that needs none",
     "write \\\\ for a backslash, or use single quotes", false},
};

/* Escapes are reported behind their backslash; it is what people look for. */
static size_t escape_start(const YamlReader *r, size_t at)
{
    for (size_t back = 1; back <= 2 && back <= at; back++)
        if (r->bytes.s[at - back] == '\\')
            return at - back;
    return at;
}

static void plain_failure(YamlReader *r, const EventFailure *failure)
{
    size_t at = failure->at;
    const char *message = failure->problem, *help = NULL;
    for (size_t i = 0; i < sizeof plain_words / sizeof *plain_words && !help; i++) {
        if (!strstr(failure->problem, plain_words[i].problem))
            continue;
        message = plain_words[i].message;
        help = plain_words[i].help;
        if (plain_words[i].at_start)
            at = failure->started;
        else if (strstr(message, "escape"))
            at = escape_start(r, at);
    }
    Loc place = byte_place(r, at);
    place.length = 0;
    diag(r->diag, RULE_YAML_SYNTAX, place, "%s", message);
    if (help)
        diag_help(r->diag, "%s", help);
}

static void syntax_failure(YamlReader *r, const EventFailure *failure)
{
    size_t at = failure->at;
    char found = at < r->bytes.n ? r->bytes.s[at] : '\0';
    ptrdiff_t tab = indenting_tab(r, at);
    bool cannot_start = strstr(failure->problem, "cannot start any token") != NULL;
    if (tab >= 0)
        diag(r->diag, RULE_YAML_TAB, byte_place(r, (size_t)tab), "a tab in the indentation");
    else if (cannot_start && found && strchr("%@`", found))
        diag(r->diag, RULE_YAML_RESERVED, byte_place(r, at),
             "a value cannot start with %c: YAML keeps it for itself", found);
    else
        plain_failure(r, failure);
}

void yaml_failure(YamlReader *r)
{
    EventFailure failure = events_failure(r->events);
    r->failed = true;
    if (failure.bad_character) /* checked before, so this is all that can be left */
        diag(r->diag, RULE_CONTROL_CHARACTER, byte_place(r, failure.at), "%s", failure.problem);
    else
        syntax_failure(r, &failure);
}

/* --- before libyaml sees a byte ---------------------------------------------------------------- */

/* The characters that YAML forbids; libyaml would stop at the first of them without a line. */
static bool check_characters(YamlReader *r)
{
    bool good = true;
    r->ascii = true;
    for (size_t i = 0, length; i < r->bytes.n; i += length) {
        length = utf8_plain_run(str_from(r->bytes, i));
        if (length)
            continue;
        length = 1;
        if (utf8_is_plain(r->bytes.s[i]))
            continue;
        int32_t code = utf8_decode(str_from(r->bytes, i), &length);
        r->ascii = r->ascii && length == 1;
        if (!utf8_is_forbidden(code) && !(code >= 0x7f && code < 0xa0))
            continue;
        Loc place = byte_place(r, i);
        place.length = (uint32_t)length;
        diag(r->diag, RULE_CONTROL_CHARACTER, place, "the control character U+%04X",
             (unsigned)code);
        good = false;
    }
    return good;
}

/* Directives are refused before parsing: libyaml reads all of them inside one event, in quadratic
 * time. A % at the start of a line can also be text of a block; there YAML wants it indented. */
static bool check_directives(YamlReader *r)
{
    size_t at = 0;
    for (ptrdiff_t next; (next = str_find(str_from(r->bytes, at), '%')) >= 0; at++) {
        at += (size_t)next;
        if (at && r->bytes.s[at - 1] != '\n')
            continue;
        diag(r->diag, RULE_YAML_DIRECTIVE, byte_place(r, at), "a line that starts with %%");
        return false;
    }
    return true;
}

bool yaml_check_bytes(YamlReader *r)
{
    return encoding_check(r->diag, r->file, r->bytes, r->skipped) && check_characters(r) &&
           check_directives(r);
}
