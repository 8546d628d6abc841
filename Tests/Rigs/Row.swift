import Foundation

/// A figure that a program prints, what the floor gave in the same round, and what it should be.
package struct Row: Codable, Sendable {
    package enum Judge: String, Codable, Sendable { case most, least }

    package var name: String
    package var value: Double
    package var unit: String
    package var floor: Double?
    /// Of the value, or of its share of the floor where there is one.
    package var judge: Judge
    package var goal: Double

    package init(name: String, value: Double, unit: String, floor: Double? = nil, judge: Judge, goal: Double) {
        (self.name, self.value, self.unit) = (name, value, unit)
        (self.floor, self.judge, self.goal) = (floor, judge, goal)
    }

    private var judged: Double { floor.map { value / $0 } ?? value }
    package var isMet: Bool { judge == .most ? judged <= goal : judged >= goal }

    package static func encode(_ rows: [Row]) -> String {
        String(decoding: try! JSONEncoder().encode(rows), as: UTF8.self)
    }

    package static func decode(_ text: String) throws -> [Row] {
        try JSONDecoder().decode([Row].self, from: Data(text.utf8))
    }

    package static func table(_ rows: [Row]) -> String {
        let heading = ["", "result", "floor", "of the floor", "goal", "met"]
        let cells = [heading] + rows.map(\.cells)
        let widths = heading.indices.map { column in cells.map { $0[column].count }.max() ?? 0 }
        return cells.map { line in
            line.enumerated().map { column, cell in
                let space = String(repeating: " ", count: widths[column] - cell.count)
                return column == 0 ? cell + space : space + cell
            }.joined(separator: "   ")
        }.joined(separator: "\n")
    }

    private var cells: [String] {
        func number(_ value: Double) -> String { String(format: abs(value) < 10 ? "%.2f" : "%.0f", value) }
        return [
            name, "\(number(value)) \(unit)", floor.map { "\(number($0)) \(unit)" } ?? "",
            floor == nil ? "" : number(judged), (judge == .most ? "≤ " : "≥ ") + number(goal), isMet ? "yes" : "no",
        ]
    }
}

extension Duration {
    package var seconds: Double { self / .seconds(1) }
}

/// How long it takes.
package nonisolated(nonsending) func timed(_ body: nonisolated(nonsending) () async throws -> Void) async rethrows
    -> Double
{
    let start = ContinuousClock.now
    try await body()
    return (ContinuousClock.now - start).seconds
}
