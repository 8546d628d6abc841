internal import CVips

extension ScreenKey {
    /// The matte as a grey PNG of 16 bits: white is the subject.
    public func mattePNG() throws(ImagingError) -> [UInt8] {
        let matte = try fineMatte()
        let none = cvips_block(bytes: nil, length: 0)
        return try bytes(from: "libpng") { length, reason in
            matte.withUnsafeBytes { values in
                cvips_png_encode(
                    values.bindMemory(to: UInt8.self).baseAddress!, Int32(whole.width), Int32(whole.height), 1, 16,
                    2835, none, none, nil, length, reason)
            }
        }
    }
}
