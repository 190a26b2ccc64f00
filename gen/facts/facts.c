/* Look-ups in the tables of schemas/. */
#include "facts/facts.h"

#include "facts_tables.h"

static License license_row(size_t row)
{
    return (License){.name = table_cell(&table_licenses, row, LICENSES_NAME),
                     .label = table_cell(&table_licenses, row, LICENSES_LABEL),
                     .user = str_is(table_cell(&table_licenses, row, LICENSES_KIND), S("user"))};
}

bool fact_license(Str said, License *license)
{
    for (size_t i = 0; i < table_licenses.rows; i++) {
        *license = license_row(i);
        if (str_is(said, license->name) || str_is(said, license->label))
            return true;
    }
    return false;
}

/* The same without blanks of any kind: the no-break space is how a copy from a web page differs. */
static Str squeezed(Arena *a, Str text)
{
    Str bare = str_replace(a, text, S("\xc2\xa0"), S(""));
    return str_lower(a, str_replace(a, bare, S(" "), S("")));
}

/* The same words in another order. */
static bool same_words(Str said, Str label)
{
    size_t bytes = 0;
    for (Str rest = said; rest.n;) {
        Str word = str_cut(&rest, ' ');
        bool found = false;
        for (Str other = label; other.n && !found;)
            found = str_is_nocase(word, str_cut(&other, ' '));
        if (!found)
            return false;
        bytes += word.n + 1;
    }
    return bytes == label.n + 1;
}

bool fact_license_near(Str said, License *license)
{
    Arena scratch = {0};
    bool found = false;
    for (size_t limit = 0; limit <= 2 && !found; limit++)
        for (size_t i = 0; i < table_licenses.rows && !found; i++) {
            License row = license_row(i);
            Str bare = squeezed(&scratch, said);
            found = same_words(said, row.label) ||
                    str_distance(bare, squeezed(&scratch, row.name), (int)limit) <= (int)limit ||
                    str_distance(bare, squeezed(&scratch, row.label), (int)limit) <= (int)limit;
            if (found)
                *license = row;
        }
    arena_free(&scratch);
    return found;
}

License fact_integration_license(void)
{
    License license;
    fact_license(S("SalesforceAPIIntegrationPsl"), &license);
    return license;
}

static Str profile_by_age(Str age, size_t column)
{
    for (size_t i = 0; i < table_profiles.rows; i++)
        if (str_is(table_cell(&table_profiles, i, PROFILES_AGE), age))
            return table_cell(&table_profiles, i, column);
    return S("");
}

Str fact_integration_user_license(void)
{
    return profile_by_age(S("newest"), PROFILES_LICENSE);
}

Str fact_newest_profile(void)
{
    return profile_by_age(S("newest"), PROFILES_NAME);
}

Str fact_older_profile(void)
{
    return profile_by_age(S("older"), PROFILES_NAME);
}

bool fact_profile_license(Str profile, Str *license)
{
    FactRows rows = table_find(&table_profiles, profile);
    *license = rows.count ? table_cell(&table_profiles, rows.first, PROFILES_LICENSE) : S("");
    return rows.count > 0;
}

bool fact_profile_permission(Str name)
{
    return table_find(&table_profile_permissions, name).count > 0;
}

Str *fact_features(Arena *a, size_t *count)
{
    return table_names(&table_features, a, count);
}

Str *fact_editions(Arena *a, size_t *count)
{
    return table_names(&table_editions, a, count);
}

bool fact_edition_licenses(Str edition, int *licenses)
{
    FactRows rows = table_find(&table_editions, edition);
    *licenses = 0;
    if (rows.count) {
        Str number = table_cell(&table_editions, rows.first, EDITIONS_LICENSES);
        for (size_t i = 0; i < number.n; i++)
            *licenses = *licenses * 10 + (number.s[i] - '0');
    }
    return rows.count > 0;
}

