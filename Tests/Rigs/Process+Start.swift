package import Foundation

extension Process {
    /// Runs it with no signal blocked. Threads of Dispatch block nearly all, `run` hands that down, and a server that never
    /// hears SIGTERM is waited for until it is killed.
    package func start() throws {
        var (none, former) = (sigset_t(), sigset_t())
        sigemptyset(&none)
        pthread_sigmask(SIG_SETMASK, &none, &former)
        defer { pthread_sigmask(SIG_SETMASK, &former, nil) }
        try run()
    }
}
