/* Loaded before a program that runs under ThreadSanitizer (LD_PRELOAD): tells it of Swift's Mutex. Where two threads want
 * one at a time, code of Swift's own library takes it, which is not built for the sanitizer; it then reports as a race what
 * the mutex keeps apart.
 *
 *     clang -shared -fPIC -O1 -o tsan-mutex.so scripts/tsan-mutex.c -ldl
 */
#define _GNU_SOURCE
#include <dlfcn.h>
#include <stdbool.h>
#include <stdint.h>

/* Of the sanitizer's runtime; missing in the programs that have none. */
extern void __tsan_acquire(void *place) __attribute__((weak));
extern void __tsan_release(void *place) __attribute__((weak));

#define METHOD __attribute__((swiftcall))
#define SELF __attribute__((swift_context)) void *mutex
#define LOCK "$s15Synchronization12_MutexHandleV9_lockSlowyys6UInt32VF"
#define TRY_LOCK "$s15Synchronization12_MutexHandleV12_tryLockSlowSbyF"
#define UNLOCK "$s15Synchronization12_MutexHandleV11_unlockSlowyyF"

/* _MutexHandle._lockSlow(_:), _tryLockSlow() and _unlockSlow() */
METHOD void lock(uint32_t owner, SELF) __asm__(LOCK);
METHOD bool try_lock(SELF) __asm__(TRY_LOCK);
METHOD void unlock(SELF) __asm__(UNLOCK);

METHOD void lock(uint32_t owner, SELF) {
    ((METHOD void (*)(uint32_t, SELF))dlsym(RTLD_NEXT, LOCK))(owner, mutex);
    if (__tsan_acquire) __tsan_acquire(mutex);
}

METHOD bool try_lock(SELF) {
    bool has = ((METHOD bool (*)(SELF))dlsym(RTLD_NEXT, TRY_LOCK))(mutex);
    if (has && __tsan_acquire) __tsan_acquire(mutex);
    return has;
}

METHOD void unlock(SELF) {
    if (__tsan_release) __tsan_release(mutex);
    ((METHOD void (*)(SELF))dlsym(RTLD_NEXT, UNLOCK))(mutex);
}
