extension StarterFiles {
  /// The starter job: short, and every line says what to change.
  static let job = """
    // A starter. It runs at once, in the sandbox: no account, no key, no network, no money.
    //   certmail quote certmail.json     what would be sent, and what is wrong with which row
    //   certmail run certmail.json       send it; run it again, and nothing is mailed twice
    // Paths are relative to this file. Unknown keys and impossible values are refused.
    {
      // Part of every token: do not change it once real mail has been sent.
      "name": "certmail",

      // Your lists, CSV or JSON: put them into the inbox; what is taken in moves to "done".
      "input": {
        "files": ["inbox/*.csv", "inbox/*.json"],
        "done": "inbox/done",
        // Only for headers that are not recognised:
        // "columns": {"reference": "Case No.", "name": ["First Name", "Last Name"]},
      },

      // Your return address.
      "from": {
        "name": "Ruth Ames",
        "company": "Ames & Boyd LLP",
        "street1": "123 Main St",
        "street2": "STE 500",
        "city": "San Francisco",
        "state": "CA",
        "zip": "94105",
      },

      "mail_class": "certified_return_receipt",

      "api": {
        // For real mail: take this line out, put the key into a file that only you can read (chmod 600),
        // name the file below, choose a new ledger, and ask `certmail doctor certmail.json`.
        "base_url": "sandbox",
        // "key_file": "~/.config/certmail/key",
      },

      // The one truth about what was mailed: back it up with `certmail backup`.
      "ledger": "certmail.sqlite",
      // Reports and labels, a folder a batch; "latest" points at the newest.
      "output": "out",

      "limits": {
        "spend_per_run": "500.00", // the rest waits for the next run
        "spend_per_mailing": "20.00", // what costs more is held
        // "approval": "required",      // every mailing waits for `certmail approve`
        // "stop_at": "05:30",          // local time
      },
    }

    """
}
