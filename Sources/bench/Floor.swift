internal import Foundation
internal import Work

/// The `floor` program: libjpeg-turbo and cgif alone, CPU ms.
struct Floor {
    var program: String

    /// Decoding each capture at the smallest scale that covers the slot; captures in the order given.
    func decode(_ captures: [String], width: Int, height: Int) throws(BenchError) -> [Double] {
        try figures(["repeat", "3", "cover", "\(width)x\(height)"] + captures, count: captures.count)
    }

    /// Compressing a finished picture's pixels, or a finished animation's indices, once more.
    func encode(_ output: String) throws(BenchError) -> Double {
        try figures(["repeat", "9", output.hasSuffix(".gif") ? "lzw" : "encode", output], count: 1)[0]
    }

    private func figures(_ arguments: [String], count: Int) throws(BenchError) -> [Double] {
        let output = try Child.run(program, arguments).text
        let figures = output.split(separator: "\n").map { $0.prefix { $0 != " " } }.compactMap { Double($0) }
        guard figures.count == count else { throw .notUnderstood("floor", output) }
        return figures
    }
}
