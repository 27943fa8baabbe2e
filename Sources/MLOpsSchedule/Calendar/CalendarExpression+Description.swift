extension CalendarExpression: CustomStringConvertible {
    /// The canonical form, always with its zone; parsing it gives an equal expression.
    ///
    /// Written as systemd writes it, except where only `every` or cron can say it.
    package var description: String {
        switch rule {
        case .pattern(let pattern, _): "\(pattern) \(zone.name)"
        case .cadence(let cadence): "every \(TimeSpan.format(.microseconds(cadence.step))) from \(anchorText(cadence))"
        }
    }

    private func anchorText(_ cadence: Cadence) -> String {
        let anchor = CivilDateTime(cadence.anchor, in: zone)
        return "\(anchor.dateText) \(anchor.timeText) \(zone.name)"
    }
}

extension CalendarPattern: CustomStringConvertible {
    var description: String { matchesEitherDay ? cronText : systemdText }

    private var systemdText: String {
        let date = "\(year.text(in: .year))-\(month.text(in: .month))"
        let days = (countsFromMonthEnd ? "~" : "-") + day.text(in: dayField)
        let time = "\(hour.text(in: .hour)):\(minute.text(in: .minute)):\(second.text(in: .second))"
        return (weekdayText.map { $0 + " " } ?? "") + "\(date)\(days) \(time)"
    }

    private var cronText: String {
        let fields = [
            minute.cronText(in: .minute), hour.cronText(in: .hour), day.cronText(in: .day),
            month.cronText(in: .month), cronWeekdayText,
        ]
        return fields.joined(separator: " ")
    }

    private var weekdayText: String? {
        guard weekdays != Self.everyWeekday else { return nil }
        let runs = Self.runs(of: (0...6).filter { weekdays & 1 << UInt8($0) != 0 })
        return runs.map { run in
            let names = Weekday.allCases[run].map(\.abbreviation)
            return names.count > 2 ? "\(names[0])..\(names[names.count - 1])" : names.joined(separator: ",")
        }.joined(separator: ",")
    }

    /// Sunday is 0, and never part of a range with Saturday.
    private var cronWeekdayText: String {
        let runs = Self.runs(of: (0...6).filter { weekdays & 1 << UInt8(($0 + 6) % 7) != 0 })
        return runs.map { run in
            run.count > 2 ? "\(run.lowerBound)-\(run.upperBound)" : run.map(String.init).joined(separator: ",")
        }.joined(separator: ",")
    }

    /// Joins consecutive numbers of an ascending list.
    private static func runs(of numbers: [Int]) -> [ClosedRange<Int>] {
        var runs: [ClosedRange<Int>] = []
        for number in numbers {
            if let last = runs.last, last.upperBound == number - 1 {
                runs[runs.count - 1] = last.lowerBound...number
            } else {
                runs.append(number...number)
            }
        }
        return runs
    }
}

extension CalendarComponent {
    static func only(_ values: Int...) -> CalendarComponent { CalendarComponent(sortedValues: values) }

    fileprivate func text(in field: CalendarField) -> String {
        guard !isAny else { return "*" }
        return items.map { item in
            let stop = item.stop.map { ".." + field.text($0) } ?? ""
            let step = item.step == 0 ? "" : "/" + field.stepText(item.step)
            return field.text(item.start) + stop + step
        }.joined(separator: ",")
    }

    fileprivate func cronText(in field: CalendarField) -> String {
        guard !isAny else { return "*" }
        return items.map { item in
            let step = item.step == 0 ? "" : "/\(item.step)"
            if item.stop == nil, item.step != 0 { return "*\(step)" }
            return "\(item.start)" + (item.stop.map { "-\($0)" } ?? "") + step
        }.joined(separator: ",")
    }
}

extension CalendarField {
    fileprivate func text(_ value: Int) -> String {
        switch self {
        case .year: String(value)
        case .second: seconds(value, width: 2)
        default: value.padded(to: 2)
        }
    }

    fileprivate func stepText(_ step: Int) -> String { self == .second ? seconds(step, width: 1) : String(step) }

    private func seconds(_ microseconds: Int, width: Int) -> String {
        let (whole, fraction) = microseconds.quotientAndRemainder(dividingBy: unit)
        return whole.padded(to: width) + (fraction == 0 ? "" : "." + fraction.padded(to: 6))
    }
}
