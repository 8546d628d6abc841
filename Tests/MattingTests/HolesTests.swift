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

    @Test func `what one look alone takes for people is nobody`() {
        let smear = matte { x, y in (20..<40).contains(x) && (30..<33).contains(y) }
        #expect(!smear.isConfirmed(by: matte({ _, _ in false }, side: 30)))
        #expect(!smear.isConfirmed(by: matte { x, y in (20..<40).contains(x) && (40..<43).contains(y) }))
        #expect(smear.isConfirmed(by: smear))
        #expect(matte(body).isConfirmed(by: matte({ x, y in body(x * 2, y * 2) }, side: 30)))
    }

    @Test func `a part of a matte is what lies there, and goes on beyond its border`() {
        let all = matte(body)
        let corner = all.part(x: 0, y: 0, width: 0.5, height: 0.5)
        #expect((corner.across, corner.down) == (30, 30))
        #expect(corner.values == matte(body, side: 30).values)
        #expect(all.part(x: 0, y: 0, width: 1, height: 1) == all)
        let below = all.part(x: 0.25, y: 0.9, width: 0.5, height: 0.2)
        #expect(below.values.allSatisfy { $0 == .max })
        #expect(all.part(x: 0.5, y: 0.5, width: 0, height: 0).values.count == 4)
    }

    @Test func `a mirrored matte has left and right exchanged`() {
        let left = matte { x, _ in x < 10 }
        #expect(left.mirrored() == matte { x, _ in x >= 50 })
    }

    @Test func `what lies outside stays outside, whatever the glance sees`() {
        let filled = matte(body).filled(from: matte { _, _ in true })
        #expect(filled.values == matte(body).values)
    }
}
