/* How the artefacts get into an org: as a script, and told to people. */
#ifndef WRITE_RUNBOOK_H
#define WRITE_RUNBOOK_H

#include "base/buf.h"
#include "model/model.h"

/* The folder of an environment's package, and with .zip its archive; empty where it has no sets. */
Str package_name(const Model *model, const Environment *environment, Arena *a);

void write_deploy_sh(const Model *model, Buf *out);
void write_ask_sh(Buf *out);
void write_runbook(const Model *model, Buf *out);

#endif
