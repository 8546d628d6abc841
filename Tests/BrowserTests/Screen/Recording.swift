import Foundation

/// Sounds of an event, told apart by how long they are: silence, as a WAV file.
enum Recording {
    /// In tenths of a second.
    static let lengths = ["tick": 3, "shutter": 5, "ready": 7, "thanks": 9]

    /// nil: it is no sound. `ready` is a file that no browser can play.
    static func named(_ name: String) -> [UInt8]? {
        guard let length = lengths[name] else { return nil }
        return name == "ready" ? Array("no sound".utf8) : silence(samples: length * rate / 10)
    }

    private static let rate = 8_000

    private static func silence(samples: Int) -> [UInt8] {
        func number(_ value: Int, _ bytes: Int) -> [UInt8] {
            (0..<bytes).map { UInt8(truncatingIfNeeded: value >> ($0 * 8)) }
        }
        let length = samples * 2
        // PCM, one channel, 16 bits.
        let format = number(1, 2) + number(1, 2) + number(rate, 4) + number(rate * 2, 4) + number(2, 2) + number(16, 2)
        return Array("RIFF".utf8) + number(36 + length, 4) + Array("WAVEfmt ".utf8) + number(16, 4) + format
            + Array("data".utf8) + number(length, 4) + [UInt8](repeating: 0, count: length)
    }
}
