/// What is shown when: for each frame of the film, a frame of its source. Nothing here knows a pixel. Times are whole ticks of
/// 1/90,000 s, in which every usual rate is exact.
public struct Timeline: Equatable, Sendable {
    public static let second = 90_000

    /// Files count in thousandths of a second, or finer: by that much times are not told apart.
    private static let grain = second / 1_000

    /// Of some seconds, to the nearest.
    public static func ticks(_ seconds: Double) -> Int { Int((seconds * Double(second)).rounded()) }

    /// Frames a second.
    public var rate: Int
    /// One pass: for each frame of the film, the place of what it shows in the source, from 0.
    public var picks: [Int]
    /// How often the pass is played.
    public var passes = 1
    /// Where a boomerang turns back, as a place in `picks`; nil for what does not.
    public var turn: Int?

    /// Frames of the whole film.
    public var count: Int { picks.count * passes }

    /// Of the whole film, in ticks.
    public var length: Int { count * Timeline.second / rate }

    public init(rate: Int, picks: [Int], passes: Int = 1, turn: Int? = nil) {
        (self.rate, self.picks, self.passes, self.turn) = (rate, picks, passes, turn)
    }

    /// Pictures one after the other: `order` has their places, `delays` how long each is shown, in ms. Each is there for whole frames,
    /// at least one, so that equal delays look equal.
    public init(order: [Int], delays: [Int], rate: Int, turn: Int? = nil) {
        var picks: [Int] = []
        var turned: Int?
        for (index, (place, delay)) in zip(order, delays).enumerated() {
            if index == turn { turned = picks.count }
            picks += Array(repeating: place, count: max(1, (delay * rate + 500) / 1_000))
        }
        self.init(rate: rate, picks: picks, turn: turned)
    }

    /// A clip whose frames are seen from `times` on (ticks, ascending) until `end`. Of these, `part` is shown, each piece of it at its
    /// pace: a frame of the film shows the frame of the clip that is nearest to its moment; none is invented.
    public init(times: [Int], end: Int, part: Range<Int>? = nil, paces: [Pace] = [], rate: Int) {
        let start = max(part?.lowerBound ?? 0, 0)
        let stop = min(part?.upperBound ?? end, end)
        self.init(rate: rate, picks: [])
        guard let first = times.first, start < stop else { return }
        var place = 0
        var pieces: [(from: Int, to: Int, speed: Int, shown: Int)] = []
        var (from, shown) = (start, 0)
        for pace in paces + [Pace(until: nil, speed: 1_000)] {
            let to = min(pace.until ?? stop, stop)
            guard to > from else { continue }
            pieces.append((from, to, pace.speed, shown))
            shown += (to - from) * 1_000 / pace.speed
            from = to
        }
        let frames = max(1, (shown + Self.grain) * rate / Timeline.second)
        var piece = 0
        for frame in 0..<frames {
            let moment = frame * Timeline.second / rate
            while piece + 1 < pieces.count, moment >= pieces[piece + 1].shown { piece += 1 }
            let one = pieces[piece]
            let wanted = first + one.from + (moment - one.shown) * one.speed / 1_000
            // Of two that are about equally near, the earlier, so that frames of a lower rate stand equally long.
            while place + 1 < times.count, times[place + 1] - wanted + Self.grain < wanted - times[place] { place += 1 }
            picks.append(place)
        }
    }

    /// Up to a time of the clip, in ticks from its first frame, at a speed in thousandths.
    public struct Pace: Equatable, Sendable {
        public var until: Int?
        public var speed: Int

        public init(until: Int?, speed: Int) {
            precondition(speed > 0)
            (self.until, self.speed) = (until, speed)
        }
    }

    /// The same backwards.
    public var reversed: Timeline { Timeline(rate: rate, picks: picks.reversed(), passes: passes) }

    /// There and back; the ends are not repeated.
    public var boomerang: Timeline {
        guard picks.count > 2 else { return self }
        return Timeline(
            rate: rate, picks: picks + picks[1..<picks.count - 1].reversed(), passes: passes, turn: picks.count)
    }

    /// Played `times` times.
    public func repeated(_ times: Int) -> Timeline {
        var line = self
        line.passes *= max(1, times)
        return line
    }

    /// Whole passes are added until it is `least` ticks long. What is longer than `most` loses passes first, then its end.
    public func lasting(_ least: Int, most: Int?) -> Timeline {
        guard !picks.isEmpty else { return self }
        var line = self
        let (wanted, pass) = ((least * rate + Timeline.second - 1) / Timeline.second, picks.count)
        line.passes = max(passes, (wanted + pass - 1) / pass)
        guard let most else { return line }
        let room = max(1, most * rate / Timeline.second)
        guard line.count > room else { return line }
        line.passes = max(1, room / pass)
        if pass > room {
            line.picks = Array(picks.prefix(room))
            if let turn, turn >= room { line.turn = nil }
        }
        return line
    }

    /// The pass in pieces that are encoded each for itself: cut where a boomerang turns, and then into equal pieces of at most `most`
    /// frames. It depends on nothing else, so that the same film has the same bytes on any number of cores.
    public func segments(most: Int) -> [Range<Int>] {
        let ends = [turn ?? picks.count, picks.count]
        var (segments, from): ([Range<Int>], Int) = ([], 0)
        for end in ends where end > from {
            let pieces = (end - from + most - 1) / most
            for piece in 0..<pieces {
                segments.append(from + (end - from) * piece / pieces..<from + (end - from) * (piece + 1) / pieces)
            }
            from = end
        }
        return segments
    }
}
