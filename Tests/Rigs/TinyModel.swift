import Foundation

/// Models of the ONNX kind, written byte by byte as protobuf has it: small, and with an answer that tests know. What is redder than
/// green is people.
package struct TinyModel {
    /// How many channels its input has.
    package var channels = 3
    /// What it takes; nil: any size.
    package var side: Int?
    /// Whether it asks for 16 GB besides.
    package var isHungry = false
    /// Whether what it gives has a value for each picture only.
    package var isOfAnotherShape = false

    package init() {}

    /// Writes it; the path.
    package func write(to folder: String, as name: String = "tiny") throws -> String {
        try FileManager.default.createDirectory(atPath: folder, withIntermediateDirectories: true)
        let path = "\(folder)/\(name).onnx"
        try Data(bytes).write(to: URL(filePath: path))
        return path
    }

    package var bytes: [UInt8] {
        var nodes = [Self.node("Conv", ["picture", "weights"], "difference")]
        var last = "difference"
        if isHungry {
            nodes += [
                Self.node("Expand", ["difference", "much"], "huge"), Self.node("Exp", ["huge"], "grown"),
                Self.node("ReduceMax", ["grown"], "most"), Self.node("Add", ["difference", "most"], "fed"),
            ]
            last = "fed"
        }
        nodes.append(Self.node("Sigmoid", [last], isOfAnotherShape ? "wide" : "people"))
        if isOfAnotherShape { nodes.append(Self.node("GlobalAveragePool", ["wide"], "people")) }
        let weights: [Float] = [20, -20, 0, 0, 0, 0]
        var graph = nodes.flatMap { Self.field(1, $0) } + Self.field(2, Array("tiny".utf8))
        graph += Self.field(5, Self.floats("weights", [1, channels, 1, 1], Array(weights.prefix(channels))))
        if isHungry { graph += Self.field(5, Self.integers("much", [4], [64, 64, 1_024, 1_024])) }
        graph += Self.field(11, value("picture", channels)) + Self.field(12, value("people", 1))
        return Self.number(1, 7) + Self.field(7, graph) + Self.field(8, Self.number(2, 11))
    }

    private func value(_ name: String, _ channels: Int) -> [UInt8] {
        func dimension(_ length: Int?, _ name: String) -> [UInt8] {
            Self.field(1, length.map { Self.number(1, $0) } ?? Self.field(2, Array(name.utf8)))
        }
        let shape =
            dimension(1, "") + dimension(channels, "") + dimension(side, "height") + dimension(side, "width")
        let tensor = Self.number(1, 1) + Self.field(2, shape)
        return Self.field(1, Array(name.utf8)) + Self.field(2, Self.field(1, tensor))
    }

    private static func node(_ kind: String, _ inputs: [String], _ output: String) -> [UInt8] {
        inputs.flatMap { field(1, Array($0.utf8)) } + field(2, Array(output.utf8)) + field(4, Array(kind.utf8))
    }

    private static func floats(_ name: String, _ sides: [Int], _ values: [Float]) -> [UInt8] {
        let raw = values.flatMap { value in
            (0..<4).map { UInt8(truncatingIfNeeded: value.bitPattern >> (8 * UInt32($0))) }
        }
        return sides.flatMap { number(1, $0) } + number(2, 1) + field(8, Array(name.utf8)) + field(9, raw)
    }

    private static func integers(_ name: String, _ sides: [Int], _ values: [Int]) -> [UInt8] {
        let raw = values.flatMap { value in (0..<8).map { UInt8(truncatingIfNeeded: value >> (8 * $0)) } }
        return sides.flatMap { number(1, $0) } + number(2, 7) + field(8, Array(name.utf8)) + field(9, raw)
    }

    /// A number under its key, and bytes under theirs.
    private static func number(_ key: Int, _ value: Int) -> [UInt8] { [UInt8(key << 3)] + varint(value) }
    private static func field(_ key: Int, _ bytes: [UInt8]) -> [UInt8] {
        [UInt8(key << 3 | 2)] + varint(bytes.count) + bytes
    }

    private static func varint(_ value: Int) -> [UInt8] {
        value < 128 ? [UInt8(value)] : [UInt8(value & 127 | 128)] + varint(value >> 7)
    }
}
