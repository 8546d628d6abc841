#define _GNU_SOURCE
#include "CFaults.h"
#include "disk.h"
#include <dlfcn.h>
#include <errno.h>
#include <signal.h>
#include <stdatomic.h>
#include <stdio.h>
#include <unistd.h>

static atomic_llong calls, flushes, kill_point, first_failure, failures;
static atomic_int armed, failure_code;

void faults_arm(int64_t kill_at, int64_t fail_from, int64_t fail_count, int code) {
    kill_point = kill_at;
    first_failure = fail_from;
    failures = fail_count;
    failure_code = code;
    calls = flushes = 0;
    armed = 1;
}

int64_t faults_calls(void) { return calls; }
int64_t faults_flushes(void) { return flushes; }

// 0: go on, 1: this is the crash point, 2: fail.
static int next_call(void) {
    if (!armed) return 0;
    long long call = ++calls;
    if (call == kill_point) return 1;
    if (first_failure && call >= first_failure && call < first_failure + failures) {
        errno = failure_code;
        return 2;
    }
    return 0;
}

static void crash(void) {
    kill(getpid(), SIGKILL);
    pause();
}

// The C library's own; dlsym is quick enough beside a disk.
#define REAL(name) __typeof__(name) *real = (__typeof__(name) *)dlsym(RTLD_NEXT, #name)

ssize_t write(int file, const void *bytes, size_t count) {
    REAL(write);
    if (file <= 2) return real(file, bytes, count);
    switch (next_call()) {
    case 1: real(file, bytes, count / 2); crash();
    case 2: return -1;
    default: return real(file, bytes, count);
    }
}

static ssize_t positioned(const char *name, int file, const void *bytes, size_t count, off_t offset) {
    ssize_t (*real)(int, const void *, size_t, off_t) = (ssize_t (*)(int, const void *, size_t, off_t))dlsym(RTLD_NEXT, name);
    switch (next_call()) {
    case 1: real(file, bytes, count / 2, offset); crash();
    case 2: return -1;
    default: return real(file, bytes, count, offset);
    }
}

ssize_t pwrite(int file, const void *bytes, size_t count, off_t offset) { return positioned("pwrite", file, bytes, count, offset); }
ssize_t pwrite64(int file, const void *bytes, size_t count, off_t offset) { return positioned("pwrite64", file, bytes, count, offset); }

#define SIMPLE(name, parameters, arguments)                        \
    int name parameters {                                          \
        REAL(name);                           \
        switch (next_call()) {                                     \
        case 1: crash();                                           \
        case 2: return -1;                                         \
        default: return real arguments;                            \
        }                                                          \
    }

SIMPLE(ftruncate, (int file, off_t size), (file, size))
SIMPLE(ftruncate64, (int file, off_t size), (file, size))
SIMPLE(rename, (const char *from, const char *to), (from, to))
SIMPLE(renameat, (int a, const char *from, int b, const char *to), (a, from, b, to))
SIMPLE(link, (const char *from, const char *to), (from, to))
SIMPLE(unlink, (const char *path), (path))
SIMPLE(unlinkat, (int folder, const char *path, int flags), (folder, path, flags))

static int flush(int file, int (*real)(int)) {
    flushes++;
    switch (next_call()) {
    case 1: crash();
    case 2: return -1;
    default:
        if (faults_forget(file)) return 0;
        faults_mirror(file);
        return real(file);
    }
}

int fsync(int file) {
    REAL(fsync);
    return flush(file, real);
}

int fdatasync(int file) {
    REAL(fdatasync);
    return flush(file, real);
}
