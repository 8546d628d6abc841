internal import CVips

/// How a layer's colour meets what lies under it: the separable modes of W3C Compositing and Blending Level 1.
public enum BlendMode: String, Sendable, CaseIterable {
    case normal, multiply, screen, overlay, darken, lighten
    case colourDodge = "colour-dodge"
    case colourBurn = "colour-burn"
    case hardLight = "hard-light"
    case softLight = "soft-light"
    case difference, exclusion

    var kernel: CVipsBlend {
        switch self {
        case .normal: CVIPS_NORMAL
        case .multiply: CVIPS_MULTIPLY
        case .screen: CVIPS_SCREEN
        case .overlay: CVIPS_OVERLAY
        case .darken: CVIPS_DARKEN
        case .lighten: CVIPS_LIGHTEN
        case .colourDodge: CVIPS_COLOUR_DODGE
        case .colourBurn: CVIPS_COLOUR_BURN
        case .hardLight: CVIPS_HARD_LIGHT
        case .softLight: CVIPS_SOFT_LIGHT
        case .difference: CVIPS_DIFFERENCE
        case .exclusion: CVIPS_EXCLUSION
        }
    }
}
