import Testing

@testable import Motion

@Suite struct TimelineTests {
    private static func clip(_ count: Int, rate: Int) -> [Int] { (0..<count).map { $0 * Timeline.second / rate } }

    @Test(arguments: [
        (1, [0]), (2, [0, 1]), (3, [0, 1, 2, 1]), (5, [0, 1, 2, 3, 4, 3, 2, 1]),
    ])
    func `a boomerang goes there and back, and its ends come once`(count: Int, picks: [Int]) {
        let line = Timeline(rate: 30, picks: Array(0..<count)).boomerang
        #expect(line.picks == picks)
        #expect(line.turn == (count > 2 ? count : nil))
    }

    @Test(arguments: [(500, 15), (33, 1), (20, 1), (40, 1), (50, 2), (100, 3)])
    func `pictures are there for whole frames, at least one`(delay: Int, frames: Int) {
        let line = Timeline(order: [0, 1], delays: [delay, delay], rate: 30)
        #expect(line.picks == Array(repeating: 0, count: frames) + Array(repeating: 1, count: frames))
    }

    @Test func `a clip of another rate shows the nearest frames`() {
        let slow = Timeline(times: Self.clip(15, rate: 15), end: Timeline.second, rate: 30)
        #expect(slow.picks.count == 30)
        #expect(Array(slow.picks.prefix(6)) == [0, 0, 1, 1, 2, 2])
        let quick = Timeline(times: Self.clip(60, rate: 60), end: Timeline.second, rate: 30)
        #expect(quick.picks == Array(stride(from: 0, to: 60, by: 2)))
    }

    @Test func `frames of a variable rate are seen at their own times`() {
        // Half a second at ten frames a second, then half a second at forty.
        let times = (0..<5).map { $0 * 9_000 } + (0..<20).map { 45_000 + $0 * 2_250 }
        let line = Timeline(times: times, end: Timeline.second, rate: 20)
        #expect(line.picks == [0, 0, 1, 1, 2, 2, 3, 3, 4, 4, 5, 7, 9, 11, 13, 15, 17, 19, 21, 23])
    }

    @Test func `a ramp shows each part at its speed`() {
        let paces = [
            Timeline.Pace(until: 2 * Timeline.second, speed: 2_000),
            Timeline.Pace(until: 6 * Timeline.second, speed: 500),
            Timeline.Pace(until: nil, speed: 2_000),
        ]
        let line = Timeline(times: Self.clip(480, rate: 60), end: 8 * Timeline.second, paces: paces, rate: 30)
        #expect(line.picks.count == 300)
        #expect(Array(line.picks[0..<3]) == [0, 4, 8])
        #expect(Array(line.picks[30..<33]) == [120, 121, 122])
        #expect(Array(line.picks[270..<273]) == [360, 364, 368])
        #expect(zip(line.picks, line.picks.dropFirst()).allSatisfy { $0 <= $1 })
    }

    @Test func `behind the last part of a ramp the clip is as it was recorded`() {
        let line = Timeline(
            times: Self.clip(60, rate: 30), end: 2 * Timeline.second,
            paces: [Timeline.Pace(until: Timeline.second, speed: 2_000)], rate: 30)
        #expect(line.picks.count == 45)
        #expect(line.picks.suffix(30) == Array(30..<60)[...])
    }

    @Test(arguments: [(30_000..<60_000, 10), (60_000..<900_000, 10), (90_000..<120_000, 0), (-9..<0, 0), (50..<50, 0)])
    func `a trim shows what there is of it`(part: Range<Int>, frames: Int) {
        let line = Timeline(times: Self.clip(30, rate: 30), end: Timeline.second, part: part, rate: 30)
        #expect(line.picks.count == frames)
        if let first = line.picks.first { #expect(first == part.lowerBound * 30 / Timeline.second) }
    }

    @Test func `what is short is played again, whole`() {
        let line = Timeline(rate: 30, picks: Array(0..<40)).lasting(3 * Timeline.second, most: nil)
        #expect(line.passes == 3 && line.count == 120)
        #expect(line.length == 4 * Timeline.second)
    }

    @Test func `what is long loses passes, then its end`() {
        let long = Timeline(rate: 30, picks: Array(0..<40)).repeated(5).lasting(0, most: 3 * Timeline.second)
        #expect(long.passes == 2 && long.picks.count == 40)
        let cut = Timeline(rate: 30, picks: Array(0..<100)).boomerang.lasting(0, most: 2 * Timeline.second)
        #expect(cut.picks == Array(0..<60) && cut.passes == 1 && cut.turn == nil)
    }

    @Test func `segments are cut at the turn and cover every frame once`() {
        let line = Timeline(rate: 30, picks: Array(0..<100)).boomerang
        let segments = line.segments(most: 60)
        #expect(segments == [0..<50, 50..<100, 100..<149, 149..<198])
        #expect(Timeline(rate: 30, picks: [0]).segments(most: 60) == [0..<1])
    }
}
