/* Every allocation and every call of the system fails in turn; speaks TAP.
 *
 *     fault [FROM TO]     the cases from one number on, to the one before another
 *
 * This file is linked with the objects of the program as they are. It defines the functions that it makes fail, so it
 * stands before the C library's for the program and for all libraries, and --wrap=main puts it before main. For each
 * case and each kind of fault, run n has its nth call fail, in a process of its own, until a run makes fewer calls.
 *
 * What must hold: a run ends as it does without faults, or with status 3 and one line that says why; then the folder is
 * as it was, to the byte. And where a run is killed, each file is the old one or the new one, and the next run makes
 * everything as if nothing had been. */
#include <dirent.h>
#include <dlfcn.h>
#include <errno.h>
#include <fcntl.h>
#include <ftw.h>
#include <pthread.h>
#include <signal.h>
#include <stdarg.h>
#include <stdbool.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/file.h>
#include <sys/mman.h>
#include <sys/stat.h>
#include <sys/syscall.h>
#include <sys/wait.h>
#include <unistd.h>

/* --- faults -------------------------------------------------------------------------------------- */

typedef enum {
    NONE = 0,
    MEMORY = 1 << 0,
    OPEN = 1 << 1,
    READ = 1 << 2,
    WRITE = 1 << 3,
    RENAME = 1 << 4,
    MKDIR = 1 << 5,
    LINK = 1 << 6,
    CLOSE = 1 << 7,
    STAT = 1 << 8,
    DUP = 1 << 9,
    THREAD = 1 << 10,
    CHANGES = WRITE | RENAME | MKDIR | LINK,
    ALL = 0xffff,
} Calls;

enum { KILLED = -1, SHORT = -2 }; /* in place of an errno */

static struct {
    Calls calls;
    long at;
    int error;
    bool lasting; /* all later ones fail too */
} fault;

static long *calls_made; /* shared with the processes of the runs */

/* Whether the call that is being made is to fail; errno is set then. */
static bool fails(Calls call)
{
    if (!(fault.calls & call))
        return false;
    long n = __atomic_add_fetch(calls_made, 1, __ATOMIC_RELAXED);
    if (n != fault.at && !(fault.lasting && n > fault.at))
        return false;
    if (fault.error == KILLED)
        raise(SIGKILL);
    errno = fault.error;
    return true;
}

/* A read or write of less than was asked for is no fault, but callers must go on. */
static size_t shorter(size_t size)
{
    return fault.error == SHORT && size > 1 ? size / 2 : size;
}

void *__libc_malloc(size_t size);
void *__libc_calloc(size_t count, size_t size);
void *__libc_realloc(void *old, size_t size);

void *malloc(size_t size)
{
    return fails(MEMORY) ? NULL : __libc_malloc(size);
}

void *calloc(size_t count, size_t size)
{
    return fails(MEMORY) ? NULL : __libc_calloc(count, size);
}

void *realloc(void *old, size_t size)
{
    return fails(MEMORY) ? NULL : __libc_realloc(old, size);
}

int openat(int at, const char *path, int flags, ...)
{
    va_list rest;
    va_start(rest, flags);
    unsigned mode = flags & O_CREAT ? va_arg(rest, unsigned) : 0;
    va_end(rest);
    return fails(OPEN) ? -1 : (int)syscall(SYS_openat, at, path, flags, mode);
}

int open(const char *path, int flags, ...)
{
    va_list rest;
    va_start(rest, flags);
    unsigned mode = flags & O_CREAT ? va_arg(rest, unsigned) : 0;
    va_end(rest);
    return fails(OPEN) ? -1 : (int)syscall(SYS_openat, AT_FDCWD, path, flags, mode);
}

ssize_t read(int fd, void *bytes, size_t size)
{
    return fails(READ) && fault.error != SHORT ? -1 : syscall(SYS_read, fd, bytes, shorter(size));
}

ssize_t pread(int fd, void *bytes, size_t size, off_t at)
{
    return fails(READ) && fault.error != SHORT ? -1
                                               : syscall(SYS_pread64, fd, bytes, shorter(size), at);
}

