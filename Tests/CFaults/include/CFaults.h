// Counts the calls that change files, and lets one of them be the last: a crash point or a failing disk. Linked into a
// program, these definitions stand before those of the C library, also for SQLite.
#pragma once
#include <stdint.h>

// From now on calls are counted from 1. Call `kill_at` ends the process, half-way when it writes; from call `fail_from` on
// `fail_count` calls fail with `code`. 0 is never.
void faults_arm(int64_t kill_at, int64_t fail_from, int64_t fail_count, int code);
int64_t faults_calls(void);
// fsync and fdatasync.
int64_t faults_flushes(void);

// From now on `disk`, a folder, holds what a power cut would leave of `event`, a real path: only what was flushed. "": no
// such thing is kept. `without` names a flush that is left out: "Captures/" of the files in that folder, "Captures" of
// the folder, "event.db", "." of the event's own folder; "": none.
void faults_disk(const char *event, const char *disk, const char *without);
