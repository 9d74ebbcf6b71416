package feeds

import (
	"net/http"
	"strconv"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

const tasks = "/couchdb/tasks/_changes"

// apply has a replica, of revisions by id, take in what changes tell.
func apply(replica map[string]string, changes []any) {
	for _, change := range changes {
		id, _ := member(change, "id").(string)
		switch {
		case id == "": // the last line
		case member(change, "deleted") == true:
			delete(replica, id)
		default:
			replica[id] = member(change, "changes").([]any)[0].(map[string]any)["rev"].(string)
		}
	}
}

// database is what is in the database now.
func database(t *testing.T, u string) (revisions map[string]string, sequence string) {
	t.Helper()
	all := values(t, read(t, u+"/couchdb/tasks/_all_docs?update_seq=true"))[0]
	revisions = map[string]string{}
	for _, row := range member(all, "rows").([]any) {
		revisions[member(row, "id").(string)] = member(row, "value", "rev").(string)
	}
	return revisions, member(all, "update_seq").(string)
}

func TestCouchDBChangesMakeAReplica(t *testing.T) {
	for _, more := range []int{0, 1, 5, 11, 12, 13, 40} {
		_, u := listen(t, frozen())
		replica := map[string]string{}
		first := values(t, read(t, u+tasks))[0]
		assert.Len(t, member(first, "results"), couchdbDocs, "each document once")
		apply(replica, member(first, "results").([]any))
		now, sequence := database(t, u)
		require.NotEmpty(t, now)
		assert.Equal(t, now, replica)
		assert.Equal(t, sequence, member(first, "last_seq"))

		lines := values(t, read(t, u+tasks+"?feed=continuous&rate=0&since="+sequence+"&count="+strconv.Itoa(more)))
		require.Len(t, lines, more+1)
		apply(replica, lines)
		now, sequence = database(t, u)
		assert.Equal(t, now, replica)
		assert.Equal(t, sequence, member(lines[more], "last_seq"))
	}
}

func TestCouchDBLeavesOutWhatIsOvertaken(t *testing.T) {
	_, u := listen(t, frozen())
	whole := values(t, read(t, u+tasks+"?since=900"))[0]
	seen := map[any]bool{}
	for _, change := range member(whole, "results").([]any) {
		assert.False(t, seen[member(change, "id")], "%v comes once", member(change, "id"))
		seen[member(change, "id")] = true
	}
	assert.Len(t, seen, couchdbDocs)
	some := values(t, read(t, u+tasks+"?since=995"))[0]
	assert.Len(t, member(some, "results"), 4)
	assert.Equal(t, whole.(map[string]any)["last_seq"], some.(map[string]any)["last_seq"])
}

func TestCouchDBDocuments(t *testing.T) {
	_, u := listen(t, frozen())
	deleted := 0
	for _, line := range values(t, read(t, u+tasks+"?feed=continuous&include_docs=true&from=1&count=60&rate=0&since=0")) {
		if member(line, "last_seq") != nil {
			continue
		}
		assert.Equal(t, member(line, "id"), member(line, "doc", "_id"))
		assert.Equal(t, member(line, "changes").([]any)[0].(map[string]any)["rev"], member(line, "doc", "_rev"))
		if member(line, "deleted") == true {
			deleted++
			assert.Equal(t, true, member(line, "doc", "_deleted"))
		} else {
			assert.NotEmpty(t, member(line, "doc", "title"))
		}
	}
	_, u = listen(t, frozen())
	all := read(t, u+"/couchdb/tasks/_all_docs?include_docs=true")
	assert.Contains(t, all, `"title":`)
	assert.NotContains(t, read(t, u+"/couchdb/tasks/_all_docs"), `"title":`)
}

func TestCouchDBAsAnEventStream(t *testing.T) {
	_, u := listen(t, frozen())
	body := read(t, u+tasks+"?feed=eventsource&since=now&rate=0&count=2")
	assert.Regexp(t, `^data: \{"seq":"1000-[^"]+".*\}\nid: 1000-\S+\n\ndata: .*\nid: 1001-\S+\n\n$`, body)
	again := read(t, u+tasks+"?feed=eventsource&rate=0&from=1000&count=2", "Last-Event-ID: 1000-x")
	assert.Equal(t, body[strings.Index(body, "\n\n")+2:], again)
	assert.True(t, strings.HasPrefix(read(t, u+tasks+"?feed=eventsource&since=now&burst=1&count=0"), "event: heartbeat\ndata: \n\n"))
}

func TestCouchDBRefuses(t *testing.T) {
	_, u := listen(t, frozen())
	assert.Equal(t, http.StatusBadRequest, ask(t, "GET", u+tasks+"?feed=longpoll").status)
	assert.Equal(t, http.StatusBadRequest, ask(t, "GET", u+tasks+"?since=x").status)
	assert.Equal(t, http.StatusBadRequest, ask(t, "GET", u+tasks+"?feed=continuous&heartbeat=x").status)
}
