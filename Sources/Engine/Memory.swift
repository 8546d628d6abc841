import CSystem

/// How a process that runs all night takes and gives back memory.
public enum Memory {
    /// glibc's allocator learns from freed pictures to keep ever larger ones in its heaps, and has a heap for each of many
    /// threads: the holes between what stays grew a booth by a quarter in a night. With a fixed threshold pictures
    /// are mapped and unmapped one by one, and two heaps do for what is small. To be called before threads start.
    public static func keepFlat() {
        mallopt(M_MMAP_THRESHOLD, 1 << 20)
        mallopt(M_TRIM_THRESHOLD, 1 << 20)
        mallopt(M_ARENA_MAX, 2)
    }
}