bool fact_vendor_license(Str tool, Str *license, Str *evidence)
{
    for (size_t i = 0; i < table_vendors.rows; i++) {
        if (!str_is_nocase(tool, table_cell(&table_vendors, i, VENDORS_TOOL)))
            continue;
        *license = table_cell(&table_vendors, i, VENDORS_LICENSE);
        *evidence = table_cell(&table_vendors, i, VENDORS_EVIDENCE);
        return true;
    }
    return false;
}

bool fact_rule(Str id, Str *why, Str *answer, Str *evidence)
{
    FactRows rows = table_find(&table_rules, id);
    if (!rows.count)
        return false;
    *why = table_cell(&table_rules, rows.first, RULES_WHY);
    *answer = table_cell(&table_rules, rows.first, RULES_ANSWER);
    *evidence = table_cell(&table_rules, rows.first, RULES_EVIDENCE);
    if (str_is(*answer, S("-")))
        *answer = S("");
    return true;
}

/* --- what a deploy answers ----------------------------------------------------------------------- */

enum { STARS_MAX = 4 };

/* Whether the text is the pattern with something in the place of each `*`, which is what stars[] becomes. */
static bool fits(Str pattern, Str text, Str stars[STARS_MAX], size_t *count)
{
    Str rest = pattern, literal = str_cut(&rest, '*');
    bool more = literal.n < pattern.n;
    *count = 0;
    if (!str_starts(text, literal))
        return false;
    for (text = str_from(text, literal.n); more && *count < STARS_MAX;) {
        size_t before = rest.n;
        literal = str_cut(&rest, '*');
        more = literal.n < before;
        ptrdiff_t at = literal.n ? str_search(text, literal) : (ptrdiff_t)text.n;
        if (at < 0 || (!more && literal.n && !str_ends(text, literal)))
            return false;
        if (!more && literal.n) /* the end of the pattern is the end of the text */
            at = (ptrdiff_t)(text.n - literal.n);
        stars[(*count)++] = str_slice(text, 0, (size_t)at);
        text = str_from(text, (size_t)at + literal.n);
    }
    return true;
}

bool fact_deploy_problem(Str problem, DeployProblem *found)
{
    size_t best = 0;
    for (size_t i = 0; i < table_deploy_problems.rows; i++) {
        Str stars[STARS_MAX],
            pattern = table_cell(&table_deploy_problems, i, DEPLOY_PROBLEMS_PATTERN);
        Str name = table_cell(&table_deploy_problems, i, DEPLOY_PROBLEMS_NAME);
        size_t count;
        if (!fits(pattern, problem, stars, &count) || pattern.n - count <= best)
            continue;
        best = pattern.n - count; /* the stars are no text */
        *found = (DeployProblem){
            .element = table_cell(&table_deploy_problems, i, DEPLOY_PROBLEMS_ELEMENT),
            .name = S(""),
            .rule = table_cell(&table_deploy_problems, i, DEPLOY_PROBLEMS_RULE),
            .evidence = table_cell(&table_deploy_problems, i, DEPLOY_PROBLEMS_EVIDENCE)};
        if (str_is(found->element, S("-")))
            found->element = S("");
        if (count && !str_is(name, S("none")))
            found->name = str_trim(stars[str_is(name, S("first")) ? 0 : count - 1]);
    }
    return best > 0;
}

/* --- the restricted picklists of User ------------------------------------------------------------ */

static const struct {
    const FactTable *table;
    size_t now;
} picklists[] = {[PICKLIST_TIME_ZONE] = {&table_time_zones, TIME_ZONES_NOW},
                 [PICKLIST_LOCALE] = {&table_locales, LOCALES_NOW},
                 [PICKLIST_LANGUAGE] = {&table_languages, LANGUAGES_NOW},
                 [PICKLIST_ENCODING] = {&table_encodings, ENCODINGS_NOW}};

bool fact_picklist(Picklist list, Str value, Str *now)
{
    FactRows rows = table_find(picklists[list].table, value);
    *now = rows.count ? table_cell(picklists[list].table, rows.first, picklists[list].now) : S("-");
    if (str_is(*now, S("-")))
        *now = S("");
    return rows.count > 0;
}

Str *fact_picklist_values(Picklist list, Arena *a, size_t *count)
{
    return table_names(picklists[list].table, a, count);
}
