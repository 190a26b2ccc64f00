/* What an org answers about its users: who there is, what is assigned to whom, what the assigned sets and
 * profiles grant. One struct for all answers, whatever they were asked with; texts live in the arena of
 * the model that the names belong to. */
#ifndef MODEL_ORG_H
#define MODEL_ORG_H

#include "base/map.h"
#include "diag/source.h"
#include "model/grant.h"
#include "model/type.h"

/* The questions that a proof is made of. In the order in which they are asked. */
typedef enum {
    ASK_ORGANIZATION,
    ASK_USERS,
    ASK_API_ONLY_USERS, /* all users of the licence, whoever is defined */
    ASK_ASSIGNMENTS,    /* PermissionSetAssignment */
    ASK_LICENSES,       /* PermissionSetLicenseAssign */
    ASK_SEATS,          /* PermissionSetLicense */
    ASK_USER_LICENSES,  /* UserLicense */
    ASK_GROUPS,         /* PermissionSetGroup */
    ASK_MEMBERS,        /* GroupMember: public groups and queues */
    ASK_OBJECTS,        /* ObjectPermissions */
    ASK_FIELDS,         /* FieldPermissions */
    ASK_PERMISSIONS,    /* PermissionSet, with a column for each user permission */
    ASK_SETUP,          /* SetupEntityAccess: Ids, whose names ASK_NAMES tells */
    ASK_NAMES,          /* ApexClass, ApexPage, CustomPermission … */
    ASK_TABS,           /* PermissionSetTabSetting */
    ASK_COUNT
} Question;

/* What became of a question. */
typedef enum {
    ANSWER_MISSING,
    ANSWER_ERROR,   /* the org refused it */
    ANSWER_PARTIAL, /* fewer rows came than there are */
    ANSWER_WHOLE
} AnswerState;

typedef enum { SAID_NOTHING, SAID_NO, SAID_YES } OrgBool; /* a column may be missing, or null */

typedef struct {
    Str id; /* 15 characters: the case-sensitive form */
    Str username, email, profile, user_license, role;
    Str name, first_name, last_name, alias; /* Name: both names as one */
    Str time_zone, locale, language, encoding;
    Str features,
        lacked;     /* the UserPermissions… columns that are true, or false: names with commas */
    bool role_told; /* whether it has one: the column is there */
    OrgBool active;
    Str conflict; /* what two answers say differently of it; or empty */
    Loc at;
} OrgUser;

/* A permission set of the org: a plain one, the one that belongs to a profile, or that of a group. */
typedef struct {
    Str id;      /* 15 characters; empty where no answer tells it */
    Str name;    /* Name, or ns__Name; empty where it is a profile's and only that is told */
    Str profile; /* the name of the profile that owns it; else empty */
    Str group; /* ns__DeveloperName of the permission set group that it is the sum of; else empty */
    Str license;     /* developer name or label of its licence; empty: none, or not told */
    Grants grants;   /* sorted and folded by org_settle */
    bool retrieved;  /* read from a retrieved file: the grants are all there are */
    bool owned;      /* by a profile, whether or not that is named */
    OrgBool session; /* HasActivationRequired: it holds in an activated session only */
    uint32_t
        nameless; /* a bit for each ElementKind of which an entry may be whose name nothing tells */
} OrgSet;

typedef struct {
    Str username;
    size_t set;     /* in Org.sets; org_settle may renumber */
    Str group;      /* of an assignment through a permission set group; else empty */
    OrgBool active; /* SAID_NO: expired or revoked */
    Str expires;    /* ExpirationDate as the org writes it; or empty */
    Str user_id;    /* 15 characters; org_settle finds the username by it where that is not told */
} OrgAssignment;

typedef struct {
    Str username, license, label; /* DeveloperName, MasterLabel; one of them may be empty */
    Str user_id;                  /* as in an assignment */
} OrgLicense;

/* Seats of a user licence or a permission set licence. */
typedef struct {
    Str name, label; /* DeveloperName and MasterLabel; of a user licence both are its Name */
    bool user;
    Str status;          /* Active, Disabled */
    int64_t total, used; /* -1: not told */
} OrgSeats;

typedef struct {
    Str username, group; /* Name or DeveloperName of a public group or queue */
    Str developer_name;
    bool queue, typed; /* typed: Group.Type is told, so what is no queue is a public group */
    Str user_id; /* as in an assignment; where no user has it, a member that is a group itself */
} OrgMember;

