internal import CVips
internal import Synchronization

/// The twin of the kernels that runs. All give the same bytes; tests and measurements compare them.
package enum KernelLevel: UInt32, CaseIterable {
    case portable = 0
    case avx2 = 1

    /// One comparison at a time, as the level is one for the whole process.
    private static let turn = Mutex(())

    /// What `body` gives at one level; nil when this processor lacks it.
    package static func at<Result: Sendable>(_ level: KernelLevel, _ body: () throws -> Result) rethrows -> Result? {
        try turn.withLock { _ in
            let before = cvips_simd()
            defer { cvips_simd_set(before) }
            cvips_simd_set(cvips_simd_level(rawValue: level.rawValue))
            return cvips_simd().rawValue == level.rawValue ? try body() : nil
        }
    }

    /// What `body` gives at each level that this processor has.
    package static func each<Result: Sendable>(_ body: () throws -> Result) rethrows -> [Result] {
        try turn.withLock { _ in
            let before = cvips_simd()
            defer { cvips_simd_set(before) }
            return try allCases.map { level in
                cvips_simd_set(cvips_simd_level(rawValue: level.rawValue))
                return try body()
            }
        }
    }
}