ssize_t write(int fd, const void *bytes, size_t size)
{
    if (fd == STDERR_FILENO) /* the report itself */
        return syscall(SYS_write, fd, bytes, size);
    return fails(WRITE) && fault.error != SHORT ? -1 : syscall(SYS_write, fd, bytes, shorter(size));
}

int renameat(int from, const char *old, int to, const char *new)
{
    return fails(RENAME) ? -1 : (int)syscall(SYS_renameat, from, old, to, new);
}

int rename(const char *old, const char *new)
{
    return renameat(AT_FDCWD, old, AT_FDCWD, new);
}

int mkdirat(int at, const char *path, mode_t mode)
{
    return fails(MKDIR) ? -1 : (int)syscall(SYS_mkdirat, at, path, mode);
}

int mkdir(const char *path, mode_t mode)
{
    return mkdirat(AT_FDCWD, path, mode);
}

int linkat(int from, const char *old, int to, const char *new, int flags)
{
    return fails(LINK) ? -1 : (int)syscall(SYS_linkat, from, old, to, new, flags);
}

int link(const char *old, const char *new)
{
    return linkat(AT_FDCWD, old, AT_FDCWD, new, 0);
}

/* Closed it is in any case. */
int close(int fd)
{
    int closed = (int)syscall(SYS_close, fd);
    return fails(CLOSE) ? -1 : closed;
}

int fstat(int fd, struct stat *info)
{
    return fails(STAT) ? -1 : (int)syscall(SYS_newfstatat, fd, "", info, AT_EMPTY_PATH);
}

int fstatat(int at, const char *path, struct stat *info, int flags)
{
    return fails(STAT) ? -1 : (int)syscall(SYS_newfstatat, at, path, info, flags);
}

int stat(const char *path, struct stat *info)
{
    return fstatat(AT_FDCWD, path, info, 0);
}

int lstat(const char *path, struct stat *info)
{
    return fstatat(AT_FDCWD, path, info, AT_SYMLINK_NOFOLLOW);
}

int dup(int fd)
{
    return fails(DUP) ? -1 : (int)syscall(SYS_dup, fd);
}

int pthread_create(pthread_t *thread, const pthread_attr_t *how, void *(*start)(void *),
                   void *context)
{
    int (*real)(pthread_t *, const pthread_attr_t *, void *(*)(void *), void *);
    *(void **)&real = dlsym(RTLD_NEXT, "pthread_create");
    return fails(THREAD) ? errno : real(thread, how, start, context);
}

/* --- what is in a folder --------------------------------------------------------------------------- */

typedef struct {
    char *path, *bytes;
    size_t size;
    mode_t mode; /* a folder has no bytes */
} Entry;

typedef struct {
    Entry *items;
    size_t count;
} Tree;

static void check(bool good, const char *what)
{
    if (!good) {
        printf("Bail out! %s: %s\n", what, strerror(errno));
        exit(1);
    }
}

static char *joined(const char *folder, const char *name)
{
    char *path = NULL;
    check(asprintf(&path, "%s%s%s", folder, *folder ? "/" : "", name) > 0, "memory");
    return path;
}

static char *read_whole(const char *path, size_t *size)
{
    FILE *file = fopen(path, "rb");
    check(file, path);
    char *bytes = NULL;
    size_t room = 0, n;
    *size = 0;
    do {
        if (*size + 4096 > room)
            bytes = realloc(bytes, room = room * 2 + 8192);
        check(bytes, "memory");
        *size += n = fread(bytes + *size, 1, room - *size - 1, file);
    } while (n);
    bytes[*size] = '\0';
    fclose(file);
    return bytes;
}

static void add_folder(Tree *tree, const char *top, const char *inner)
{
    char *path = joined(top, inner);
    DIR *folder = opendir(path);
    check(folder, path);
    for (struct dirent *entry; (entry = readdir(folder));) {
        struct stat info;
        if (strcmp(entry->d_name, ".") == 0 || strcmp(entry->d_name, "..") == 0)
            continue;
        Entry e = {.path = joined(inner, entry->d_name)};
        char *whole = joined(top, e.path);
        check(lstat(whole, &info) == 0, whole);
        e.mode = info.st_mode;
        if (S_ISREG(e.mode))
            e.bytes = read_whole(whole, &e.size);
        tree->items = realloc(tree->items, (tree->count + 1) * sizeof *tree->items);
        check(tree->items, "memory");
        tree->items[tree->count++] = e;
        if (S_ISDIR(e.mode))
            add_folder(tree, top, e.path);
        free(whole);
    }
    closedir(folder);
    free(path);
}

