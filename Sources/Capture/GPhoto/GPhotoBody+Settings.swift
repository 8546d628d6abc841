internal import CGPhoto2
internal import Glibc
internal import StrictJSON

extension GPhotoBody {
    /// All that can be seen; seconds on some bodies.
    func settings() throws(LinkError) -> [JSONValue] {
        var root: OpaquePointer?
        try context.check(gp_camera_get_config(try opened(), &root, context.pointer))
        defer { gp_widget_free(root) }
        var found: [JSONValue] = []
        collect(root, into: &found)
        return found
    }

    func setting(_ name: String) throws(LinkError) -> JSONValue {
        let widget = try widget(name)
        defer { gp_widget_free(widget) }
        return describe(widget) ?? [:]
    }

    /// Sets, then reads back: bodies clamp in silence.
    func set(_ name: String, to value: String) throws(LinkError) -> JSONValue {
        let widget = try widget(name)
        defer { gp_widget_free(widget) }
        var readOnly: Int32 = 0
        gp_widget_get_readonly(widget, &readOnly)
        guard readOnly == 0 else { throw .refused(code: Int(GP_ERROR_NOT_SUPPORTED), text: "\(name) is read-only") }
        try write(value, to: widget, name)
        try context.check(gp_camera_set_single_config(try opened(), name, widget, context.pointer))
        return try setting(name)
    }

    private func widget(_ name: String) throws(LinkError) -> OpaquePointer? {
        var widget: OpaquePointer?
        try context.check(gp_camera_get_single_config(try opened(), name, &widget, context.pointer))
        return widget
    }

    private func write(_ value: String, to widget: OpaquePointer?, _ name: String) throws(LinkError) {
        switch Self.kind(of: widget) {
        case .toggle, .date:
            guard var number = Int32(value) else {
                throw .refused(code: Int(GP_ERROR_BAD_PARAMETERS), text: "\(name) takes a whole number, not \(value)")
            }
            try context.check(gp_widget_set_value(widget, &number))
        case .range:
            guard var number = Float(value) else {
                throw .refused(code: Int(GP_ERROR_BAD_PARAMETERS), text: "\(name) takes a number, not \(value)")
            }
            try context.check(gp_widget_set_value(widget, &number))
        default:
            let code = value.withCString { gp_widget_set_value(widget, $0) }
            try context.check(code)
        }
    }

    private func collect(_ widget: OpaquePointer?, into found: inout [JSONValue]) {
        let count = gp_widget_count_children(widget)
        guard count > 0 else {
            if found.count < 2000, let one = describe(widget) { found.append(one) }
            return
        }
        for index in 0..<count {
            var child: OpaquePointer?
            if gp_widget_get_child(widget, index, &child) >= 0 { collect(child, into: &found) }
        }
    }

    private static func kind(of widget: OpaquePointer?) -> Setting.Kind? {
        var type = GP_WIDGET_WINDOW
        gp_widget_get_type(widget, &type)
        return switch type {
        case GP_WIDGET_TEXT: .text
        case GP_WIDGET_RANGE: .range
        case GP_WIDGET_TOGGLE: .toggle
        case GP_WIDGET_RADIO, GP_WIDGET_MENU: .choice
        case GP_WIDGET_DATE: .date
        case GP_WIDGET_BUTTON: .button
        default: nil
        }
    }

    private func describe(_ widget: OpaquePointer?) -> JSONValue? {
        guard let kind = Self.kind(of: widget) else { return nil }
        var (name, label): (UnsafePointer<CChar>?, UnsafePointer<CChar>?) = (nil, nil)
        gp_widget_get_name(widget, &name)
        gp_widget_get_label(widget, &label)
        var readOnly: Int32 = 0
        gp_widget_get_readonly(widget, &readOnly)
        let count = kind == .choice ? max(0, min(gp_widget_count_choices(widget), 500)) : 0
        let choices = (0..<count).map { index -> JSONValue in
            var choice: UnsafePointer<CChar>?
            gp_widget_get_choice(widget, index, &choice)
            return .string(choice.map { String(cString: $0) } ?? "")
        }
        return [
            "name": .string(name.map { String(cString: $0) } ?? ""),
            "label": .string(label.map { String(cString: $0) } ?? ""), "kind": .string(kind.rawValue),
            "value": .string(Self.value(of: widget, kind)), "choices": .array(choices),
            "readOnly": .bool(readOnly != 0),
        ]
    }

    private static func value(of widget: OpaquePointer?, _ kind: Setting.Kind) -> String {
        switch kind {
        case .toggle, .date:
            var number: Int32 = 0
            gp_widget_get_value(widget, &number)
            return "\(number)"
        case .range:
            var number: Float = 0
            gp_widget_get_value(widget, &number)
            return number == number.rounded() && abs(number) < 1e6 ? "\(Int(number))" : "\(number)"
        case .text, .choice:
            var text: UnsafePointer<CChar>?
            gp_widget_get_value(widget, &text)
            return text.map { String(cString: $0) } ?? ""
        case .button: return ""
        }
    }
}
