/** What --help prints; js/docs/cli.md has it too. */
export const help = `feedsource URL [options]

Reads an HTTP streaming feed or a WebSocket, goes on after cuts, and prints each
record as a line of JSON: {"type":"message","id":"7","data":{"text":"hello"}}

What to read
  -p, --preset NAME       a service that is known, such as ntfy, mastodon or openai
  -f, --format NAME       how the body is cut into records: sse, ndjson, lines, ...
                          Default: by what the server says and sends
      --id POINTER        the member of a record to resume by, such as /id; of
                          several, the first that a record has
  -H, --header 'NAME: VALUE'
                          a header of the request; others can see it in the list of
                          processes, so it is no place for a secret
      --header-env 'NAME: VALUE'
                          the same, where $VAR stands for a variable of the
                          environment: --header-env 'Authorization: Bearer $TOKEN'
  -X, --method METHOD     Default: GET, or POST with a body
  -d, --body TEXT         the body of the request; @FILE reads a file, - the standard
                          input

Where to begin and to end
  -s, --since CURSOR      after this event ID
      --resume-query NAME the parameter of the URL that takes the cursor, for servers
                          that do not want it in the header Last-Event-ID
      --store FILE        keep the cursor in a file, and go on there the next time;
                          feeds that differ in the URL, query included, have cursors
                          of their own
      --key NAME          what the cursor is called there, for a feed whose query
                          changes from run to run, as a ticket does
  -n, --max N             end after N records
      --once              do not connect again when the connection ends
      --retries N         give up after N failures in a row. Default: never
  -t, --timeout SECONDS   the longest silence before the connection is made anew.
                          Default: learned from the feed, and none for a WebSocket

What to print
  -r, --raw               the records themselves; of bytes nothing but these
  -q, --quiet             of the feed's state only why it ended
  -h, --help              this text
  -V, --version           the version

Binary records have "base64" in place of "data". Failures and warnings go to the
standard error as sentences, and on a terminal a line that shows the progress.

Exit status
  0    the answer is whole, --max was reached, or nobody reads the output any more
  1    the feed failed for good, or its cursor could not be kept (--store)
  2    the command line is wrong
  130  interrupted (Ctrl-C), 143 terminated, and 129 when the terminal is closed;
       the cursor to go on from is told
`;
