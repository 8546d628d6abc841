import Sessions
import Testing

@Suite struct NumberRangeTests {
    @Test(arguments: [
        ("47", 47...47), ("40..60", 40...60), ("7..7", 7...7), ("1..999999999999999", 1...999_999_999_999_999),
    ])
    func `a number, or the first and the last`(word: String, range: ClosedRange<Int>) {
        #expect(ClosedRange(numbers: word) == range)
    }

    @Test(arguments: [
        "", "0", "-3", "0..4", "6..4", "4..", "..4", "4...6", "4-6", "all", "4 ..6", "1..1000000000000000", "٤..٦",
    ])
    func `anything else is none`(word: String) {
        #expect(ClosedRange(numbers: word) == nil)
    }
}
