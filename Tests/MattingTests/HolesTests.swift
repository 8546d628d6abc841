import Testing

@testable import Matting

@Suite struct HolesTests {
    /// 60 x 60, drawn: # is people.
    private func matte(_ isPerson: (Int, Int) -> Bool, side: Int = 60) -> CoarseMatte {
        CoarseMatte(
            across: side, down: side,
            values: (0..<side * side).map { isPerson($0 % side, $0 / side) ? .max : 0 })
    }

    private func body(_ x: Int, _ y: Int) -> Bool { (10..<50).contains(x) && y >= 10 }

    @Test func `a hole in a body is filled where a glance sees none`() {
        let hole = matte { x, y in body(x, y) && !((28..<32).contains(x) && (30..<34).contains(y)) }
        #expect(hole.filled(from: matte(body, side: 30)).values == matte(body).values)
    }

    @Test func `a hole that reaches the lower border is one of the body's`() {
        let hole = matte { x, y in body(x, y) && !((28..<32).contains(x) && y > 40) }
        #expect(hole.filled(from: matte(body, side: 30)).values == matte(body).values)
    }

    @Test func `a gap that both see stays`() {
        func gap(_ x: Int, _ y: Int) -> Bool { body(x, y) && !((28..<32).contains(x) && (30..<34).contains(y)) }
        let filled = matte(gap).filled(from: matte(gap))
        #expect(filled.values[31 * 60 + 30] == 0)
    }

    @Test func `what lies outside stays outside, whatever the glance sees`() {
        let filled = matte(body).filled(from: matte { _, _ in true })
        #expect(filled.values == matte(body).values)
    }
}
