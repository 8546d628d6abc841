// What glibc declares only for _GNU_SOURCE, which Swift's own module of glibc is built without.
#include <spawn.h>
#include <sys/pidfd.h>

int pipe2(int ends[2], int flags);
int posix_spawn_file_actions_addchdir_np(posix_spawn_file_actions_t *actions, const char *path);
int posix_spawn_file_actions_addclosefrom_np(posix_spawn_file_actions_t *actions, int from);

// Swift's Dispatch has the label of a given queue only. With a null pointer it is that of the queue which runs the caller.
const char *cprocess_queue_label(const void *queue) __asm__("dispatch_queue_get_label");

#include <sys/resource.h>
int cprocess_limit(pid_t process, unsigned int resource, const struct rlimit *limit, struct rlimit *old) __asm__("prlimit");
int cprocess_priority(int which, unsigned int who, int value) __asm__("setpriority");
