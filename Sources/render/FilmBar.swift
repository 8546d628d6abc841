import Synchronization
import Terminal

/// The bar of a film, which begins when it is known how many frames there are.
final class FilmBar: Sendable {
    private let quiet: Bool
    private let bar = Mutex<ProgressBar?>(nil)

    init(quiet: Bool) { self.quiet = quiet }

    func begin(_ total: Int) {
        let new = ProgressBar(total: total, quiet: quiet)
        bar.withLock { $0 = new }
    }

    func advance() { bar.withLock { $0 }?.advance() }
    func finish() { bar.withLock { $0.take() }?.finish() }
}
