/// A value that copies share until one of them is changed; what has one owner is changed where it lies.
///
/// For what is large: it is handed from the state to a mutation or a command for the price of a reference.
@propertyWrapper
@dynamicMemberLookup
package struct Shared<Value: Hashable & Sendable>: Hashable, Sendable {
    private final class Box: @unchecked Sendable {  // Nobody but its only owner changes it.
        // Whoever may change it has it alone, which makes the check that nobody else is in it superfluous.
        @exclusivity(unchecked) var value: Value

        @inline(__always)
        init(_ value: consuming Value) { self.value = value }
    }

    private var box: Box

    @inline(__always)
    package init(_ value: consuming Value) { box = Box(value) }
    package init(wrappedValue: Value) { self.init(wrappedValue) }

    // Inlined everywhere: a field is read where it lies, while what is called gets a copy of the whole to look at.
    package var value: Value {
        @inline(__always) _read { yield box.value }
        @inline(__always) _modify {
            if !isKnownUniquelyReferenced(&box) { box = Box(box.value) }
            yield &box.value
        }
    }

    package var wrappedValue: Value {
        @inline(__always) _read { yield box.value }
        set { box = Box(newValue) }
    }

    package var projectedValue: Self { self }

    /// Reads as if it were the value itself.
    package subscript<Member>(dynamicMember path: KeyPath<Value, Member>) -> Member {
        @inline(__always) get { box.value[keyPath: path] }
    }

    package static func == (left: Self, right: Self) -> Bool {
        left.box === right.box || left.box.value == right.box.value
    }

    package func hash(into hasher: inout Hasher) { hasher.combine(box.value) }
}

extension Shared: Encodable where Value: Encodable {
    package func encode(to encoder: any Encoder) throws { try box.value.encode(to: encoder) }
}

extension Shared: Decodable where Value: Decodable {
    package init(from decoder: any Decoder) throws { self.init(try Value(from: decoder)) }
}
