/// Requests that are accepted, each with what the parser makes of it.
enum WellFormedRequests {
  static let all: [(String, [String])] = [
    ("GET / HTTP/1.1\r\nHost: a\r\n\r\n", [#"GET / [] ["Host:a"] []"#]),
    ("\r\nGET / HTTP/1.1\r\nHost: a\r\n\r\n", [#"GET / [] ["Host:a"] []"#]),
    ("GET / HTTP/1.0\r\n\r\n", ["GET / [] [] [] close"]),
    ("GET / HTTP/1.9\r\nHost: a\r\n\r\n", [#"GET / [] ["Host:a"] []"#]),
    ("BREW /tea HTTP/1.1\r\nHost: a\r\n\r\n", [#"BREW /tea [] ["Host:a"] []"#]),
    ("OPTIONS * HTTP/1.1\r\nHost: a\r\n\r\n", [#"OPTIONS * [] ["Host:a"] []"#]),
    (
      "GET http://b:80/x?y=1 HTTP/1.1\r\nHost: a\r\n\r\n",
      [#"GET /x ["y=1"] ["Host:a"] []"#]
    ),
    ("GET HTTP://b HTTP/1.1\r\nHost: a\r\n\r\n", [#"GET / [] ["Host:a"] []"#]),
    ("GET http://b?y HTTP/1.1\r\nHost: a\r\n\r\n", [#"GET / ["y="] ["Host:a"] []"#]),
    ("GET / HTTP/1.1\r\nHost: [::1]:8080\r\n\r\n", [#"GET / [] ["Host:[::1]:8080"] []"#]),
    ("GET / HTTP/1.1\r\nHost: a:\r\n\r\n", [#"GET / [] ["Host:a:"] []"#]),
    (
      "GET /a%20b/%C3%A4%2Fc%252F HTTP/1.1\r\nHost: a\r\n\r\n",
      [#"GET /a b/ä%2Fc%2F [] ["Host:a"] []"#]
    ),
    (
      "GET /x?a=1&b=%2F%3d&c&&d=e=f&=g&h+i=j+%2B? HTTP/1.1\r\nHost: a\r\n\r\n",
      [#"GET /x ["a=1", "b=/=", "c=", "d=e=f", "=g", "h i=j +?"] ["Host:a"] []"#]
    ),
    (
      "GET / HTTP/1.1\r\nHost: a\r\nX:\r\nY: \t b  c \t\r\nx!#$%&'*+-.^_`|~9: d\r\n\r\n",
      [#"GET / [] ["Host:a", "X:", "Y:b  c", "x!#$%&'*+-.^_`|~9:d"] []"#]
    ),
    (
      "GET / HTTP/1.1\r\nHost: a\r\nX: \u{C3}\u{A4}\r\nY: \u{E4}\r\n\r\n",
      [#"GET / [] ["Host:a", "X:ä", "Y:ä"] []"#]
    ),
    (
      "POST / HTTP/1.1\r\nHost: a\r\nContent-Length: 5\r\n\r\nhello",
      [#"POST / [] ["Host:a", "Content-Length:5"] [hello]"#]
    ),
    (
      "POST / HTTP/1.1\r\nHost: a\r\nContent-Length: 005\r\nConnection: x, Close\r\n\r\nhello",
      [#"POST / [] ["Host:a", "Content-Length:005", "Connection:x, Close"] [hello] close"#]
    ),
    (
      "POST / HTTP/1.1\r\nHost: a\r\nTransfer-Encoding: Chunked\r\n\r\n"
        + "5\r\nhello\r\n00A;x=\"y\";z\r\n, world!\r\n\r\n1 ;q\r\n.\r\n0\r\nX: 1\r\nHost: b\r\n\r\n",
      [#"POST / [] ["Host:a", "Transfer-Encoding:Chunked"] [hello, world!"# + "\r\n.]"]
    ),
    (
      "POST / HTTP/1.1\r\nHost: a\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n",
      [#"POST / [] ["Host:a", "Transfer-Encoding:chunked"] []"#]
    ),
    (
      "POST / HTTP/1.0\r\nExpect: 100-continue\r\nContent-Length: 1\r\n\r\nx",
      [#"POST / [] ["Expect:100-continue", "Content-Length:1"] [x] close"#]
    ),
    (
      "GET /1 HTTP/1.1\r\nHost: a\r\n\r\nPOST /2 HTTP/1.1\r\nHost: a\r\nContent-Length: 1\r\n\r\nx"
        + "GET /3 HTTP/1.1\r\nHost: a\r\n\r\n",
      [
        #"GET /1 [] ["Host:a"] []"#, #"POST /2 [] ["Host:a", "Content-Length:1"] [x]"#,
        #"GET /3 [] ["Host:a"] []"#,
      ]
    ),
  ]
}
