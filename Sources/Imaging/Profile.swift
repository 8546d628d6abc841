import CVips
import Glibc

/// Colour profiles of picture files. Pixels are converted when they have shrunk to a slot's size, relative colorimetric with
/// black point compensation, as cameras' own software does.
enum Profile {
    static let unusable = "its colour profile cannot be used; shown as if it had none"

    static func use(of profile: [UInt8], _ model: cvips_model) -> cvips_profile_use {
        profile.withUnsafeBytes { cvips_profile_judged(cvips_profile(bytes: $0.baseAddress, size: $0.count), model) }
    }

    /// Adobe RGB (1998).
    static let adobeRGB: [UInt8]? = {
        var size = 0
        guard let bytes = cvips_adobe_rgb(&size) else { return nil }
        defer { free(bytes) }
        return Array(UnsafeRawBufferPointer(start: bytes, count: size))
    }()

    /// libvips' general CMYK profile, for files that name none.
    static let printer: [UInt8]? = {
        var size = 0
        guard let bytes = cvips_printer_profile(&size) else { return nil }
        defer { free(bytes) }
        return Array(UnsafeRawBufferPointer(start: bytes, count: size))
    }()
}

extension PictureFile.Header {
    /// Finds the profile by which pixels have to be converted, if any: an attached one counts before what EXIF says. One
    /// that is broken or meant for other colours than the file has is passed over with a warning, as everybody does.
    mutating func use(_ attached: [UInt8], isAdobeRGB: Bool) {
        let use = attached.isEmpty ? CVIPS_PROFILE_NONE : Profile.use(of: attached, model)
        if use == CVIPS_PROFILE_UNUSABLE { warnings.append(Profile.unusable) }
        if use == CVIPS_PROFILE_NEEDED {
            profile = attached
        } else if model == CVIPS_CMYK {
            profile = Profile.printer
        } else if attached.isEmpty, isAdobeRGB, model == CVIPS_RGB {
            profile = Profile.adobeRGB
        }
    }

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
                // It was found usable when the file was opened.
                guard converted else { throw .outOfMemory(width: image.width, height: image.height) }
            }
        }
    }
}
