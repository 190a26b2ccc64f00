/* Two things are secrets: what has the form of one, and what stands behind a key that says so. The second is looked
 * for in the line as it stands, since findings also tell of texts that are no YAML, XML or JSON. */
#include "diag/secret.h"

#include "base/buf.h"
#include "facts/secrets.h"

#include <string.h>

typedef struct {
    size_t start, end;
} Range;

/* How far from a place its line is looked at: a line can have megabytes, and thousands of findings. */
enum { LOOK_BEFORE = 2 << 10 };

static const Str mask = {"***", 3};

/* The first kept value that ends behind a place. None lies in another, so they are in order by their ends too. */
static size_t first_behind(const Source *source, size_t at)
{
    size_t first = 0, end = source->secret_count;
    while (first < end) {
        size_t middle = first + (end - first) / 2;
        const Loc *secret = &source->secrets[middle];
        if ((size_t)secret->at + secret->length <= at)
            first = middle + 1;
        else
            end = middle;
    }
    return first;
}

/* In order: a file can have thousands, and as many findings. An alias leads back to a value before. */
static void keep_hidden(Diag *d, Loc at)
{
    Source *source = source_of(&d->sources, at);
    if (!source)
        return;
    size_t place = first_behind(source, at.at);
    if (place < source->secret_count && source->secrets[place].at == at.at)
        return;
    LIST_ADD(source->arena, source->secrets, source->secret_count, source->secret_capacity);
    Loc *to = &source->secrets[place];
    memmove(to + 1, to, (source->secret_count - 1 - place) * sizeof *to);
    *to = at;
}

/* Written with escapes it is not found again in the line. */
void diag_secret(Diag *d, Loc at, Str text)
{
    Secret found;
    const Source *source = source_of(&d->sources, at);
    if (text.n < SECRET_LEAST || !fact_secret(text, &found))
        return;
    diag(d, RULE_SECRET, at, "here stands what looks like " STR_FMT, STR_ARG(found.kind));
    Str said = source ? str_slice(source->bytes, at.at, at.at + at.length) : S("");
    if (str_search(said, str_slice(text, found.at, found.at + found.length)) < 0)
        keep_hidden(d, at);
}

bool diag_secret_value(Diag *d, Str key, Loc value)
{
    bool secret = fact_secret_key(key);
    if (secret)
        keep_hidden(d, value);
    return secret;
}

/* --- values of keys that say so -------------------------------------------------------------------- */

static bool is_blank(char c)
{
    return c == ' ' || c == '\t';
}

static bool is_of_key(char c)
{
    return char_is_letter(c) || char_is_digit(c) || c == '_' || c == '-';
}

/* The name before a colon, an equals sign, or the end of a tag; it may be in quotes. */
static Str key_before(Str line, size_t at)
{
    while (at && is_blank(line.s[at - 1]))
        at--;
    if (at && (line.s[at - 1] == '"' || line.s[at - 1] == '\''))
        at--;
    size_t start = at;
    while (start && is_of_key(line.s[start - 1]))
        start--;
    return str_slice(line, start, at);
}

/* Whether a value can end before this text: a quote that something else follows belongs to it. */
static bool ends_value(Str rest)
{
    rest = str_trim(rest);
    return !rest.n || str_find(S(",]}#"), rest.s[0]) >= 0;
}

/* A value in quotes ends with them, text of an element with a tag, all else with the line. */
static size_t value_end(Str line, char separator, size_t start)
{
    char quote = start < line.n ? line.s[start] : '\0';
    if (separator == '>') {
        ptrdiff_t tag = str_find(str_from(line, start), '<');
        return tag < 0 ? line.n : start + (size_t)tag;
    }
    if (quote != '"' && quote != '\'')
        return line.n;
    for (size_t i = start + 1; i < line.n; i++) {
        if (line.s[i] == quote && ends_value(str_from(line, i + 1)))
            return i + 1;
        i += quote == '"' && line.s[i] == '\\';
    }
    return line.n;
}

/* The value at a place, where the reader of the text knows how long it is; in broken YAML it can go on. */
static bool known_value(const Source *source, size_t at, size_t *end)
{
    size_t i = first_behind(source, at);
    if (i == source->secret_count || source->secrets[i].at != at)
        return false;
    *end = at + source->secrets[i].length;
    return true;
}

/* Whether the line before ends with such a key, alone or before | or >. */
static bool goes_on(const Source *source, size_t start)
{
    Str before = str_slice(source->bytes, start > LOOK_BEFORE ? start - LOOK_BEFORE : 0, start);
    if (!str_ends(before, S("\n")))
        return false;
    before = str_behind_last(str_slice(before, 0, before.n - 1), '\n');
    while (before.n && str_find(S(" \t\r|>+-0123456789"), before.s[before.n - 1]) >= 0)
        before.n--;
    return str_ends(before, S(":")) && fact_secret_key(key_before(before, before.n - 1));
}

/* `line` is a piece of the source. */
static bool find_value(const Source *source, Str line, size_t from, Range *found)
{
    size_t before = (size_t)(line.s - source->bytes.s), end;
    if (!from && str_trim(line).n && goes_on(source, before)) {
        *found = (Range){(size_t)(str_trim(line).s - line.s), line.n};
        return true;
    }
    for (size_t i = from; i < line.n; i++) {
        if (str_find(S(":=>"), line.s[i]) < 0 || !fact_secret_key(key_before(line, i)))
            continue;
        size_t start = i + 1;
        while (start < line.n && is_blank(line.s[start]))
            start++;
        if (!known_value(source, before + start, &end) || !ends_value(str_from(line, end - before)))
            end = before + value_end(line, line.s[i], start);
        *found = (Range){start, end - before < line.n ? end - before : line.n};
        if (found->end > start)
            return true;
    }
    return false;
}

