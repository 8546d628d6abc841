import Glibc
import Synchronization

/// Ctrl-Z and `fg` as something that can be asked for, so that the terminal is put in order before and after.
enum JobControl {
    private static let stopAsked = Atomic(false)
    private static let continued = Atomic(false)

    /// From now on Ctrl-Z is only noted, until `leave`.
    static func watch() {
        // Made here, because a handler must not allocate.
        _ = (stopAsked.load(ordering: .relaxed), continued.load(ordering: .relaxed))
        heed(SIGTSTP) { _ in JobControl.stopAsked.store(true, ordering: .relaxed) }
        heed(SIGCONT) { _ in JobControl.continued.store(true, ordering: .relaxed) }
    }

    static func leave() {
        signal(SIGTSTP, SIG_DFL)
        signal(SIGCONT, SIG_DFL)
    }

    static var isStopAsked: Bool { stopAsked.exchange(false, ordering: .relaxed) }
    static var hasContinued: Bool { continued.exchange(false, ordering: .relaxed) }

    /// Stops by the signal that came, so that a shell sees it. Where no shell could let it go on, the kernel does not stop it.
    static func stop() {
        signal(SIGTSTP, SIG_DFL)
        unblock(SIGTSTP)
        raise(SIGTSTP)
        continued.store(true, ordering: .relaxed)
        heed(SIGTSTP) { _ in JobControl.stopAsked.store(true, ordering: .relaxed) }
    }

    private static func heed(_ number: Int32, _ handler: @escaping @convention(c) (Int32) -> Void) {
        var action = sigaction()
        action.__sigaction_handler.sa_handler = handler
        action.sa_flags = Int32(bitPattern: UInt32(SA_RESTART))
        sigaction(number, &action, nil)
        unblock(number)
    }

    /// For this thread: those of Dispatch block what they can.
    private static func unblock(_ number: Int32) {
        var own = sigset_t()
        sigemptyset(&own)
        sigaddset(&own, number)
        pthread_sigmask(SIG_UNBLOCK, &own, nil)
    }
}