static int by_path(const void *a, const void *b)
{
    return strcmp(((const Entry *)a)->path, ((const Entry *)b)->path);
}

static Tree tree_of(const char *top)
{
    Tree tree = {0};
    add_folder(&tree, top, "");
    if (tree.count)
        qsort(tree.items, tree.count, sizeof *tree.items, by_path);
    return tree;
}

static void tree_free(Tree *tree)
{
    for (size_t i = 0; i < tree->count; i++) {
        free(tree->items[i].path);
        free(tree->items[i].bytes);
    }
    free(tree->items);
    *tree = (Tree){0};
}

static bool same_entry(const Entry *a, const Entry *b)
{
    return strcmp(a->path, b->path) == 0 && a->mode == b->mode && a->size == b->size &&
           (!a->size || memcmp(a->bytes, b->bytes, a->size) == 0);
}

/* The first path at which two trees differ; NULL: nowhere. */
static const char *difference(const Tree *a, const Tree *b)
{
    for (size_t i = 0; i < a->count || i < b->count; i++) {
        if (i == a->count || i == b->count)
            return (i == a->count ? b : a)->items[i].path;
        if (!same_entry(&a->items[i], &b->items[i]))
            return a->items[i].path;
    }
    return NULL;
}

static const Entry *find(const Tree *tree, const char *path)
{
    Entry key = {.path = (char *)(uintptr_t)path};
    return tree->count ? bsearch(&key, tree->items, tree->count, sizeof *tree->items, by_path)
                       : NULL;
}

static int remove_entry(const char *path, const struct stat *info, int kind, struct FTW *place)
{
    (void)info;
    (void)kind;
    (void)place;
    return remove(path);
}

static void remove_tree(const char *top)
{
    check(nftw(top, remove_entry, 16, FTW_DEPTH | FTW_PHYS) == 0 || errno == ENOENT, top);
}

static void tree_write(const Tree *tree, const char *top)
{
    remove_tree(top);
    check(mkdir(top, 0777) == 0, top);
    for (size_t i = 0; i < tree->count; i++) { /* a folder comes before what is in it */
        const Entry *e = &tree->items[i];
        char *path = joined(top, e->path);
        if (S_ISDIR(e->mode)) {
            check(mkdir(path, 0777) == 0, path);
        } else {
            FILE *file = fopen(path, "wb");
            check(file && fwrite(e->bytes, 1, e->size, file) == e->size && fclose(file) == 0, path);
        }
        check(chmod(path, e->mode & 07777) == 0, path);
        free(path);
    }
}

/* --- runs ------------------------------------------------------------------------------------------ */

int __real_main(int argc, char **argv);
int __wrap_main(int argc, char **argv);

enum { WORDS_MAX = 12 };

typedef struct {
    const char *text;
    const char *words[WORDS_MAX]; /* of the command line */
    Calls calls;                  /* those that it makes */
    bool built;                   /* there is an output of the definition `first` */
    const char *definition;       /* in.yaml when the run begins */
} Case;

typedef struct {
    int status; /* of waitpid */
    char *out, *err;
} Run;

static char work[4000]; /* the folder that runs happen in is work/at */

static char *in_work(const char *name)
{
    return joined(work, name);
}

static void redirect(int fd, const char *name)
{
    char *path = in_work(name);
    int to = open(path, O_WRONLY | O_CREAT | O_TRUNC, 0666);
    check(to >= 0 && dup2(to, fd) == fd, path);
    free(path);
}

