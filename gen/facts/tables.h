/* The rows of schemas/, as the build makes them: texts in the order of the columns, sorted by the
 * first one. Only facts.c reads them. */
#ifndef FACTS_TABLES_H
#define FACTS_TABLES_H

#include <stddef.h>

extern const char *const table_editions[][3]; /* name, licenses, evidence */
extern const size_t table_editions_count;
extern const char *const table_features[][3]; /* name, label, evidence */
extern const size_t table_features_count;
extern const char *const table_licenses[][4]; /* name, label, kind, evidence */
extern const size_t table_licenses_count;
extern const char *const table_profile_permissions[][2]; /* name, evidence */
extern const size_t table_profile_permissions_count;
extern const char *const table_profiles[][4]; /* name, license, age, evidence */
extern const size_t table_profiles_count;
extern const char *const table_vendors[][3]; /* tool, license, evidence */
extern const size_t table_vendors_count;

#endif
