import MLOpsCore
import Testing

@Suite struct `Argument template` {
    static let parameters = [Parameter(name: "rate", value: "0.1"), Parameter(name: "odd", value: "{rate}")]

    @Test(arguments: [
        ("", ""), ("plain", "plain"), ("{rate}", "0.1"), ("--rate={rate}", "--rate=0.1"), ("{rate}{rate}", "0.10.1"),
        ("{{rate}}", "{rate}"), ("{{{rate}}}", "{0.1}"), ("{{\"k\": 1}}", "{\"k\": 1}"), ("{odd}", "{rate}"),
        ("ü{rate}é", "ü0.1é"), ("{missing}", ""),
    ])
    func `is filled`(text: String, expected: String) throws {
        #expect(try ArgumentTemplate(text).filled(with: Self.parameters) == expected)
    }

    @Test(arguments: [("{", 0), ("a{b", 1), ("}", 0), ("a}b", 1), ("{a}}", 3), ("{{{", 2)])
    func `refuses a brace without a partner`(text: String, offset: Int) {
        let fault = #expect(throws: ArgumentTemplate.Fault.self) { try ArgumentTemplate(text) }
        #expect(fault?.offset == offset)
    }

    @Test func `names the parameters it needs`() throws {
        #expect(try ArgumentTemplate("{a}x{b}{{c}}").parameters == ["a", "b"])
    }

    @Test func `tells who decides its beginning`() throws {
        #expect(try ArgumentTemplate("{a}x").beginsWithParameter)
        #expect(try !ArgumentTemplate("x{a}").beginsWithParameter)
        #expect(try !ArgumentTemplate("{{a}}").beginsWithParameter)
        #expect(try !ArgumentTemplate("").beginsWithParameter)
    }
}
