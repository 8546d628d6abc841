import Engine
import Synchronization

/// The question in hand, as a guest's own phone may answer it: behind a token that is known to whoever reads the code on the
/// screen, and good for this one question.
final class PhoneQuestions: Sendable {
    private let last = Mutex<(place: Place, token: String)?>(nil)

    /// The same as long as the question is.
    func token(for place: Place) -> String {
        last.withLock { last in
            if let last, last.place == place { return last.token }
            let token = Self.random()
            last = (place, token)
            return token
        }
    }

    /// nil: it never was one, or another question has been asked since.
    func place(behind token: String) -> Place? { last.withLock { $0?.token == token ? $0?.place : nil } }

    /// 128 bits from the system's generator, in 22 letters, digits and signs that need no escape.
    private static func random() -> String {
        let letters = Array("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_")
        var system = SystemRandomNumberGenerator()
        return String((0..<22).map { _ in letters.randomElement(using: &system)! })
    }
}

extension GuestView.Step {
    /// Whether it asks what somebody types or chooses for themselves.
    var suitsPhones: Bool { asks && ["email", "phone", "survey"].contains(word) }
}
