/* libyaml's events in batches, which are filled ahead by a thread or when they are needed. libyaml's marks count
 * characters; a cursor turns them into byte offsets. */
#include "read/yaml_events.h"

#include "base/memory.h"

#include <pthread.h>
#include <stdlib.h>
#include <yaml.h>

enum {
    BATCH_EVENTS = 128,
    BATCH_EVENTS_AHEAD = 2048, /* to wake a thread takes as long as hundreds of them */
    BATCHES = 4,
    LARGE_TEXT = 256 << 10 /* a smaller one is read before a thread has started */
};

typedef struct {
    Event *items; /* room for batch_events; made when it is needed */
    size_t count;
    Arena texts;
} Batch;

struct YamlEvents {
    uint32_t file;
    Str bytes;
    size_t skipped;
    bool ascii;
    size_t mark_index, mark_byte; /* the cursor: a character count and its byte offset */
    yaml_parser_t parser;
    bool ended; /* the last batch is filled */
    size_t batch_events;
    Batch batches[BATCHES];
    size_t filled, taken; /* batches so far; the one that is read counts as taken */
    size_t next;          /* event of the batch that is read */
    bool threaded, stopped;
    pthread_t thread;
    pthread_mutex_t lock; /* of filled, taken, stopped */
    pthread_cond_t changed;
};

/* --- places ------------------------------------------------------------------------------------ */

static bool continues(const YamlEvents *e, size_t byte)
{
    return byte < e->bytes.n && (e->bytes.s[byte] & 0xc0) == 0x80;
}

/* Byte offset of a mark. Marks come nearly in order, so the cursor moves little. */
static size_t offset_of(YamlEvents *e, yaml_mark_t mark)
{
    if (e->ascii)
        return mark.index < e->bytes.n ? mark.index : e->bytes.n;
    while (e->mark_index < mark.index && e->mark_byte < e->bytes.n) {
        do
            e->mark_byte++;
        while (continues(e, e->mark_byte));
        e->mark_index++;
    }
    while (e->mark_index > mark.index) {
        do
            e->mark_byte--;
        while (continues(e, e->mark_byte));
        e->mark_index--;
    }
    return e->mark_byte;
}

static Loc place_of(YamlEvents *e, const yaml_event_t *event)
{
    size_t start = offset_of(e, event->start_mark), end = offset_of(e, event->end_mark);
    return (Loc){.file = e->file,
                 .at = (uint32_t)(start + e->skipped),
                 .length = end > start ? (uint32_t)(end - start) : 0};
}

/* --- one event --------------------------------------------------------------------------------- */

static Str copied(Batch *batch, const yaml_char_t *text)
{
    return text ? str_copy(&batch->texts, str_of((const char *)text)) : S("");
}

/* Where the source has the text as it is, that piece of the source. */
static void take_scalar(const YamlEvents *e, Batch *batch, const yaml_event_t *from, Event *event)
{
    Str text = {(const char *)from->data.scalar.value, from->data.scalar.length};
    yaml_scalar_style_t style = from->data.scalar.style;
    size_t quote = style != YAML_PLAIN_SCALAR_STYLE;
    Str there = str_slice(e->bytes, event->at.at - e->skipped + quote,
                          event->at.at - e->skipped + quote + text.n);
    event->kind = EVENT_SCALAR;
    event->plain = style == YAML_PLAIN_SCALAR_STYLE;
    event->block = style == YAML_LITERAL_SCALAR_STYLE || style == YAML_FOLDED_SCALAR_STYLE;
    event->verbatim = text.n + quote <= event->at.length && str_is(text, there);
    event->text = event->verbatim ? there : str_copy(&batch->texts, text);
    event->anchor = copied(batch, from->data.scalar.anchor);
    event->tag = copied(batch, from->data.scalar.tag);
}

static Event event_of(YamlEvents *e, Batch *batch, const yaml_event_t *from)
{
    Event event = {.kind = EVENT_OTHER, .at = place_of(e, from)};
    switch (from->type) {
    case YAML_SCALAR_EVENT:
        take_scalar(e, batch, from, &event);
        break;
    case YAML_ALIAS_EVENT:
        event.kind = EVENT_ALIAS;
        event.text = copied(batch, from->data.alias.anchor);
        break;
    case YAML_SEQUENCE_START_EVENT:
        event.kind = EVENT_LIST;
        event.anchor = copied(batch, from->data.sequence_start.anchor);
        event.tag = copied(batch, from->data.sequence_start.tag);
        break;
    case YAML_MAPPING_START_EVENT:
        event.kind = EVENT_MAP;
        event.anchor = copied(batch, from->data.mapping_start.anchor);
        event.tag = copied(batch, from->data.mapping_start.tag);
        break;
    case YAML_SEQUENCE_END_EVENT:
    case YAML_MAPPING_END_EVENT:
        event.kind = EVENT_END;
        break;
    case YAML_DOCUMENT_START_EVENT:
        event.kind = EVENT_DOCUMENT;
        break;
    case YAML_STREAM_END_EVENT:
        event.kind = EVENT_NONE;
        break;
    default:
        break;
    }
    return event;
}

