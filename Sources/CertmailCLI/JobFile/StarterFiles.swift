import Foundation

/// What `certmail init` writes: a job that runs in the sandbox at once, a list for it, and what it
/// takes to run it every night.
package enum StarterFiles {
  /// One file to write.
  package struct File: Hashable, Sendable {
    /// Its name within the folder.
    package var name: String
    package var text: String
  }

  /// The name of the starter job.
  package static let jobName = "certmail.json"

  /// All of them, in the order in which they are told.
  package static let all = [
    File(name: jobName, text: job), File(name: "inbox/list.csv", text: list),
    File(name: "certmail.service", text: service), File(name: "certmail.timer", text: timer),
  ]

  /// Whether a file is the sample list as `init` wrote it: its people are invented.
  static func isSample(_ path: String) -> Bool {
    let sample = Data(list.utf8)
    // A file that cannot be asked for its size is told when it is opened.
    let attributes = try? FileManager.default.attributesOfItem(atPath: path)
    guard let size = attributes?[.size] as? Int, size == sample.count else { return false }
    return FileManager.default.contents(atPath: path) == sample
  }

  private static let list = """
    Case No.,Recipient,Company,Address,Suite,City,State,ZIP,Matter
    2026-CV-0001,Marisol Treviño,,418 Larkmoor Ave,APT 12,Sacramento,CA,95814,M-100
    2026-CV-0002,,Harrowgate Savings Bank,1200 Vellum Sq,STE 400,Seattle,WA,98101,M-100
    2026-CV-0003,Colleen McAuliffe,,31 Saltbox Ter,,Boston,MA,02108,M-101

    """

  private static let service = """
    # Runs the job once. Put in your folder and user, then:
    #   cp certmail.service certmail.timer /etc/systemd/system/
    #   systemctl daemon-reload && systemctl enable --now certmail.timer
    [Unit]
    Description=certmail: send the list as certified mail
    Wants=network-online.target
    After=network-online.target time-sync.target

    [Service]
    Type=oneshot
    ExecStart=/usr/local/bin/certmail run /srv/certmail/certmail.json --progress plain
    WorkingDirectory=/srv/certmail
    User=certmail
    Group=certmail
    # The key is readable by root only and handed over in memory. Not needed for the sandbox.
    LoadCredential=certmail-api-key:/etc/certmail/api-key
    # Never started again by itself: each exit status means something. Running it again is safe.
    Restart=no
    TimeoutStopSec=60
    TimeoutStartSec=8h
    # 3 means: all done, and some rows need attention.
    SuccessExitStatus=3
    # Only its own folder can be written.
    ReadWritePaths=/srv/certmail
    ProtectSystem=strict
    ProtectHome=yes
    PrivateTmp=yes
    PrivateDevices=yes
    ProtectKernelModules=yes
    ProtectKernelTunables=yes
    ProtectControlGroups=yes
    RestrictAddressFamilies=AF_UNIX AF_INET AF_INET6
    RestrictNamespaces=yes
    RestrictSUIDSGID=yes
    LockPersonality=yes
    NoNewPrivileges=yes
    CapabilityBoundingSet=
    SystemCallArchitectures=native
    SystemCallFilter=@system-service
    UMask=0077

    """

  private static let timer = """
    [Unit]
    Description=certmail: every weekday night

    [Timer]
    OnCalendar=Mon..Fri 22:00
    # A machine that was off at ten sends when it is on again.
    Persistent=true

    [Install]
    WantedBy=timers.target

    """
}
