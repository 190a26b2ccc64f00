/* Sensitive fields: standard ones by their own rows, all others by the words of their names. */
#include "facts/access.h"

#include "facts_tables.h"

#include <string.h>

enum {
    LETTERS_MAX = 128, /* no field has a name as long: 40 characters and a namespace of 15 */
    KEY_LETTERS = 3    /* what rows are looked up by: no pattern is shorter */
};

/* The words of a name in lower case, written together. */
typedef struct {
    char letters[LETTERS_MAX];
    bool bound[LETTERS_MAX + 1]; /* a word starts here, or the last one has ended */
    size_t count;
} Words;

static bool is_lower(Str name, size_t at)
{
    return at < name.n && name.s[at] >= 'a' && name.s[at] <= 'z';
}

static bool is_upper(Str name, size_t at)
{
    return at < name.n && name.s[at] >= 'A' && name.s[at] <= 'Z';
}

/* A custom field without its namespace and suffix: ns__Passport__c is Passport. */
static Str bare_name(Str field)
{
    size_t suffix = str_ends(field, S("__c")) ? 3 : str_ends(field, S("__pc")) ? 4 : 0;
    if (!suffix)
        return field;
    Str name = str_slice(field, 0, field.n - suffix);
    ptrdiff_t namespace = str_search(name, S("__"));
    return namespace < 0 ? name : str_from(name, (size_t) namespace + 2);
}

/* Whatever is no letter separates; so does a change of case: SSNNumber is ssn and number. */
static Words split(Str name)
{
    Words words = {.count = 0};
    bool gap = true;
    for (size_t i = 0; i < name.n && words.count < LETTERS_MAX; i++) {
        if (!char_is_letter(name.s[i])) {
            gap = true;
            continue;
        }
        bool turn =
            is_upper(name, i) && (is_lower(name, i + 1) || (i > 0 && is_lower(name, i - 1)));
        words.bound[words.count] = gap || turn;
        words.letters[words.count++] =
            (char)(is_upper(name, i) ? name.s[i] - 'A' + 'a' : name.s[i]);
        gap = false;
    }
    words.bound[words.count] = true;
    return words;
}

/* Whether the words from `start` on are those of *passport, or begin with those of *iban*. */
static bool fits(const Words *words, size_t start, Str pattern)
{
    bool open = str_ends(pattern, S("*"));
    Str letters = str_slice(pattern, 1, open ? pattern.n - 1 : pattern.n);
    size_t end = start + letters.n;
    return end <= words->count && words->bound[end] && (open || end == words->count) &&
           memcmp(words->letters + start, letters.s, letters.n) == 0;
}

/* Of several rows that fit the last counts, which is the longest. */
static FactRows find_from(const Words *words, size_t start)
{
    char key[1 + KEY_LETTERS] = "*";
    FactRows found = {0, 0};
    if (!words->bound[start] || start + KEY_LETTERS > words->count)
        return found;
    memcpy(key + 1, words->letters + start, KEY_LETTERS);
    FactRows rows = table_prefix(&table_sensitive_fields, (Str){key, sizeof key});
    for (size_t row = rows.first; row < rows.first + rows.count; row++)
        if (fits(words, start, table_cell(&table_sensitive_fields, row, SENSITIVE_FIELDS_NAME)))
            found = (FactRows){row, 1};
    return found;
}

static FactRows find_words(Str field)
{
    Words words = split(bare_name(field));
    char key[2 + LETTERS_MAX] = "*.";
    memcpy(key + 2, words.letters, words.count);
    FactRows rows = table_find(&table_sensitive_fields, (Str){key, 2 + words.count});
    for (size_t start = 0; !rows.count && start < words.count; start++)
        rows = find_from(&words, start);
    return rows;
}

bool fact_sensitive_field(Str name, Str *why, Str *evidence)
{
    const FactTable *t = &table_sensitive_fields;
    ptrdiff_t dot = str_find(name, '.');
    FactRows rows = table_find(t, name);
    if (!rows.count && dot >= 0)
        rows = find_words(str_from(name, (size_t)dot + 1));
    if (!rows.count)
        return false;
    *why = table_cell(t, rows.first, SENSITIVE_FIELDS_WHY);
    *evidence = table_cell(t, rows.first, SENSITIVE_FIELDS_EVIDENCE);
    return true;
}
