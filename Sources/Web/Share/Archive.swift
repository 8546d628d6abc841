import Files
import HTTP
import Synchronization
import Work

/// Files in one ZIP, as they are: pictures do not get smaller. Its size is known before the first byte is sent, so that phones show
/// how much is still to come.
struct Archive: Sendable {
    struct Member: Sendable {
        /// In the archive.
        var name: String
        var path: String
    }

    private struct Entry: Sendable {
        let name: [UInt8]
        let path: String
        let size: Int
        let checksum: UInt32
        var offset = 0
    }

    private let entries: [Entry]
    /// Bytes.
    let size: Int

    /// nil: a file cannot be read, or all together are more than a ZIP of this kind holds (4 GB).
    init?(_ members: [Member], _ checksums: Checksums) async {
        var (entries, offset): ([Entry], Int) = ([], 0)
        for member in members {
            guard let (size, checksum) = await checksums.of(member.path) else { return nil }
            let entry = Entry(
                name: Array(member.name.utf8), path: member.path, size: size, checksum: checksum, offset: offset)
            entries.append(entry)
            offset += Self.local(entry).count + size
        }
        let total = offset + entries.map { Self.central($0).count }.reduce(0, +) + 22
        guard total < 1 << 32, entries.count < 1 << 16 else { return nil }
        (self.entries, size) = (entries, total)
    }

    func write(to writer: BodyWriter) async throws {
        for entry in entries {
            try await writer.write(Self.local(entry))
            let file = try await offPool { () throws(FilesError) in try FileReading(entry.path) }
            var rest = entry.size
            while rest > 0 {
                let bytes = try await offPool { [rest] () throws(FilesError) in try file.next(min(rest, 128 * 1024)) }
                // One that has become shorter meanwhile breaks the archive off, which then does not look whole.
                guard !bytes.isEmpty else { throw BodyWriter.Gone() }
                try await writer.write(bytes)
                rest -= bytes.count
            }
        }
        let directory = entries.flatMap(Self.central)
        let count = entries.count
        let end: [UInt8] =
            Self.bytes(0x0605_4b50, 4) + [0, 0, 0, 0] + Self.bytes(count, 2) + Self.bytes(count, 2)
            + Self.bytes(directory.count, 4) + Self.bytes(size - 22 - directory.count, 4) + [0, 0]
        try await writer.write(directory + end)
    }

    /// Version 2.0, names in UTF-8 (bit 11), stored, 1 January 1980: when a picture was taken is in its name's place.
    private static func facts(_ entry: Entry) -> [UInt8] {
        bytes(20, 2) + bytes(1 << 11, 2) + bytes(0, 2) + bytes(0, 2) + bytes(0x21, 2) + bytes(Int(entry.checksum), 4)
            + bytes(entry.size, 4) + bytes(entry.size, 4) + bytes(entry.name.count, 2) + bytes(0, 2)
    }

    private static func local(_ entry: Entry) -> [UInt8] { bytes(0x0403_4b50, 4) + facts(entry) + entry.name }

    private static func central(_ entry: Entry) -> [UInt8] {
        bytes(0x0201_4b50, 4) + bytes(20, 2) + facts(entry) + [UInt8](repeating: 0, count: 10) + bytes(entry.offset, 4)
            + entry.name
    }

    /// Little-endian.
    private static func bytes(_ value: Int, _ count: Int) -> [UInt8] {
        (0..<count).map { UInt8(truncatingIfNeeded: value >> (8 * $0)) }
    }
}

/// CRC-32 of files, computed once for each: names of files are those of contents.
final class Checksums: Sendable {
    private let known = Mutex<[String: (size: Int, checksum: UInt32)]>([:])

    func of(_ path: String) async -> (size: Int, checksum: UInt32)? {
        if let known = known.withLock({ $0[path] }) { return known }
        let found: (Int, UInt32)? = await offPool {
            guard let file = try? FileReading(path) else { return nil }
            var (sum, size) = (~UInt32(0), 0)
            while let bytes = try? file.next(128 * 1024) {
                guard !bytes.isEmpty else { return (size, ~sum) }
                size += bytes.count
                bytes.withUnsafeBufferPointer { buffer in
                    Self.table.withUnsafeBufferPointer { table in
                        for byte in buffer { sum = table[Int(UInt8(truncatingIfNeeded: sum) ^ byte)] ^ sum >> 8 }
                    }
                }
            }
            return nil
        }
        guard let found else { return nil }
        known.withLock { known in
            if known.count >= 10_000 { known = [:] }
            known[path] = found
        }
        return found
    }

    private static let table: [UInt32] = (0..<256).map { index in
        (0..<8).reduce(UInt32(index)) { sum, _ in sum & 1 == 1 ? 0xEDB8_8320 ^ sum >> 1 : sum >> 1 }
    }
}
