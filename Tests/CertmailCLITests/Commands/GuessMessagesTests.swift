import Testing

@testable import CertmailCLI

/// What doctor says of the API's contract where it had to be guessed, letter for letter.
@Suite struct GuessMessagesTests {
  @Test func `each guess, and what follows when it is wrong`() {
    let said = Guess.allCases.map { "\($0.rawValue)\n  \($0.consequence)" }
    #expect(
      said.joined(separator: "\n") == """
        GET /mailings answers {"data": […]}
          certmail reads other forms too, where they can be understood
        GET /mailings?limit=1 answers at most one mailing
          certmail takes what comes
        mailings come newest first
          certmail concludes no absence from such a list: uncertain mailings stay for a person
        a mailing shows the reference that it was made with
          certmail then finds an uncertain mailing by recipient, class, sender and time, and never resends by itself
        a mailing's status is one that is known
          certmail carries an unknown status along as it is
        an unknown mailing is 404 not_found in the documented envelope
          certmail takes such an answer as no proof of anything
        a validated address is {"valid", "address", "messages"}
          certmail reads other forms too, where they can be understood
        GET /pricing answers {"currency": "USD", "data": […]}
          certmail reads other forms too, where they can be understood
        a price has postage, service_fee and total as numbers
          certmail reads other forms too, where they can be understood
        a calculated price has mail_class and the same three amounts
          certmail reads other forms too, where they can be understood
        tracking answers {"tracking_number", "status", "events": […]}
          certmail reads other forms too, where they can be understood
        X-RateLimit-Reset is Unix time in seconds
          certmail reads a small number as seconds from now
        """)
  }

  @Test func `what the calls of the API need, and what to do about a status`() {
    let statuses = [401, 402, 403, 404, 408, 422, 429, 500]
    let said = statuses.map { "\($0) \(CallWords.advice($0, "GET /pricing"))" }
    #expect(
      said.joined(separator: "\n") == """
        401 check the key: api.key_file, --api-key-file or the variable that api.key_env names
        402 add funds to the account
        403 use a key that has pricing:read
        404 check the id, api.base_url, and that the key is this account's
        408 try again later
        422 correct what the message names
        429 wait until the rate limit resets
        500 try again later
        """)
    #expect(CallWords.advice(401, "GET /api-keys") == "sign in again and take the new session")
  }
}
