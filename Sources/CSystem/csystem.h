/* What the Glibc module of Swift leaves out. */
#include <malloc.h>

/* accept4 is declared for _GNU_SOURCE only, and the Glibc module is built without it; <sys/socket.h> is not included here,
 * because its constants would then belong to this module and be missing from the other one. */
extern int accept4(int listener, void *address, void *length, int flags);

/* The next connection, closed on exec from its first moment (SOCK_CLOEXEC, 02000000); -1 when there is none. */
static inline int booth_accept(int listener) { return accept4(listener, 0, 0, 02000000); }
