import Foundation

/// A figure, what the floor gave in the same round, and what it should be.
struct Row: Codable {
    enum Judge: String, Codable { case most, least }

    var name: String
    var value: Double
    var unit: String
    var floor: Double?
    /// Of the value, or of its share of the floor where there is one.
    var judge: Judge
    var goal: Double

    private var judged: Double { floor.map { value / $0 } ?? value }
    private var isMet: Bool { judge == .most ? judged <= goal : judged >= goal }

    static func encode(_ rows: [Row]) -> String { String(decoding: try! JSONEncoder().encode(rows), as: UTF8.self) }

    static func decode(_ text: String) throws -> [Row] { try JSONDecoder().decode([Row].self, from: Data(text.utf8)) }

    static func table(_ rows: [Row]) -> String {
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
    var seconds: Double { self / .seconds(1) }
}

/// How long it takes.
func timed(_ body: () async throws -> Void) async rethrows -> Double {
    let start = ContinuousClock.now
    try await body()
    return (ContinuousClock.now - start).seconds
}
