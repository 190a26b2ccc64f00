/* How findings are shown. Each renderer takes settled findings (diag_settle) and adds to a buffer. */
#ifndef DIAG_RENDER_H
#define DIAG_RENDER_H

#include "base/buf.h"
#include "diag/diag.h"

typedef struct {
    const char *name;
    void (*render)(const Diag *d, bool color, Buf *out);
    bool to_stdout; /* text goes to standard error, forms for programs to standard output */
} Renderer;

extern const Renderer renderers[];
extern const size_t renderer_count;

void render_text(const Diag *d, bool color, Buf *out);
void render_json(const Diag *d, bool color, Buf *out);

#endif
