import CVips
import Glibc

/// Colour profiles of picture files. Pixels are converted when they have shrunk to a slot's size, relative colorimetric with
/// black point compensation, as cameras' own software does.
enum Profile {
    /// The profile by which pixels have to be converted, if any: an attached one counts before what EXIF says. One that is
    /// broken or meant for other colours than the file has is passed over, as everybody does.
    static func needed(_ attached: [UInt8], model: cvips_model, isAdobeRGB: Bool = false) -> [UInt8]? {
        if !attached.isEmpty, matters(attached, model) { return attached }
        if model == CVIPS_CMYK { return printer }
        return attached.isEmpty && isAdobeRGB && model == CVIPS_RGB ? adobeRGB : nil
    }

    private static func matters(_ profile: [UInt8], _ model: cvips_model) -> Bool {
        profile.withUnsafeBytes {
            cvips_profile_matters(cvips_profile(bytes: $0.baseAddress, size: $0.count), model)
        }
    }

    /// Adobe RGB (1998).
    static let adobeRGB: [UInt8]? = {
        var size = 0
        guard let bytes = cvips_adobe_rgb(&size) else { return nil }
        defer { free(bytes) }
        return Array(UnsafeRawBufferPointer(start: bytes, count: size))
    }()

    /// libvips' general CMYK profile, for files that name none.
    private static let printer: [UInt8]? = {
        var size = 0
        guard let bytes = cvips_printer_profile(&size) else { return nil }
        defer { free(bytes) }
        return Array(UnsafeRawBufferPointer(start: bytes, count: size))
    }()
}

extension PictureFile.Header {
    /// Pixels in the file's colours (of CMYK four inks) as sRGB.
    func inSRGB(_ image: Image) throws(ImagingError) -> Image {
        guard let profile else { return image }
        let bands = model == CVIPS_RGBA ? 4 : 3
        return try Image(width: image.width, height: image.height, bands: bands) { (out) throws(ImagingError) in
            try image.withPixels { (pixels) throws(ImagingError) in
                guard let from = pixels.baseAddress, let to = out.baseAddress else { return }
                let count = image.width * image.height
                let converted = profile.withUnsafeBytes {
                    cvips_to_srgb(
                        cvips_profile(bytes: $0.baseAddress, size: $0.count), model, from, to, count, isInverted)
                }
                guard converted else { throw .failed(call: "cmsCreateTransform", reason: "the profile cannot be used") }
            }
        }
    }
}
