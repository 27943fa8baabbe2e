/// What the standard library of Python (zoneinfo) says about a zone; written without a look at our algorithms.
enum ZoneOracle {
    static let isAvailable = CommandOutput.exists("python3") && SystemZones.areInstalled

    /// Runs the script on the zones, one a line, and returns its answers, one list of words a line.
    static func answers(_ script: String, zones: [String]) throws -> [[Substring]] {
        let program = "TZDIR = '\(SystemZones.directory)'\n" + Self.prelude + script
        let quoted = "'" + program.replacing("'", with: "'\\''") + "'"
        guard let output = try CommandOutput.of("python3 -c \(quoted)", input: zones.joined(separator: "\n")) else {
            throw OracleFailure()
        }
        return output.split(separator: "\n").map { $0.split(separator: " ") }
    }

    private struct OracleFailure: Error {}

    private static let prelude = """
        from sys import stdin
        from zoneinfo import ZoneInfo, reset_tzpath
        from datetime import datetime, timedelta, timezone
        reset_tzpath([TZDIR])
        UTC = timezone.utc
        EPOCH = datetime(1970, 1, 1)

        def digest(numbers):
            value = 0
            for number in numbers:
                value = (value * 1000003 + number) % (2**61 - 1)
            return value

        """

    /// For each zone: the offsets at instants from 1900 to 2300, folded to one number.
    static let offsets = """
        instants = [-2208988800 + 4359601 * i for i in range(2900)]
        instants += [1735689600 + 10800 * i for i in range(8760)]
        for name in stdin.read().split():
            zone = ZoneInfo(name)
            numbers = []
            for second in instants:
                offset = (EPOCH + timedelta(seconds=second)).replace(tzinfo=UTC).astimezone(zone).utcoffset()
                numbers.append(int(offset.total_seconds()) + 100000)
            print(name, digest(numbers))
        """

    /// For each zone: every reading of the clock at the half hours of three years: its first and its last occurrence,
    /// the same when there is one, and -1 when there is none.
    static let readings = """
        for name in stdin.read().split():
            zone = ZoneInfo(name)
            numbers = []
            local = datetime(2025, 1, 1)
            while local.year < 2028:
                found = set()
                for fold in (0, 1):
                    instant = local.replace(tzinfo=zone, fold=fold).astimezone(UTC)
                    if instant.astimezone(zone).replace(tzinfo=None) == local:
                        found.add(int(instant.timestamp()))
                numbers += [min(found), max(found)] if found else [-1, -1]
                local += timedelta(minutes=30)
            print(name, digest(numbers))
        """

    /// For each zone and each of the expressions of `ZoneOracleTests`: the slots of three years.
    ///
    /// A time in a gap moves to the first minute after it, found by walking; a repeated time counts at its first
    /// occurrence when hour and minute are fixed, else at both.
    static let slots = """
        EXPRESSIONS = [
            ('daily', lambda d: True, [(2, 30)], True, True),
            ('midnight', lambda d: True, [(0, 0)], True, True),
            ('weekly', lambda d: d.weekday() == 0, [(3, 0)], True, True),
            ('monthly', lambda d: (d + timedelta(days=1)).day == 1, [(h, m) for h in (1, 23) for m in (15, 45)], True, True),
            ('hourly', lambda d: True, [(h, 30) for h in range(24)], False, False),
            ('stepped', lambda d: True, [(h, 0) for h in range(0, 24, 5)], False, False),
            ('named', lambda d: d.weekday() == 6, [(2, m) for m in range(0, 60, 20)], True, False),
        ]
        START, END = int(datetime(2025, 1, 1, tzinfo=UTC).timestamp()), int(datetime(2028, 1, 1, tzinfo=UTC).timestamp())
        for name in stdin.read().split():
            zone = ZoneInfo(name)
            for key, on, times, shifts, first_only in EXPRESSIONS:
                slots = set()
                day = datetime(2024, 12, 30)
                while day < datetime(2028, 1, 3):
                    for hour, minute in times if on(day) else []:
                        local = day.replace(hour=hour, minute=minute)
                        found = []
                        for fold in (0, 1):
                            instant = local.replace(tzinfo=zone, fold=fold).astimezone(UTC)
                            if instant.astimezone(zone).replace(tzinfo=None) == local:
                                found.append(int(instant.timestamp()))
                        if found:
                            slots.update(found[:1] if first_only else found)
                        elif shifts:
                            instant = local.replace(tzinfo=zone, fold=1).astimezone(UTC) - timedelta(hours=1)
                            while instant.astimezone(zone).replace(tzinfo=None) < local:
                                instant += timedelta(minutes=1)
                            slots.add(int(instant.timestamp()))
                    day += timedelta(days=1)
                slots = sorted(s for s in slots if START < s <= END)
                print(name, key, len(slots), digest(slots))
        """
}