/* --- batches ----------------------------------------------------------------------------------- */

static void fill(YamlEvents *e, Batch *batch)
{
    if (!batch->items)
        batch->items = mem_alloc(e->batch_events * sizeof *batch->items);
    arena_reset(&batch->texts);
    for (batch->count = 0; batch->count < e->batch_events && !e->ended;) {
        yaml_event_t event;
        Event *into = &batch->items[batch->count++];
        *into = (Event){.kind = EVENT_NONE};
        if (yaml_parser_parse(&e->parser, &event)) {
            *into = event_of(e, batch, &event);
            yaml_event_delete(&event);
        }
        e->ended = into->kind == EVENT_NONE;
    }
}

/* The thread: fills what is free. The batch that is read, and the one before it, are not. */
static void *fill_ahead(void *data)
{
    YamlEvents *e = data;
    pthread_mutex_lock(&e->lock);
    while (!e->stopped && !e->ended) {
        if (e->filled + 2 >= e->taken + BATCHES) {
            pthread_cond_wait(&e->changed, &e->lock);
            continue;
        }
        pthread_mutex_unlock(&e->lock);
        fill(e, &e->batches[e->filled % BATCHES]);
        pthread_mutex_lock(&e->lock);
        e->filled++;
        pthread_cond_signal(&e->changed);
    }
    pthread_mutex_unlock(&e->lock);
    return NULL;
}

static void take_batch(YamlEvents *e)
{
    pthread_mutex_lock(&e->lock);
    if (!e->threaded) {
        fill(e, &e->batches[e->filled % BATCHES]);
        e->filled++;
    }
    while (e->filled == e->taken)
        pthread_cond_wait(&e->changed, &e->lock);
    e->taken++;
    pthread_cond_signal(&e->changed);
    pthread_mutex_unlock(&e->lock);
    e->next = 0;
}

/* --- the interface ----------------------------------------------------------------------------- */

YamlEvents *events_open(uint32_t file, Str bytes, size_t skipped, bool ascii, size_t threads)
{
    YamlEvents *e = mem_alloc(sizeof *e);
    *e = (YamlEvents){.file = file, .bytes = bytes, .skipped = skipped, .ascii = ascii};
    if (!yaml_parser_initialize(&e->parser))
        mem_exhausted();
    yaml_parser_set_encoding(&e->parser, YAML_UTF8_ENCODING);
    yaml_parser_set_input_string(&e->parser, (const unsigned char *)bytes.s, bytes.n);
    pthread_mutex_init(&e->lock, NULL);
    pthread_cond_init(&e->changed, NULL);
    bool ahead = threads > 1 && bytes.n > LARGE_TEXT;
    e->batch_events = ahead ? BATCH_EVENTS_AHEAD : BATCH_EVENTS;
    e->threaded = ahead && pthread_create(&e->thread, NULL, fill_ahead, e) == 0;
    return e;
}

Event events_next(YamlEvents *e)
{
    if (!e->taken || e->next == e->batch_events)
        take_batch(e);
    const Batch *batch = &e->batches[(e->taken - 1) % BATCHES];
    const Event *event = &batch->items[e->next];
    if (event->kind != EVENT_NONE)
        e->next++;
    return *event;
}

EventFailure events_failure(YamlEvents *e)
{
    EventFailure failure = {.problem = e->parser.problem};
    if (e->parser.error == YAML_MEMORY_ERROR)
        mem_exhausted();
    failure.bad_character = e->parser.error == YAML_READER_ERROR;
    failure.at =
        failure.bad_character ? e->parser.problem_offset : offset_of(e, e->parser.problem_mark);
    failure.started = offset_of(e, e->parser.context_mark);
    return failure;
}

void events_close(YamlEvents *e)
{
    if (e->threaded) {
        pthread_mutex_lock(&e->lock);
        e->stopped = true;
        pthread_cond_signal(&e->changed);
        pthread_mutex_unlock(&e->lock);
        pthread_join(e->thread, NULL);
    }
    for (size_t i = 0; i < BATCHES; i++) {
        free(e->batches[i].items);
        arena_free(&e->batches[i].texts);
    }
    yaml_parser_delete(&e->parser);
    pthread_cond_destroy(&e->changed);
    pthread_mutex_destroy(&e->lock);
    free(e);
}
