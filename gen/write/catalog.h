/* The templates of templates/integrations/, as the build embeds them. */
#ifndef WRITE_CATALOG_H
#define WRITE_CATALOG_H

#include <stddef.h>

typedef struct {
    const char *key;  /* name of its file, without .yaml */
    const char *text; /* all of it */
} CatalogEntry;

extern const CatalogEntry catalog[]; /* by key */
extern const size_t catalog_count;

#endif
