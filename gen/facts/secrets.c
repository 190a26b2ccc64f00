/* The forms of schemas/secrets.tsv. A form is literal text with runs of characters between: {w36} are at least 36
 * of the class w, and as many more as there are; of the class U just as many. One that begins with * is the end of a
 * key's name. */
#include "facts/secrets.h"

#include "facts_tables.h"

/* Where a walk over a text looks closer: the first bytes of all forms. A unit test compares it with the table. */
static bool may_begin(char c)
{
    switch (c) {
    case '-':
    case '0':
    case '5':
    case ':':
    case 'A':
    case 'a':
    case 'c':
    case 'e':
    case 'g':
    case 'p':
    case 'r':
    case 's':
    case 'x':
        return true;
    default:
        return false;
    }
}

static bool is_word(char c)
{
    return char_is_letter(c) || char_is_digit(c);
}

static bool is_of_class(char class, char c)
{
    switch (class) {
    case 'w': /* letters and digits */
        return is_word(c);
    case 'i': /* and _ */
        return is_word(c) || c == '_';
    case 'b': /* base64url */
        return is_word(c) || c == '_' || c == '-';
    case 't': /* what Salesforce's tokens are made of */
        return is_word(c) || c == '_' || c == '.';
    case 'U': /* upper case and digits */
        return char_is_digit(c) || (c >= 'A' && c <= 'Z');
    case 'x': /* a UUID */
        return char_is_digit(c) || (c >= 'a' && c <= 'f') || (c >= 'A' && c <= 'F') || c == '-';
    case 'u': /* user information of a URL */
        return is_word(c) || str_find(S("-._~!$&'()*+,;=%"), c) >= 0;
    default: /* v: the value of a parameter */
        return is_word(c) || str_find(S("-._~+/%="), c) >= 0;
    }
}

/* {w36} at the start of a form: gives the class, and cuts it off. */
static char take_run(Str *form, size_t *least)
{
    char class = form->s[1];
    Str number = str_from(*form, 2);
    *least = 0;
    for (; char_is_digit(number.s[0]); number = str_from(number, 1))
        *least = *least * 10 + (size_t)(number.s[0] - '0');
    *form = str_from(number, 1);
    return class;
}

/* How many bytes at the start of a text have the form; 0: it has not. */
static size_t fits(Str form, Str text)
{
    size_t at = 0;
    while (form.n) {
        if (form.s[0] != '{') {
            if (at == text.n || text.s[at++] != form.s[0])
                return 0;
            form = str_from(form, 1);
            continue;
        }
        size_t least, start = at;
        char class = take_run(&form, &least);
        while (at < text.n && is_of_class(class, text.s[at]))
            at++;
        if (at - start < least || (class == 'U' && at - start > least))
            return 0;
    }
    return at;
}

static bool find_at(Str text, size_t at, Secret *found)
{
    const FactTable *t = &table_secrets;
    FactRows rows = table_prefix(t, str_slice(text, at, at + 1));
    for (size_t row = rows.first; row < rows.first + rows.count; row++) {
        size_t length = fits(table_cell(t, row, SECRETS_FORM), str_from(text, at));
        if (!length)
            continue;
        *found = (Secret){at, length, table_cell(t, row, SECRETS_KIND)};
        return true;
    }
    return false;
}

bool fact_secret(Str text, Secret *found)
{
    for (size_t i = 0; i < text.n; i++) {
        bool inside = i > 0 && is_word(text.s[i]) && is_word(text.s[i - 1]);
        if (may_begin(text.s[i]) && !inside && find_at(text, i, found))
            return true;
    }
    return false;
}

/* The last letters of all such keys, so that most keys need no look at the table. */
static bool may_end(char c)
{
    return str_find(S("denty"), c) >= 0;
}

bool fact_secret_key(Str key)
{
    enum { LETTERS_MAX = 16 };
    char letters[LETTERS_MAX]; /* its last ones, in lower case */
    size_t first = LETTERS_MAX;
    for (size_t i = key.n; i-- > 0 && first > 0;) {
        if (!char_is_letter(key.s[i]))
            continue;
        letters[--first] = (char)(key.s[i] | 0x20);
        if (first == LETTERS_MAX - 1 && !may_end(letters[first]))
            return false;
    }
    Str tail = {letters + first, LETTERS_MAX - first};
    FactRows rows = table_prefix(&table_secrets, S("*"));
    for (size_t row = rows.first; row < rows.first + rows.count; row++)
        if (str_ends(tail, str_from(table_cell(&table_secrets, row, SECRETS_FORM), 1)))
            return true;
    return false;
}
