import Rigs

/// All rows there are, by the names that a command line has for them.
enum Figures {
    static let all: [(name: String, rows: @Sendable () async throws -> [Row])] = [
        ("bytes", { try await Bytes.rows() }), ("rest", { try await Rest.rows() }),
        ("taps", { try await Taps.rows() }), ("frames", { try await Frames.rows() }),
        ("digits", { try await Digits.rows() }), ("double", { try await DoubleTaps.rows() }),
        ("kills", { try await Kills.rows() }), ("streams", { try await Streams.rows() }),
        ("kiosk", { try await KilledBrowser.rows() }), ("memory", { try await Memory.rows() }),
    ]
}

struct Failure: Error, CustomStringConvertible {
    let description: String
}

/// Times in milliseconds, in order.
struct Times {
    let sorted: [Double]

    init(_ times: [Double]) { sorted = times.sorted() }

    /// The share of times up to the one that it gives: 0.95. 0 when there are none.
    func at(_ share: Double) -> Double {
        sorted.isEmpty ? 0 : sorted[min(sorted.count - 1, Int(Double(sorted.count) * share))]
    }

    var middle: Double { at(0.5) }
    var most: Double { sorted.last ?? 0 }
}