/* The rights of a permission set group hold only while its status is Updated. */
typedef struct {
    Str name; /* DeveloperName, or ns__DeveloperName */
    Str status;
    Loc at;
} OrgGroupStatus;

/* An entry of SetupEntityAccess, until its Id has a name. */
typedef struct {
    size_t set;
    Str type, id; /* SetupEntityType; SetupEntityId, 15 characters */
    bool named;   /* org_settle found its name and made a grant of it */
    Loc at;
} OrgEntity;

/* One component that a deploy refused. */
typedef struct {
    Str type, name, file, problem; /* componentType, fullName, fileName */
    int64_t line, column;          /* 0: not told */
    bool warning;
} OrgFailure;

typedef struct {
    Str status; /* Succeeded, Failed … */
    bool check_only;
    Str error; /* errorMessage of the job as a whole */
    OrgFailure *failures;
    size_t failure_count, failure_capacity;
    Loc at;
} OrgDeploy;

typedef struct {
    Question question;
    AnswerState state;
    Str type; /* the sObject that the rows are of */
    Str why;  /* ANSWER_ERROR: name and message; ANSWER_PARTIAL: in words */
    size_t rows, total;
    Loc at;
} OrgAnswer;

typedef struct {
    Str organization_id;       /* 15 characters; or empty */
    Str other_organization_id; /* of an answer that is of another org than those before; or empty */
    OrgBool sandbox;
    OrgUser *users;
    size_t user_count, user_capacity;
    Map user_index; /* by username in lower case */
    OrgSet *sets;
    size_t set_count, set_capacity;
    Map set_by_id, set_by_name, set_by_profile, set_by_group; /* names in lower case */
    OrgAssignment *assignments;
    size_t assignment_count, assignment_capacity;
    OrgLicense *licenses;
    size_t license_count, license_capacity;
    OrgSeats *seats;
    size_t seat_count, seat_capacity;
    OrgMember *members;
    size_t member_count, member_capacity;
    OrgGroupStatus *group_status;
    size_t group_status_count, group_status_capacity;
    OrgEntity *entities;
    size_t entity_count, entity_capacity;
    Map entity_names; /* Id, 15 characters: index of its name in the model's Names */
    OrgDeploy *deploys;
    size_t deploy_count, deploy_capacity;
    OrgAnswer *answers; /* each query that was read, as it came */
    size_t answer_count, answer_capacity;
    Map permissions_told; /* user permissions that an answer to ASK_PERMISSIONS had a column for */
} Org;

/* A permission set as one row names it; what the row does not tell is empty. */
typedef struct {
    Str id, name, profile, group;
    bool owned; /* by a profile */
} OrgSetRef;

/* The set that a row names: an earlier one with the same Id, or name, or profile, else a new one. What the
 * row tells beyond that is kept; texts are copied. Gives its place in Org.sets, until org_settle. */
size_t org_set(Org *org, Arena *a, OrgSetRef ref);

/* Adds a user; one that is there already is completed. Texts are copied. */
void org_add_user(Org *org, Arena *a, OrgUser user);

const OrgUser *org_user(const Org *org, Str username); /* in any case; or NULL */

/* After org_settle. What a user has, its username in any case: gives the first, sets *count. */
const OrgAssignment *org_assignments(const Org *org, Str username, size_t *count);
const OrgLicense *org_licenses(const Org *org, Str username, size_t *count);
const OrgMember *org_members(const Org *org, Str username, size_t *count);

/* After org_settle. The set of this name, in any case, that belongs to no profile; or NULL. */
const OrgSet *org_set_named(const Org *org, Str name);

/* Call once, when all answers are read: joins what turned out to be the same set, gives users and entities known
 * by Id their names, drops what was told twice, sorts what is told of users by username, sorts and folds the
 * grants. */
void org_settle(Org *org, Names *names, Arena *a);

/* The element of a permission set that gives access to an entity: by its SetupEntityType, and where that is
 * one for custom settings and custom metadata types, by its name. ELEMENT_COUNT where there is none. */
ElementKind org_entity_element(Str type, Str name);

/* The name of a question: of its query without .soql. ASK_NAMES has several, which begin with it. */
const char *question_name(Question question);

/* The best that became of a question. A question asked in parts is whole when every part is. */
AnswerState org_answer(const Org *org, Question question);

#endif