/* The next value that a reader wants hidden; it may have begun in a line before. */
static bool find_kept(const Source *source, Str line, size_t from, Range *found)
{
    size_t before = (size_t)(line.s - source->bytes.s), i = first_behind(source, before + from);
    if (from >= line.n || i == source->secret_count || source->secrets[i].at >= before + line.n)
        return false;
    size_t start = source->secrets[i].at, end = start + source->secrets[i].length;
    *found = (Range){start > before + from ? start - before : from,
                     end < before + line.n ? end - before : line.n};
    return true;
}

/* --- the lines of a private key ---------------------------------------------------------------------- */

enum { KEY_BYTES = 8 << 10 }; /* more than an RSA key of 8,192 bits takes */

static bool is_base64(Str line)
{
    line = str_trim(line);
    for (size_t i = 0; i < line.n; i++)
        if (!char_is_letter(line.s[i]) && !char_is_digit(line.s[i]) &&
            str_find(S("+/="), line.s[i]) < 0)
            return false;
    return line.n > 0;
}

/* Whether the last line of a text that is part of a PEM file begins a private key. */
static bool is_in_private_key(Str before)
{
    static const char begin[] = "-----BEGIN ", end[] = "-----END ";
    if (before.n > KEY_BYTES)
        before = str_from(before, before.n - KEY_BYTES);
    for (size_t i = before.n; i-- > 0;) {
        Str here = str_from(before, i);
        if (before.s[i] != '-')
            continue;
        if (str_starts(here, str_of(end)))
            return false;
        if (str_starts(here, str_of(begin)))
            return str_search(str_cut(&here, '\n'), S("PRIVATE KEY")) >= 0;
    }
    return false;
}

/* --- what is hidden ------------------------------------------------------------------------------------ */

static void take_first(Range *first, bool *any, Range other)
{
    if (!*any || other.start < first->start ||
        (other.start == first->start && other.end > first->end))
        *first = other;
    *any = true;
}

/* The first range from `from` on that is not to be shown. */
static bool next_hidden(const Source *source, Str line, size_t from, Range *found)
{
    Secret secret;
    Range other;
    bool any = find_kept(source, line, from, found);
    if (find_value(source, line, from, &other))
        take_first(found, &any, other);
    if (fact_secret(str_from(line, from), &secret))
        take_first(found, &any, (Range){from + secret.at, from + secret.at + secret.length});
    return any;
}

Str secret_masked(Arena *a, Str text)
{
    Secret found;
    if (text.n < SECRET_LEAST || !fact_secret(text, &found))
        return text;
    Buf out = {0};
    do {
        buf_put(&out, str_slice(text, 0, found.at));
        buf_put(&out, mask);
        text = str_from(text, found.at + found.length);
    } while (fact_secret(text, &found));
    buf_put(&out, text);
    Str copy = str_copy(a, buf_str(&out));
    buf_free(&out);
    return copy;
}

bool secret_holds(const Sources *sources, Loc at)
{
    const Source *source = source_of(sources, at);
    Range hidden = {0};
    if (!source || loc_is_whole(at) || at.at > source->bytes.n)
        return false;
    size_t start = at.at;
    while (start && source->bytes.s[start - 1] != '\n' && at.at - start < LOOK_BEFORE)
        start--;
    Str line = str_from(source->bytes, start);
    line = str_cut(&line, '\n');
    if (line.n > at.at - start + LOOK_BEFORE)
        line.n = at.at - start + LOOK_BEFORE;
    while (find_value(source, line, hidden.end, &hidden) && start + hidden.start <= at.at)
        if (at.at < start + hidden.end)
            return true;
    if (find_kept(source, line, at.at - start, &hidden) && start + hidden.start == at.at)
        return true;
    return is_base64(line) && is_in_private_key(str_slice(source->bytes, 0, start));
}

/* Where a place of the text is when `hidden` has become the mask. */
static size_t moved(size_t at, Range hidden, bool is_end)
{
    if (at <= hidden.start)
        return at;
    return at >= hidden.end ? at - (hidden.end - hidden.start) + mask.n
                            : hidden.start + (is_end ? mask.n : 0);
}

static void hide(Arena *a, Excerpt *e, Range hidden)
{
    size_t end = moved(e->mark + e->length, hidden, true);
    Str before = str_slice(e->text, 0, hidden.start);
    e->text = str_join(a, str_join(a, before, mask), str_from(e->text, hidden.end));
    e->mark = moved(e->mark, hidden, false);
    e->length = end - e->mark;
}

void secret_hide(Arena *a, const Source *source, Excerpt *e)
{
    enum { HIDDEN_MAX = 64 };
    Range hidden[HIDDEN_MAX];
    size_t count = 0, from = 0, start = (size_t)(e->text.s - source->bytes.s);
    if (is_base64(e->text) && is_in_private_key(str_slice(source->bytes, 0, start))) {
        hide(a, e, (Range){0, e->text.n});
        return;
    }
    while (count < HIDDEN_MAX && next_hidden(source, e->text, from, &hidden[count]))
        from = hidden[count++].end;
    if (count == HIDDEN_MAX)
        hidden[count - 1].end = e->text.n;
    while (count--)
        hide(a, e, hidden[count]);
}
