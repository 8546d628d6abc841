import Testing

@testable import Engine

@Suite struct ErrorTests {
    @Test func an_event_without_a_booth_says_how_to_start_one() {
        #expect("\(EngineError.notRunning(path: "party"))".contains("booth run party"))
    }
}