/* In a child of its own. */
_Noreturn static void run_child(const Case *c, Calls calls, long at, int error, bool lasting)
{
    char *words[WORDS_MAX + 1] = {0}, *folder = in_work("at");
    int count = 0;
    alarm(20); /* a run takes a hundredth of a second; one that hangs ends by a signal */
    for (; c->words[count]; count++)
        words[count] = (char *)(uintptr_t)c->words[count];
    redirect(STDOUT_FILENO, "out");
    redirect(STDERR_FILENO, "err");
    check(chdir(folder) == 0, folder);
    *calls_made = 0;
    fault.at = at;
    fault.error = error;
    fault.lasting = lasting;
    fault.calls = calls;
    int status = __real_main(count, words);
    fault.calls = NONE;
    exit(status);
}

static Run run(const Case *c, Calls calls, long at, int error, bool lasting)
{
    Run r = {0};
    size_t size;
    fflush(stdout);
    pid_t child = fork();
    if (child == 0)
        run_child(c, calls, at, error, lasting);
    check(child > 0 && waitpid(child, &r.status, 0) == child, "fork");
    char *out = in_work("out"), *err = in_work("err");
    r.out = read_whole(out, &size);
    r.err = read_whole(err, &size);
    free(out);
    free(err);
    return r;
}

static void run_free(Run *r)
{
    free(r->out);
    free(r->err);
}

static Tree tree_at(void)
{
    char *folder = in_work("at");
    Tree tree = tree_of(folder);
    free(folder);
    return tree;
}

static void put_tree(const Tree *tree)
{
    char *folder = in_work("at");
    tree_write(tree, folder);
    free(folder);
}

static void put_file(const char *name, const char *text)
{
    char *folder = in_work("at"), *path = joined(folder, name);
    FILE *file = fopen(path, "wb");
    check(file && fputs(text, file) >= 0 && fclose(file) == 0, path);
    free(path);
    free(folder);
}

/* --- what must hold -------------------------------------------------------------------------------- */

typedef struct {
    const Case *c;
    Tree old, new; /* before the run, and after one without faults */
    Run plain;     /* the run without faults */
} Before;

/* Where all calls from one on fail, one in seven begins it: each has failed alone before. */
enum { STRIDE = 7 };

static int number, wrong;

static void report(bool good, const char *text, const char *kind, long runs, const char *detail)
{
    printf("%sok %d - %s: %s, at each of %ld calls\n", good ? "" : "not ", ++number, text, kind,
           runs);
    if (!good)
        printf("# %s\n", detail);
    fflush(stdout);
    wrong += !good;
}

static size_t count_errors(const char *err)
{
    size_t count = 0;
    for (const char *at = err; (at = strstr(at, "error: ")); at++)
        count++;
    return count;
}

/* What is wrong with a run that met a fault; NULL: nothing. */
static const char *judge(const Before *b, const Run *r, const Tree *now, int error)
{
    bool as_plain = r->status == b->plain.status;
    const char *at = difference(now, as_plain ? &b->new : &b->old);
    if (!WIFEXITED(r->status))
        return "it was ended by a signal";
    if (!as_plain && WEXITSTATUS(r->status) != 3)
        return "another status than 3";
    if (at)
        return at;
    if (as_plain)
        return strcmp(r->out, b->plain.out) == 0 && strcmp(r->err, b->plain.err) == 0
                   ? NULL
                   : "it says something else";
    if (count_errors(r->err) != 1)
        return "not one line of error";
    bool says_memory = strstr(r->err, "out of memory") || strstr(r->err, strerror(ENOMEM));
    return error == ENOMEM && !says_memory ? "another reason than the memory" : NULL;
}

static const char *judge_killed(const Before *b, const Run *r)
{
    static char detail[300];
    Tree now = tree_at();
    const char *bad = NULL;
    for (size_t i = 0; i < now.count && !bad; i++) {
        const Entry *e = &now.items[i], *old = find(&b->old, e->path),
                    *new = find(&b->new, e->path);
        bool ours = strstr(e->path, ".apionly/") || S_ISDIR(e->mode);
        if (!ours && !(old && same_entry(e, old)) && !(new &&same_entry(e, new)))
            bad = e->path;
    }
    for (size_t i = 0; i < b->old.count && !bad; i++)
        if (find(&b->new, b->old.items[i].path) && !find(&now, b->old.items[i].path))
            bad = b->old.items[i].path;
    if (!bad && !WIFSIGNALED(r->status))
        bad = "it was not killed";
    if (bad)
        snprintf(detail, sizeof detail, "after the kill: %s", bad);
    tree_free(&now);
    if (bad)
        return detail;
    Run again = run(b->c, NONE, 0, 0, false);
    Tree repaired = tree_at();
    const char *at = again.status ? "its status" : difference(&repaired, &b->new);
    if (at)
        snprintf(detail, sizeof detail, "after the next run: %s", at);
    tree_free(&repaired);
    run_free(&again);
    return at ? detail : NULL;
}

