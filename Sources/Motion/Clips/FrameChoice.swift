/// Which frames of a decoder are wanted, in ffmpeg's words, so that the others are neither scaled nor sent: rows of equal steps, as a
/// ramp leaves them.
struct FrameChoice {
    let expression: String

    /// Terms beyond which looking at them costs more than what they spare.
    private static let most = 64

    /// `places` count from the first frame, ascending. nil when none is passed over, or no short expression says which.
    init?(_ places: [Int]) {
        guard let first = places.first, let last = places.last, first > 0 || last - first + 1 > places.count else {
            return nil
        }
        var terms: [String] = []
        var at = 0
        while at < places.count {
            guard terms.count < Self.most else { return nil }
            let step = at + 1 < places.count ? places[at + 1] - places[at] : 1
            var end = at
            while end + 1 < places.count, places[end + 1] - places[end] == step { end += 1 }
            let between = "between(n,\(places[at]),\(places[end]))"
            terms.append(step == 1 ? between : "\(between)*not(mod(n-\(places[at]),\(step)))")
            at = end + 1
        }
        expression = terms.joined(separator: "+")
    }
}
