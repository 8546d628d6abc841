internal import CVips

extension ScreenKey {
    /// The matte as a grey PNG of 16 bits: white is the subject.
    public func mattePNG() throws(ImagingError) -> [UInt8] {
        try fineMatte().greyPNG(width: whole.width, height: whole.height)
    }
}

extension [UInt16] {
    /// A grey PNG of 16 bits, row by row.
    func greyPNG(width: Int, height: Int) throws(ImagingError) -> [UInt8] {
        let none = cvips_block(bytes: nil, length: 0)
        return try bytes(from: "libpng") { length, reason in
            withUnsafeBytes { values in
                cvips_png_encode(
                    values.bindMemory(to: UInt8.self).baseAddress!, Int32(width), Int32(height), 1, 16, 2835, none,
                    none, nil, length, reason)
            }
        }
    }
}
