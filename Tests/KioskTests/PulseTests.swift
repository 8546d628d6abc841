import Engine
import StrictJSON
import Testing
import Work

@testable import Kiosk

@Suite struct PulseTests {
    private let start = TimeSource.Instant.now

    /// The booth is asked every two seconds and says how long ago the page spoke, whose moments are given here.
    private func lastsUntil(_ beats: [Double], within limit: Int = 200) -> Int? {
        var pulse = Pulse(from: start)
        for second in stride(from: 2, through: limit, by: 2) {
            let now = start + .seconds(second)
            let last = beats.last { $0 <= Double(second) }
            pulse.note(last.map { now - (start + .seconds($0)) }, at: now)
            if pulse.isDead(at: now) { return second }
        }
        return nil
    }

    @Test(arguments: [
        // Never a word: half a minute is enough for any browser to start.
        ([Double](), 32),
        // The last words of the browser before this one are none of this one's.
        ([-1, -0.1], 32),
        // One that has spoken is waited for half as long.
        ([3], 20), ([3, 8, 13, 18], 34), ([0.5], 16),
        // A late beat is not too late.
        ([4, 18.5], 34),
    ])
    func `A page that does not speak is dead`(beats: [Double], dead: Int) {
        #expect(lastsUntil(beats) == dead)
    }

    @Test func `A page that speaks every five seconds lives`() {
        #expect(lastsUntil(stride(from: 3.0, to: 3_600, by: 5).map { $0 }, within: 3_600) == nil)
    }

    @Test func `While there is no booth, nobody owes it a word`() {
        var pulse = Pulse(from: start)
        pulse.note(.seconds(1), at: start + .seconds(2))
        for second in stride(from: 4, through: 400, by: 2) { pulse.excuse(at: start + .seconds(second)) }
        // It is back, and has yet to hear of the page.
        for second in stride(from: 402, through: 430, by: 2) {
            pulse.note(nil, at: start + .seconds(second))
            #expect(!pulse.isDead(at: start + .seconds(second)))
        }
        pulse.note(nil, at: start + .seconds(432))
        #expect(pulse.isDead(at: start + .seconds(432)))
    }

    @Test func `A machine that slept has a page that slept`() {
        var pulse = Pulse(from: start)
        pulse.note(.seconds(1), at: start + .seconds(2))
        let woken = start + .seconds(20_000)
        pulse.note(.seconds(19_999), at: woken)
        #expect(!pulse.isDead(at: woken))
    }

    @Test func `Only what is said on this machine counts`() {
        #expect(Sighting.silence(in: ["screen": ["shows": "attract", "silent": 3.2, "here": true]]) == .seconds(3.2))
        for view: JSONValue in [
            [:], ["screen": ["shows": "attract", "silent": 3.2, "here": false]], ["screen": ["here": true]],
        ] {
            #expect(Sighting.silence(in: view) == nil)
        }
    }

    @Test func `One that dies again and again is waited for a little longer each time`() {
        var deaths = Deaths()
        let young = (0..<6).map { _ in deaths.pause(after: .seconds(1)) }
        #expect(young == [1, 2, 4, 8, 10, 10].map { .seconds($0) })
        #expect(deaths.pause(after: .seconds(3_600)) == .zero)
        #expect(deaths.pause(after: .seconds(9)) == .seconds(1))
    }
}
