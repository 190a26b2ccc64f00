/* Guessing the question from a file name or a message. */
#include "read/org_question.h"

/* The names of our queries, without extension. */
static const struct {
    Question question;
    const char *sobject;
} own_names[] = {
    {ASK_ORGANIZATION, "Organization"},
    {ASK_USERS, "User"},
    {ASK_API_ONLY_USERS, "User"},
    {ASK_ASSIGNMENTS, "PermissionSetAssignment"},
    {ASK_LICENSES, "PermissionSetLicenseAssign"},
    {ASK_SEATS, "PermissionSetLicense"},
    {ASK_USER_LICENSES, "UserLicense"},
    {ASK_GROUPS, "PermissionSetGroup"},
    {ASK_MEMBERS, "GroupMember"},
    {ASK_OBJECTS, "ObjectPermissions"},
    {ASK_FIELDS, "FieldPermissions"},
    {ASK_PERMISSIONS, "PermissionSet"},
    {ASK_SETUP, "SetupEntityAccess"},
    {ASK_TABS, "PermissionSetTabSetting"},
};

#define NAMES_PREFIX "names-" /* names-ApexClass and so on */

/* Words in names that people give. Of two in one name the one that stands first here counts: nearly every
 * question is one about users or permissions. */
static const struct {
    const char *word;
    Question question;
} words[] = {
    {"permissionsetlicenseassign", ASK_LICENSES},
    {"permissionsetlicense", ASK_SEATS},
    {"permissionsetassign", ASK_ASSIGNMENTS},
    {"permissionsettab", ASK_TABS},
    {"permissionsetgroup", ASK_GROUPS},
    {"userlicen", ASK_USER_LICENSES},
    {"custompermission", ASK_NAMES},
    {"groupmember", ASK_MEMBERS},
    {"seat", ASK_SEATS},
    {"psl", ASK_LICENSES},
    {"licen", ASK_LICENSES},
    {"assign", ASK_ASSIGNMENTS},
    {"member", ASK_MEMBERS},
    {"queue", ASK_MEMBERS},
    {"group", ASK_GROUPS},
    {"field", ASK_FIELDS},
    {"object", ASK_OBJECTS},
    {"setup", ASK_SETUP},
    {"tab", ASK_TABS},
    {"class", ASK_NAMES},
    {"page", ASK_NAMES},
    {"flow", ASK_NAMES},
    {"name", ASK_NAMES},
    {"organi", ASK_ORGANIZATION},
    {"permission", ASK_PERMISSIONS},
    {"system", ASK_PERMISSIONS},
    {"user", ASK_USERS},
};

/* Phrases that a name of an sObject follows, where the query is not quoted. */
static const char *const phrases[] = {"on entity '", "sobject type '", "sobject of type "};

/* --- file names -------------------------------------------------------------------------------- */

/* The name without folders and extension, and without what tells parts of one answer apart: -2, (1). */
static Str stem_of(Str file)
{
    Str stem = str_behind_last(str_behind_last(file, '/'), '\\');
    Str extension = str_behind_last(stem, '.');
    if (extension.n + 1 < stem.n)
        stem.n -= extension.n + 1;
    while (stem.n &&
           (char_is_digit(stem.s[stem.n - 1]) || str_find(S("-_ ()"), stem.s[stem.n - 1]) >= 0))
        stem.n--;
    return stem;
}

Asked asked_by_own_name(Str file)
{
    Str stem = stem_of(file);
    Str start = str_slice(stem, 0, sizeof NAMES_PREFIX - 1);
    for (size_t i = 0; i < sizeof own_names / sizeof *own_names; i++)
        if (str_is_nocase(stem, str_of(question_name(own_names[i].question))))
            return (Asked){true, own_names[i].question, str_of(own_names[i].sobject)};
    if (!str_is_nocase(start, S(NAMES_PREFIX)))
        return (Asked){.type = S("")};
    const RowType *type = row_type_named(str_from(stem, start.n));
    return (Asked){true, ASK_NAMES, type ? str_of(type->sobject) : S("")};
}

/* Finds a lower-case word in a text, whatever its case; "permission-set" is "permissionset". */
static bool has_word(Str text, Str word)
{
    for (size_t start = 0; start < text.n; start++) {
        size_t same = 0;
        for (size_t i = start; i < text.n && same < word.n; i++) {
            if (same && str_find(S("-_ "), text.s[i]) >= 0)
                continue;
            if (!str_is_nocase(str_slice(text, i, i + 1), str_slice(word, same, same + 1)))
                break;
            same++;
        }
        if (same == word.n)
            return true;
    }
    return false;
}

Asked asked_by_word(Str file)
{
    Str stem = stem_of(file);
    for (size_t i = 0; i < sizeof words / sizeof *words; i++)
        if (has_word(stem, str_of(words[i].word)))
            return (Asked){true, words[i].question, S("")};
    return (Asked){.type = S("")};
}

/* --- messages ---------------------------------------------------------------------------------- */

static bool is_name_char(char c)
{
    return char_is_letter(c) || char_is_digit(c) || c == '_';
}

static Asked asked_of(Str text)
{
    size_t n = 0;
    text = str_trim(text);
    while (n < text.n && is_name_char(text.s[n]))
        n++;
    const RowType *type = row_type_named(str_slice(text, 0, n));
    return type ? (Asked){true, type->question, str_of(type->sobject)} : (Asked){.type = S("")};
}

/* What stands behind a phrase at a place; false where the phrase does not stand there. */
static bool follows(Str message, size_t at, Str phrase, Str *rest)
{
    if (!str_is_nocase(str_slice(message, at, at + phrase.n), phrase))
        return false;
    *rest = str_from(message, at + phrase.n);
    return true;
}

/* FROM of the query itself: those of sub-queries stand in brackets. */
static Asked asked_by_from(Str message)
{
    int depth = 0;
    Str rest;
    for (size_t i = 0; i < message.n; i++) {
        depth += (message.s[i] == '(') - (message.s[i] == ')');
        bool starts = i == 0 || !is_name_char(message.s[i - 1]);
        if (depth || !starts || !follows(message, i, S("FROM"), &rest))
            continue;
        Asked asked = rest.n && !is_name_char(rest.s[0]) ? asked_of(rest) : (Asked){0};
        if (asked.known)
            return asked;
    }
    return (Asked){.type = S("")};
}

Asked asked_by_message(Str message)
{
    Str rest;
    message = str_trim(message);
    Asked asked = asked_by_from(message);
    for (size_t i = 0; i < message.n && !asked.known; i++)
        for (size_t p = 0; p < sizeof phrases / sizeof *phrases && !asked.known; p++)
            if (follows(message, i, str_of(phrases[p]), &rest))
                asked = asked_of(rest);
    return asked;
}
