/// How CUPS' imagetoraster fits a picture to the imageable area, in its own single precision. For some sheets a picture of
/// exactly the area's pixels comes out one pixel smaller, and so resampled: 1568x2128 as 1567x2128.
struct FilterScaling {
    /// Inches.
    private let width: Float
    private let height: Float
    private let dpi: Float

    /// The imageable area in points.
    init(width: Float, height: Float, dpi: Float) {
        (self.width, self.height) = (Float(Double(width) / 72), Float(Double(height) / 72))
        self.dpi = dpi
    }

    typealias Size = (width: Int, height: Int)

    var nominal: Size { (Int((width * dpi).rounded()), Int((height * dpi).rounded())) }

    /// The largest picture, within two pixels of the area, that comes out as it is.
    var exact: Size {
        let nominal = nominal
        guard nominal.width > 2, nominal.height > 2, max(nominal.width, nominal.height) <= 30_000 else {
            return nominal
        }
        for fewer in 0...4 {
            for across in max(0, fewer - 2)...min(2, fewer) {
                let size = (width: nominal.width - across, height: nominal.height - (fewer - across))
                if raster(of: size) == size { return size }
            }
        }
        return nominal
    }

    /// The size in which a picture of `size` reaches the driver.
    func raster(of size: Size) -> Size {
        var (across, down) = (width, width * Float(size.height) / Float(size.width))
        if down > height { (across, down) = (height * Float(size.width) / Float(size.height), height) }
        return (Int(across * dpi), Int(down * dpi))
    }
}
