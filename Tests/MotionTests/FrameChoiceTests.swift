import Testing

@testable import Motion

/// Which frames a decoder is asked for.
struct FrameChoiceTests {
    @Test(arguments: [
        (Array(0..<5), nil), ([3], "between(n,3,3)"), ([0, 2, 4], "between(n,0,4)*not(mod(n-0,2))"),
        ([0, 4, 8, 9, 10, 14], "between(n,0,8)*not(mod(n-0,4))+between(n,9,10)+between(n,14,14)"),
        ([2, 3], "between(n,2,3)"), ([], nil),
    ])
    func `rows of equal steps are one term each`(places: [Int], expression: String?) {
        #expect(FrameChoice(places)?.expression == expression)
    }

    @Test func `what takes too many words is not said`() {
        let uneven = (0..<400).map { $0 * 3 + ($0 * $0) % 3 }
        #expect(FrameChoice(uneven) == nil)
    }
}
