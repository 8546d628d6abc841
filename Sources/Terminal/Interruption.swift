import Glibc
import Synchronization

/// A wish to stop (Ctrl-C, or a polite kill) as something that work can ask for between its steps, so that it ends with
/// whole files. A second signal of the kind ends the process at once.
public enum Interruption {
    private static let signal = Atomic<Int32>(0)

    /// From now on a first signal is only noted.
    public static func watch() {
        // Made here, because a handler must not allocate.
        _ = isAsked
        var heeded = sigset_t()
        sigemptyset(&heeded)
        for number in [SIGINT, SIGTERM, SIGHUP] {
            sigaddset(&heeded, number)
            var action = sigaction()
            // Who was told to ignore it, as by nohup, still does.
            guard sigaction(number, nil, &action) == 0, !isIgnored(action) else { continue }
            action.__sigaction_handler.sa_handler = { Interruption.signal.store($0, ordering: .relaxed) }
            action.sa_flags = Int32(bitPattern: UInt32(SA_RESETHAND)) | SA_RESTART
            sigaction(number, &action, nil)
        }
        // Whoever starts us from a thread of Dispatch hands down that thread's mask, which blocks them all.
        pthread_sigmask(SIG_UNBLOCK, &heeded, nil)
    }

    public static var isAsked: Bool { signal.load(ordering: .relaxed) != 0 }

    /// Ends the process by the signal that came, if one came: a shell that sees this stops its script, too.
    public static func obey() {
        let number = signal.load(ordering: .relaxed)
        guard number != 0 else { return }
        Console.settle()
        Glibc.signal(number, SIG_DFL)
        // After an await this may be another thread than the one that watches, and a thread of Dispatch blocks signals: the
        // raised one would wait there while the process ends as if nothing had happened.
        var own = sigset_t()
        sigemptyset(&own)
        sigaddset(&own, number)
        pthread_sigmask(SIG_UNBLOCK, &own, nil)
        raise(number)
    }

    private static func isIgnored(_ action: sigaction) -> Bool {
        unsafeBitCast(action.__sigaction_handler.sa_handler, to: Int.self)
            == unsafeBitCast(SIG_IGN, to: Int.self)
    }
}
