/* Look-ups in the tables of schemas/. */
#include "facts/facts.h"

#include "facts/tables.h"

enum { NAMES_MAX = 32 };

static License license_row(size_t row)
{
    return (License){.name = str_of(table_licenses[row][0]),
                     .label = str_of(table_licenses[row][1]),
                     .user = str_is(str_of(table_licenses[row][2]), S("user"))};
}

bool fact_license(Str said, License *license)
{
    for (size_t i = 0; i < table_licenses_count; i++) {
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

bool fact_license_near(Str said, License *license)
{
    Arena scratch = {0};
    bool found = false;
    for (size_t limit = 0; limit <= 2 && !found; limit++)
        for (size_t i = 0; i < table_licenses_count && !found; i++) {
            License row = license_row(i);
            Str bare = squeezed(&scratch, said);
            found = str_distance(bare, squeezed(&scratch, row.name), (int)limit) <= (int)limit ||
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

Str fact_integration_user_license(void)
{
    return str_of(table_profiles[0][1]);
}

static Str profile_by_age(Str age)
{
    for (size_t i = 0; i < table_profiles_count; i++)
        if (str_is(str_of(table_profiles[i][2]), age))
            return str_of(table_profiles[i][0]);
    return S("");
}

Str fact_newest_profile(void)
{
    return profile_by_age(S("newest"));
}

Str fact_older_profile(void)
{
    return profile_by_age(S("older"));
}

bool fact_profile_permission(Str name)
{
    for (size_t i = 0; i < table_profile_permissions_count; i++)
        if (str_is(str_of(table_profile_permissions[i][0]), name))
            return true;
    return false;
}

static bool is_among(Str name, const Str *names, size_t count)
{
    for (size_t i = 0; i < count; i++)
        if (str_is(name, names[i]))
            return true;
    return false;
}

size_t fact_features(const Str **names)
{
    static Str features[NAMES_MAX];
    for (size_t i = 0; i < table_features_count && i < NAMES_MAX; i++)
        features[i] = str_of(table_features[i][0]);
    *names = features;
    return table_features_count;
}

bool fact_feature(Str name)
{
    const Str *names;
    size_t count = fact_features(&names);
    return is_among(name, names, count);
}

size_t fact_editions(const Str **names)
{
    static Str editions[NAMES_MAX];
    for (size_t i = 0; i < table_editions_count && i < NAMES_MAX; i++)
        editions[i] = str_of(table_editions[i][0]);
    *names = editions;
    return table_editions_count;
}

bool fact_edition(Str name)
{
    const Str *names;
    size_t count = fact_editions(&names);
    return is_among(name, names, count);
}

bool fact_vendor_license(Str tool, Str *license, Str *evidence)
{
    for (size_t i = 0; i < table_vendors_count; i++) {
        if (!str_is_nocase(tool, str_of(table_vendors[i][0])))
            continue;
        *license = str_of(table_vendors[i][1]);
        *evidence = str_of(table_vendors[i][2]);
        return true;
    }
    return false;
}
