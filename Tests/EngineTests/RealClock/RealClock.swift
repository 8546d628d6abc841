import Testing

extension Tag {
    /// Whole programs, which have no clock that a test could move. All other tests of the engine advance a clock of their own,
    /// and none of them sleeps.
    @Tag static var realClock: Self
}
