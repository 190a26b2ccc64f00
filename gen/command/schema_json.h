/* The JSON Schema (draft-07) of definitions, made from the tables that the reader walks. */
#ifndef COMMAND_SCHEMA_JSON_H
#define COMMAND_SCHEMA_JSON_H

#include "base/buf.h"

void write_definition_schema(Buf *out);

#endif
