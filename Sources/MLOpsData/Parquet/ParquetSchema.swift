/// The columns of a Parquet file: nested groups are flattened to `a.b`, what is repeated is left out and named.
struct ParquetSchema {
    private(set) var leaves: [ParquetLeaf] = []
    private(set) var notes: [String] = []
    private(set) var leafCount = 0

    private let elements: [ParquetSchemaElement]
    private let limits: DataLimits
    private var next = 1

    init(_ elements: [ParquetSchemaElement], limits: DataLimits) throws(DataError) {
        self.elements = elements
        self.limits = limits
        guard let root = elements.first else { throw DataError(.malformed("its schema is empty")) }
        try readChildren(root.childCount, path: "", definition: 0, isRepeated: false, depth: 0)
    }

    var table: TableSchema {
        let (names, renamed) = ColumnNames.unique(leaves.map(\.schema.name))
        let columns = zip(leaves, names).map { leaf, name in ColumnSchema(name: name, type: leaf.schema.type) }
        return TableSchema(columns: columns, notes: renamed + notes)
    }

    private mutating func readChildren(
        _ count: Int, path: String, definition: Int, isRepeated: Bool, depth: Int
    ) throws(DataError) {
        guard depth <= limits.depth else { throw DataError(.limit(.depth, Int64(limits.depth))) }
        guard count >= 0, count <= elements.count - next else {
            throw DataError(.malformed("its schema is cut off"))
        }
        for _ in 0..<count {
            guard next < elements.count else { throw DataError(.malformed("its schema is cut off")) }
            let element = elements[next]
            next += 1
            let name = path.isEmpty ? element.name : "\(path).\(element.name)"
            let definition = definition + (element.repetition == .required ? 0 : 1)
            let isRepeated = isRepeated || element.repetition == .repeated
            if element.physical == nil {
                try readChildren(
                    element.childCount, path: name, definition: definition, isRepeated: isRepeated, depth: depth + 1)
            } else {
                try addLeaf(element, name, definition, isRepeated)
            }
        }
    }

    private mutating func addLeaf(
        _ element: ParquetSchemaElement, _ name: String, _ definition: Int, _ isRepeated: Bool
    ) throws(DataError) {
        defer { leafCount += 1 }
        guard leafCount < limits.columns else { throw DataError(.limit(.columns, Int64(limits.columns))) }
        guard !isRepeated else {
            notes.append("column \(name.debugDescription) is left out: it is a list or a map")
            return
        }
        guard let physical = element.physical, let (type, conversion) = Self.type(element, physical) else {
            notes.append("column \(name.debugDescription) is left out: its type is not supported")
            return
        }
        leaves.append(
            ParquetLeaf(
                index: leafCount, schema: ColumnSchema(name: name, type: type), physical: physical,
                typeLength: element.typeLength, maximumDefinition: definition, conversion: conversion))
    }

    /// nil: what is stored does not go with its logical type, or nobody knows what it means.
    private static func type(
        _ element: ParquetSchemaElement, _ physical: ParquetSchemaElement.Physical
    ) -> (ColumnType, ParquetLeaf.Conversion)? {
        if physical == .fixedByteArray, !(1...(1 << 20)).contains(element.typeLength) { return nil }
        if element.logical == .unknown { return (.string, .null) }
        switch physical {
        case .boolean: return (.boolean, .boolean)
        case .float, .double: return (.double, .double)
        case .int96: return (.timestamp(zoned: false), .int96)
        case .int32, .int64: return integerType(element, is32: physical == .int32)
        case .byteArray, .fixedByteArray: return bytesType(element, isFixed: physical == .fixedByteArray)
        }
    }

    private static func integerType(
        _ element: ParquetSchemaElement, is32: Bool
    ) -> (ColumnType, ParquetLeaf.Conversion)? {
        switch element.logical {
        case nil: (.integer, .integer)
        case .integer(let bits, let isSigned): integerType(bits: bits, isSigned: isSigned, is32: is32)
        case .decimal: decimalType(element, maximumPrecision: is32 ? 9 : 18)
        case .date: is32 ? (.date, .microseconds(CivilDay.microseconds)) : nil
        case .time(let unit): (.time, .microseconds(factor(unit)))
        case .timestamp(let unit, let isUTC): is32 ? nil : (.timestamp(zoned: isUTC), .microseconds(factor(unit)))
        default: nil
        }
    }

    private static func integerType(bits: Int, isSigned: Bool, is32: Bool) -> (ColumnType, ParquetLeaf.Conversion)? {
        switch (bits, isSigned, is32) {
        case (8, _, true), (16, _, true), (32, true, true), (64, true, false): (.integer, .integer)
        case (32, false, true): (.integer, .unsigned32)
        case (64, false, false): (.double, .unsigned64)
        default: nil
        }
    }

    private static func bytesType(
        _ element: ParquetSchemaElement, isFixed: Bool
    ) -> (ColumnType, ParquetLeaf.Conversion)? {
        switch element.logical {
        case nil, .other, .interval: (.bytes, .bytes)
        case .string: (.string, .text)
        case .decimal: decimalType(element, maximumPrecision: 38)
        case .uuid: isFixed && element.typeLength == 16 ? (.string, .uuid) : nil
        case .float16: isFixed && element.typeLength == 2 ? (.double, .float16) : nil
        default: nil
        }
    }

    private static func decimalType(
        _ element: ParquetSchemaElement, maximumPrecision: Int
    ) -> (ColumnType, ParquetLeaf.Conversion)? {
        guard (1...maximumPrecision).contains(element.precision), (0...element.precision).contains(element.scale)
        else { return nil }
        return (.decimal(precision: element.precision, scale: element.scale), .decimal)
    }

    private static func factor(_ unit: ParquetSchemaElement.Unit) -> Int64 {
        switch unit {
        case .milliseconds: 1000
        case .microseconds: 1
        case .nanoseconds: -1000
        }
    }
}
