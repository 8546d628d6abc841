extension ScreenKey {
    /// What an operator should know about a shot of the empty screen, worst first; empty when the light is good.
    public var advice: [String] {
        guard let report else { return ["no screen was found: fill the frame with it, light it, or pick its colour"] }
        var advice: [String] = []
        if report.clipped > 0.02 {
            advice.append("the screen is overexposed: turn its lamps down or close the aperture")
        }
        if report.chroma < 0.65 { advice.append("the screen is pale: keep daylight and other lamps off it") }
        if report.unevenness > 3 {
            advice.append(
                "the screen is lit unevenly: its brightest part is more than 3 times its darkest; move the lamps apart")
        }
        if report.share < 0.6 {
            advice.append(
                "only \(Int((report.share * 100).rounded())) % of the picture is plain screen: step out of it, smooth folds, "
                    + "or crop what is beside it")
        }
        return advice
    }
}