static void fail_each(const Before *b, const char *kind, Calls calls, int error, bool lasting)
{
    char detail[1200] = "";
    long at = 1;
    bool clean = false;
    for (;; at += lasting ? STRIDE : 1) {
        if (!clean)
            put_tree(&b->old);
        Run r = run(b->c, calls, at, error, lasting);
        if (*calls_made < at) {
            run_free(&r);
            break;
        }
        Tree now = tree_at();
        const char *bad = error == KILLED ? judge_killed(b, &r) : judge(b, &r, &now, error);
        if (bad && !*detail)
            snprintf(detail, sizeof detail, "call %ld, status %x: %s; %.700s", at,
                     (unsigned)r.status, bad, r.err);
        clean = error != KILLED && !difference(&now, &b->old);
        tree_free(&now);
        run_free(&r);
    }
    report(!*detail && at > 1, b->c->text, kind, *calls_made, detail);
}

/* --- cases ----------------------------------------------------------------------------------------- */

#define HEAD                                                                                       \
    "company: {domain: mycompany.com, email: ops@mycompany.com}\n"                                 \
    "output: {source: force-app}\nintegrations:\n"
#define MARKETO                                                                                    \
    "  Marketo:\n    description: Sync of leads\n    objects:\n      Lead: read\n"                 \
    "    classes: [Hook]\n"
static const char first[] = HEAD MARKETO "  Outreach:\n    description: Mails of the sales people\n"
                                         "    objects: {Contact: read}\n";
static const char second[] =
    HEAD "  Marketo:\n    description: Sync of leads both ways\n    objects: {Lead: [read, edit]}\n"
         "  Zuora:\n    description: Invoices\n    objects: {Account: read}\nretired: [Outreach]\n";

/* What the CLI says of the users of an org, short. */
static const char answers[] =
    "{\"status\":0,\"result\":{\"records\":[{\"attributes\":{\"type\":\"Organization\"},"
    "\"Id\":\"00D5e000000AbCdEAK\",\"Name\":\"My Company\",\"IsSandbox\":false}],\"totalSize\":1,"
    "\"done\":true},\"warnings\":[]}\n";

static const Case cases[] = {
    {"a first build",
     {"apionly", "build", "in.yaml", "-j", "1", "-q"},
     ALL & ~(LINK | THREAD),
     false,
     first},
    {"a build over an old one",
     {"apionly", "build", "in.yaml", "-j", "1", "-q"},
     ALL & ~THREAD,
     true,
     second},
    {"a build on three threads",
     {"apionly", "build", "in.yaml", "-j", "3", "-q"},
     MEMORY | THREAD,
     true,
     second},
    {"build --check",
     {"apionly", "build", "--check", "in.yaml", "-j", "1"},
     ALL & ~(CHANGES | THREAD),
     true,
     second},
    {"check",
     {"apionly", "check", "in.yaml", "out", "-j", "1"},
     MEMORY | OPEN | READ | CLOSE,
     true,
     first},
    {"import of a folder",
     {"apionly", "import", "force-app", "-o", "new/deep"},
     ALL & ~(RENAME | DUP | THREAD | STAT),
     true,
     first},
    {"import of a zip",
     {"apionly", "import", "out/package.zip", "-o", "new.yaml"},
     MEMORY | OPEN | WRITE | LINK,
     true,
     first},
    {"diff",
     {"apionly", "diff", "out/package.zip", "in.yaml"},
     MEMORY | OPEN | READ | CLOSE,
     true,
     second},
    {"verify",
     {"apionly", "verify", "in.yaml", "answers.json"},
     MEMORY | OPEN | READ | CLOSE,
     true,
     first},
    {"init",
     {"apionly", "init", "--template", "marketo", "--domain", "a.com", "--email", "a@a.com",
      "start"},
     MEMORY | OPEN | WRITE | MKDIR | LINK | CLOSE | STAT,
     false,
     first},
};
enum { CASE_COUNT = sizeof cases / sizeof *cases };

