// A disk that has only what was flushed: a file as it was at its last flush, a folder's names as they were at its own. Kept
// beside the real one: `iINODE` holds a file's content, `dINODE` a folder's names.
#define _GNU_SOURCE
#include "disk.h"
#include "CFaults.h"
#include <dirent.h>
#include <fcntl.h>
#include <stdio.h>
#include <string.h>
#include <sys/sendfile.h>
#include <sys/stat.h>
#include <unistd.h>

static char event[4096], disk[4096], forgotten[256];

// The path of an open file within the event, "" for the event itself; NULL when it is elsewhere.
static const char *within(int file, char path[4096]) {
    char link[64];
    snprintf(link, sizeof link, "/proc/self/fd/%d", file);
    ssize_t length = readlink(link, path, 4095);
    if (length < 0) return NULL;
    path[length] = 0;
    size_t start = strlen(event);
    if (!start || strncmp(path, event, start) != 0) return NULL;
    return path[start] == '/' ? path + start + 1 : path[start] ? NULL : "";
}

int faults_forget(int file) {
    char path[4096];
    const char *name = forgotten[0] ? within(file, path) : NULL;
    if (!name) return 0;
    size_t length = strlen(forgotten);
    if (forgotten[length - 1] == '/') return strncmp(name, forgotten, length) == 0;
    return strcmp(name[0] ? name : ".", forgotten) == 0;
}

// By descriptors that are neither counted nor failing: creat, sendfile and dprintf are not ours.
static void keep_file(const char *path, const struct stat *status) {
    char target[4200];
    snprintf(target, sizeof target, "%s/i%llu", disk, (unsigned long long)status->st_ino);
    int from = open(path, O_RDONLY | O_CLOEXEC), to = open(target, O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, 0600);
    for (off_t left = status->st_size; left > 0;) {
        ssize_t count = sendfile(to, from, NULL, (size_t)left);
        if (count <= 0) break;
        left -= count;
    }
    if (from >= 0) close(from);
    if (to >= 0) close(to);
}

static void keep_folder(const char *path, const struct stat *status) {
    char target[4200];
    snprintf(target, sizeof target, "%s/d%llu", disk, (unsigned long long)status->st_ino);
    FILE *list = fopen(target, "we");
    DIR *folder = opendir(path);
    for (struct dirent *entry; list && folder && (entry = readdir(folder));) {
        if (strcmp(entry->d_name, ".") == 0 || strcmp(entry->d_name, "..") == 0) continue;
        fprintf(list, "%c%llu %s\n", entry->d_type == DT_DIR ? 'd' : 'i', (unsigned long long)entry->d_ino, entry->d_name);
    }
    if (folder) closedir(folder);
    if (list) fclose(list);
}

void faults_mirror(int file) {
    char path[4096];
    struct stat status;
    if (!disk[0] || !within(file, path) || fstat(file, &status) != 0) return;
    if (S_ISDIR(status.st_mode)) keep_folder(path, &status);
    else keep_file(path, &status);
}

static void keep_all(const char *path) {
    struct stat status;
    if (stat(path, &status) != 0) return;
    if (!S_ISDIR(status.st_mode)) return keep_file(path, &status);
    keep_folder(path, &status);
    DIR *folder = opendir(path);
    for (struct dirent *entry; folder && (entry = readdir(folder));) {
        char inner[4096];
        if (strcmp(entry->d_name, ".") == 0 || strcmp(entry->d_name, "..") == 0) continue;
        if (snprintf(inner, sizeof inner, "%s/%s", path, entry->d_name) < (int)sizeof inner) keep_all(inner);
    }
    if (folder) closedir(folder);
}

void faults_disk(const char *folder, const char *beside, const char *without) {
    snprintf(event, sizeof event, "%s", folder);
    snprintf(forgotten, sizeof forgotten, "%s", without);
    snprintf(disk, sizeof disk, "%s", beside);
    if (disk[0]) keep_all(event);
}
