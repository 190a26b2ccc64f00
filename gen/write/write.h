/* The model as bytes: one function an artefact, each adding to a buffer. */
#ifndef WRITE_WRITE_H
#define WRITE_WRITE_H

#include "base/buf.h"
#include "model/model.h"

/* A permission set, byte for byte as a retrieve of its API version gives it back. */
void write_permission_set(const Names *names, const PermissionSet *set, Buf *out);

/* package.xml for these sets, in their order. */
void write_package_xml(PermissionSet *const *sets, size_t count, int api_version, Buf *out);

/* Users of an environment for `sf data upsert bulk --external-id Username`. */
void write_users_csv(const Environment *environment, Buf *out);

/* Apex that makes these users with their licences and assignments; runs twice without change. */
void write_users_apex(const Environment *environment, const EnvironmentUser *users, size_t count,
                      Buf *out);

/* Apex that takes from these users what the definitions do not assign. */
void write_revoke_apex(const Environment *environment, Buf *out);

/* Apex that takes everything from the users of retired integrations and deactivates them. */
void write_retire_apex(const Environment *environment, Buf *out);

/* destructiveChangesPost.xml for these sets, of which there is at least one. */
void write_destructive_changes(const Text *sets, size_t count, Buf *out);

/* The whole model as a definition in which every value and every grant is said outright. */
void write_resolved(const Model *model, Buf *out);

#endif