static const struct {
    const char *text;
    Calls calls;
    int error;
    bool lasting;
} kinds[] = {
    {"an allocation", MEMORY, ENOMEM, false},
    {"every allocation from one on", MEMORY, ENOMEM, true},
    {"open (EACCES)", OPEN, EACCES, false},
    {"open (EMFILE)", OPEN, EMFILE, false},
    {"open (EINTR)", OPEN, EINTR, false},
    {"read (EIO)", READ, EIO, false},
    {"read (EINTR)", READ, EINTR, false},
    {"read (short)", READ, SHORT, false},
    {"write (ENOSPC)", WRITE, ENOSPC, false},
    {"write (EIO)", WRITE, EIO, false},
    {"write (EINTR)", WRITE, EINTR, false},
    {"write (short)", WRITE, SHORT, false},
    {"rename (EIO)", RENAME, EIO, false},
    {"rename (ENOSPC)", RENAME, ENOSPC, false},
    {"mkdir (EACCES)", MKDIR, EACCES, false},
    {"mkdir (ENOSPC)", MKDIR, ENOSPC, false},
    {"link (EIO)", LINK, EIO, false},
    {"link (EPERM)", LINK, EPERM, false},
    {"close (EIO)", CLOSE, EIO, false},
    {"stat (EIO)", STAT, EIO, false},
    {"dup (EMFILE)", DUP, EMFILE, false},
    {"a thread (EAGAIN)", THREAD, EAGAIN, false},
    {"kill -9", OPEN | READ | CHANGES | CLOSE, KILLED, false},
};
enum { KIND_COUNT = sizeof kinds / sizeof *kinds };

/* The folder as the run finds it, and what the run makes of it where nothing fails. */
static void prepare(Before *b)
{
    static const Case build = {
        "", {"apionly", "build", "in.yaml", "-j", "1", "-q"}, NONE, false, NULL};
    put_tree(&(Tree){0});
    put_file("in.yaml", first);
    put_file("answers.json", answers);
    if (b->c->built) {
        Run r = run(&build, NONE, 0, 0, false);
        check(r.status == 0, r.err);
        run_free(&r);
    }
    put_file("in.yaml", b->c->definition);
    b->old = tree_at();
    b->plain = run(b->c, NONE, 0, 0, false);
    b->new = tree_at();
}

static void run_case(const Case *c)
{
    Before b = {.c = c};
    prepare(&b);
    for (size_t k = 0; k < KIND_COUNT; k++)
        if (kinds[k].error == KILLED ? b.c->calls & RENAME : (b.c->calls & kinds[k].calls) != 0)
            fail_each(&b, kinds[k].text, kinds[k].calls, kinds[k].error, kinds[k].lasting);
    run_free(&b.plain);
    tree_free(&b.old);
    tree_free(&b.new);
}

int __wrap_main(int argc, char **argv)
{
    size_t from = argc > 1 ? (size_t)atoi(argv[1]) : 0,
           to = argc > 2 ? (size_t)atoi(argv[2]) : CASE_COUNT;
    snprintf(work, sizeof work, "%s/fault.XXXXXX", getenv("TMPDIR") ? getenv("TMPDIR") : "/tmp");
    check(mkdtemp(work), work);
    calls_made =
        mmap(NULL, sizeof *calls_made, PROT_READ | PROT_WRITE, MAP_SHARED | MAP_ANONYMOUS, -1, 0);
    check(calls_made != MAP_FAILED, "mmap");
    for (size_t i = from; i < to && i < CASE_COUNT; i++)
        run_case(&cases[i]);
    remove_tree(work);
    printf("1..%d\n", number);
    return wrong > 0;
}
