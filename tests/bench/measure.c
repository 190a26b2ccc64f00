/* Runs a command several times and prints the medians of its time and processor time in seconds, and
 * its highest peak memory in MiB and its last exit status: measure RUNS [-b BEFORE] COMMAND [ARGUMENT...]
 *
 * BEFORE is a shell command that runs before each run and is not measured. What the command prints
 * is thrown away. Exit status 0 and 1 are fine (1: findings, or what xmllint says); any other ends
 * the measurement with status 1. */
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/resource.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

enum { RUNS_MAX = 99 };

typedef struct {
    double time, cpu, memory;
} Cost;

static double seconds(struct timeval t)
{
    return (double)t.tv_sec + (double)t.tv_usec / 1e6;
}

static double now(void)
{
    struct timespec t;
    clock_gettime(CLOCK_MONOTONIC, &t);
    return (double)t.tv_sec + (double)t.tv_nsec / 1e9;
}

static void execute(char **command)
{
    int nothing = open("/dev/null", O_RDWR);
    for (int fd = 0; fd < 3; fd++)
        dup2(nothing, fd);
    execvp(command[0], command);
    _exit(127);
}

static int run(char **command, Cost *cost)
{
    double start = now();
    pid_t child = fork();
    if (child < 0)
        return 127;
    if (child == 0)
        execute(command);
    int status;
    struct rusage used;
    if (wait4(child, &status, 0, &used) != child)
        return 127;
    cost->time = now() - start;
    cost->cpu = seconds(used.ru_utime) + seconds(used.ru_stime);
#ifdef __APPLE__
    cost->memory = (double)used.ru_maxrss / (1 << 20);
#else
    cost->memory = (double)used.ru_maxrss / (1 << 10);
#endif
    return WIFEXITED(status) ? WEXITSTATUS(status) : 128;
}

static int by_value(const void *a, const void *b)
{
    double x = *(const double *)a, y = *(const double *)b;
    return (x > y) - (x < y);
}

static double median(double *values, int count)
{
    qsort(values, (size_t)count, sizeof *values, by_value);
    return count % 2 ? values[count / 2] : (values[count / 2 - 1] + values[count / 2]) / 2;
}

int main(int count, char **arguments)
{
    int runs = count > 2 ? atoi(arguments[1]) : 0;
    char **command = arguments + 2, *before = NULL;
    if (runs < 1 || runs > RUNS_MAX)
        return 2;
    if (strcmp(command[0], "-b") == 0) {
        if (count < 5)
            return 2;
        before = command[1];
        command += 2;
    }
    double time[RUNS_MAX], cpu[RUNS_MAX], memory = 0;
    int status = 0;
    for (int i = 0; i < runs; i++) {
        Cost cost = {0};
        if (before && system(before) != 0)
            return 1;
        status = run(command, &cost);
        if (status > 1) {
            fprintf(stderr, "%s ends with %d\n", command[0], status);
            return 1;
        }
        time[i] = cost.time;
        cpu[i] = cost.cpu;
        memory = cost.memory > memory ? cost.memory : memory;
    }
    printf("%.4f %.4f %.1f %d\n", median(time, runs), median(cpu, runs), memory, status);
    return 0;
}
