/* Runs a command once and prints what it cost: time and processor time in seconds, peak memory in MiB,
 * exit status. What the command prints is thrown away. Exit status 0 and 1 are fine (1: findings); any
 * other ends the measurement with status 1. */
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/resource.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

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

static double mebibytes(long peak)
{
#ifdef __APPLE__
    return (double)peak / (1 << 20);
#else
    return (double)peak / (1 << 10);
#endif
}

static void execute(char **command)
{
    int nothing = open("/dev/null", O_RDWR);
    for (int fd = 0; fd < 3; fd++)
        dup2(nothing, fd);
    execvp(command[0], command);
    _exit(127);
}

int main(int count, char **arguments)
{
    if (count < 2)
        return 2;
    double start = now();
    pid_t child = fork();
    if (child == 0)
        execute(arguments + 1);
    int status;
    struct rusage used;
    if (child < 0 || wait4(child, &status, 0, &used) != child)
        return 1;
    double time = now() - start;
    status = WIFEXITED(status) ? WEXITSTATUS(status) : 128;
    printf("%.6f %.6f %.1f %d\n", time, seconds(used.ru_utime) + seconds(used.ru_stime),
           mebibytes(used.ru_maxrss), status);
    if (status > 1)
        fprintf(stderr, "%s ends with %d\n", arguments[1], status);
    return status > 1;
}
