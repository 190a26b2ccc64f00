/* The JSON Schema (draft-07) of definitions, made from the tables that the reader walks. */
#ifndef READ_DEFINITION_SCHEMA_H
#define READ_DEFINITION_SCHEMA_H

#include "base/buf.h"

/* Words that come from the tables of facts. */
typedef struct {
    const Str *editions, *features, *templates;
    size_t edition_count, feature_count, template_count;
} SchemaWords;

void write_definition_schema(const SchemaWords *words, Buf *out);

#endif
