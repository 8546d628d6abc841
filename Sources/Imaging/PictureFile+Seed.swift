extension PictureFile {
    /// A number that is the same for the same file and hardly for another: of its size, and of the bytes at its
    /// beginning (where a camera writes the time), its middle and its end.
    public func seed() throws(ImagingError) -> UInt32 {
        let file = try open()
        let length = 4096
        // FNV-1a
        var hash: UInt32 = 2_166_136_261
        for byte in withUnsafeBytes(of: UInt64(file.size).littleEndian, Array.init) {
            hash = (hash ^ UInt32(byte)) &* 16_777_619
        }
        for offset in [0, file.size / 2, max(0, file.size - length)] {
            for byte in try file.bytes(at: offset, count: length) { hash = (hash ^ UInt32(byte)) &* 16_777_619 }
        }
        return hash
    }
}
