/* What libyaml makes of a text, piece by piece: the one place that knows libyaml. A large text can be parsed in
 * a thread of its own, some way ahead of whoever reads the events. */
#ifndef READ_YAML_EVENTS_H
#define READ_YAML_EVENTS_H

#include "diag/source.h"

typedef enum {
    EVENT_NONE, /* nothing comes any more: the end, or a failure */
    EVENT_DOCUMENT,
    EVENT_SCALAR,
    EVENT_ALIAS,
    EVENT_LIST,
    EVENT_MAP,
    EVENT_END, /* of a list or map */
    EVENT_OTHER
} EventKind;

typedef struct {
    EventKind kind;
    bool plain, block; /* a scalar without quotes; one behind | or > */
    bool verbatim;     /* its text is a piece of the source */
    Loc at;
    Str text;        /* of a scalar; the name of an alias */
    Str anchor, tag; /* empty: none */
} Event;

typedef struct YamlEvents YamlEvents;

/* The bytes are valid UTF-8 without a byte order mark, which had `skipped` bytes; `ascii`: all are ASCII. */
YamlEvents *events_open(uint32_t file, Str bytes, size_t skipped, bool ascii, size_t threads);

/* The next event. Texts that are no piece of the source live until the next but one. */
Event events_next(YamlEvents *e);

/* Why the last event was none. */
typedef struct {
    const char *problem; /* in libyaml's words; NULL: it was the end of the stream */
    bool bad_character;
    size_t at, started; /* bytes: where it is, and where what fails began */
} EventFailure;
EventFailure events_failure(YamlEvents *e);

void events_close(YamlEvents *e);

#endif
