import Faults
import Pages
import Synchronization
import Work

/// What does not go as it should: it is shown until it has recovered, and said in the log once.
final class Troubles: Sendable {
    private let view: PublishedView
    private let log: Broadcast<String>
    private let words: GuestWords
    /// The remedy that was said last of each, so that what comes again with every guest is not said again.
    private let said = Mutex<[GuestView.Trouble.Subject: String]>([:])

    init(view: PublishedView, log: Broadcast<String>, words: GuestWords) {
        (self.view, self.log, self.words) = (view, log, words)
    }

    /// - Parameter guest: nil: guests need not know.
    func raise(_ about: GuestView.Trouble.Subject, guest: GuestNotice?, remedy: String) {
        let trouble = OperatorView.Trouble(
            about: about, guest: guest.map { words.now[$0] }, remedy: remedy, notice: guest)
        view.change { view in
            guard !view.troubles.contains(trouble) else { return }
            view.troubles.removeAll { $0.about == about }
            view.troubles.append(trouble)
        }
        // The same may be told of two things, such as the camera and the picture that it did not take.
        let isSaid = self.said.withLock { said in
            defer { said[about] = remedy }
            return said.values.contains(remedy)
        }
        if isSaid { return }
        log.send("\(about.rawValue): \(remedy)")
    }

    /// What was wrong is right again.
    func recovered(_ about: GuestView.Trouble.Subject) {
        guard clear(about) else { return }
        said.withLock { $0[about] = nil }
        log.send("\(about.rawValue): recovered")
    }

    /// Takes an unresolved trouble away whose guest has left.
    func withdraw(_ about: GuestView.Trouble.Subject) { _ = clear(about) }

    private func clear(_ about: GuestView.Trouble.Subject) -> Bool {
        var wasThere = false
        view.change { view in
            wasThere = view.troubles.contains { $0.about == about }
            view.troubles.removeAll { $0.about == about }
        }
        return wasThere
    }
}
