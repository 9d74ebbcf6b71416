# Streams of thin and EventMachine, as Espresso's evented_stream and chunked_stream were:
# an action keeps its connection, and later turns of the event loop write to it. Most end as
# their connection does, for HTTP's own chunks are left to the app. ruby thin.rb PORT LOG
require 'eventmachine'
require 'json'
require 'sinatra/base'
require 'thin'

class Streams < Sinatra::Base
  set :server, :thin
  set :lock, false
  disable :logging

  # What was published is in a file, and outlives the server.
  LOG = ARGV[1]
  ENTRIES = File.exist?(LOG) ? File.readlines(LOG).map { |line| JSON.parse(line) } : []
  OPEN = []

  before { headers 'Access-Control-Allow-Origin' => '*' }

  options '*' do
    headers 'Access-Control-Allow-Headers' => 'authorization, last-event-id'
    204
  end

  helpers do
    # Streams the entries of a topic that follow the cursor, and those to come, with a beat in between.
    def feed(type, beat, &text)
      content_type type
      topic = params['topic']
      after = (env['HTTP_LAST_EVENT_ID'] || params['since']).to_i
      stream(:keep_open) do |out| # in another thread: in the loop's own, nothing is published in between
        EM.schedule do
          write = ->(entry) { out << text.(entry) if entry['topic'] == topic && entry['id'] > after }
          ENTRIES.each(&write)
          OPEN << write
          timer = EM.add_periodic_timer(0.3) { out << beat }
          out.callback { OPEN.delete(write) and timer.cancel }
          out.errback { OPEN.delete(write) and timer.cancel }
        end
      end
    end
  end

  get('/evented/:topic') do
    feed('text/event-stream', ": keepalive\n\n") { |e| "id: #{e['id']}\nevent: tick\ndata: #{e['data']}\n\n" }
  end

  # The same with CRLF, and no space behind a colon.
  get('/crlf/:topic') do
    feed('text/event-stream', ":\r\n\r\n") { |e| "id:#{e['id']}\r\nevent:tick\r\ndata:#{e['data']}\r\n\r\n" }
  end

  get('/json/:topic') { feed('application/json', "\r\n") { |e| e.to_json + "\r\n" } }
  get('/cr/:topic') { feed('application/json', "\r") { |e| e.to_json + "\r" } }
  get('/back-to-back/:topic') { feed('application/json', ' ', &:to_json) }

  get('/chunked/:topic') do
    headers 'Transfer-Encoding' => 'chunked'
    chunk = ->(text) { format("%x\r\n%s\r\n", text.bytesize, text) }
    feed('application/json', chunk.("\r\n")) { |e| chunk.(e.to_json + "\r\n") }
  end

  get('/private') do
    halt 401, 'No such token.'
  end

  post('/publish') do
    sent = JSON.parse(request.body.read)
    entry = { 'id' => ENTRIES.size + 1, 'topic' => sent['topic'], 'data' => { n: sent['n'] }.to_json }
    File.write(LOG, entry.to_json + "\n", mode: 'a')
    ENTRIES << entry
    OPEN.dup.each { |write| write.(entry) }
    204
  end
end

# Thin itself would wait half a minute for streams to end.
trap('TERM') { exit! }
Thin::Logging.silent = true
Thin::Server.start('127.0.0.1', Integer(ARGV[0]), Streams, signals: false)
